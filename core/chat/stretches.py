# SPDX-License-Identifier: AGPL-3.0-or-later
"""Short stretches of pages, one unit or two neighbours, and what they hold: words, numbers, days, denials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import PurePath

from core.chat.commands import commands_on
from core.chat.days import days
from core.chat.evidence import Source
from core.chat.figures import figures, numbers
from core.chat.negation import denied, same_deed
from core.chat.words import content_stems
from core.documents.sentences import Unit, units_within
from core.retrieval.normalise import fold

_YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")
# What is counted, by the words for it; a number of one is no number of another.
_UNITS = (
    "metre metres meter meters m متر امتار مترا|"
    "kilometre kilometres kilometer kilometers km كيلومتر كيلومترا كم|"
    "centimetre centimetres cm سنتيمتر سم|millimetre millimetres mm مليمتر ملم|foot feet ft قدم اقدام|"
    "inch inches بوصه|mile miles ميل اميال|gram grams g غرام جرام|"
    "kilogram kilograms kg كيلوغرام كيلوجرام كغ|tonne tonnes ton tons طن طنا اطنان|"
    "litre litres liter liters لتر لترا لترات|percent % بالميه بالمايه|dollar dollars دولار دولارا|"
    "euro euros يورو|dinar dinars دينار دينارا دنانير|pound pounds جنيه جنيها|riyal riyals ريال|"
    "second seconds ثانيه ثوان|minute minutes دقيقه دقايق|hour hours ساعه ساعات|"
    "day days يوم يوما ايام|week weeks اسبوع اسابيع|month months شهر شهرا شهور اشهر|"
    "year years سنه سنوات عام عاما اعوام"
)
_UNIT = {word: names.split()[0] for names in _UNITS.split("|") for word in names.split()}
_TWICE = 2
_NEXT = re.compile(r"[\s\u00a0-]{0,2}(%|[^\W\d_]+)")


@dataclass(frozen=True)
class Stretch:
    """``page_text[start:end]`` of a source. ``around``: it, with its headings and its document's name."""

    source: Source
    start: int
    end: int
    text: str
    around: str

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(content_stems(f"{self.text} {self._name}"))

    @cached_property
    def stems_around(self) -> frozenset[str]:
        return frozenset(content_stems(self.around)) | numbers(self.around)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Those of the text itself, and the years that its days are in."""
        return numbers(f"{self.text} {self._name}") | frozenset(_YEAR.findall(" ".join(self.days)))

    @cached_property
    def days(self) -> frozenset[str]:
        return frozenset(found.value for found in days(self.around))

    @cached_property
    def years(self) -> frozenset[str]:
        return frozenset(_YEAR.findall(self.folded))

    @cached_property
    def folded(self) -> str:
        return fold(self.around)

    @cached_property
    def denied(self) -> frozenset[str]:
        """But what is said elsewhere in the stretch as well: which of the two is meant, words do not tell."""
        stems = content_stems(self.text, repeats=True)
        return frozenset(
            stem for stem in denied(self.text) if sum(same_deed(stem, other) for other in stems) < _TWICE
        )

    @cached_property
    def measured(self) -> dict[str, set[str]]:
        return measured(self.text)

    @property
    def _name(self) -> str:
        passage = self.source.passage
        return f"{PurePath(passage.document).name} page {passage.page}"


def measured(text: str) -> dict[str, set[str]]:
    """For each number in ``text`` with a unit behind it: the units."""
    folded = fold(text)
    found: dict[str, set[str]] = {}
    for figure in figures(text):
        following = _NEXT.match(folded, figure.end)
        if following and following.group(1) in _UNIT:
            found.setdefault(figure.value, set()).add(_UNIT[following.group(1)])
    return found


def stretches(sources: Sequence[Source]) -> Iterator[Stretch]:
    """Every unit that a passage touches, and every two neighbours, each once.

    What is addressed to a model bears nothing out.
    """
    seen: set[tuple[str, int, int, int]] = set()
    for source in sources:
        passage = source.passage
        left_out = commands_on(source.page_text)
        touched = units_within(source.page_text, passage.start, passage.end)
        both = [*zip(touched, touched, strict=True), *pairwise(touched)]
        for first, last in both:
            if first.start in left_out or last.start in left_out:
                continue
            place = (passage.document_id, passage.page, first.start, last.end)
            if place not in seen:
                seen.add(place)
                yield _stretch(source, first, last)


def _stretch(source: Source, first: Unit, last: Unit) -> Stretch:
    text = source.page_text[first.start : last.end]
    name = PurePath(source.passage.document).name
    around = f"{text} {name} page {source.passage.page} {first.heading} {last.heading}"
    return Stretch(source, first.start, last.end, text, around)
