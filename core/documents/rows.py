# SPDX-License-Identifier: AGPL-3.0-or-later
"""From rows to records: what the services of this folder share when they ask the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from core.db import find
from core.db.tables import CollectionRow, DocumentRow, PageRow, TagRow
from core.errors import NotFoundError
from core.records import Document, Page

# So many values at most stand in one statement: SQLite's limit for variables is far above it.
BATCH = 500
# What a document's record and its row call the same.
_SAME = (
    *("id", "path", "name", "sha256", "size", "media_type", "status", "languages", "error", "added"),
    *("parent_id", "members", "title", "author", "created_on", "modified_on", "locked"),
)


def existing(session: Session, document_id: str) -> DocumentRow:
    """Raises :class:`NotFoundError`."""
    return find.existing(session, DocumentRow, document_id, "document", see="isnad documents list")


def existing_collection(session: Session, collection_id: str) -> CollectionRow:
    """Raises :class:`NotFoundError`."""
    return find.existing(session, CollectionRow, collection_id, "collection", see="isnad documents list")


def page_row(session: Session, document_id: str, number: int) -> PageRow:
    """Raises :class:`NotFoundError`."""
    query = select(PageRow).where(PageRow.document_id == document_id, PageRow.number == number)
    row = session.scalars(query).first()
    if row is None:
        raise NotFoundError(f"The document {document_id} has no page {number}.")
    return row


def within(collection: str | None) -> ColumnElement[bool]:
    """Whether a document is in a collection, given by its id or name; None: whether it is in any."""
    if collection is None:
        return DocumentRow.id.is_not(None)
    named = select(CollectionRow.id).where(
        or_(CollectionRow.name == collection, CollectionRow.id == collection)
    )
    return DocumentRow.collection_id.in_(named)


def with_members(ids: Sequence[str]) -> Select[str]:
    """The ids of documents and of all files within them, however deep."""
    found = select(DocumentRow.id).where(DocumentRow.id.in_(ids)).cte("found", recursive=True)
    found = found.union(select(DocumentRow.id).join(found, DocumentRow.parent_id == found.c.id))
    return select(found.c.id)


def document_records(session: Session, wanted: ColumnElement[bool]) -> list[Document]:
    """The documents for which ``wanted`` holds, by path."""
    query = select(DocumentRow, CollectionRow.name).join(CollectionRow).where(wanted)
    rows = session.execute(query.order_by(DocumentRow.path)).all()
    one = rows[0][0].id if len(rows) == 1 else None
    sources, tags = _sources(session, one), _tags(session, one)
    return [_document(row, name, sources[row.id], tags[row.id]) for row, name in rows]


def _sources(session: Session, document_id: str | None) -> defaultdict[str, Counter[str]]:
    """How many pages of each source each document has, or one document."""
    query = select(PageRow.document_id, PageRow.source, func.count()).group_by(
        PageRow.document_id, PageRow.source
    )
    if document_id is not None:
        query = query.where(PageRow.document_id == document_id)
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for document, source, count in session.execute(query):
        found[document][source] = count
    return found


def _tags(session: Session, document_id: str | None) -> defaultdict[str, list[str]]:
    query = select(TagRow.document_id, TagRow.name).order_by(TagRow.name)
    if document_id is not None:
        query = query.where(TagRow.document_id == document_id)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for document, name in session.execute(query):
        found[document].append(name)
    return found


def _document(row: DocumentRow, collection: str, sources: dict[str, int], tags: Sequence[str]) -> Document:
    same: dict[str, Any] = {name: getattr(row, name) for name in _SAME}
    return Document(
        collection=collection,
        pages=row.page_count,
        pages_text=sources.get("text", 0),
        pages_ocr=sources.get("ocr", 0),
        pages_corrected=sources.get("corrected", 0),
        pages_failed=sources.get("failed", 0),
        tags=tuple(tags),
        **same,
    )


def page_record(row: PageRow) -> Page:
    return Page(
        id=row.id,
        document_id=row.document_id,
        number=row.number,
        source=row.source,
        text=row.text,
        confidence=row.confidence,
        languages=row.languages,
        seconds=row.seconds,
        error=row.error,
        reason=row.reason,
        engine=row.engine,
        label=row.label,
        body=body_of(row),
    )


def body_of(row: PageRow) -> tuple[int, int] | None:
    """The span of the page's text without running header and footer; None: all of it."""
    if row.body_start is None or row.body_end is None:
        return None
    return row.body_start, row.body_end
