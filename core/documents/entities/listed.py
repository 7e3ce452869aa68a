# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking for the entities that pages name: of a document, counted, by value, by day."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from core.db.tables import DocumentRow, EntityRow, PageRow
from core.documents.rows import existing, within
from core.documents.sentences import sentences
from core.records import Entity, EntityCount, TimelineEntry
from core.workspace import Workspace

# A sentence with so few characters besides its day is a heading: what it heads is told too.
_LITTLE = 12
_FAR = 600


def of_document(workspace: Workspace, document_id: str, page: int | None) -> list[Entity]:
    """The entities of a document, or of one of its pages, in the order of the text."""
    wanted = EntityRow.document_id == document_id
    if page is not None:
        wanted &= PageRow.number == page
    with workspace.db.reading() as session:
        existing(session, document_id)
        rows = session.execute(_entities(wanted).order_by(PageRow.number, EntityRow.start))
        return [_entity(row) for row in rows]


def counted(workspace: Workspace, collection: str | None, kind: str | None, limit: int) -> list[EntityCount]:
    """The values named most, the commonest first."""
    mentions, documents = func.count(), func.count(func.distinct(EntityRow.document_id))
    query = select(EntityRow.kind, EntityRow.value, mentions, documents)
    if collection is not None:
        query = query.join(DocumentRow, DocumentRow.id == EntityRow.document_id).where(within(collection))
    if kind is not None:
        query = query.where(EntityRow.kind == kind)
    query = query.group_by(EntityRow.kind, EntityRow.value)
    query = query.order_by(mentions.desc(), EntityRow.kind, EntityRow.value).limit(limit)
    with workspace.db.reading() as session:
        return [EntityCount(*row) for row in session.execute(query)]


def mentions(workspace: Workspace, kind: str, value: str, collection: str | None) -> list[Entity]:
    """Every place that names a value, by document and page."""
    wanted = (EntityRow.kind == kind) & (EntityRow.value == value) & within(collection)
    order = (DocumentRow.path, PageRow.number, EntityRow.start)
    with workspace.db.reading() as session:
        return [_entity(row) for row in session.execute(_entities(wanted).order_by(*order))]


def timeline(workspace: Workspace, collection: str | None, limit: int) -> list[TimelineEntry]:
    """The days that pages name, the earliest first, each with the sentence around it."""
    query = (
        select(EntityRow, DocumentRow.path, PageRow.number, PageRow.id)
        .join(PageRow, PageRow.id == EntityRow.page_id)
        .join(DocumentRow, DocumentRow.id == EntityRow.document_id)
        .where(EntityRow.day.is_not(None), within(collection))
        .order_by(EntityRow.day, DocumentRow.path, PageRow.number, EntityRow.start)
        .limit(limit)
    )
    with workspace.db.reading() as session:
        rows = session.execute(query).all()
        texts = _Sentences(session)
        return [
            TimelineEntry(
                entity.day or "",
                texts.around(page_id, entity.start, entity.end),
                entity.document_id,
                path,
                number,
                entity.start,
                entity.end,
            )
            for entity, path, number, page_id in rows
        ]


class _Sentences:
    """The paragraphs of pages cut into sentences, each once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._spans: dict[tuple[str, int], list[tuple[int, int]]] = {}

    def around(self, page_id: str, start: int, end: int) -> str:
        text = self._session.get_one(PageRow, page_id).text
        first, last = text.rfind("\n\n", 0, start) + 1, text.find("\n\n", end)
        paragraph = text[first : last if last >= 0 else len(text)]
        if (page_id, first) not in self._spans:
            self._spans[page_id, first] = sentences(paragraph)
        start, end = start - first, end - first
        touched = [span for span in self._spans[page_id, first] if span[0] < end and span[1] > start]
        left, right = (touched[0][0], touched[-1][1]) if touched else (start, end)
        words = " ".join(paragraph[left:right].lstrip("# ").split())
        if right - left - (end - start) >= _LITTLE:
            return words
        return f"{words} {_first_sentence(text, first + right)}".strip()


def _first_sentence(text: str, start: int) -> str:
    """What follows a heading."""
    following = text[start : start + _FAR]
    return next((" ".join(following[left:right].split()) for left, right in sentences(following)), "")


def _entities(wanted: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            EntityRow,
            DocumentRow.path,
            PageRow.number,
            func.substr(PageRow.text, EntityRow.start + 1, EntityRow.end - EntityRow.start).label("words"),
        )
        .join(PageRow, PageRow.id == EntityRow.page_id)
        .join(DocumentRow, DocumentRow.id == EntityRow.document_id)
        .where(wanted)
    )


def _entity(row: Any) -> Entity:
    entity, path, number, words = row
    return Entity(
        kind=entity.kind,
        value=entity.value,
        text=words,
        document_id=entity.document_id,
        document=path,
        page=number,
        start=entity.start,
        end=entity.end,
        day=entity.day,
    )
