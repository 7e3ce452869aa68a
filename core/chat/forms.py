# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers in a form: tables, reports and lines of code, made from the passages alone or from a model's rows.

Every row is cited. Without a model the rows are what the passages say; a model's rows are checked against
them, and what they do not bear out is marked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from core.agents.forms import FORMS, Form, label_name, line, markdown, rows
from core.chat.citations import cite, link
from core.chat.composing import abstention
from core.chat.evidence import Evidence, Source
from core.chat.extractive import quotations
from core.chat.phrases import say
from core.documents import facts
from core.documents.language import language_of
from core.documents.sentences import Unit, units_within
from core.records import Answer, Citation, Sentence, Usage
from core.retrieval.normalise import words

# How close to the best unit another must come to get a row, by form, and how many rows there are at most.
_SHARES = {"timeline": 0.3, "amounts": 0.45, "clauses": 0.7, "labels": 0.5, "code": 0.75, "translation": 0.7}
_USUAL_SHARE = 0.65
_MOST = {"timeline": 30, "labels": 12, "clauses": 4, "code": 3, "translation": 3}
_USUAL_MOST = 8
_TICKS = re.compile("`+")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class _Row:
    """The cells but the source, and the piece of evidence that carries them."""

    cells: tuple[str, ...]
    one: Evidence


def laid_out(
    form: Form,
    evidence: Sequence[Evidence],
    usage: Usage,
    *,
    language: str,
    note: str = "",
    most: int | None = None,
) -> Answer:
    """The answer in ``form`` from the passages alone, in any language, with no model.

    ``evidence``: best first. Where nothing in it fits the form (no day for a timeline, no sum among the
    amounts) the answer says that the documents do not answer. ``most`` rows; by default what suits the form.
    """
    if form.name == "code":
        return _code(evidence, usage, language, note)
    if form.name == "report":
        return _report(evidence, usage, language, note)
    found = _rows(form, evidence, most)
    if not found:
        return abstention(language, evidence, usage)
    sentences = tuple(
        _sentence(
            _shown(form, row.cells, language), cite(row.one.source, row.one.start, row.one.end), language
        )
        for row in found
    )
    return _table(form, sentences, usage, language, note)


def filled_in(
    form: Form,
    text: str,
    question: str,
    evidence: Sequence[Evidence],
    sources: Sequence[Source],
    usage: Usage,
    *,
    language: str,
) -> Answer:
    """The answer in ``form`` from what a model wrote, each row with the passage that carries it.

    A quotation is put right to the letter, a row of amounts without a number left out. Where the passages
    bear none of the rows out, the answer is laid out from them alone.
    """
    if not form.columns:
        return _report(evidence, usage, language, "", link(text, question, sources))
    written = [cells for cells in dict.fromkeys(rows(text)) if len(cells) == len(form.written)]
    checked = [
        _checked(form, cells, question, sources, language) for cells in written if _may_stand(form, cells)
    ]
    if form.name == "timeline":
        checked.sort(key=lambda sentence: sentence.text)
    if not any(sentence.supported for sentence in checked):
        note = say("unsupported", language, text=" ".join(text.split())[:300]) if text.strip() else ""
        return laid_out(form, evidence, usage, language=language, note=note)
    note = "" if all(sentence.supported for sentence in checked) else say("partly", language)
    return replace(_table(form, tuple(checked), usage, language, note), mode="generated")


# --- rows out of the passages -----------------------------------------------------------------


def _rows(form: Form, evidence: Sequence[Evidence], most: int | None = None) -> list[_Row]:
    close = list(_close(form, evidence))
    found = [row for one in close for row in _MAKERS[form.name](one)]
    first: dict[tuple[str, ...], _Row] = {}
    for row in found:
        first.setdefault(tuple(" ".join(words(cell)) for cell in row.cells), row)
    best = list(first.values())[: most or _MOST.get(form.name, _USUAL_MOST)]
    return sorted(best, key=lambda row: row.cells[0]) if form.name == "timeline" else best


def _close(form: Form, evidence: Sequence[Evidence]) -> Iterator[Evidence]:
    share = _SHARES.get(form.name, _USUAL_SHARE)
    for one in evidence:
        if one.score >= share * evidence[0].score and one.covered > 0:
            yield one


def _unit(one: Evidence) -> Unit:
    kind = "row" if " | " in one.text or "\t" in one.text else "sentence"
    return Unit(one.start, one.end, kind, one.heading)


def _of(reader: facts.Reader) -> Callable[[Evidence], Iterator[_Row]]:
    """Rows of a fact's cell and text, each for the unit that ``reader`` finds it in."""

    def made(one: Evidence) -> Iterator[_Row]:
        for fact in reader(one.source.page_text, _unit(one)):
            yield _Row((fact.cell, fact.text), one)

    return made


def _item(one: Evidence) -> Iterator[_Row]:
    page = one.source.page_text
    name = facts.section_of(page, _unit(one)) or PurePath(one.source.passage.document).stem
    yield _Row((name, _quoted(one.text)), one)


def _clause(one: Evidence) -> Iterator[_Row]:
    for fact in facts.clauses(one.source.page_text, _unit(one)):
        yield _Row((fact.cell or "—", fact.text), one)


def _untranslated(one: Evidence) -> Iterator[_Row]:
    yield _Row((one.text, "—"), one)


_MAKERS: dict[str, Callable[[Evidence], Iterator[_Row]]] = {
    "evidence": _item,
    "timeline": _of(facts.dated),
    "amounts": _of(facts.priced),
    "clauses": _clause,
    "labels": _of(facts.labelled),
    "translation": _untranslated,
}


# --- rows of a model --------------------------------------------------------------------------


def _may_stand(form: Form, cells: tuple[str, ...]) -> bool:
    return form.name != "amounts" or bool(_DIGIT.search(cells[0]))


