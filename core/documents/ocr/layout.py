# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the blocks of text of a page are: cut apart along its widest gaps (recursive X-Y cut, Nagy 1984).

Each engine finds the lines of a block well; of a page with columns, boxes and tables it loses some.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from PIL.Image import Image

Edges = tuple[int, int, int, int]

# The page is looked at in squares of so many pixels; so many dark ones make one dark.
_SQUARE, _FEWEST_DARK = 4, 3
_INK = 150
# A longer run of ink, in squares, is a ruling or a frame.
_RULING = 60
# In heights of a line: gaps that part columns and paragraphs, and what is too low for either.
_COLUMN_GAP, _ROW_GAP = 1.3, 1.1
_LEAST_COLUMN, _LEAST_BLOCK = 2.5, 0.3
# How wide a gap between columns must be beside the widest one between rows to be cut first.
_BESIDE = 0.6
_DEEPEST = 12
_LOWEST_LINE, _HIGHEST_LINE = 4, 60
_USUAL_LINE = 10.0
_STRIP, _STEP = 40, 20


@dataclass(frozen=True)
class Block:
    """A block in pixels of the page, and whether it is a single line."""

    box: Edges
    is_line: bool


@dataclass(frozen=True)
class _Gap:
    size: int
    start: int
    end: int


def blocks(image: Image, *, right_to_left: bool) -> list[Block]:
    """The blocks of an evened, level page in reading order."""
    ink = _without_rulings(_ink(image))
    line = _line_height(ink)
    found = _cut(ink, (0, 0, ink.shape[1], ink.shape[0]), line, right_to_left, _DEEPEST)
    return [
        Block(_in_pixels(box, image), is_line=box[3] - box[1] <= 1.6 * line)
        for box in found
        if box[3] - box[1] >= _LEAST_BLOCK * line and box[2] - box[0] >= _LEAST_BLOCK * line
    ]


def _in_pixels(box: Edges, image: Image) -> Edges:
    left, top, right, bottom = (_SQUARE * edge for edge in box)
    margin = 2 * _SQUARE
    return (
        max(0, left - margin),
        max(0, top - margin),
        min(image.width, right + margin),
        min(image.height, bottom + margin),
    )


def _ink(image: Image) -> np.ndarray:
    dark = np.asarray(image) < _INK
    rows, columns = dark.shape[0] // _SQUARE, dark.shape[1] // _SQUARE
    dark = dark[: rows * _SQUARE, : columns * _SQUARE]
    counts = dark.reshape(rows, _SQUARE, columns, _SQUARE).sum(axis=(1, 3), dtype=np.uint8)
    return counts >= _FEWEST_DARK  # type: ignore[no-any-return]


def _without_rulings(ink: np.ndarray) -> np.ndarray:
    result = ink.copy()
    for turned, cleared in ((ink, result), (ink.T, result.T)):
        rows, starts, ends = _runs(turned)
        for row, start, end in zip(rows, starts, ends, strict=True):
            if end - start > _RULING:
                cleared[row, start:end] = False
    return result


def _runs(ink: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row, start and end of each run of ink."""
    edges = np.diff(np.pad(ink, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    return rows, starts, ends


def _line_height(ink: np.ndarray) -> float:
    """The commonest height of what stands alone above other ink, in squares."""
    heights: list[int] = []
    for left in range(0, max(1, ink.shape[1] - _STEP), _STEP):
        _, starts, ends = _runs(np.atleast_2d(ink[:, left : left + _STRIP].any(axis=1)))
        heights += [h for h in (ends - starts).tolist() if _LOWEST_LINE <= h <= _HIGHEST_LINE]
    return float(np.median(heights)) if heights else _USUAL_LINE


def _cut(ink: np.ndarray, box: Edges, line: float, right_to_left: bool, depth: int) -> Iterator[Edges]:
    left, top, right, bottom = _trimmed(ink, box)
    part = ink[top:bottom, left:right]
    if not part.size:
        return
    row, column = _widest_gap(part, 1), _widest_gap(part, 0)
    beside = column.size >= _BESIDE * row.size or row.size < _ROW_GAP * line
    if depth and beside and column.size >= _COLUMN_GAP * line and bottom - top > _LEAST_COLUMN * line:
        halves = [(left, top, left + column.start, bottom), (left + column.end, top, right, bottom)]
        for half in halves[::-1] if right_to_left else halves:
            yield from _cut(ink, half, line, right_to_left, depth - 1)
    elif depth and row.size >= _ROW_GAP * line:
        yield from _cut(ink, (left, top, right, top + row.start), line, right_to_left, depth - 1)
        yield from _cut(ink, (left, top + row.end, right, bottom), line, right_to_left, depth - 1)
    else:
        yield left, top, right, bottom


def _trimmed(ink: np.ndarray, box: Edges) -> Edges:
    left, top, right, bottom = box
    part = ink[top:bottom, left:right]
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if not len(rows):
        return left, top, left, top
    return left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1


def _widest_gap(part: np.ndarray, across: int) -> _Gap:
    _, starts, ends = _runs(~np.atleast_2d(part.any(axis=across)))
    if not len(starts):
        return _Gap(0, 0, 0)
    widest = int(np.argmax(ends - starts))
    return _Gap(int(ends[widest] - starts[widest]), int(starts[widest]), int(ends[widest]))
