# SPDX-License-Identifier: AGPL-3.0-or-later
"""The answer out of what each document says: a list, comparison, timeline or count, every line cited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from core.chat.citations import cite
from core.chat.evidence import Evidence
from core.chat.phrases import say
from core.chat.text import readable
from core.documents import facts
from core.documents.language import language_of
from core.documents.sentences import units_within
from core.records import Answer, Citation, Sentence, Usage
from core.retrieval.understanding.intent import COMPARE, COUNT, TIMELINE

_MOST_LINES = 60
_MOST_COMPARED, _LINES_COMPARED = 12, 3
# Of a document among many, and among few.
_LINES, _LINES_OF_FEW, _FEW = 3, 30, 3


@dataclass
class Findings:
    """What going over the documents brought: ``evidence`` by document, each document's best first.

    ``documents`` are in reach; ``matching`` of them have a word of the question, and ``gone_through`` of
    those were read: all, unless it was stopped.
    """

    intent: str
    documents: int = 0
    matching: int = 0
    gone_through: int = 0
    evidence: list[list[Evidence]] = field(default_factory=list)

    @property
    def all(self) -> list[Evidence]:
        return [one for of_document in self.evidence for one in of_document]

    @property
    def answers(self) -> bool:
        """Whether that is more than a look-up would tell."""
        least = 1 if self.intent == COUNT else 2
        return len(self.evidence if self.intent == COMPARE else self.all) >= least


def answer(found: Findings, language: str, usage: Usage) -> Answer:
    """In mode "steps": sentences that are each quoted and cited; the note tells how far it went."""
    blocks = list(_BLOCKS.get(found.intent, _listed)(found, language))
    kept = blocks[:_MOST_LINES]
    text = "\n".join(head + sentence.text for head, sentence in kept)
    return Answer(
        text,
        abstained=False,
        sentences=tuple(sentence for _, sentence in kept),
        usage=usage,
        note=_note(found, language, shown=len(kept), lines=len(blocks)),
        mode="steps",
    )


def days(one: Evidence) -> list[str]:
    """The days (ISO 8601) that a piece of evidence names."""
    page = one.source.page_text
    units = (unit for unit in units_within(page, one.start, one.end) if unit.start == one.start)
    return [fact.cell for unit in units for fact in facts.dated(page, unit)]


def _note(found: Findings, language: str, *, shown: int, lines: int) -> str:
    figures = {"documents": found.documents, "matching": found.matching, "found": len(found.evidence)}
    told = [say("gone_over", language, **{name: f"{figure:,}" for name, figure in figures.items()})]
    if found.gone_through < found.matching:
        told.append(say("gone_over_stopped", language, done=f"{found.gone_through:,}"))
    if shown < lines:
        told.append(say("gone_over_shown", language, shown=f"{shown:,}", lines=f"{lines:,}"))
    return " ".join(told)


def _listed(found: Findings, _language: str) -> Iterator[tuple[str, Sentence]]:
    most = _LINES if len(found.evidence) > _FEW else _LINES_OF_FEW
    for of_document in found.evidence:
        for one in _different(of_document)[:most]:
            yield f"- {_name(one)}: ", _quote(one)


def _compared(found: Findings, _language: str) -> Iterator[tuple[str, Sentence]]:
    """The documents that say most on it, each under its name."""
    best = sorted(found.evidence, key=lambda of_document: -of_document[0].score)[:_MOST_COMPARED]
    for number, of_document in enumerate(best):
        name = f"**{_name(of_document[0])}**\n"
        for line, one in enumerate(_different(of_document)[:_LINES_COMPARED]):
            yield (f"{chr(10) * (number > 0)}{name}" if line == 0 else "") + "- ", _quote(one)


def _dated(found: Findings, _language: str) -> Iterator[tuple[str, Sentence]]:
    """By day, whatever document it is from; the same words about a day once."""
    lines: dict[tuple[str, str], Evidence] = {}
    for one in found.all:
        for day in days(one):
            lines.setdefault((day, " ".join(one.text.split())), one)
    for (day, _), one in sorted(lines.items(), key=lambda item: item[0]):
        yield "- ", _quote(one, f"{day}: ")


def _counted(found: Findings, language: str) -> Iterator[tuple[str, Sentence]]:
    """How many documents and places, with a citation for each document, and then the places."""
    figures = {"found": len(found.evidence), "places": len(found.all), "documents": found.documents}
    text = say("counted", language, **{name: f"{figure:,}" for name, figure in figures.items()})
    firsts = tuple(_cite(of_document[0]) for of_document in found.evidence[:_MOST_LINES])
    yield "", Sentence(text, True, firsts, support="supported", confidence=1.0)
    yield from _listed(found, language)


_BLOCKS = {COMPARE: _compared, TIMELINE: _dated, COUNT: _counted}


def _different(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Each wording once."""
    first: dict[str, Evidence] = {}
    for one in evidence:
        first.setdefault(" ".join(one.text.split()), one)
    return list(first.values())


def _quote(one: Evidence, before: str = "") -> Sentence:
    text = " ".join(readable(one.text).split())
    marked = f"«{text}»" if language_of(text) == "ar" else f"“{text}”"
    under = f"{' '.join(one.heading.split())}: " if one.heading_helps else ""
    return Sentence(
        f"{before}{under}{marked}",
        supported=True,
        citations=(_cite(one),),
        support="supported",
        confidence=round(min(1.0, one.covered), 2),
    )


def _name(one: Evidence) -> str:
    return PurePath(one.source.passage.document).name


def _cite(one: Evidence) -> Citation:
    return cite(one.source, one.start, one.end)
