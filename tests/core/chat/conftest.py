# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sample case as pages in a workspace, without the reading of files: that is tested elsewhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.app import App
from core.db.tables import ChunkRow, CollectionRow, DocumentRow, PageRow
from core.documents.language import language_of
from core.paths import RESOURCES
from core.retrieval.index import index_chunks
from core.workspace import Workspace
from tests.conftest import PASSPHRASE

SAMPLES = RESOURCES / "samples"


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def add_pages(workspace: Workspace, pages: list[dict[str, Any]], collection: str = "documents") -> None:
    """Adds {"document", "page", "text"} pages, each as one chunk, as an ingest without an embedder would."""
    with workspace.db.session() as session:
        home = session.query(CollectionRow).filter_by(name=collection).first() or CollectionRow(
            name=collection
        )
        session.add(home)
        session.flush()
        documents: dict[str, DocumentRow] = {}
        for page in pages:
            name = page["document"]
            if name not in documents:
                documents[name] = DocumentRow(
                    collection_id=home.id,
                    path=name,
                    name=name,
                    sha256=hashlib.sha256(name.encode()).hexdigest(),
                    size=0,
                    media_type="text/plain",
                    status="ready",
                )
                session.add(documents[name])
                session.flush()
            row = PageRow(
                document_id=documents[name].id, number=page["page"], source="text", text=page["text"]
            )
            session.add(row)
            session.flush()
            language = language_of(page["text"])
            chunk = ChunkRow(
                document_id=documents[name].id,
                page_id=row.id,
                start=0,
                end=len(page["text"]),
                tokens=0,
                language=language,
                settings_hash="",
            )
            session.add(chunk)
            session.flush()
            index_chunks(session, [(chunk.number, page["text"], language)])


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """An App over the sample case. Tests may talk to it but change none of its agents and documents."""
    app = App.create(tmp_path_factory.mktemp("case") / "ws", PASSPHRASE)
    add_pages(app.workspace, lines(SAMPLES / "pages.jsonl"))
    yield app
    app.close()


@pytest.fixture(scope="session")
def questions() -> dict[str, dict[str, Any]]:
    """The sample case's questions by id."""
    return {one["id"]: one for one in lines(SAMPLES / "questions.jsonl")}


@pytest.fixture(scope="session")
def assistant(case: App) -> str:
    """The id of the agent that every workspace begins with."""
    return case.agents.list()[0].id
