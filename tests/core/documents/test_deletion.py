# SPDX-License-Identifier: AGPL-3.0-or-later
"""After a deletion the workspace's files hold nothing of the document: looked for in every decrypted byte."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlalchemy import select, text

from core.db.tables import ChunkRow, EmbeddingRow
from core.documents.store import Documents
from core.errors import NotFoundError, UserError
from core.jobs import queue
from core.workspace import Workspace
from tests.core.documents.conftest import Ingest, run_job

# SQLCipher's page: the content, then 16 bytes of IV and 64 of HMAC; the file begins with 16 bytes of salt.
PAGE, RESERVED, SALT = 4096, 80, 16
SECRET = "Quillonwick"
VECTOR = b"\x11\x22\x33\x44\x55\x66\x77\x88" * 8


def plain_bytes(workspace: Workspace) -> bytes:
    """Every page of the database, free ones too, decrypted with the raw key."""
    key = workspace.key.purpose("database")
    raw = workspace.paths.database.read_bytes()
    found = bytearray()
    for start in range(0, len(raw), PAGE):
        page = raw[start : start + PAGE]
        content, iv = page[SALT if start == 0 else 0 : -RESERVED], page[-RESERVED : -RESERVED + 16]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        found += decryptor.update(content) + decryptor.finalize()
    return bytes(found)


def terms(workspace: Workspace) -> set[str]:
    """Every term that the full-text index holds, deleted ones too."""
    with workspace.db.engine.begin() as connection:
        connection.execute(text("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, chunk_fts, 'row')"))
        found = set(connection.execute(text("SELECT term FROM temp.terms")).scalars())
        connection.execute(text("DROP TABLE temp.terms"))
        return found


def traces(workspace: Workspace) -> list[str]:
    """Where the secret, the file's name or its vector are still found."""
    marks = {SECRET.encode(), SECRET.lower().encode(), b"dossier-", VECTOR}
    plain = plain_bytes(workspace)
    found = [f"database: {mark!r}" for mark in marks if mark in plain]
    found += [f"term: {term}" for term in terms(workspace) if "quill" in term or "onwi" in term]
    for file in workspace.paths.root.rglob("*"):
        if file.is_file():
            found += [str(file) for mark in marks if mark in file.read_bytes()]
    return found + sorted(workspace.blobs.names())


@pytest.fixture
def archive(tmp_path: Path, ingested: Ingest, documents: Documents, workspace: Workspace) -> str:
    """The id of an archive whose file within was read, corrected, tagged and embedded."""
    with zipfile.ZipFile(tmp_path / "dossier-7.zip", "w") as file:
        file.writestr("dossier-inner.txt", f"Mr Alban {SECRET} paid 4,711 dinars on 9 May 2024.\n" * 30)
    entries = ingested(tmp_path / "dossier-7.zip")
    inner = str(entries["dossier-7.zip!dossier-inner.txt"]["id"])
    documents.correct(inner, 1, f"Mrs Alba {SECRET} paid nothing at all.\n" * 30)
    documents.tag([inner], f"about {SECRET}")
    with workspace.db.session() as session:
        number = session.scalars(select(ChunkRow.number)).first()
        session.add(EmbeddingRow(chunk_number=number, model_hash="x", start=0, end=1, vector=VECTOR))
    (workspace.paths.vectors / "cache").write_bytes(VECTOR)
    queue.finish(workspace, _only_job(workspace), "succeeded")
    workspace.db.checkpoint()
    return str(entries["dossier-7.zip"]["id"])


def _only_job(workspace: Workspace) -> str:
    with workspace.db.session() as session:
        session.execute(
            text("UPDATE jobs SET state = 'running', result = json_object('documents', json_array())")
        )
        return str(session.execute(text("SELECT id FROM jobs")).scalar_one())


def test_nothing_is_left_of_a_deleted_archive_and_the_files_within(
    archive: str, documents: Documents, workspace: Workspace
) -> None:
    assert len(traces(workspace)) > len(workspace.blobs.names()), "the search itself must find what is there"
    documents.delete([archive])
    assert documents.list() == []
    assert traces(workspace) == []


def test_a_collection_goes_with_all_that_is_in_it(
    archive: str, documents: Documents, workspace: Workspace
) -> None:
    (collection,) = documents.collections()
    documents.delete_collection(collection.id)
    assert documents.collections() == []
    assert traces(workspace) == []
    with pytest.raises(NotFoundError):
        documents.delete_collection(collection.id)
    with pytest.raises(NotFoundError):
        documents.get(archive)


def test_a_collection_stays_while_files_are_added_to_it(documents: Documents, samples: Path) -> None:
    documents.ingest([samples / "press-statement.txt"])
    (collection,) = documents.collections()
    with pytest.raises(UserError, match="Cancel that job first"):
        documents.delete_collection(collection.id)


def test_a_job_that_may_go_on_does_not_bring_a_deleted_file_back(
    documents: Documents, workspace: Workspace, samples: Path
) -> None:
    job_id = documents.ingest([samples / "press-statement.txt"])
    run_job(workspace, job_id)
    documents.delete([documents.list()[0].id])
    run_job(workspace, job_id)
    assert documents.list() == []
