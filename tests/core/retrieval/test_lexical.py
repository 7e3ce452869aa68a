# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words find their passages in both scripts, whatever the query looks like and however large the index is."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from core.retrieval import lexical
from core.retrieval.index import index_chunks
from core.retrieval.lexical import Lexical
from core.retrieval.scope import Scope
from core.workspace import Workspace
from tests.core.retrieval.conftest import SHELF, delete, put


def _found(workspace: Workspace, query: str, collection: str | None = None, n: int = 10) -> list[int]:
    with workspace.db.reading() as session:
        scores = Lexical().scores(session, query, n, Scope(collection=collection))
    assert list(scores.values()) == sorted(scores.values(), reverse=True)
    return list(scores)


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("closing of bridges", "en/closure.txt"),
        ("inspecters", "en/closure.txt"),
        ("BÁKERS", "en/bakery.txt"),
        ("إغلاق الجسور", "ar/closure.txt"),
        ("للمعلمين", "ar/school.txt"),
        ("الخضرواتِ", "ar/market.txt"),
    ],
)
def test_other_forms_of_a_word_are_found(workspace: Workspace, query: str, path: str) -> None:
    assert _found(workspace, query) == []
    numbers = put(workspace, SHELF)
    assert _found(workspace, query)[0] == numbers[path]


def test_neighbouring_words_count_for_more(workspace: Workspace) -> None:
    numbers = put(
        workspace,
        {
            "apart": "A crack was seen, and later the pier of stone was shown to the third visitor.",
            "together": "A crack was seen, and later the stone was shown at the third pier to a visitor.",
        },
    )
    assert _found(workspace, "third pier")[0] == numbers["together"]


@pytest.mark.parametrize(
    "query",
    [
        '"bridge" AND (river* NOT ^closed) NEAR/2 stems : grams -x',
        "bridge' OR 1=1; DROP TABLE chunks --",
        'bridge """',
        "bridge ½ Ⅳ ￿ ǅ",
    ],
)
def test_no_operator_hides_in_a_query(workspace: Workspace, query: str) -> None:
    numbers = put(workspace, SHELF)
    assert _found(workspace, query)[0] == numbers["en/closure.txt"]


def test_a_query_of_thousands_of_words(workspace: Workspace) -> None:
    numbers = put(workspace, SHELF)
    words = " ".join(f"word{number}x" for number in range(5000))
    assert _found(workspace, f"{words} pier")[0] == numbers["en/closure.txt"]


@pytest.mark.parametrize("query", ["", "?!"])
def test_a_query_without_words_finds_nothing(workspace: Workspace, query: str) -> None:
    put(workspace, SHELF)
    assert _found(workspace, query) == []


def test_only_the_asked_collection(workspace: Workspace) -> None:
    put(workspace, {"a": "A crack in the pier."}, "one")
    numbers = put(workspace, {"b": "A crack in the old pier."}, "two")
    with workspace.db.reading() as session:
        two = session.execute(text("SELECT id FROM collections WHERE name = 'two'")).scalar_one()
    assert _found(workspace, "crack pier", two) == [numbers["b"]]


def test_what_is_deleted_is_found_no_more(workspace: Workspace) -> None:
    put(workspace, SHELF)
    delete(workspace, "en/closure.txt")
    with workspace.db.reading() as session:
        left = session.execute(text("SELECT count(*) FROM chunk_fts")).scalar_one()
    assert left == len(SHELF) - 1
    assert _found(workspace, "pier") == []


def test_indexing_again_changes_nothing(workspace: Workspace) -> None:
    numbers = put(workspace, SHELF)
    with workspace.db.session() as session:
        index_chunks(session, [(numbers[path], content, "en") for path, content in SHELF.items()])
    assert _found(workspace, "pier") == [numbers["en/closure.txt"]]


def test_a_large_index_is_read_by_its_rare_terms(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = put(workspace, {f"{i}": f"The river is long, says page {i}." for i in range(60)})
    monkeypatch.setattr(lexical, "_MOST_ENTRIES", 20)
    assert _found(workspace, "what does the page 37 say of the river", n=3)[0] == numbers["37"]
    # Common words alone are still searched.
    assert len(_found(workspace, "the river", n=100)) == 60
