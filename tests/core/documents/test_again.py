# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading documents again: with a password, with an engine, and all failures of a collection at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from core.db.tables import DocumentRow, JobRow
from core.documents.extract.mupdf import pymupdf
from core.documents.store import Documents
from core.errors import NotFoundError, UserError
from core.workspace import Workspace
from tests.core.documents.conftest import Ingest, blind, run_job


@pytest.fixture
def locked(tmp_path: Path, samples: Path) -> Path:
    """A PDF that the password "open sesame" opens."""
    document = pymupdf.open(samples / "consultant-letter.pdf")
    file = tmp_path / "locked.pdf"
    document.save(file, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="open sesame", owner_pw="x")
    return file


def test_a_locked_file_waits_for_its_password(
    documents: Documents, ingested: Ingest, locked: Path, workspace: Workspace
) -> None:
    (entry,) = ingested(locked).values()
    document_id = str(entry["id"])
    assert (documents.get(document_id).locked, documents.get(document_id).status) == (True, "failed")
    with pytest.raises(UserError, match="is locked"):
        documents.retry([document_id])
    with pytest.raises(UserError, match="No document has pages that failed"):
        documents.retry_failures()
    run_job(workspace, documents.unlock(document_id, "wrong"))
    assert documents.get(document_id).locked
    job_id = documents.unlock(document_id, "open sesame")
    run_job(workspace, job_id)
    document = documents.get(document_id)
    assert (document.locked, document.status, document.pages) == (False, "ready", 1)
    assert documents.page_image(document_id, 1).startswith(b"\x89PNG")
    documents.close()
    with workspace.db.reading() as session:
        assert session.get_one(DocumentRow, document_id).password == "open sesame"
        assert "passwords" not in session.get_one(JobRow, job_id).parameters
    with pytest.raises(UserError, match="is not locked"):
        documents.unlock(document_id, "open sesame")


def test_passwords_are_tried_while_files_are_added(
    documents: Documents, locked: Path, workspace: Workspace
) -> None:
    run_job(workspace, documents.ingest([locked], passwords=["no", "open sesame"]))
    assert [document.status for document in documents.list()] == ["ready"]


def test_all_failures_of_a_collection_are_read_again(
    documents: Documents,
    ingested: Ingest,
    workspace: Workspace,
    samples: Path,
    tmp_path: Path,
) -> None:
    with Image.open(samples / "site-notice.png") as picture:
        picture.rotate(180).save(tmp_path / "turned.png")
    with blind():
        ingested(samples / "site-notice.png", collection="here")
        ingested(tmp_path / "turned.png", collection="there")
        ingested(samples / "press-statement.txt", collection="here")
    with pytest.raises(UserError, match="can be tried again"):
        documents.retry_failures("nowhere")
    run_job(workspace, documents.retry_failures("here"))
    assert [document.status for document in documents.list("here")] == ["ready", "ready"]
    assert [document.status for document in documents.list("there")] == ["failed"]
    press, notice = (document.id for document in documents.list("here"))
    with pytest.raises(UserError, match="no OCR engine"):
        documents.retry([notice], engine="crystal ball")

    before = documents.page(notice, 1)
    run_job(workspace, documents.retry([notice, press], engine="tesseract"))
    after = documents.page(notice, 1)
    assert (after.text, after.source) == (before.text, "ocr")
    assert after.id != before.id

    with blind():
        answer = run_job(workspace, documents.retry([notice], page=1))
    assert documents.page(notice, 1) == after
    assert documents.get(notice).status == "ready"
    assert "What was read before is kept" in answer["documents"][0]["error"]


def test_a_document_that_is_gone_is_named(documents: Documents) -> None:
    with pytest.raises(NotFoundError):
        documents.retry(["nobody"])
    with pytest.raises(UserError, match="No document was named"):
        documents.retry([])
