# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tesseract: the blocks of a page one by one, its doubtful lines once more in the other languages.

One language at a time reads better and faster than several together, which take Arabic words for Latin ones.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from core.documents.ocr import arabic, library
from core.documents.ocr.engine import Line, Paragraph, RecognisedWord
from core.documents.ocr.layout import Block, blocks
from core.errors import UserError
from core.settings import ExtractSettings

if TYPE_CHECKING:
    from PIL.Image import Image

_CODES = {"ara": "ar", "eng": "en", "fas": "fa", "fra": "fr", "deu": "de", "spa": "es", "urd": "ur"}
# Those that are written from right to left.
_RIGHT_TO_LEFT = {"ara", "fas", "urd", "heb"}
# Page segmentation modes.
_PAGE, _BLOCK, _LINE, _RAW_LINE = 3, 6, 7, 13
# The share of the page's time after which Tesseract is given up, so that there is some left for saying so.
_TIME_SHARE = 0.9
_DIRECTION_MARKS = dict.fromkeys(
    map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
# A line cut close reads better with this much paper around it, in parts of its height.
_LINE_MARGIN = 0.13
_BLOCK_MARGIN = 12
# How sure a reading must be to be taken without asking for another.
_SURE_LINE, _SURE_WORD, _SURE_PAGE = 0.7, 0.6, 0.6
_DOUBTFUL = 0.45
_CLEARLY_SURER = 0.1
_POORER = 0.3
_SURE_TURN = 2.0


class Tesseract:
    """One engine for one child process; it looks first for the language of the page before."""

    name = "tesseract"

    def __init__(self, settings: ExtractSettings) -> None:
        self._settings = settings
        self._until = 0.0
        self._first = ""

    @cached_property
    def version(self) -> str:
        return library.version()

    @cached_property
    def languages(self) -> tuple[str, ...]:
        return tuple(_CODES.get(name, name) for name in self._installed)

    @cached_property
    def _installed(self) -> tuple[str, ...]:
        """The wanted languages that are there, in the order of the settings."""
        there = library.installed()
        wanted = self._settings.ocr_languages.split("+")
        found = tuple(name for name in wanted if name in there)
        if not found:
            raise UserError(f"Tesseract lacks its language data for {', '.join(wanted)}.", do=library.INSTALL)
        return found

    def recognise(self, image: Image, *, dpi: int, single_line: bool = False) -> Sequence[Paragraph]:
        self._until = time.monotonic() + self._seconds
        found = self._single_line(image) if single_line else self._page(image, dpi)
        return [
            [arabic.with_commas(line) if arabic.is_arabic(line) else line for line in paragraph]
            for paragraph in found
        ]

    def orientation(self, image: Image) -> int:
        if "osd" not in library.installed():
            return 0
        degrees, sure = library.orientation(image)
        return degrees if sure >= _SURE_TURN else 0

    @property
    def _seconds(self) -> float:
        return self._settings.page_seconds * _TIME_SHARE

    def _page(self, image: Image, dpi: int) -> Sequence[Paragraph]:
        """Block by block; a page that reads badly so is tried as a whole, too."""
        right_to_left = self._by_use()[0] in _RIGHT_TO_LEFT
        parts = blocks(image, right_to_left=right_to_left)
        if not parts:
            return []
        largest = max(parts, key=lambda part: _area(part.box))
        best, read = self._surest(image, largest, dpi)
        if (best in _RIGHT_TO_LEFT) != right_to_left:
            parts = blocks(image, right_to_left=not right_to_left)
        self._first = best
        found = [
            paragraph
            for part in parts
            for paragraph in (read if part == largest else self._block(image, part, best, dpi))
        ]
        if _sureness_of(found) < _SURE_PAGE:
            whole = self._read(image, best, _PAGE, dpi)
            found = max(found, whole, key=lambda page: _sureness_of(page) * _letters_of(page))
        # On a poor page, a word is doubtful only when it is poorer than the others.
        least = min(_DOUBTFUL, _sureness_of(found) - _POORER)
        return [[self._best_line(image, line, best, dpi, least) for line in paragraph] for paragraph in found]

    def _by_use(self) -> list[str]:
        """The languages, that of the page before first."""
        return sorted(self._installed, key=lambda name: name != self._first)

    def _surest(self, image: Image, block: Block, dpi: int) -> tuple[str, list[Paragraph]]:
        """The language in which a block reads most surely, and how; the first that will do is taken."""
        found: dict[str, list[Paragraph]] = {}
        for language in self._by_use():
            found[language] = self._block(image, block, language, dpi)
            if _sureness_of(found[language]) >= _SURE_LINE:
                break
        return max(found.items(), key=lambda item: _sureness_of(item[1]))

    def _block(self, image: Image, block: Block, language: str, dpi: int) -> list[Paragraph]:
        from PIL import ImageOps

        left, top, _, _ = block.box
        framed = ImageOps.expand(image.crop(block.box), _BLOCK_MARGIN, fill=255)
        mode = _LINE if block.is_line else _BLOCK
        read = self._read(framed, language, mode, dpi)
        return _shifted(read, left - _BLOCK_MARGIN, top - _BLOCK_MARGIN)

    def _best_line(self, image: Image, line: Line, language: str, dpi: int, least: float) -> Line:
        """A doubtful line as another language reads it, or with its words where they are surer."""
        others = [name for name in self._installed if name != language]
        if not others or min(word.confidence for word in line) >= least:
            return line
        for name in others:
            again = self._line_in(image, line, name, dpi)
            surer = _sureness(again) > _sureness(line) + _CLEARLY_SURER
            line = again if surer else _mended(line, again)
        return line

    def _line_in(self, image: Image, line: Line, language: str, dpi: int) -> Line:
        left, top = min(word.box[0] for word in line), min(word.box[1] for word in line)
        right, bottom = max(word.box[2] for word in line), max(word.box[3] for word in line)
        margin = _LINE_MARGIN * (bottom - top)
        edges = (
            max(0, round(left - margin)),
            max(0, round(top - margin)),
            min(image.width, round(right + margin)),
            min(image.height, round(bottom + margin)),
        )
        read = self._block(image, Block(edges, is_line=True), language, dpi)
        return [word for paragraph in read for part in paragraph for word in part]

    def _single_line(self, image: Image) -> Sequence[Paragraph]:
        """The surest reading of a picture of one line, by any of the languages."""
        from PIL import ImageOps

        margin = round(_LINE_MARGIN * image.height)
        framed = ImageOps.expand(image, margin, fill=255)
        best: Line = []
        for language in self._installed:
            read = _shifted(self._read(framed, language, _RAW_LINE, 300), -margin, -margin)
            line = [word for paragraph in read for part in paragraph for word in part]
            best = max(best, line, key=_sureness)
            if _sureness(best) >= _SURE_LINE:
                break
        return [[best]]

    def _read(self, image: Image, language: str, mode: int, dpi: int) -> list[Paragraph]:
        try:
            return _paragraphs(library.read(image, language, mode, dpi, self._until))
        except TimeoutError:
            raise UserError(
                f"Tesseract took longer than {self._seconds:.0f} seconds and was stopped."
            ) from None


def _mended(line: Line, again: Line) -> Line:
    """The line with the surer reading in the place of each doubtful word, where there is one."""
    found: list[RecognisedWord] = []
    taken: set[int] = set()
    for word in line:
        others = [other for other in again if id(other) not in taken and _covers(word, other)]
        sure = bool(others) and min(other.confidence for other in others) > max(word.confidence, _SURE_WORD)
        if sure and word.confidence < _SURE_WORD and any(map(arabic.has_latin, others)):
            taken.update(map(id, others))
            found += others
        else:
            found.append(word)
    return found


def _covers(word: RecognisedWord, other: RecognisedWord) -> bool:
    common = min(word.box[2], other.box[2]) - max(word.box[0], other.box[0])
    return common > 0.5 * (other.box[2] - other.box[0])


def _area(box: Sequence[int]) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def _words_of(page: Sequence[Paragraph]) -> list[RecognisedWord]:
    return [word for paragraph in page for line in paragraph for word in line]


def _sureness_of(page: Sequence[Paragraph]) -> float:
    return _sureness(_words_of(page))


def _letters_of(page: Sequence[Paragraph]) -> int:
    return sum(len(word.text) for word in _words_of(page))


def _sureness(line: Line) -> float:
    letters = sum(len(word.text) for word in line)
    return sum(word.confidence * len(word.text) for word in line) / letters if letters else 0.0


def _shifted(page: Sequence[Paragraph], right: float, down: float) -> list[Paragraph]:
    return [[[_moved(word, right, down) for word in line] for line in paragraph] for paragraph in page]


def _moved(word: RecognisedWord, right: float, down: float) -> RecognisedWord:
    left, top, end, bottom = word.box
    return replace(word, box=(left + right, top + down, end + right, bottom + down))


def _paragraphs(tsv: str) -> list[Paragraph]:
    """Reads Tesseract's TSV: level page block paragraph line word left top width height confidence text."""
    return [
        [[_word(row) for row in line] for _, line in groupby(paragraph, key=lambda row: row[4])]
        for _, paragraph in groupby(_rows(tsv), key=lambda row: (row[2], row[3]))
    ]


def _rows(tsv: str) -> Iterator[list[str]]:
    for line in tsv.split("\n"):
        row = line.split("\t")
        if len(row) == 12 and row[0] == "5" and _text(row):
            yield row


def _text(row: list[str]) -> str:
    return row[11].translate(_DIRECTION_MARKS).strip()


def _word(row: list[str]) -> RecognisedWord:
    left, top, width, height = (float(cell) for cell in row[6:10])
    confidence = min(max(float(row[10]) / 100, 0.0), 1.0)
    return RecognisedWord(_text(row), (left, top, left + width, top + height), confidence)