def _checked(
    form: Form, cells: tuple[str, ...], question: str, sources: Sequence[Source], language: str
) -> Sentence:
    """A model's row with its citation; what its own cells claim beyond the passage makes it unsupported."""
    carried = link(_claim(form, cells), question, sources)
    citations = tuple(citation for sentence in carried for citation in sentence.citations)
    problems = [problem for sentence in carried for problem in sentence.problems]
    supported = bool(carried) and all(sentence.supported for sentence in carried) and bool(citations)
    if supported and (wrong := _wrong(form, cells, citations, sources, language)):
        supported, problems = False, [*problems, wrong]
    if supported and form.name in {"evidence", "clauses"}:
        cells = (cells[0], _quoted(citations[0].quote))
    shown = (*_shown(form, cells, language), _place(citations[0], language) if citations else "—")
    support = "supported" if supported else ("partly" if citations else "unsupported")
    return Sentence(line(shown), supported, citations, support=support, problems=tuple(problems))


def _claim(form: Form, cells: tuple[str, ...]) -> str:
    """What of a row the passage must say: not the name, label or translation that the model gave it."""
    if form.name == "amounts":
        return f"{cells[1]} {cells[0]}"
    return cells[0] if form.name == "translation" else cells[-1]


def _wrong(
    form: Form,
    cells: tuple[str, ...],
    citations: Sequence[Citation],
    sources: Sequence[Source],
    language: str,
) -> str:
    """What a row says that its passage does not: another day, or figures that a translation changed."""
    if form.name == "timeline" and cells[0] not in _days(citations[0], sources):
        return say("other_day", language, day=cells[0])
    if form.name == "translation" and _figures(cells[0]) != _figures(cells[1]):
        return say("other_figures", language)
    return ""


def _days(citation: Citation, sources: Sequence[Source]) -> set[str]:
    page = next(
        one.page_text
        for one in sources
        if (one.passage.document_id, one.passage.page) == (citation.document_id, citation.page)
    )
    units = units_within(page, citation.start, citation.end)
    return {fact.cell for unit in units for fact in facts.dated(page, unit)}


def _figures(text: str) -> list[str]:
    return sorted(word for word in words(text) if word.isdigit())


# --- lines of code, reports -------------------------------------------------------------------


def _code(evidence: Sequence[Evidence], usage: Usage, language: str, note: str) -> Answer:
    blocks: dict[tuple[str, int, int, int], Sentence] = {}
    for one in _close(FORMS["code"], evidence):
        page, passage = one.source.page_text, one.source.passage
        start, end = facts.block(page, passage.document, one.start, one.end)
        place = (passage.document_id, passage.page, start, end)
        blocks.setdefault(place, _fenced(one.source, start, end, language))
    sentences = tuple(blocks.values())[: _MOST["code"]]
    text = "\n\n".join(sentence.text for sentence in sentences)
    return Answer(text, False, sentences, usage, note=note, mode="quoted")


def _fenced(source: Source, start: int, end: int, language: str) -> Sentence:
    citation = cite(source, start, end)
    first, last = facts.line_numbers(source.page_text, start, end)
    lines = str(first) if first == last else f"{first}–{last}"
    head = say("lines", language, place=_place(citation, language), lines=lines)
    longest = max((len(run) for run in _TICKS.findall(citation.quote)), default=0)
    fence = "`" * max(3, longest + 1)
    text = f"**{head}**\n\n{fence}\n{citation.quote}\n{fence}"
    return Sentence(text, True, (citation,), support="supported")


def _report(
    evidence: Sequence[Evidence],
    usage: Usage,
    language: str,
    note: str,
    written: tuple[Sentence, ...] = (),
) -> Answer:
    """Findings (the model's sentences, or quotations), the days in order, and the pages of all that."""
    borne_out = any(sentence.supported for sentence in written)
    findings = written if borne_out else quotations(evidence)
    days = tuple(
        replace(_sentence(row.cells, cite(row.one.source, row.one.start, row.one.end), language), text=text)
        for row in _rows(FORMS["timeline"], evidence)
        if (text := f"{row.cells[0]}: {row.cells[1]}")
    )
    cited = (citation for sentence in (*findings, *days) for citation in sentence.citations)
    parts = {
        "findings": [sentence.text for sentence in findings],
        "chronology": [sentence.text for sentence in days],
        "sources": list(dict.fromkeys(_place(citation, language) for citation in cited)),
    }
    text = "\n\n".join(
        "\n".join([f"## {say(name, language)}", "", *(f"- {one}" for one in lines)])
        for name, lines in parts.items()
        if lines
    )
    mode = "generated" if borne_out else "quoted"
    return Answer(text, False, (*findings, *days), usage, note=note, mode=mode)


# --- putting together -------------------------------------------------------------------------


def _shown(form: Form, cells: Sequence[str], language: str) -> list[str]:
    return [label_name(cells[0], language), *cells[1:]] if form.name == "labels" else list(cells)


def _table(form: Form, sentences: tuple[Sentence, ...], usage: Usage, language: str, note: str) -> Answer:
    head = markdown(form, language, ())
    text = "\n".join([head, *(sentence.text for sentence in sentences)])
    return Answer(text, False, sentences, usage, note=note, mode="quoted")


def _sentence(cells: Sequence[str], citation: Citation, language: str) -> Sentence:
    return Sentence(line([*cells, _place(citation, language)]), True, (citation,), support="supported")


def _place(citation: Citation, language: str) -> str:
    return say("place", language, document=PurePath(citation.document).name, page=str(citation.page))


def _quoted(text: str) -> str:
    text = " ".join(text.split())
    return f"«{text}»" if language_of(text) == "ar" else f"“{text}”"
