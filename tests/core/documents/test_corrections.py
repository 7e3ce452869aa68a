# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page put right by hand: its text, its boxes, what is made of it, and the way back."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from core.db.tables import AuditRow, ChunkRow, EmbeddingRow, EntityRow, PageRow
from core.documents.store import Documents
from core.errors import NotFoundError, UserError
from core.workspace import Workspace
from tests.core.documents.conftest import Ingest, blind, run_job


@pytest.fixture
def letter(samples: Path, ingested: Ingest) -> str:
    return str(ingested(samples / "consultant-letter.pdf")["consultant-letter.pdf"]["id"])


def test_the_lines_of_a_page_have_boxes_from_top_to_bottom(documents: Documents, letter: str) -> None:
    lines = documents.page_lines(letter, 1)
    page = documents.page(letter, 1).text
    assert all(page[line.start : line.end] == line.text for line in lines)
    tops = [line.box[1] for line in lines if line.box]
    assert len(tops) == len(lines) > 20
    assert tops == sorted(tops)


def test_a_correction_replaces_text_index_entities_and_status(
    documents: Documents, letter: str, workspace: Workspace
) -> None:
    before = documents.page(letter, 1)
    with workspace.db.session() as session:
        number = session.scalars(select(ChunkRow.number)).first()
        session.add(EmbeddingRow(chunk_number=number, model_hash="x", start=0, end=1, vector=b"\0\0"))
    page = documents.correct(letter, 1, before.text.replace("18,400 dinars", "81,400 dinars"))
    assert (page.source, page.confidence, page.id) == ("corrected", None, before.id)
    assert documents.get(letter).pages_corrected == 1
    assert documents.reading(letter, 1) == before.text
    assert [e.value for e in documents.entities(letter, 1) if e.kind == "amount"] == ["81400 dinar"]
    with workspace.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(EmbeddingRow)) == 0
        chunks = session.scalars(select(ChunkRow.number)).all()
        hits = text("SELECT rowid FROM chunk_fts WHERE stems MATCH :term")
        assert list(session.execute(hits, {"term": "81400"}).scalars()) == list(chunks)
        assert list(session.execute(hits, {"term": "18400"}).scalars()) == []
        last = session.scalars(select(AuditRow).order_by(AuditRow.sequence.desc())).first()
    assert last is not None
    assert (last.action, last.subject, last.detail) == ("page.correct", letter, {"page": 1})


def test_words_keep_their_boxes_through_a_correction(documents: Documents, letter: str) -> None:
    before = documents.page(letter, 1).text
    far = before.index("Oliver")
    (box,) = documents.passage(letter, 1, far, far + 6).boxes
    start = before.index("6 Almond")
    (almond,) = documents.passage(letter, 1, start, start + 8).boxes
    page = documents.correct(
        letter, 1, "A new line at the top\n" + before.replace("6 Almond", "16 Almondine")
    )
    start = page.text.index("Oliver")
    assert documents.passage(letter, 1, start, start + 6).boxes == (box,)
    start = page.text.index("16 Almondine")
    (moved,) = documents.passage(letter, 1, start, start + 12).boxes
    assert moved == pytest.approx(almond)


def test_a_second_correction_keeps_the_first_reading_and_restoring_brings_it_back(
    documents: Documents, letter: str, workspace: Workspace
) -> None:
    before = documents.page(letter, 1)
    entities = documents.entities(letter)
    words = _words(workspace)
    documents.correct(letter, 1, "First.")
    documents.correct(letter, 1, "Second.")
    assert documents.reading(letter, 1) == before.text
    assert documents.entities(letter) == []
    assert documents.restore(letter, 1) == before
    assert _words(workspace) == words
    assert documents.reading(letter, 1) is None
    assert documents.entities(letter) == entities
    with pytest.raises(UserError, match="not corrected"):
        documents.restore(letter, 1)


def test_a_page_that_failed_can_be_typed_in(documents: Documents, ingested: Ingest, samples: Path) -> None:
    with blind():
        notice = str(ingested(samples / "site-notice.png")["site-notice.png"]["id"])
    failed = documents.page(notice, 1)
    assert (documents.get(notice).status, failed.source) == ("failed", "failed")
    documents.correct(notice, 1, "MAXIMUM LOAD 12 TONNES")
    document = documents.get(notice)
    assert (document.status, document.error, document.pages_corrected) == ("ready", None, 1)
    assert documents.restore(notice, 1) == failed
    assert documents.get(notice).status == "failed"


def test_a_corrected_page_is_read_again_only_when_it_is_named(
    documents: Documents, letter: str, workspace: Workspace
) -> None:
    before = documents.page(letter, 1).text
    documents.correct(letter, 1, "Mended.")
    with pytest.raises(UserError, match="nothing to try again"):
        documents.retry([letter])
    with pytest.raises(UserError, match="an engine changes nothing"):
        documents.retry([letter], engine="tesseract")
    assert documents.page(letter, 1).text == "Mended."
    run_job(workspace, documents.retry([letter], page=1))
    page = documents.page(letter, 1)
    assert (page.text, page.source) == (before, "text")
    with workspace.db.reading() as session:
        numbers = session.scalars(select(PageRow.number).where(PageRow.document_id == letter)).all()
        assert list(numbers) == [1]
        assert session.scalar(select(func.count()).select_from(EntityRow)) == len(documents.entities(letter))


def test_what_is_not_there_is_said(documents: Documents, letter: str) -> None:
    for ask in (documents.page_lines, documents.reading, documents.restore):
        with pytest.raises(NotFoundError):
            ask(letter, 2)
    with pytest.raises(NotFoundError):
        documents.retry([letter], page=2)


def _words(workspace: Workspace) -> bytes | None:
    with workspace.db.reading() as session:
        return session.scalars(select(PageRow.words)).first()
