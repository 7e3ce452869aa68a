# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the picture of a page to its text: what is done before and after any engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.documents.extract.reading import OCR, PageText, flow
from core.documents.ocr.engine import Engine, Paragraph
from core.records import Box

if TYPE_CHECKING:
    from PIL.Image import Image

# A picture this much wider than high, and not higher, holds a single line.
_LINE_SHAPE = 4.0
_LINE_HEIGHT = 160
# Grey levels between the lightest and the darkest point of what still counts as an empty sheet.
_BLANK_CONTRAST = 24


def recognise_page(image: Image, engine: Engine, dpi: int) -> PageText:
    """The text of a grey picture (mode L), with the place and the confidence of its words."""
    if is_blank(image):
        return PageText("", OCR)
    paragraphs = engine.recognise(image, dpi=dpi, single_line=is_single_line(image))
    size = image.size
    text, words = flow(
        [[(word.text, _fraction(word.box, size)) for word in line] for line in paragraph]
        for paragraph in paragraphs
    )
    return PageText(text, OCR, words, _confidence(paragraphs))


def is_single_line(image: Image) -> bool:
    return image.height <= _LINE_HEIGHT and image.width >= _LINE_SHAPE * image.height


def is_blank(image: Image) -> bool:
    lightest_and_darkest = image.reduce(2).getextrema() if min(image.size) > 1 else image.getextrema()
    darkest, lightest = lightest_and_darkest
    return float(lightest) - float(darkest) < _BLANK_CONTRAST  # type: ignore[arg-type]


def _confidence(paragraphs: Sequence[Paragraph]) -> float | None:
    """The mean over the words, weighed by their letters; None where there are none."""
    words = [word for paragraph in paragraphs for line in paragraph for word in line]
    letters = sum(len(word.text) for word in words)
    return round(sum(word.confidence * len(word.text) for word in words) / letters, 4) if letters else None


def _fraction(box: Box, size: tuple[int, int]) -> Box:
    width, height = size
    return (box[0] / width, box[1] / height, box[2] / width, box[3] / height)
