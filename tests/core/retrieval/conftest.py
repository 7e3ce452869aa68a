# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small shelf of passages in two languages, put into the database as ingest does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from core.app import App
from core.db.tables import ChunkRow, CollectionRow, DocumentRow, PageRow
from core.documents.language import language_of
from core.jobs import queue
from core.retrieval.embed_missing import embed_missing
from core.retrieval.index import index_chunks
from core.workspace import Workspace

PASSPHRASE = "only for tests"
SHELF = {
    "en/closure.txt": "The river bridge was closed in May. Inspectors had found a crack in its third pier.",
    "en/ferry.txt": "A small boat carries people across the water every half hour. A trip costs two coins.",
    "en/bakery.txt": "The baker sells warm bread in the morning. On Sundays there is cake with cinnamon.",
    "en/salaries.txt": "The monthly pay of the clerks rose by four per cent. Physicians received nothing.",
    "ar/closure.txt": "أُغلِقَ الجسرُ في شهر مايو. وجد المفتشون شرخًا في الدعامة الثالثة.",
    "ar/school.txt": "افتتحت المدرسة الجديدة أبوابها للطلاب. ويعمل فيها عشرون معلمًا ومعلمة.",
    "ar/market.txt": "يبيع التجار الخضروات والفواكه في السوق القديم كل صباح.",
}


def put(workspace: Workspace, texts: dict[str, str], collection: str = "documents") -> dict[str, int]:
    """One document of one page and one chunk for each text; returns the chunk numbers by path."""
    numbers = {}
    with workspace.db.session() as session:
        shelf = session.scalars(select(CollectionRow).where(CollectionRow.name == collection)).first()
        if shelf is None:
            shelf = CollectionRow(name=collection)
            session.add(shelf)
            session.flush()
        for path, text in texts.items():
            document = DocumentRow(
                collection_id=shelf.id,
                path=path,
                name=path,
                sha256=hashlib.sha256(text.encode()).hexdigest(),
                size=len(text),
                media_type="text/plain",
                status="ready",
                page_count=1,
            )
            session.add(document)
            session.flush()
            page = PageRow(document_id=document.id, number=1, source="text", text=text)
            session.add(page)
            session.flush()
            chunk = ChunkRow(
                document_id=document.id,
                page_id=page.id,
                start=0,
                end=len(text),
                tokens=len(text.split()),
                language=language_of(text),
                settings_hash="",
            )
            session.add(chunk)
            session.flush()
            index_chunks(session, [(chunk.number, text, chunk.language)])
            numbers[path] = chunk.number
    return numbers


def delete(workspace: Workspace, path: str) -> None:
    with workspace.db.session() as session:
        session.delete(session.scalars(select(DocumentRow).where(DocumentRow.path == path)).one())


def embed(workspace: Workspace) -> int:
    """Runs what the end of an ingest runs."""
    return embed_missing(context(workspace))


def context(workspace: Workspace) -> queue.JobContext:
    return queue.JobContext(workspace, queue.add(workspace, "ingest", "Reads the shelf", {}), {})


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The shelf, embedded by the starter model, with a search worker that stays. Tests only read it."""
    app = App.create(tmp_path_factory.mktemp("shelf") / "ws", PASSPHRASE)
    put(app.workspace, SHELF)
    embed(app.workspace)
    yield app
    app.close()
