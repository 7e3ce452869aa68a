# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parts of a question that another may take the place of: a day, a name, a number, "the second"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.documents.entities.dates import MONTH, dates
from core.documents.entities.names import ORGANISATION, PERSON, PLACE, organisations, people, places
from core.documents.entities.plain import lowered, plain
from core.retrieval.normalise import fold
from core.retrieval.understanding.plain_words import STOP

DAY, NAME, NUMBER, ORDINAL = "day", "name", "number", "ordinal"
NAMES = frozenset({NAME, PERSON, ORGANISATION, PLACE})
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "sheikh"})
_YEAR = re.compile(r"(?<![\w.,/-])(?:1[2-9]|20)\d\d(?![\w/-]|[.,]\d)")
# "اب" is also "father" and "صفر" also "nought": alone they are no months.
_MONTH_ALONE = re.compile(
    rf"(?<![\w-])(?:[وبلف](?=\w{{3}}))?(?P<month>(?!اب(?!\w)|صفر|ماي(?!\w)|جوان){MONTH})"
)
# English months that are words too are months with a capital alone.
_CAPITAL = re.compile(r"(?:may|march|mar|dec|sep|jan|jun|jul|nov|oct|apr|feb|aug)\.?")
_NUMBER = re.compile(r"(?<![\w.,])\d[\d.,/-]*(?!\w)")
_ORDINAL = re.compile(
    r"(?<!\w)(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|latter|former|next|previous|"
    r"(?:ال)(?:اول|اولى|ثاني|ثانية|ثالث|ثالثة|رابع|رابعة|خامس|خامسة|سادس|سادسة|سابع|سابعة|ثامن|ثامنة|تاسع|تاسعة|"
    r"عاشر|عاشرة|اخير|اخيرة|سابق|سابقة|تالي|تالية))(?!\w)"
)
_QUOTED = re.compile(r"[\"“«]([^\"”»]+)[\"”»]")
_CAPITALS = re.compile(r"(?<![\w'’])[A-Z][\w'’&-]*(?:\s(?:(?:of|and|al|bin|the)\s(?=[A-Z]))?[A-Z][\w'’&-]*)*")


@dataclass(frozen=True)
class Slot:
    """``text`` as it stands in the question, from ``start`` on."""

    kind: str
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def in_place_of(self, other: Slot) -> str:
        """What to write in the place of ``other``: a month takes over its year, a year its day and month."""
        if self.kind != DAY:
            return self.text
        mine, theirs = _YEAR.search(plain(self.text)), _YEAR.search(plain(other.text))
        if mine is None and theirs is not None:
            return f"{self.text} {other.text[theirs.start() : theirs.end()]}"
        if mine is not None and theirs is not None and mine.group() == plain(self.text).strip():
            return other.text[: theirs.start()] + self.text + other.text[theirs.end() :]
        return self.text


def slots_of(text: str) -> list[Slot]:
    """The slots of a question in their order; none overlaps another."""
    found: list[Slot] = []
    for slot in _all(text):
        if not any(slot.start < one.end and one.start < slot.end for one in found):
            found.append(slot)
    return sorted(found, key=lambda slot: slot.start)


def _all(text: str) -> Iterator[Slot]:
    """The surest first."""
    even = plain(text)
    for found in dates(even):
        yield Slot(DAY, found.start, text[found.start : found.end])
    for start, end in _months_and_years(text, even):
        yield Slot(DAY, start, text[start:end])
    for match in _QUOTED.finditer(text):
        yield Slot(NAME, match.start(1), match.group(1))
    for recognise in (people, organisations, places):
        for found in recognise(even):
            yield Slot(found.kind, found.start, text[found.start : found.end])
    for match in _CAPITALS.finditer(even):
        yield from _capitals(text, match)
    for kind, pattern in ((ORDINAL, _ORDINAL), (NUMBER, _NUMBER)):
        for match in pattern.finditer(lowered(even)):
            yield Slot(kind, match.start(), text[match.start() : match.end()])


def _months_and_years(text: str, even: str) -> Iterator[tuple[int, int]]:
    for match in _MONTH_ALONE.finditer(lowered(even)):
        start, end = match.span("month")
        if not _CAPITAL.fullmatch(match["month"]) or text[start].isupper():
            yield start, end
    for match in _YEAR.finditer(even):
        yield match.span()


def _capitals(text: str, match: re.Match[str]) -> Iterator[Slot]:
    """A run of words with capitals, without the word that has one because the sentence begins."""
    start, words = match.start(), match.group().split(" ")
    first = not text[:start].strip(' \t¿«"“(') or text[:start].rstrip()[-1:] in {".", "?", "!", "؟", ":"}
    lone = len(words) == 1 and first and len(text.split()) > 2
    while words and fold(words[0]) in STOP | _TITLES:
        start += len(words.pop(0)) + 1
    if words and not lone:
        name = re.sub(r"['’]s$", "", text[start : match.end()])
        yield Slot(NAME, start, name)
