# SPDX-License-Identifier: AGPL-3.0-or-later
"""Going over all documents in reach, one after the other, for what each of them says on a question."""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from sqlalchemy import Row, Select, column, distinct, exists, func, literal_column, select, table
from sqlalchemy.orm import Session

from core.chat.evidence import Evidence, Source, weigh
from core.chat.findings import Findings, days
from core.chat.words import content_stems
from core.db.tables import ChunkRow, DocumentRow, EntityRow, PageRow
from core.records import Passage, SearchFilters
from core.retrieval.normalise import fold
from core.retrieval.scope import Scope
from core.retrieval.understanding.intent import ARABIC_DOCUMENTS, COMPARE, COUNT, DOCUMENTS, LIST, TIMELINE
from core.workspace import Workspace

INTENTS = (LIST, COMPARE, TIMELINE, COUNT)
# How many passages of a document are read, the best first, and how many where it is one of few.
_PASSAGES = {LIST: 4, COMPARE: 4, TIMELINE: 12, COUNT: 50}
_PASSAGES_OF_FEW, _FEW = 100, 3
# Documents weighed together: rare words are told from common ones by what stands in all of them.
_TOGETHER = 24
# The share of the question that a finding must account for. What is compared or dated need not name all.
_COVERED = {LIST: 0.6, COUNT: 0.6, COMPARE: 0.35, TIMELINE: 0.3}
# How close to a document's best finding its others must come.
_CLOSE = 0.75
# Words that ask for the kind of answer, and stand in no document for that.
_ASKING = frozenset(
    content_stems(
        "list lists enumerate every compare comparison contrast difference differ similarity common versus "
        "timeline chronology chronological sequence order events event happened history sorted count "
        "counting number total tally often times time occurrences occurrence mention mentions refer name "
        "cite appear contain full complete find search look everything overview draw compile make "
        "اذكر اسرد سرد قائمة جميع كافة كل قارن مقارنة الفرق اختلاف الاختلاف أوجه التشابه بين تسلسل زمني "
        "الزمني التسلسل خط جدول ترتيب رتب الأحداث أحداث الوقائع حدث حصل عدد احص أحص احسب كم مرة مرات ذكر "
        "ذكرت تذكر يذكر ورد وردت ترد يرد المرات اعرض أعطني هات ابحث لما جرى جرت وقع وقعت حدثت حصلت"
    )
)
_KINDS = re.compile(rf"\b(?:{DOCUMENTS}|notes?|logs?|books?)\b|(?<!\w)(?:{fold(ARABIC_DOCUMENTS)})(?!\w)")
_COUNTABLE = re.compile(
    rf"\b(?:{DOCUMENTS}|mentions?|occurrences?|instances|times|often)\b|(?<!\w)(?:{fold(ARABIC_DOCUMENTS)}|"
    r"مره|مرات|المرات|مواضع|اشارات)(?!\w)"
)
_INDEX = table("chunk_fts", column("rowid"))


def fits(intent: str, question: str) -> bool:
    """Whether ``question`` is one for all documents: "how many witnesses" stands in one of them."""
    return intent in INTENTS and (intent != COUNT or bool(_COUNTABLE.search(fold(question))))


def subject(question: str) -> str:
    """What a question is about, without the words that ask for a list or name the kind of documents."""
    stems = [stem for stem in content_stems(question) if stem not in _ASKING]
    narrower = [stem for stem in content_stems(_KINDS.sub(" ", fold(question))) if stem in stems]
    return " ".join(narrower or stems)


def go_over(
    workspace: Workspace,
    question: str,
    intent: str,
    filters: SearchFilters,
    phrases: Sequence[str],
    stop: threading.Event | None,
) -> Iterator[tuple[str, Any]]:
    """Yields ("step", {"done", "total", "document"}) for each document, then ("findings", Findings).

    Documents without any word of the question are left out beforehand by the index; with no word to look for,
    a timeline takes what names a day. Setting ``stop`` ends it with what was found.
    """
    about = subject(question)
    found = Findings(intent)
    with workspace.db.reading() as session:
        scope = Scope.of(session, filters, phrases)
        found.documents = session.scalar(_counted(scope)) or 0
        if intent == COMPARE:
            scope, about = _named(session, scope, question, about)
        chosen = _chosen(session, scope, content_stems(about), intent)
    found.matching = len(chosen)
    places = list(chosen.values())
    for start in range(0, len(places), _TOGETHER):
        if stop is not None and stop.is_set():
            break
        batch = places[start : start + _TOGETHER]
        with workspace.db.reading() as session:
            sources = [source for rows in batch for source in _sources(session, rows)]
        by_document = defaultdict(list)
        for one in weigh(about, sources):
            by_document[one.source.passage.document_id].append(one)
        for rows in batch:
            found.gone_through += 1
            name = rows[0].path
            yield "step", {"done": found.gone_through, "total": found.matching, "document": name}
            if best := _findings(by_document[rows[0].document_id], intent, blank=not about):
                found.evidence.append(best)
    yield "findings", found


