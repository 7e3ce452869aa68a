# SPDX-License-Identifier: AGPL-3.0-or-later
"""Chunks get vectors once, in the languages an embedder knows, and a stopped job goes on where it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import func, select

from core import offline
from core.app import App
from core.db.tables import ChunkRow, EmbeddingRow, ModelRow
from core.errors import Cancelled, UserError
from core.jobs import queue
from core.retrieval import embed_missing
from core.retrieval.embed import from_blobs
from core.workspace import Workspace
from tests.core.retrieval.conftest import SHELF, context, embed, put

pytestmark = pytest.mark.model


def _embedded(workspace: Workspace) -> dict[str, int]:
    """How many vectors the chunks of each language have."""
    query = (
        select(ChunkRow.language, func.count(EmbeddingRow.id))
        .outerjoin(EmbeddingRow, EmbeddingRow.chunk_number == ChunkRow.number)
        .group_by(ChunkRow.language)
    )
    with workspace.db.reading() as session:
        return {row[0]: row[1] for row in session.execute(query)}


def test_only_languages_that_the_embedder_knows(app: App) -> None:
    refused = offline.attempts()
    put(app.workspace, SHELF)
    embed(app.workspace)
    assert _embedded(app.workspace) == {"en": 4, "ar": 0}
    assert embed(app.workspace) == 0
    assert offline.attempts() == refused


def test_vectors_are_of_length_one_and_know_their_span(shelf: App) -> None:
    with shelf.workspace.db.reading() as session:
        rows = session.scalars(select(EmbeddingRow)).all()
    vectors = from_blobs([row.vector for row in rows])
    assert vectors.shape == (len(rows), 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert {(row.start, row.end) for row in rows} == {
        (0, len(text)) for path, text in SHELF.items() if path.startswith("en/")
    }


def test_a_long_chunk_gets_several_windows_and_an_empty_one_is_done(app: App) -> None:
    long = " ".join(f"Sentence number {number} is about the pier." for number in range(60))
    numbers = put(app.workspace, {"long": long, "empty": "  "})
    with app.workspace.db.session() as session:
        session.get_one(ChunkRow, numbers["empty"]).language = "en"
    assert embed(app.workspace) == 2
    assert embed(app.workspace) == 0
    with app.workspace.db.reading() as session:
        spans = session.execute(
            select(EmbeddingRow.start, EmbeddingRow.end)
            .where(EmbeddingRow.chunk_number == numbers["long"])
            .order_by(EmbeddingRow.start)
        ).all()
    assert len(spans) > 5
    assert " ".join(long[start:end] for start, end in spans) == long


def test_a_cancelled_job_keeps_what_is_done(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embed_missing, "_CHUNKS_A_BATCH", 2)
    put(app.workspace, {f"{number}": f"This is page {number} of the report." for number in range(6)})
    stopped = context(app.workspace)
    done: list[float] = []

    def progress(value: float, total: float, message: str = "") -> None:
        done.append(value)
        if value >= 2:
            raise Cancelled

    monkeypatch.setattr(stopped, "progress", progress)
    with pytest.raises(Cancelled):
        embed_missing.embed_missing(stopped)
    assert _embedded(app.workspace) == {"en": 2}
    assert embed(app.workspace) == 4
    assert _embedded(app.workspace) == {"en": 6}


def test_nothing_is_loaded_where_nothing_is_missing(workspace: Workspace, tmp_path: Path) -> None:
    _register(workspace, tmp_path / "gone")
    put(workspace, {"ar": SHELF["ar/school.txt"]})
    assert embed_missing.embed_missing(context(workspace)) == 0


@pytest.mark.parametrize("state", ["gone", "empty"])
def test_an_embedder_that_cannot_be_loaded_is_named(workspace: Workspace, tmp_path: Path, state: str) -> None:
    if state == "empty":
        (tmp_path / state).mkdir()
    _register(workspace, tmp_path / state)
    put(workspace, {"en": SHELF["en/closure.txt"]})
    with pytest.raises(UserError, match=str(tmp_path / state)):
        embed_missing.embed_missing(context(workspace))


def test_a_cancel_request_stops_it_between_batches(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    put(app.workspace, {"en": SHELF["en/closure.txt"]})
    stopped = context(app.workspace)
    with app.workspace.db.session() as session:
        from core.db.tables import JobRow

        session.get_one(JobRow, stopped.id).state = "running"
    queue.request_cancel(app.workspace, stopped.id)
    with pytest.raises(Cancelled):
        embed_missing.embed_missing(stopped)


def _register(workspace: Workspace, folder: Path) -> None:
    with workspace.db.session() as session:
        session.add(
            ModelRow(
                name="mine",
                kind="embedder",
                path=str(folder),
                sha256="0" * 64,
                size=0,
                languages="en",
                metadata_={},
            )
        )
