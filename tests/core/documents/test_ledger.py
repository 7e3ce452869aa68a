# SPDX-License-Identifier: AGPL-3.0-or-later
"""What ingestion writes when the world changes while it reads."""

from __future__ import annotations

from sqlalchemy import select

from core.db.tables import ChunkRow, DocumentRow, PageRow, new_id
from core.documents.extract.reading import failed
from core.documents.ledger import Ledger, Outcome
from core.documents.store import Documents
from core.jobs import queue
from core.settings import ChunkSettings
from core.workspace import Workspace


def ledger_of(workspace: Workspace) -> Ledger:
    return Ledger(workspace, queue.add(workspace, "ingest", "Adding", {}), ChunkSettings())


def document(collection: str, blob: str | None = None, parent: str | None = None) -> DocumentRow:
    return DocumentRow(
        id=new_id(),
        collection_id=collection,
        path="a.txt",
        name="a.txt",
        sha256=new_id(),
        size=3,
        media_type="text/plain",
        page_count=1,
        blob=blob,
        parent_id=parent,
    )


def page(text: str, body: tuple[int, int] | None = None) -> dict[str, object]:
    told = failed(1, "")
    return told | {"source": "text", "text": text, "error": None, "languages": "en", "body": body}


def test_files_of_an_archive_that_was_deleted_meanwhile_are_let_go(
    documents: Documents, workspace: Workspace
) -> None:
    collection = documents.make_collection("case").id
    blob = workspace.blobs.put_bytes(b"the content of a file within")
    ledger = ledger_of(workspace)
    orphan = document(collection, blob, parent=new_id())
    inner = document(collection, parent=orphan.id)
    for row in (orphan, inner, document("a collection that is gone")):
        ledger.document(row)
        ledger.page(row.id, page("Nobody wants this any more."))
        ledger.ended(Outcome(f"{row.id}.txt", "", row.id, row.sha256))
    ledger.flush()
    assert documents.list() == []
    assert workspace.blobs.names() == set()


def test_running_headers_and_footers_stay_on_the_page_but_out_of_its_chunks(
    documents: Documents, workspace: Workspace
) -> None:
    ledger = ledger_of(workspace)
    row = document(documents.make_collection("case").id)
    text = "ANNUAL REPORT\nThe bridge was closed.\nPage 7"
    ledger.document(row)
    ledger.page(row.id, page(text, body=(14, 36)))
    ledger.ended(Outcome("a.txt", "", row.id, row.sha256))
    ledger.flush()
    with workspace.db.reading() as session:
        assert session.scalars(select(PageRow.text)).all() == [text]
        (chunk,) = session.scalars(select(ChunkRow)).all()
    assert text[chunk.start : chunk.end] == "The bridge was closed."
    assert documents.page(row.id, 1).body == (14, 36)
    mended = documents.correct(row.id, 1, text.replace("was closed", "had to be closed"))
    assert mended.body is not None
    assert mended.text[slice(*mended.body)].strip() == "The bridge had to be closed."
