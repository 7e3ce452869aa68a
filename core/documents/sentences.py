# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cutting text into sentences, list items, table rows and headings, in English and Arabic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# Words before a full stop that does not end a sentence, lower-cased.
_SHORT_ENGLISH = (
    "mr mrs ms dr prof sgt capt lt col gen gov sen rep rev hon st no nos vs etc inc ltd co corp dept est "
    "fig figs art sec para ch vol pp p ed eds cf approx ca e.g i.e al jan feb mar apr jun jul aug "
    "sep sept oct nov dec mon tue wed thu fri sat sun a.m p.m u.s u.k u.n"
)
_SHORT_ARABIC = "د م أ ص ج هـ ه ق ب ت ط ع س ش ر"
_ABBREVIATIONS = frozenset(_SHORT_ENGLISH.split())
_ARABIC_ABBREVIATIONS = frozenset(_SHORT_ARABIC.split())
_MARK = re.compile(r"[.!?؟。…]+[\"'”’»)\]]*(?=\s|$)")
_BULLET = re.compile(r"\s*(?:[-*•–—◦▪●·‣]\s+|\(?(?:\d{1,3}|[a-zA-Zأ-ي])[.)]\s+)")
_NUMBERED_HEADING = re.compile(r"\s*(?:#{1,6}\s|\d{1,2}(?:\.\d{1,2})*\.?\s+\S)")
_ENDED = re.compile(r"[.!?؟؛:;…][\"'”’»)\]]*\s*$")
_LAST_WORD = re.compile(r"(\S+)$")
_NUMBER_BEFORE = re.compile(r"[\d٠-٩]\s*\S+$")
# A line of running text is at least this long, a heading is shorter.
_FULL_LINE = 60
_RULE = re.compile(r"[\s|:+=_-]+")


@dataclass(frozen=True)
class Unit:
    """A sentence, list item or table row: ``text[start:end]``. ``heading`` is the text it stands under.

    ``kind``: sentence, row or heading.
    """

    start: int
    end: int
    kind: str
    heading: str = ""


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of all units of ``text`` in order, headings included; white space at their ends left out."""
    return [(unit.start, unit.end) for unit in units(text)]


def units(text: str) -> list[Unit]:
    """``text`` cut into :class:`Unit`; together they cover all of it but white space."""
    found: list[Unit] = []
    heading = column_names = ""
    for start, end, kind in _blocks(text):
        block = text[start:end]
        if kind == "heading":
            heading = block.strip().lstrip("#").strip()
            found.append(Unit(start, end, "heading"))
        elif kind == "row":
            under = f"{heading} {column_names}".strip()
            found.append(Unit(start, end, "row", under))
            column_names = column_names or block
        else:
            found.extend(Unit(a, b, "sentence", heading) for a, b in _in_block(text, start, end))
        if kind != "row":
            column_names = ""
    return found


@lru_cache(maxsize=256)
def _units_of_page(text: str) -> tuple[Unit, ...]:
    return tuple(units(text))


def units_within(text: str, start: int, end: int) -> list[Unit]:
    """The units of a page's ``text`` that ``text[start:end]`` touches, whole."""
    return [unit for unit in _units_of_page(text) if unit.end > start and unit.start < end]


@dataclass
class _Line:
    start: int
    end: int
    text: str
    alone: bool


def _lines(text: str) -> Iterator[_Line]:
    """The lines that are not blank; ``alone``: a blank line, or the text's edge, on both sides."""
    at, spans = 0, []
    for line in text.splitlines(keepends=True):
        spans.append((at, at + len(line.rstrip("\r\n")), line.strip()))
        at += len(line)
    for i, (start, end, stripped) in enumerate(spans):
        if stripped and not _RULE.fullmatch(stripped):
            before = i == 0 or not spans[i - 1][2]
            after = i == len(spans) - 1 or not spans[i + 1][2]
            yield _Line(start, end, text[start:end], before and after)


def _blocks(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind) of each heading, row, list item, and run of lines that belong together."""
    run: list[_Line] = []
    for line in _lines(text):
        kind = _kind(line)
        goes_on = run and kind == "text" and _joins(text, run[-1], line)
        if run and not goes_on:
            yield _trim(text, run[0].start, run[-1].end, "text")
            run = []
        if kind in {"text", "item"}:
            run.append(line)
        else:
            yield _trim(text, line.start, line.end, kind)
    if run:
        yield _trim(text, run[0].start, run[-1].end, "text")


def _kind(line: _Line) -> str:
    stripped = line.text.strip()
    if "\t" in stripped or " | " in stripped:
        return "row"
    if stripped.startswith("#") and _NUMBERED_HEADING.match(stripped):
        return "heading"
    plain = not _ENDED.search(stripped) and not stripped.endswith((",", "،")) and ": " not in stripped
    short = len(stripped) < _FULL_LINE and plain
    if short and line.alone and (_NUMBERED_HEADING.match(stripped) or not any(c.isdigit() for c in stripped)):
        return "heading"
    return "item" if _BULLET.match(line.text) else "text"


def _joins(text: str, before: _Line, line: _Line) -> bool:
    """Whether ``line`` goes on with the paragraph of the line before it."""
    if text[before.end : line.start].count("\n") < 2:
        return not before.text.rstrip().endswith((";", "؛"))
    # Wide line spacing looks like blank lines: a full line that ends in mid-sentence goes on after them.
    return len(before.text.strip()) >= _FULL_LINE and not _ENDED.search(before.text)


def _in_block(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for mark in _MARK.finditer(text, start, end):
        if mark.end() >= end or _ends_sentence(text, begin, mark):
            yield _trim(text, begin, mark.end(), "")[:2]
            begin = mark.end()
    if text[begin:end].strip():
        yield _trim(text, begin, end, "")[:2]


def _ends_sentence(text: str, begin: int, mark: re.Match[str]) -> bool:
    before, after = text[begin : mark.start()], text[mark.end() :].lstrip()[:1]
    if mark.group()[0] != ".":
        return True
    last = _LAST_WORD.search(before)
    word = last.group(1).lstrip("([\"'«“") if last else ""
    if word.lower() in _ABBREVIATIONS or after.islower():
        return False
    # "1.5 m. Bearings" ends with a unit, "N. Hourani" and "د. سلمى" begin with an initial or a title.
    initial = (len(word) == 1 and word.isupper()) or word in _ARABIC_ABBREVIATIONS
    if initial and not _NUMBER_BEFORE.search(before):
        return False
    # "17:52. Telephone call": a label of digits belongs to what follows it.
    return any(character.isalpha() for character in before)


def _trim(text: str, start: int, end: int, kind: str) -> tuple[int, int, str]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end, kind
