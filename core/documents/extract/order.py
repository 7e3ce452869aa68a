# SPDX-License-Identifier: AGPL-3.0-or-later
"""Puts the letters of right-to-left lines into logical order, by where they stand.

Writers of PDF give the glyphs of Arabic in visual order, in logical order, or in pieces of both, and split
lines at numbers. The page itself is surer: the glyphs of a line are sorted from left to right, and the steps
of the Unicode bidirectional algorithm (UAX #9) that led to that picture are undone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby, pairwise
from typing import Any

from core.documents.boxes import around
from core.documents.extract.reading import Piece
from core.records import Box

RTL = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# In parts of the font's size: a gap that parts words, one that parts columns.
_WORD_GAP = 0.2
_COLUMN_GAP = 1.2
_NARROW = 0.02
# How many lines back the rest of a line may have been written.
_LOOK_BACK = 12
# So many more steps one way than the other tell how a page was written.
_CLEARLY = 100
_LEVEL = (1.0, 0.0)
_R, _L, _NUMBER, _NEUTRAL = "R", "L", "N", "-"
# Signs that may belong to a number (ES, CS and ET of UAX #9): those of money and percent are told apart.
_JOINING, _TERMINATOR = "C", "T"
_CLASSES = {
    "R": _R,
    "AL": _R,
    "L": _L,
    "EN": _NUMBER,
    "AN": _NUMBER,
    "ES": _JOINING,
    "CS": _JOINING,
    "ET": _TERMINATOR,
}
# Letters in a row that come to the same level: what is neutral between two right-to-left ones is as they are.
_RUN = re.compile("R+(?:-+R+)*|L+|N+|-+|[CT]")
_MIRRORED = str.maketrans("()[]{}«»‹›<>", ")(][}{»«›‹><")
_ALEFS = "اأإآٱ"
_OPENING, _CLOSING = "([{«‹", ")]}»›"
_BRACKETS = frozenset(_OPENING + _CLOSING)


@dataclass(slots=True)
class Glyph:
    """One or more characters drawn as one, and their box in points."""

    text: str
    box: Box


def _middle(glyph: Glyph) -> float:
    return glyph.box[0] + glyph.box[2]


# A glyph in reading order with its embedding level.
Placed = tuple[int, Glyph]
# An embedding level, and from where to where in a line it reaches.
_Run = tuple[int, tuple[int, int]]


@dataclass
class _Line:
    """A line as it is seen: its glyphs, of which block it is, the size of its letters.

    Boxes are turned so that it runs from left to right, whatever its direction ``ahead`` on the page.
    """

    block: int
    size: float
    ahead: tuple[float, float]
    box: Box
    glyphs: list[Glyph] = field(default_factory=list)

    @property
    def back(self) -> tuple[float, float]:
        return self.ahead[0], -self.ahead[1]


def paragraphs(raw: dict[str, Any]) -> list[list[list[Piece]]]:
    """Blocks of lines of words in logical order, out of PyMuPDF's "rawdict" of a page; boxes in points."""
    lines = _merged(_lines(raw))
    mostly_right = _is_rtl("".join([_classes(line.glyphs) for line in lines]), default=True)
    ordered = [(line, _ordered(line, mostly_right)) for line in lines]
    if _named_by_looks([parts for _, parts in ordered]):
        ordered = [(line, [_mirrored(part) for part in parts]) for line, parts in ordered]
    blocks: dict[int, list[list[Piece]]] = {}
    for line, parts in ordered:
        words = [(text, _along(box, line.back)) for part in parts for text, box in _words(part)]
        if words:
            blocks.setdefault(line.block, []).append(words)
    return list(blocks.values())


def is_visual(raw: dict[str, Any]) -> bool:
    """Whether most right-to-left letters of a "rawdict" were written from left to right."""
    onward = 0
    for block in raw["blocks"]:
        for line in block.get("lines", ()):
            if line["dir"] == _LEVEL:
                letters = [c for span in line["spans"] for c in span["chars"]]
                for first, second in pairwise(letters):
                    if _class(first["c"]) == _R == _class(second["c"]):
                        step = second["bbox"][0] - first["bbox"][0]
                        onward += (step > 0) - (step < 0)
        if abs(onward) > _CLEARLY:
            break
    return onward > 0


def logical(visual: Sequence[Glyph], *, right_to_left: bool) -> list[Placed]:
    """The glyphs of one line, given from left to right, in reading order, each with its embedding level."""
    return _placed(visual, _classes(visual), right_to_left)


def _placed(visual: Sequence[Glyph], classes: str, right_to_left: bool) -> list[Placed]:
    runs = list(_RUN.finditer(classes))
    levels = _levels([run.group()[0] for run in runs], right_to_left)
    ordered = [(level, run.span()) for level, run in zip(levels, runs, strict=True)]
    for level in range(max(levels, default=0), 0, -1):
        ordered = list(_runs_reversed(ordered, level))
    placed: list[Placed] = []
    for level, (start, end) in ordered:
        glyphs = visual[start:end]
        placed += [(level, glyph) for glyph in (reversed(glyphs) if level % 2 else glyphs)]
    return placed


