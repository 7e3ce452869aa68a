# SPDX-License-Identifier: AGPL-3.0-or-later
"""EasyOCR: neural OCR for machines with a GPU, in a process of its own beside the one that parses files.

That process (core.documents.ocr.easyocr_worker) has the packages and the weights, and no limit on its
memory; the parsing process has the limits, and asks it over a pipe.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from core.documents.boxes import on_one_line
from core.documents.ocr.arabic import is_arabic
from core.documents.ocr.engine import Paragraph, RecognisedWord
from core.errors import UserError
from core.jobs.resident import Resident, WorkerDiedError
from core.settings import ExtractSettings

if TYPE_CHECKING:
    from PIL.Image import Image

_LOADING_SECONDS = 120
# In parts of the lower line's height: the gap that parts paragraphs.
_PARAGRAPH_GAP = 1.0


class EasyOcr:
    """The asking side. ``beside`` is the process with the packages and the weights."""

    name = "easyocr"

    def __init__(self, settings: ExtractSettings, beside: Resident | None = None) -> None:
        self._settings = settings
        self._beside = beside
        self._facts: dict[str, Any] = {}

    @property
    def version(self) -> str:
        return str(self._told()["version"])

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._told()["languages"])

    def recognise(self, image: Image, *, dpi: int, single_line: bool = False) -> Sequence[Paragraph]:
        found = self._ask(
            "recognise",
            pixels=base64.b64encode(image.tobytes()).decode(),
            width=image.width,
            height=image.height,
            single_line=single_line,
        )
        pieces = [RecognisedWord(text, tuple(box), sure) for text, box, sure in found if text.strip()]
        return list(paragraphs_of(pieces))

    def orientation(self, image: Image) -> int:
        """Always 0: EasyOCR has no means to tell."""
        return 0

    def _told(self) -> dict[str, Any]:
        if not self._facts:
            self._facts = self._ask("facts")
        return self._facts

    def _ask(self, method: str, **params: Any) -> Any:
        if self._beside is None:
            raise UserError("EasyOCR has no process to work in.")
        try:
            return self._beside.call(method, timeout=self._settings.page_seconds + _LOADING_SECONDS, **params)
        except WorkerDiedError as error:
            # A fresh one would inherit this process's limits. Ended with it, both are started anew.
            raise SystemExit(1) from error


def paragraphs_of(pieces: Sequence[RecognisedWord]) -> Iterator[Paragraph]:
    """What the detector found, in any order, as paragraphs of lines of words in reading order."""
    return _paragraphs(_lines(pieces))


def _lines(pieces: Sequence[RecognisedWord]) -> list[list[RecognisedWord]]:
    """Pieces on one height together, in reading order, split into words; from the top down."""
    lines: list[list[RecognisedWord]] = []
    for piece in sorted(pieces, key=lambda piece: piece.box[1] + piece.box[3]):
        if lines and on_one_line(lines[-1][-1].box, piece.box):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [[word for piece in _in_order(line) for word in _words(piece)] for line in lines]


def _in_order(line: Sequence[RecognisedWord]) -> list[RecognisedWord]:
    return sorted(line, key=lambda piece: piece.box[0], reverse=is_arabic(line))


def _words(piece: RecognisedWord) -> Iterator[RecognisedWord]:
    """A piece may hold several words: each gets the part of the box that its letters take."""
    left, top, right, bottom = piece.box
    letter = (right - left) / max(1, len(piece.text))
    for found in re.finditer(r"\S+", piece.text):
        start, end = found.start() * letter, found.end() * letter
        box = (
            (right - end, top, right - start, bottom)
            if is_arabic([piece])
            else (left + start, top, left + end, bottom)
        )
        yield RecognisedWord(found.group(), box, piece.confidence)


def _paragraphs(lines: Sequence[list[RecognisedWord]]) -> Iterator[list[list[RecognisedWord]]]:
    paragraph: list[list[RecognisedWord]] = []
    for line in lines:
        if paragraph and _gap(paragraph[-1], line) > _PARAGRAPH_GAP:
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _gap(above: Sequence[RecognisedWord], below: Sequence[RecognisedWord]) -> float:
    """The empty space between two lines, in parts of the lower one's height."""
    top, bottom = min(word.box[1] for word in below), max(word.box[3] for word in below)
    return (top - max(word.box[3] for word in above)) / max(1.0, bottom - top)