def _named(session: Session, scope: Scope, question: str, about: str) -> tuple[Scope, str]:
    """Where a comparison names several documents: these alone, and what is asked besides their names."""
    asked = set(content_stems(question))
    query = select(DocumentRow.id, DocumentRow.name)
    if not scope.unlimited:
        query = query.where(DocumentRow.id.in_(_within(scope, ChunkRow.document_id)))
    names = {row.id: set(content_stems(PurePath(row.name).stem)) for row in session.execute(query)}
    named = {document: stems for document, stems in names.items() if stems and stems <= asked}
    other = [stem for stem in about.split() if not any(stem in stems for stems in named.values())]
    if len(named) < 2 or not other:
        return scope, about
    return replace(scope, documents=tuple(named)), " ".join(other)


def _counted(scope: Scope) -> Select[Any]:
    return _within(scope, func.count(distinct(ChunkRow.document_id)))


def _within(scope: Scope, wanted: Any) -> Select[Any]:
    query = select(wanted).select_from(ChunkRow).join(DocumentRow, DocumentRow.id == ChunkRow.document_id)
    condition = scope.condition()
    return query if condition is None else query.where(condition)


def _chosen(session: Session, scope: Scope, stems: Sequence[str], intent: str) -> dict[str, list[Row[Any]]]:
    """The best passages by document, the documents in the order of their best one."""
    query = (
        select(
            ChunkRow.document_id,
            ChunkRow.page_id,
            ChunkRow.start,
            ChunkRow.end,
            DocumentRow.path,
            PageRow.number.label("page"),
        )
        .join(DocumentRow, DocumentRow.id == ChunkRow.document_id)
        .join(PageRow, PageRow.id == ChunkRow.page_id)
    )
    condition = scope.condition()
    if condition is not None:
        query = query.where(condition)
    if stems:
        # Stems are letters and digits alone, so that no operator hides in them.
        match = " OR ".join(f'stems : "{stem}"' for stem in stems)
        query = query.join(_INDEX, _INDEX.c.rowid == ChunkRow.number)
        query = query.where(literal_column("chunk_fts").op("MATCH")(match))
        query = query.order_by(literal_column("bm25(chunk_fts)"))
    elif intent == TIMELINE:
        query = query.where(exists().where(EntityRow.page_id == ChunkRow.page_id, EntityRow.day.is_not(None)))
        query = query.order_by(ChunkRow.number)
    else:
        return {}
    by_document: dict[str, list[Row[Any]]] = defaultdict(list)
    rows: Iterable[Row[Any]] = session.execute(query)
    for row in rows:
        if len(by_document[row.document_id]) < _PASSAGES_OF_FEW:
            by_document[row.document_id].append(row)
    most = _PASSAGES[intent] if len(by_document) > _FEW else _PASSAGES_OF_FEW
    return {document: rows[:most] for document, rows in by_document.items()}


def _sources(session: Session, rows: Sequence[Row[Any]]) -> Iterator[Source]:
    pages = {row.page_id for row in rows}
    query = select(PageRow.id, PageRow.text).where(PageRow.id.in_(pages))
    texts = {row.id: row.text for row in session.execute(query)}
    for row in sorted(rows, key=lambda row: (row.page, row.start)):
        text = texts[row.page_id]
        yield Source(
            Passage(row.document_id, row.path, row.page, row.start, row.end, text[row.start : row.end]), text
        )


def _findings(evidence: Sequence[Evidence], intent: str, *, blank: bool) -> list[Evidence]:
    """Of one document's units those that count, best first. ``blank``: nothing in particular was asked."""
    told = [one for one in evidence if blank or one.covered >= _COVERED[intent]]
    if intent == TIMELINE:
        return [one for one in told if days(one)]
    if intent == COUNT:
        return told
    return [one for one in told if one.score >= _CLOSE * told[0].score]