def _lines(raw: dict[str, Any]) -> Iterator[_Line]:
    for number, block in enumerate(raw["blocks"]):
        for line in block.get("lines", ()):
            spans = line["spans"]
            size = max((span["size"] for span in spans), default=0.0) or 1.0
            letters = [letter for span in spans for letter in span["chars"]]
            ahead = line["dir"]
            if ahead != _LEVEL:
                letters = [{"c": c["c"], "bbox": _along(c["bbox"], ahead)} for c in letters]
            yield _Line(number, size, ahead, _along(line["bbox"], ahead), _glyphs(letters, size))


def _along(box: Box, ahead: tuple[float, float]) -> Box:
    """The box in a frame whose first axis lies along a direction (a unit vector)."""
    if ahead == _LEVEL:
        return box
    cosine, sine = ahead
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [x * cosine + y * sine for x, y in corners]
    ys = [y * cosine - x * sine for x, y in corners]
    return (min(xs), min(ys), max(xs), max(ys))


def _glyphs(letters: list[dict[str, Any]], size: float) -> list[Glyph]:
    """Letters with what belongs to them: marks above and below, and the further letters of a ligature."""
    drawn_on = _attached(letters, size)
    if not drawn_on:
        return [Glyph(letter["c"], letter["bbox"]) for letter in letters]
    wide = [Glyph(c["c"], c["bbox"]) for place, c in enumerate(letters) if place not in drawn_on]
    attached: list[tuple[Glyph, str]] = []
    for before, place in enumerate(sorted(drawn_on)) if wide else ():
        letter, passed = letters[place], place - before
        neighbours = wide[max(0, passed - 1) : passed + 1]
        belongs = _marked if unicodedata.combining(letter["c"]) else _begun
        attached.append((belongs(wide, neighbours, letter, size), letter["c"]))
    for base, text in attached:
        base.text += text
    for glyph in wide:
        # No font draws alef and lam as one: this is a lam-alef whose letters were named from left to right.
        if len(glyph.text) == 2 and glyph.text[0] in _ALEFS and glyph.text[1] == "ل":
            glyph.text = glyph.text[::-1]
    return wide


def _attached(letters: Sequence[dict[str, Any]], size: float) -> set[int]:
    """The places of letters that are drawn on or within another one."""
    narrow = _NARROW * size
    found = set()
    for place, letter in enumerate(letters):
        box, character = letter["bbox"], letter["c"]
        is_narrow = box[2] - box[0] < narrow and not character.isspace()
        if is_narrow or (character > "\u0300" and unicodedata.combining(character)):
            found.add(place)
    return found


def _marked(wide: list[Glyph], neighbours: list[Glyph], letter: dict[str, Any], size: float) -> Glyph:
    """The letter under a mark; between two of them the one that was written before it."""
    middle = (letter["bbox"][0] + letter["bbox"][2]) / 2
    near = _NARROW * size
    over = [g for g in wide if g.box[0] - near <= middle <= g.box[2] + near and not g.text.isspace()]
    written = [g for g in neighbours if any(g is other for other in over)]
    return (written or [min(over or wide, key=lambda glyph: abs(_middle(glyph) / 2 - middle))])[0]


def _begun(wide: list[Glyph], neighbours: list[Glyph], letter: dict[str, Any], size: float) -> Glyph:
    """The glyph that begins the ligature to which a letter without width belongs.

    A glyph that stands for several letters comes as its first letter with the whole width and the others with
    none at its right edge. Some writers put the alef of a lam-alef at the left edge, as a glyph of its own.
    """
    left = letter["bbox"][0]
    if letter["c"] in _ALEFS:
        lam = [glyph for glyph in reversed(neighbours) if glyph.text == "ل"]
        if lam:
            return lam[0]
    ends = [g for g in wide if abs(g.box[2] - left) < _NARROW * size and not g.text.isspace()]
    return (ends or neighbours)[0]


def _merged(lines: Iterable[_Line]) -> list[_Line]:
    """Lines whose parts were written apart, put together again."""
    found: list[_Line] = []
    for line in lines:
        for earlier in reversed(found[-_LOOK_BACK:]):
            if _continues(earlier, line):
                earlier.glyphs += line.glyphs
                earlier.box = around((earlier.box, line.box))
                earlier.size = max(earlier.size, line.size)
                break
        else:
            found.append(line)
    return found


def _continues(first: _Line, second: _Line) -> bool:
    a, b = first.box, second.box
    if a[3] <= b[1] or b[3] <= a[1] or first.ahead != second.ahead:
        return False
    common = min(a[3], b[3]) - max(a[1], b[1])
    gap = max(a[0], b[0]) - min(a[2], b[2])
    size = max(first.size, second.size)
    return common > 0.6 * min(a[3] - a[1], b[3] - b[1]) and -0.5 * size < gap < _COLUMN_GAP * size


