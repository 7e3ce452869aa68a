# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the picture of a page to its text: what is done before and after any engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from core.documents.extract.reading import OCR, PageText, flow
from core.documents.ocr.engine import Engine, Paragraph
from core.documents.ocr.evening import evened
from core.documents.ocr.straighten import Back, skew, turned
from core.records import Box

if TYPE_CHECKING:
    from PIL.Image import Image

# A picture of at most this height that is this much wider may hold a single line.
_LINE_HEIGHT = 300
_LINE_SHAPE = 2.0
# A second line would be at least this high beside the first; dots and marks are lower.
_LINE_BAND = 0.5
# A line that fills this part of its picture was cut out on purpose.
_CLOSE = 0.5
# Grey levels between the lightest and the darkest point of what still counts as an empty sheet.
_BLANK_CONTRAST = 24
# A page that reads worse than this may be lying on its side.
_POOR = 0.6


def recognise_page(image: Image, engine: Engine, dpi: int, reason: str = "") -> PageText:
    """The text of a grey picture (mode L), with the place and the confidence of its words."""
    found = recognise(image, engine, dpi)
    text, words = flow(
        [[(word.text, _fraction(word.box, image)) for word in line] for line in paragraph]
        for paragraph in found
    )
    return PageText(text, OCR, words, confidence(found), reason, f"{engine.name} {engine.version}")


def recognise(image: Image, engine: Engine, dpi: int) -> Sequence[Paragraph]:
    """The paragraphs of a grey picture in reading order, its words' boxes in its pixels."""
    if is_blank(image):
        return []
    if (rows := single_line(image)) is not None:
        strip = image.crop((0, rows[0], image.width, rows[1]))
        return _placed(engine.recognise(strip, dpi=dpi, single_line=True), _moved_down(rows[0]))
    image = evened(image)
    found = _straightened(image, engine, dpi)
    if (confidence(found) or 0.0) < _POOR and (degrees := engine.orientation(image)):
        upright, back = turned(image, degrees)
        again = _straightened(upright, engine, dpi)
        if (confidence(again) or 0.0) > (confidence(found) or 0.0):
            return _placed(again, back)
    return found


def confidence(paragraphs: Sequence[Paragraph]) -> float | None:
    """The mean over the words, weighed by their letters; None where there are none."""
    words = [word for paragraph in paragraphs for line in paragraph for word in line]
    letters = sum(len(word.text) for word in words)
    return round(sum(word.confidence * len(word.text) for word in words) / letters, 4) if letters else None


def single_line(image: Image) -> tuple[int, int] | None:
    """The rows of a low, wide picture that its only line of text takes; None when it holds none or several.

    A picture that was cut close to its line is left as it is.
    """
    if image.height > _LINE_HEIGHT or image.width < _LINE_SHAPE * image.height:
        return None
    grey = np.asarray(image, dtype=np.float32)
    inked = (grey < grey.mean() - grey.std()).mean(axis=1) > 0.01
    borders = np.flatnonzero(np.diff(np.concatenate(([False], inked, [False])).astype(np.int8)))
    heights = borders[1::2] - borders[::2]
    if len(heights) == 0 or int((heights > _LINE_BAND * heights.max()).sum()) != 1:
        return None
    top, bottom = int(borders[0]), int(borders[-1])
    if bottom - top > _CLOSE * image.height:
        return 0, image.height
    margin = round(0.1 * (bottom - top))
    return max(0, top - margin), min(image.height, bottom + margin)


def is_blank(image: Image) -> bool:
    small = image.reduce(2) if min(image.size) > 1 else image
    grey = np.asarray(small)
    return int(grey.max()) - int(grey.min()) < _BLANK_CONTRAST


def _straightened(image: Image, engine: Engine, dpi: int) -> Sequence[Paragraph]:
    level, back = turned(image, skew(image))
    found = engine.recognise(level, dpi=dpi)
    return found if level is image else _placed(found, back)


def _placed(paragraphs: Sequence[Paragraph], back: Back) -> Sequence[Paragraph]:
    """The words with their boxes where they were on the picture that was turned or cut."""
    return [
        [[replace(word, box=back(word.box)) for word in line] for line in paragraph]
        for paragraph in paragraphs
    ]


def _moved_down(by: int) -> Back:
    return lambda box: (box[0], box[1] + by, box[2], box[3] + by)


def _fraction(box: Box, image: Image) -> Box:
    width, height = image.size
    return (box[0] / width, box[1] / height, box[2] / width, box[3] / height)
