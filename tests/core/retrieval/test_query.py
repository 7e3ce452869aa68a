# SPDX-License-Identifier: AGPL-3.0-or-later
"""A search finds by words and by meaning, says what it could not do, and survives what befalls its worker."""

from __future__ import annotations

import os
import signal

import psutil
import pytest
from sqlalchemy import select, update

from core.app import App
from core.db.tables import EmbeddingRow, ModelRow, PageRow
from core.errors import NotFoundError, UserError
from core.records import SearchResult
from tests.core.retrieval.conftest import SHELF, delete, embed, put


def _paths(found: SearchResult) -> list[str]:
    return [hit.document for hit in found.hits]


@pytest.mark.model
def test_meaning_finds_what_words_do_not(shelf: App) -> None:
    question = "how much do doctors earn"
    assert "en/salaries.txt" not in _paths(shelf.search.find(question, mode="lexical"))
    assert _paths(shelf.search.find(question, mode="dense"))[0] == "en/salaries.txt"
    assert _paths(shelf.search.find(question))[0] == "en/salaries.txt"
    assert shelf.network_attempts() == 0


@pytest.mark.model
def test_both_engines_give_the_same(shelf: App) -> None:
    before = shelf.search.find("crossing the river by boat", mode="dense")
    assert shelf.search.sync() == {"all-minilm-l6-v2": "chroma"}
    after = shelf.search.find("crossing the river by boat", mode="dense")
    assert _paths(after) == _paths(before)
    assert [hit.score for hit in after.hits] == pytest.approx([hit.score for hit in before.hits], abs=1e-3)


@pytest.mark.model
def test_an_embedder_has_no_say_in_a_language_it_does_not_know(shelf: App) -> None:
    question = "متى أغلق الجسر؟"
    hybrid, lexical = shelf.search.find(question), shelf.search.find(question, mode="lexical")
    assert hybrid.language == "ar"
    assert [(hit.document, hit.score) for hit in hybrid.hits] == [
        (hit.document, hit.score) for hit in lexical.hits
    ]
    assert _paths(hybrid)[0] == "ar/closure.txt"
    assert hybrid.note == ""
    dense = shelf.search.find(question, mode="dense")
    assert dense.hits == ()
    assert "No embedder here knows Arabic" in dense.note


@pytest.mark.model
def test_many_queries_are_answered_in_their_order(shelf: App) -> None:
    questions = [
        (f"q{number}", text) for number, text in enumerate(["bread", "الجسر", "ferry price", "", "?"] * 9)
    ]
    answers = list(shelf.search.find_many(questions, k=3))
    assert [query_id for query_id, _ in answers] == [query_id for query_id, _ in questions]
    for (_, question), (_, found) in zip(questions[:5], answers[:5], strict=True):
        alone = shelf.search.find(question, k=3)
        assert found.query == question
        assert _paths(found) == _paths(alone)
        assert [hit.score for hit in found.hits] == pytest.approx([hit.score for hit in alone.hits], abs=1e-3)


@pytest.mark.model
@pytest.mark.parametrize(
    "query", ["", " ", "?!", "the of and", "\x00\u202e", "a" * 100_000, "bridge " * 15_000, "\ud800 bridge"]
)
@pytest.mark.parametrize("mode", ["lexical", "hybrid", "dense"])
def test_odd_queries(shelf: App, query: str, mode: str) -> None:
    found = shelf.search.find(query, mode=mode)
    found.query.encode()
    if "bridge" in query and not found.note:
        assert _paths(found)[0] == "en/closure.txt"
        assert found.corrected is not None
    if not any(character.isalpha() for character in query):
        assert found.hits == ()


@pytest.mark.model
def test_a_killed_worker_is_replaced(shelf: App) -> None:
    shelf.search.find("ferry")
    (worker,) = [child for child in psutil.Process().children() if "search" in child.cmdline()]
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert _paths(shelf.search.find("who sails across the water", mode="dense"))[0] == "en/ferry.txt"


@pytest.mark.model
def test_what_is_added_or_deleted_meanwhile_counts(app: App) -> None:
    put(app.workspace, {"pay": SHELF["en/salaries.txt"], "bread": SHELF["en/bakery.txt"]})
    embed(app.workspace)
    assert _paths(app.search.find("doctors' wages", mode="dense")) == ["pay", "bread"]
    put(app.workspace, {"boat": SHELF["en/ferry.txt"]})
    embed(app.workspace)
    app.search.sync()
    assert _paths(app.search.find("ship fare", mode="dense"))[0] == "boat"
    delete(app.workspace, "boat")
    assert "boat" not in _paths(app.search.find("ship fare", mode="dense"))
    assert "boat" not in _paths(app.search.find("boat"))


def test_hits_know_their_place(app: App) -> None:
    text = f"{'Something else. ' * 40}The pier has a crack. {'More of the same. ' * 40}"
    put(app.workspace, {"long": text})
    (hit,) = app.search.find("cracked piers").hits
    assert (hit.rank, hit.document, hit.page) == (1, "long", 1)
    with app.workspace.db.reading() as session:
        page = session.scalars(select(PageRow)).one()
    assert page.text[hit.start : hit.end] == hit.text == text
    assert page.text[hit.best_start : hit.best_end] == "The pier has a crack."


def test_a_collection_by_name_by_id_and_by_the_beginning_of_its_id(app: App) -> None:
    put(app.workspace, {"a": "A crack in the pier."}, "one")
    put(app.workspace, {"b": "Another crack in the pier."}, "two")
    two = app.find("collections", "two")
    assert sorted(_paths(app.search.find("crack"))) == ["a", "b"]
    for name in ("two", two, two[:8]):
        assert _paths(app.search.find("crack", collection=name)) == ["b"]
    with pytest.raises(NotFoundError, match="no collection “three”"):
        app.search.find("crack", collection="three")


@pytest.mark.parametrize(
    ("wrong", "told"), [({"mode": "fuzzy"}, "fuzzy"), ({"k": 0}, "0"), ({"k": 101}, "101")]
)
def test_wrong_settings_are_told(app: App, wrong: dict[str, object], told: str) -> None:
    with pytest.raises(UserError, match=told):
        app.search.find("bridge", **wrong)  # type: ignore[arg-type]


def test_limits_alone_find_nothing_and_say_so(app: App) -> None:
    put(app.workspace, SHELF)
    found = app.search.find("type:txt")
    assert found.hits == ()
    assert "Add words" in found.note
    assert app.search.find("type:txt bridge", mode="lexical").hits
    assert app.search.find("?!").note == ""


def test_no_worker_starts_where_there_is_nothing_for_it(app: App) -> None:
    before = set(psutil.Process().children())
    put(app.workspace, SHELF)
    assert app.search.find("الجسر").hits
    assert app.search.find("bridge").hits
    assert "embedded" in app.search.find("bridge", mode="dense").note
    assert set(psutil.Process().children()) == before


@pytest.mark.model
def test_an_embedder_that_is_gone_leaves_the_words(app: App) -> None:
    put(app.workspace, SHELF)
    embed(app.workspace)
    with app.workspace.db.session() as session:
        row = session.scalars(select(ModelRow).where(ModelRow.kind == "embedder")).one()
        # Under its own hash the int8 form of it would still be there, and serve.
        row.path, row.sha256 = "/nowhere/minilm", "0" * 64
        session.execute(update(EmbeddingRow).values(model_hash=row.sha256))
    found = app.search.find("the crack in the pier")
    assert _paths(found)[0] == "en/closure.txt"
    assert "/nowhere/minilm is gone" in found.note
    assert app.search.find("the crack in the pier", mode="dense").hits == ()
