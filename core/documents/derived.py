# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is made of a page's text: chunks and their index, and the entities on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core.db.tables import ChunkRow, EntityRow, PageRow
from core.documents.chunks import Chunk, chunks_of
from core.documents.entities.found import Found
from core.documents.rows import body_of
from core.settings import ChunkSettings, settings_hash


class Derived(NamedTuple):
    """Of one page."""

    chunks: list[Chunk]
    entities: list[Found]


def derived_of(text: str, body: tuple[int, int] | None, settings: ChunkSettings) -> Derived:
    """Chunks are of the page's body alone, entities of all its text."""
    from core.documents.entities.recognisers import entities_of

    return Derived(chunks_of(text, settings, body=body), entities_of(text))


def write(session: Session, pages: Sequence[tuple[PageRow, Derived]], settings: ChunkSettings) -> None:
    """Writes what was made of pages, and indexes it, within the caller's transaction."""
    from core.retrieval.index import index_chunks

    digest = settings_hash(settings)
    chunks = [
        (_chunk_row(page, chunk, digest), page.text[chunk.start : chunk.end])
        for page, derived in pages
        for chunk in derived.chunks
    ]
    session.add_all(chunk for chunk, _ in chunks)
    session.flush()
    index_chunks(session, [(chunk.number, text, chunk.language) for chunk, text in chunks])
    session.add_all(_entity_row(page, found) for page, derived in pages for found in derived.entities)


def renew(session: Session, page: PageRow, settings: ChunkSettings) -> None:
    """Makes all of it anew for a page whose text was changed; its vectors go with its chunks."""
    for row in (ChunkRow, EntityRow):
        session.execute(delete(row).where(row.page_id == page.id))
    write(session, [(page, derived_of(page.text, body_of(page), settings))], settings)


def _chunk_row(page: PageRow, chunk: Chunk, digest: str) -> ChunkRow:
    return ChunkRow(
        document_id=page.document_id,
        page_id=page.id,
        start=chunk.start,
        end=chunk.end,
        tokens=chunk.tokens,
        language=chunk.language,
        settings_hash=digest,
    )


def _entity_row(page: PageRow, found: Found) -> EntityRow:
    return EntityRow(
        document_id=page.document_id,
        page_id=page.id,
        kind=found.kind,
        value=found.value,
        start=found.start,
        end=found.end,
        day=found.day,
    )
