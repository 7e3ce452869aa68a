# SPDX-License-Identifier: AGPL-3.0-or-later
"""A collection may be searched through an embedder of its own, in the languages which that one knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.app import App
from core.db.tables import ChunkRow, DocumentRow, EmbeddingRow
from core.errors import NotFoundError, UserError
from tests.core.retrieval.conftest import SHELF, embed, put
from tests.core.retrieval.encoders import tiny

pytestmark = pytest.mark.model
MARKET = SHELF["ar/market.txt"]


@pytest.fixture
def both(app: App, tmp_path: Path) -> tuple[App, str]:
    """Two collections in two languages, and the id of an embedder that says it knows both languages."""
    put(app.workspace, SHELF)
    put(app.workspace, {"mine/ferry.txt": SHELF["en/ferry.txt"], "mine/market.txt": MARKET}, "mine")
    embed(app.workspace)
    folder = tiny.embedder(tmp_path / "other")
    return app, app.models.bring(folder, languages=["fr"]).id


def _vectors(app: App) -> dict[str, set[int]]:
    """The dimensions of the vectors that each document has."""
    query = (
        select(DocumentRow.path, func.length(EmbeddingRow.vector))
        .join(ChunkRow, ChunkRow.document_id == DocumentRow.id)
        .join(EmbeddingRow, EmbeddingRow.chunk_number == ChunkRow.number)
    )
    found: dict[str, set[int]] = {}
    with app.workspace.db.reading() as session:
        for path, size in session.execute(query):
            found.setdefault(path, set()).add(size // 2)
    return found


def test_a_collection_keeps_its_embedder_and_gives_it_up(both: tuple[App, str], tmp_path: Path) -> None:
    app, _ = both
    app.models.bring(tmp_path / "other", languages=["ar", "en"])
    app.search.use_embedder("mine", _minilm(app))
    embed(app.workspace)
    assert _vectors(app)["mine/ferry.txt"] == {384}
    assert _vectors(app)["mine/market.txt"] == {tiny.WIDTH}, "Arabic is none of MiniLM's languages"
    found = app.search.find(MARKET, mode="dense", collection="mine")
    assert [hit.document for hit in found.hits] == ["mine/market.txt"]
    job = app.jobs.get(app.search.use_embedder("mine", None))
    assert (job.kind, job.state) == ("embed", "queued")
    assert "mine/ferry.txt" not in _vectors(app), "what nobody asks for any more is gone"
    embed(app.workspace)
    assert _vectors(app)["mine/ferry.txt"] == {tiny.WIDTH}


def _minilm(app: App) -> str:
    return next(model.id for model in app.models.list("embedder") if model.name == "all-minilm-l6-v2")


def test_an_embedder_has_no_say_in_other_languages(both: tuple[App, str]) -> None:
    app, french = both
    app.search.use_embedder("mine", french)
    embed(app.workspace)
    assert _vectors(app)["mine/ferry.txt"] == {384}
    assert "mine/market.txt" not in _vectors(app)


def test_several_embedders_answer_one_query(both: tuple[App, str], tmp_path: Path) -> None:
    app, _ = both
    other = app.models.bring(tiny.embedder(tmp_path / "newer", kind="xlm-roberta"), languages=["en"]).id
    app.search.use_embedder("mine", _minilm(app))
    app.search.use_embedder("documents", other)
    embed(app.workspace)
    hits = app.search.find(SHELF["en/ferry.txt"], mode="dense").hits
    assert {hits[0].document, hits[1].document} == {"en/ferry.txt", "mine/ferry.txt"}
    assert len(hits) == 5


def test_what_cannot_embed_is_refused(both: tuple[App, str], tmp_path: Path) -> None:
    app, french = both
    chat = next(model.id for model in app.models.list("chat-gguf"))
    with pytest.raises(UserError, match="is no embedder"):
        app.search.use_embedder("mine", chat)
    with pytest.raises(NotFoundError, match="no collection"):
        app.search.use_embedder("nowhere", french)
