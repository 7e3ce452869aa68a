# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a window asks of the documents: lists, pages, pictures, passages, deletion, another try."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select, text

from core.db.tables import AuditRow, ChunkRow, EmbeddingRow, PageRow
from core.documents.store import Documents
from core.errors import NotFoundError, UserError
from core.workspace import Workspace
from tests.core.documents.conftest import Ingest, blind, run_job


@pytest.fixture
def letter(samples: Path, ingested: Ingest) -> str:
    """The id of a document of one page with a text layer."""
    return str(ingested(samples / "consultant-letter.pdf")["consultant-letter.pdf"]["id"])


def test_collections_are_made_once_and_counted(documents: Documents, ingested: Ingest, samples: Path) -> None:
    first = documents.make_collection(" The inquiry ")
    assert documents.make_collection("The inquiry") == first
    ingested(samples / "press-statement.txt", collection="The inquiry")
    ingested(samples / "inspection-log.md")
    assert [(c.name, c.documents) for c in documents.collections()] == [("documents", 1), ("The inquiry", 1)]
    with pytest.raises(UserError, match="needs a name"):
        documents.make_collection("  ")


def test_a_document_as_it_is_listed(documents: Documents, letter: str, samples: Path) -> None:
    (document,) = documents.list()
    assert documents.get(letter) == document
    assert document.path == str(samples / "consultant-letter.pdf")
    assert (document.status, document.pages, document.pages_text) == ("ready", 1, 1)
    assert (document.pages_ocr, document.pages_failed, document.error) == (0, 0, None)
    assert (document.languages, document.media_type) == ("en", "application/pdf")
    assert documents.list("documents") == [document]
    assert documents.list("another") == []


def test_paths_that_do_not_exist_are_told_together_before_anything_starts(
    documents: Documents, tmp_path: Path, workspace: Workspace
) -> None:
    (tmp_path / "a.txt").touch()
    with pytest.raises(UserError) as caught:
        documents.ingest([tmp_path / "a.txt", tmp_path / "x", tmp_path / "y"])
    assert caught.value.details == (str(tmp_path / "x"), str(tmp_path / "y"))
    with workspace.db.reading() as session:
        assert session.execute(text("SELECT count(*) FROM jobs")).scalar_one() == 0


def test_pages_and_a_passage_with_its_boxes(documents: Documents, letter: str) -> None:
    (page,) = documents.pages(letter)
    assert documents.page(letter, 1) == page
    start = page.text.index("Aldercott Bridge Consultants")
    passage = documents.passage(letter, 1, start, start + 28)
    assert passage.text == "Aldercott Bridge Consultants"
    ((left, top, right, bottom),) = passage.boxes
    assert 0 < left < right < 1
    assert 0 < top < bottom < 0.3


def test_the_picture_shows_the_passage_where_its_box_is(documents: Documents, letter: str) -> None:
    page = documents.page(letter, 1)
    start = page.text.index("Aldercott")
    (box,) = documents.passage(letter, 1, start, start + 9).boxes
    picture = Image.open(io.BytesIO(documents.page_image(letter, 1, dpi=100))).convert("L")
    documents.close()
    edges = [round(edge * side) for edge, side in zip(box, picture.size * 2, strict=True)]
    assert min(picture.crop((edges[0], edges[1], edges[2], edges[3])).tobytes()) < 100
    assert picture.size == pytest.approx((827, 1170), abs=3)


def test_the_picture_comes_from_the_sealed_original(
    documents: Documents, ingested: Ingest, tmp_path: Path, samples: Path
) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes((samples / "consultant-letter.pdf").read_bytes())
    entry = ingested(file)["a.pdf"]
    file.unlink()
    assert documents.page_image(entry["id"], 1).startswith(b"\x89PNG")
    with pytest.raises(UserError, match="no page 2"):
        documents.page_image(entry["id"], 2)
    documents.close()


def test_formats_without_a_picture_say_so(documents: Documents, ingested: Ingest, samples: Path) -> None:
    entries = ingested(samples / "press-statement.txt", samples / "witness-statement.docx")
    assert [documents.page_image(entry["id"], 1) for entry in entries.values()] == [b"", b""]
    documents.close()


def test_a_deleted_document_leaves_nothing(documents: Documents, letter: str, workspace: Workspace) -> None:
    with workspace.db.session() as session:
        number = session.scalars(select(ChunkRow.number)).first()
        session.add(EmbeddingRow(chunk_number=number, model_hash="x", start=0, end=1, vector=b"\0\0"))
    documents.delete([letter])
    with workspace.db.reading() as session:
        for row in (PageRow, ChunkRow, EmbeddingRow):
            assert session.scalar(select(func.count()).select_from(row)) == 0
        assert session.execute(text("SELECT count(*) FROM chunk_fts")).scalar_one() == 0
        last = session.scalars(select(AuditRow).order_by(AuditRow.sequence.desc())).first()
    assert last is not None
    assert (last.action, last.subject) == ("document.delete", letter)
    assert workspace.blobs.names() == set()
    with pytest.raises(NotFoundError):
        documents.get(letter)
    with pytest.raises(NotFoundError):
        documents.delete([letter])


def test_an_original_that_another_collection_has_too_is_kept(
    documents: Documents, ingested: Ingest, letter: str, samples: Path
) -> None:
    other = ingested(samples / "consultant-letter.pdf", collection="other")["consultant-letter.pdf"]["id"]
    documents.delete([letter])
    assert documents.page_image(other, 1).startswith(b"\x89PNG")
    documents.close()


def test_only_the_pages_that_failed_are_read_again(
    documents: Documents,
    ingested: Ingest,
    workspace: Workspace,
    tmp_path: Path,
    samples: Path,
) -> None:
    from core.documents.extract.mupdf import pymupdf

    document = pymupdf.open(samples / "consultant-letter.pdf")
    picture = document.new_page(width=281, height=350)
    picture.insert_image(picture.rect, filename=samples / "site-notice.png")
    document.save(tmp_path / "mixed.pdf")
    with blind():
        entry = ingested(tmp_path / "mixed.pdf")["mixed.pdf"]
    assert (entry["status"], entry["pages"], entry["pages_failed"]) == ("partial", 2, 1)
    first = documents.page(entry["id"], 1)
    answer = run_job(workspace, documents.retry([entry["id"]]))
    assert [(e["status"], e["pages_ocr"], e["pages_failed"]) for e in answer["documents"]] == [
        ("ready", 1, 0)
    ]
    assert documents.page(entry["id"], 1) == first
    assert "MAXIMUM LOAD" in documents.page(entry["id"], 2).text
    with pytest.raises(UserError, match="nothing to try again"):
        documents.retry([entry["id"]])


def test_what_was_not_kept_must_be_added_again(
    documents: Documents, ingested: Ingest, tmp_path: Path
) -> None:
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)) * 40)
    entry = ingested(tmp_path / "noise.bin")["noise.bin"]
    with pytest.raises(UserError, match="add the file again"):
        documents.retry([entry["id"]])
