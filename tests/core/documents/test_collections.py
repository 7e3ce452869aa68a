# SPDX-License-Identifier: AGPL-3.0-or-later
"""Collections and tags: names, engines, and documents that move from one to another."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from core.db.tables import ChunkRow, EmbeddingRow
from core.documents.store import Documents
from core.errors import NotFoundError, UserError
from core.workspace import Workspace
from tests.core.documents.conftest import Ingest, run_job


def test_a_collection_is_renamed_unless_the_name_is_taken(documents: Documents) -> None:
    first, second = documents.make_collection("first"), documents.make_collection("second")
    assert documents.rename_collection(first.id, " case 7 ").name == "case 7"
    assert documents.rename_collection(first.id, "case 7").id == first.id
    with pytest.raises(UserError, match="already"):
        documents.rename_collection(second.id, "case 7")
    with pytest.raises(UserError, match="needs a name"):
        documents.rename_collection(second.id, " ")


def test_a_collection_has_its_own_engine(documents: Documents) -> None:
    made = documents.make_collection("scans")
    assert documents.set_engine(made.id, "tesseract").ocr_engine == "tesseract"
    assert documents.collections()[0].ocr_engine == "tesseract"
    assert documents.set_engine(made.id, None).ocr_engine is None
    with pytest.raises(UserError, match="no OCR engine"):
        documents.set_engine(made.id, "crystal ball")
    with pytest.raises(NotFoundError):
        documents.set_engine("nowhere", None)


def test_tags_are_put_counted_and_taken_off(documents: Documents, ingested: Ingest, samples: Path) -> None:
    entries = ingested(samples / "press-statement.txt", samples / "inspection-log.md")
    press, log = (str(entries[name]["id"]) for name in ("press-statement.txt", "inspection-log.md"))
    documents.tag([press, log], " to  read ")
    documents.tag([log], "to read")
    documents.tag([log], "مهم")
    assert documents.tags() == [("to read", 2), ("مهم", 1)]
    assert documents.tags("nowhere") == []
    assert documents.get(log).tags == ("to read", "مهم")
    assert [document.id for document in documents.list(tag="مهم")] == [log]
    assert documents.list(failed=True) == []
    documents.untag([press, log], "to read")
    assert documents.tags() == [("مهم", 1)]
    with pytest.raises(UserError, match="needs a name"):
        documents.tag([log], " ")
    with pytest.raises(NotFoundError):
        documents.tag([log, "nobody"], "x")


def test_a_moved_document_takes_its_vectors_along(
    documents: Documents, ingested: Ingest, samples: Path, workspace: Workspace
) -> None:
    log = str(ingested(samples / "inspection-log.md")["inspection-log.md"]["id"])
    with workspace.db.session() as session:
        number = session.scalars(select(ChunkRow.number)).first()
        session.add(EmbeddingRow(chunk_number=number, model_hash="x", start=0, end=5, vector=b"\1\2"))
    documents.move([log], "evidence")
    assert documents.get(log).collection == "evidence"
    with workspace.db.reading() as session:
        (moved,) = session.scalars(select(EmbeddingRow)).all()
    # The cache of vectors knows a moved one by its new id.
    assert (moved.id, moved.chunk_number, moved.end, moved.vector) == (2, number, 5, b"\1\2")
    ingested(samples / "inspection-log.md")
    with pytest.raises(UserError, match=r"same content already:\n.*inspection-log.md"):
        documents.move([log], "documents")
    assert documents.get(log).collection == "evidence"


def test_a_deleted_collection_stops_the_job_that_was_to_fill_it(
    documents: Documents, samples: Path, workspace: Workspace
) -> None:
    job_id = documents.ingest([samples / "press-statement.txt"])
    documents._jobs.cancel(job_id)
    documents.delete_collection(documents.collections()[0].id)
    with pytest.raises(UserError, match="collection was deleted"):
        run_job(workspace, job_id)
