# SPDX-License-Identifier: AGPL-3.0-or-later
"""Running headers and footers of a PDF: what neighbouring pages say at the same place, but for its numbers.

The pages next to a page are only looked at as far as needed: two that agree with a line of the page are
enough. What was read of them serves when their own turn comes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from core.documents.boxes import on_one_line
from core.documents.extract.layer import Layer, clean
from core.documents.extract.mupdf import pymupdf
from core.documents.extract.reading import PageText, Piece
from core.errors import UserError
from core.records import Box

# Lines whose middle lies in this part of the page's height, at its top and at its bottom, may be furniture.
_STRIP = 0.12
# The same for the sum of a box's upper and lower edge.
_HIGH, _LOW = 2 * _STRIP, 2 - 2 * _STRIP
# So far apart, in parts of the page, lines may stand that are at the same place.
_NEAR_DOWN, _NEAR_ACROSS = 0.01, 0.02
# The pages on a spread differ: those two away are looked at besides.
_NEIGHBOURS = (-1, 1, -2, 2)
_AGREEING = 2
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Row:
    """A line as it is seen: the letters it holds in no order, its numbers, and which words of the page it is.

    Without order the lines of two pages compare alike, whichever way their Arabic was written.
    """

    box: Box
    letters: str
    numbers: tuple[str, ...]
    words: tuple[int, ...]


class Furniture:
    """The running lines of one document's pages. ``layer_of`` reads the layer of a page by its number."""

    def __init__(self, page_count: int, layer_of: Callable[[int], Layer]) -> None:
        self._page_count = page_count
        self._layer_of = layer_of
        self._rows: dict[int, Sequence[_Row]] = {}

    def marked(self, page: PageText, number: int) -> PageText:
        """The page with its body, and its printed number as its label where it has none."""
        if self._page_count <= _AGREEING:
            return page
        own = self._rows[number] = _rows(_ends(page))
        outer = _outer(page, own)
        agreeing = self._agreeing(outer, number)
        running = [row for row in outer if len(agreeing[row]) >= _AGREEING]
        body = _body(page, running)
        if body is None:
            return page
        label = page.label or next(filter(None, (_counted(row, agreeing[row]) for row in running)), "")
        return replace(page, body=body, label=label)

    def _agreeing(self, rows: Sequence[_Row], number: int) -> dict[_Row, list[tuple[int, _Row]]]:
        """For each row those like it on other pages, with how many pages away they are."""
        found: dict[_Row, list[tuple[int, _Row]]] = {row: [] for row in rows}
        pages = sorted(_NEIGHBOURS, key=lambda away: number + away not in self._rows)
        for left, away in zip(range(len(pages), 0, -1), pages, strict=True):
            if not any(_AGREEING - left <= len(like) < _AGREEING for like in found.values()):
                break
            for row, like in found.items():
                others = self._of(number + away)
                like.extend([(away, other) for other in others if _alike(row, other, away)][:1])
        return found

    def _of(self, number: int) -> Sequence[_Row]:
        if number not in self._rows:
            self._rows[number] = self._read(number)
        return self._rows[number]

    def _read(self, number: int) -> Sequence[_Row]:
        if not 0 < number <= self._page_count:
            return ()
        try:
            return _rows(_ends(self._layer_of(number).page()))
        except (UserError, RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):
            # Whoever reads that page itself is told of it.
            return ()


def _ends(page: PageText) -> dict[int, Piece]:
    """The words at the top and at the bottom of a page by their places among all."""
    text = page.text
    return {
        place: (text[start:end], box)
        for place, (start, end, box) in enumerate(page.words)
        if not _HIGH < box[1] + box[3] < _LOW
    }


def _rows(pieces: dict[int, Piece]) -> list[_Row]:
    """The lines that words at the top and at the bottom of a page make up, from the top down."""
    lines: list[list[int]] = []
    for i in sorted(pieces, key=lambda i: pieces[i][1][1] + pieces[i][1][3]):
        if lines and on_one_line(pieces[lines[-1][-1]][1], pieces[i][1]):
            lines[-1].append(i)
        else:
            lines.append([i])
    return [_row(pieces, line) for line in lines]


def _row(pieces: dict[int, Piece], line: list[int]) -> _Row:
    line = sorted(line, key=lambda i: pieces[i][1][0])
    lefts, tops, rights, bottoms = zip(*(pieces[i][1] for i in line), strict=True)
    text = " ".join(pieces[i][0] for i in line)
    letters = unicodedata.normalize("NFKC", clean(_NUMBER.sub("", text)))
    return _Row(
        (min(lefts), min(tops), max(rights), max(bottoms)),
        "".join(sorted(filter(str.isalnum, letters))),
        tuple(_NUMBER.findall(text)),
        tuple(line),
    )


def _alike(row: _Row, other: _Row, away: int) -> bool:
    """Whether a line says the same at the same place; one of numbers alone must count the pages."""
    if row.letters != other.letters or len(row.numbers) != len(other.numbers):
        return False
    ours, theirs = row.box, other.box
    if abs(ours[1] - theirs[1]) > _NEAR_DOWN and abs(ours[3] - theirs[3]) > _NEAR_DOWN:
        return False
    across = (ours[0] - theirs[0], ours[2] - theirs[2], (ours[0] + ours[2] - theirs[0] - theirs[2]) / 2)
    if min(map(abs, across)) > _NEAR_ACROSS:
        return False
    return bool(row.letters) or any(_steps(row, other, away))


def _steps(row: _Row, other: _Row, away: int) -> list[bool]:
    """For each number of a line whether it is the page's: it goes up by one from page to page."""
    return [int(theirs) - int(ours) == away for ours, theirs in zip(row.numbers, other.numbers, strict=True)]


def _counted(row: _Row, agreeing: Sequence[tuple[int, _Row]]) -> str:
    """The number of the page in one of its running lines; empty where there is none."""
    steps = [_steps(row, other, away) for away, other in agreeing]
    counting = map(all, zip(*steps, strict=True))
    return next((text for text, counts in zip(row.numbers, counting, strict=True) if counts), "")


def _outer(page: PageText, rows: Sequence[_Row]) -> list[_Row]:
    """The rows that begin or end the text and stand in paragraphs of their own."""
    count = len(page.words)
    first, last = _leading(page, range(count), rows), _leading(page, range(count - 1, -1, -1), rows)
    return [row for row in rows if row.words[0] < first or row.words[0] >= count - last]


def _body(page: PageText, running: Sequence[_Row]) -> tuple[int, int] | None:
    """The span between the running lines that begin and end the text; None where no line does, or all do."""
    words = page.words
    first = _leading(page, range(len(words)), running)
    last = len(words) - _leading(page, range(len(words) - 1, -1, -1), running)
    if first >= last or (first == 0 and last == len(words)):
        return None
    return words[first].start if first else 0, words[last - 1].end if last < len(words) else len(page.text)


def _leading(page: PageText, places: Sequence[int], running: Sequence[_Row]) -> int:
    """How many words stand before all others, from one end of the text, that are whole running lines.

    Lines in one paragraph with others are none: pages made after one pattern begin alike.
    """
    row_of = {place: row for row in running for place in row.words}
    count = 0
    left: set[int] = set()
    for passed, (place, following) in enumerate(pairwise(places), start=1):
        if place not in row_of:
            break
        left = (left or set(row_of[place].words)) - {place}
        first, second = sorted((place, following))
        if not left and "\n\n" in page.text[page.words[first].end : page.words[second].start]:
            count = passed
    return count