def _ordered(line: _Line, mostly_right: bool) -> list[list[Placed]]:
    """The glyphs of a line in reading order; parts far apart, such as cells, each in its own direction."""
    ordered = []
    for part in _parts(sorted(line.glyphs, key=_middle), line.size):
        classes = _classes(part)
        ordered.append(_placed(part, classes, _is_rtl(classes, default=mostly_right)))
    return ordered[::-1] if mostly_right else ordered


def _parts(visual: Sequence[Glyph], size: float) -> list[list[Glyph]]:
    """What stands far apart, with one blank wherever words are, whether it was written or is only a gap."""
    word_gap, column_gap, narrow = _WORD_GAP * size, _COLUMN_GAP * size, _NARROW * size
    part: list[Glyph] = []
    parts = [part]
    edge, blank = 0.0, False
    for glyph in visual:
        left, _, right, _ = glyph.box
        if glyph.text.isspace():
            blank = blank or right - left > narrow
            continue
        if not part:
            edge = right
        elif left - edge > column_gap:
            part = []
            parts.append(part)
            edge = right
        elif blank or left - edge > word_gap:
            part.append(Glyph(" ", glyph.box))
        edge = max(edge, right)
        part.append(glyph)
        blank = False
    return parts


def _words(part: Sequence[Placed]) -> Iterator[Piece]:
    for blank, placed in groupby(part, key=_is_blank):
        if not blank:
            glyphs = [glyph for _, glyph in placed]
            yield "".join([glyph.text for glyph in glyphs]), around([glyph.box for glyph in glyphs])


def _is_blank(placed: Placed) -> bool:
    return placed[1].text == " "


def _is_rtl(classes: str, *, default: bool) -> bool:
    right, left = classes.count(_R), classes.count(_L)
    return right > left if right != left else default


def _classes(glyphs: Sequence[Glyph]) -> str:
    """One sign for each glyph: its bidirectional class, as far as it matters here."""
    return "".join([_class(glyph.text) for glyph in glyphs])


@cache
def _class(text: str) -> str:
    return _CLASSES.get(unicodedata.bidirectional(text[0]) if text else "", _NEUTRAL)


def _levels(classes: Sequence[str], right_to_left: bool) -> list[int]:
    """Embedding levels, as far as they can be told from the picture of a line."""
    kinds = _strong(_numbers_joined(list(classes)))
    base = 1 if right_to_left else 0
    outer = _R if right_to_left else _L
    found = []
    for i, resolved in enumerate(kinds):
        kind = _between(kinds, i, outer) if resolved == _NEUTRAL else resolved
        if kind == _NUMBER:
            inside = right_to_left or _between(kinds, i, outer) == _R
            found.append(2 if inside else 0)
        else:
            found.append(1 if kind == _R else 2 * base)
    return found


def _numbers_joined(kinds: list[str]) -> list[str]:
    """A sign between two digits is part of the number (W4), signs of money and percent at it too (W5)."""
    for i, kind in enumerate(kinds):
        if kind not in {_JOINING, _TERMINATOR}:
            continue
        before = kinds[i - 1] if i else _NEUTRAL
        after = kinds[i + 1] if i + 1 < len(kinds) else _NEUTRAL
        joined = before == after == _NUMBER or (kind == _TERMINATOR and _NUMBER in {before, after})
        kinds[i] = _NUMBER if joined else _NEUTRAL
    return kinds


def _strong(kinds: list[str]) -> list[str]:
    """Numbers to the right of Latin words, nothing but neutrals between, belong to them (W7)."""
    last = ""
    for i, kind in enumerate(kinds):
        if kind == _NUMBER and last == _L:
            kinds[i] = _L
        elif kind in {_L, _R, _NUMBER}:
            last = kind
    return kinds


def _between(kinds: Sequence[str], place: int, outer: str) -> str:
    """The direction of what stands between: its neighbours' if they agree, else the line's (N1, N2)."""
    telling = {_L, _R} if kinds[place] == _NUMBER else {_L, _R, _NUMBER}
    before = next((k for k in reversed(kinds[:place]) if k in telling), outer)
    after = next((k for k in kinds[place + 1 :] if k in telling), outer)
    sides = {_R if kind == _NUMBER else kind for kind in (before, after)}
    return sides.pop() if len(sides) == 1 else outer


def _runs_reversed(items: Sequence[_Run], level: int) -> Iterator[_Run]:
    """Rule L2: each run of items of at least this level, the other way round."""
    run: list[_Run] = []
    for item in items:
        if item[0] >= level:
            run.append(item)
        else:
            yield from reversed(run)
            run = []
            yield item
    yield from reversed(run)


def _named_by_looks(lines: Sequence[Sequence[Sequence[Placed]]]) -> bool:
    """Whether right-to-left brackets are named by their looks: most pairs are the wrong way round."""
    pairs = 0
    for part in (part for line in lines for part in line):
        brackets = [g.text in _OPENING for level, g in part if level % 2 and g.text in _BRACKETS]
        pairs += sum(first - second for first, second in pairwise(brackets))
    return pairs < 0


def _mirrored(part: Sequence[Placed]) -> list[Placed]:
    return [
        (level, Glyph(glyph.text.translate(_MIRRORED), glyph.box) if level % 2 else glyph)
        for level, glyph in part
    ]
