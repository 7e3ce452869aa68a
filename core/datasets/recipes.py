# SPDX-License-Identifier: AGPL-3.0-or-later
"""Recipes that need no model: examples whose answers rules read off a page, in English and Arabic.

Each teaches a form: the question puts a passage, the answer is its rows as an agent of that form writes them
("cell | cell" a line).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.documents import facts
from core.documents.language import language_of
from core.documents.sentences import Unit, units
from core.retrieval.normalise import words

_ROWS = 6
_LONGEST = 1500
_LANGUAGES = ("en", "ar")
_LINE = re.compile(r"\S[^\n]*\S")


@dataclass(frozen=True)
class Made:
    """An example, and the stretch of the page that it comes from."""

    start: int
    end: int
    question: str
    answer: str


@dataclass(frozen=True)
class Recipe:
    """``kind`` of dataset: qa, label. ``make`` takes a page's text and language.

    ``any_language``: what it copies need be in no language at all.
    """

    kind: str
    make: Callable[[str, str], Iterator[Made]]
    any_language: bool = False


def _table(reader: facts.Reader, asked: Mapping[str, str]) -> Callable[[str, str], Iterator[Made]]:
    """Examples of a passage with the rows that ``reader`` finds in it."""

    def make(page: str, language: str) -> Iterator[Made]:
        found = [fact for unit in units(page) for fact in reader(page, unit)]
        for first in range(0, len(found), _ROWS):
            some = found[first : first + _ROWS]
            start, end = _with_heading(page, some[0].start), some[-1].end
            if end - start <= _LONGEST:
                rows = [_row(fact.cell, fact.text) for fact in some]
                answer = "\n".join(sorted(rows) if reader is facts.dated else rows)
                yield Made(start, end, put(page[start:end], asked[language]), answer)

    return make


def put(passage: str, question: str) -> str:
    """The user's turn: what may be read, and the question, as an agent puts them to its model."""
    return f"Passages:\n{passage.strip()}\n\nQuestion: {question}"


def _row(*cells: str) -> str:
    return " | ".join(" ".join(cell.replace("|", ";").split()) for cell in cells)


def _with_heading(page: str, start: int) -> int:
    """Where the heading above ``start`` begins: the day of a log's entry stands there."""
    above = [unit for unit in units(page) if unit.kind == "heading" and unit.start < start]
    return above[-1].start if above else start


def _clauses(page: str, language: str) -> Iterator[Made]:
    """Each article or section that has a name, word for word."""
    sections: dict[str, list[facts.Fact]] = {}
    for unit in units(page):
        for fact in facts.clauses(page, unit):
            sections.setdefault(fact.cell, []).append(fact)
    asked = {"en": "Quote “{name}” word for word.", "ar": "اقتبس «{name}» حرفيا."}[language]
    for name, clauses in sections.items():
        start, end = clauses[0].start, clauses[-1].end
        if name and end - start <= _LONGEST:
            answer = "\n".join(_row(name, clause.text) for clause in clauses)
            yield Made(start, end, put(page[start:end], asked.format(name=name)), answer)


def _labels(page: str, _language: str) -> Iterator[Made]:
    """Labelled units, and of those with nothing in them no more than of the others and one."""
    found = [fact for unit in units(page) if unit.kind != "heading" for fact in facts.labelled(page, unit)]
    told = [fact for fact in found if fact.cell != "none"]
    plain = [fact for fact in found if fact.cell == "none" and len(fact.text) > 20]
    for fact in sorted([*told, *plain[: len(told) + 1]]):
        yield Made(fact.start, fact.end, fact.text, fact.cell)


def _lines(page: str, language: str) -> Iterator[Made]:
    """Definitions of program text by their name, rows of tables by their first cell; both to the letter."""
    asked = {"en": "Show “{name}” exactly.", "ar": "اعرض «{name}» كما هو تماما."}[language]
    named = list(facts.definitions(page))
    rows = [unit for unit in units(page) if unit.kind == "row"]
    named += [(facts.in_words(page[unit.start : unit.end], unit.heading), *_span(unit)) for unit in rows]
    for name, start, end in named:
        after = page.find("\n\n", end)
        around = page[max(0, page.rfind("\n\n", 0, start)) : after if after > 0 else None].strip()
        shown = name.partition(";")[0]
        if len(around) <= _LONGEST and "|" not in shown:
            yield Made(start, end, put(around, asked.format(name=shown)), page[start:end])


def _pairs(page: str, _language: str) -> Iterator[Made]:
    """Lines of a page in both languages that hold the same figures, each the only one of its language."""
    by_figures: dict[tuple[str, ...], dict[str, list[tuple[int, int, str]]]] = {}
    for match in _LINE.finditer(page):
        text = " ".join(match.group().split())
        figures = tuple(sorted(word for word in words(text) if word.isdigit()))
        if figures:
            of_figures = by_figures.setdefault(figures, {})
            of_figures.setdefault(language_of(text), []).append((*match.span(), text))
    for found in by_figures.values():
        if set(found) == set(_LANGUAGES) and all(len(lines) == 1 for lines in found.values()):
            yield from _both_ways(found["en"][0], found["ar"][0])


def _both_ways(english: tuple[int, int, str], arabic: tuple[int, int, str]) -> Iterator[Made]:
    for (_, _, source), (start, end, target), asked in (
        (english, arabic, "Translate into Arabic."),
        (arabic, english, "ترجم إلى الإنجليزية."),
    ):
        yield Made(start, end, put(source, asked), _row(source, target))


def _span(unit: Unit) -> tuple[int, int]:
    return unit.start, unit.end


_TIMELINE = {"en": "Make a timeline of this.", "ar": "ضع تسلسلا زمنيا لهذا."}
_AMOUNTS = {"en": "List the sums of money.", "ar": "اسرد المبالغ المالية."}
RECIPES: Mapping[str, Recipe] = {
    "timeline": Recipe("qa", _table(facts.dated, _TIMELINE)),
    "amounts": Recipe("qa", _table(facts.priced, _AMOUNTS)),
    "clauses": Recipe("qa", _clauses),
    "labels": Recipe("label", _labels),
    "lines": Recipe("qa", _lines, any_language=True),
    "pairs": Recipe("qa", _pairs),
}


def examples_of(recipe: str, page: str) -> Sequence[Made]:
    """The examples that ``recipe`` makes of a page, in English or Arabic as the page is.

    None of a page in another language, but for program text, whose questions are in English.
    """
    made, language = RECIPES[recipe], language_of(page)
    if language not in _LANGUAGES and not made.any_language:
        return []
    return list(made.make(page, language if language in _LANGUAGES else "en"))
