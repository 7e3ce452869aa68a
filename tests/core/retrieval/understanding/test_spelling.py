# SPDX-License-Identifier: AGPL-3.0-or-later
"""A misspelt word gives way to the one of the pages that is meant; what may be right stays as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from core.db.tables import CollectionRow
from core.retrieval.lexical import Lexical
from core.retrieval.scope import Scope
from core.retrieval.understanding.reader import Reader
from core.retrieval.understanding.spelling import Spelling
from core.workspace import Workspace
from tests.core.retrieval.conftest import SHELF, delete, put


@pytest.fixture
def shelved(workspace: Workspace) -> Workspace:
    put(workspace, SHELF)
    return workspace


def _corrected(workspace: Workspace, query: str) -> str:
    with workspace.db.reading() as session:
        return Spelling().corrected(session, query)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("when was the brigde closed?", "when was the bridge closed?"),
        ("Inspecotrs found", "Inspectors found"),
        ("BIRDGE", "BRIDGE"),
        ("fresh cinamon cake", "fresh cinnamon cake"),
        ("sallaries and physicans", "sallaries and physicians"),
        ("متى أغلق الجسرر؟", "متى أغلق الجسر؟"),
        ("افتتحت المدرصة", "افتتحت المدرسة"),
        ("بيع الخضورات والفواكه", "بيع الخضروات والفواكه"),
        ("وجد المفتشزن شرخا", "وجد المفتشون شرخا"),
    ],
)
def test_a_misspelt_word_is_put_right(shelved: Workspace, typed: str, meant: str) -> None:
    assert _corrected(shelved, typed) == meant


@pytest.mark.parametrize(
    "query",
    [
        "why was the bridge closed",
        "closures and closing",
        "ridge",  # a short word, near to another
        "brodge2 2025 12,345",
        "who is Napoleon?",
        "الجسور والمعلمون والطالبات",
        "للمدرسة بالجسر والتاجر",
        "من هو نابليون؟",
        "",
        "?!",
        "aaaaaaaa" * 10,
        "中文 русский",
    ],
)
def test_what_may_be_right_stays(shelved: Workspace, query: str) -> None:
    assert _corrected(shelved, query) == query


def test_of_two_near_words_neither_is_taken(workspace: Workspace) -> None:
    put(workspace, {"a": "The letter lies on the table.", "b": "The better lies beside it, in batter."})
    assert _corrected(workspace, "btter") == "btter"


def test_operators_and_phrases_are_left_alone(shelved: Workspace) -> None:
    read = Reader(shelved).read('brigde tag:brigde "brigde pier"')
    assert read.corrected == 'bridge tag:brigde "brigde pier"'
    assert read.filters.tags == ("brigde",)
    assert read.phrases == ("brigde pier",)
    typed = Reader(shelved).read("brigde", correct=False)
    assert (typed.searched, typed.corrected) == ("brigde", None)


def test_the_words_are_those_of_the_pages_now(shelved: Workspace) -> None:
    spelling = Spelling()
    with shelved.db.reading() as session:
        assert spelling.corrected(session, "the archivve") == "the archivve"
    put(shelved, {"new": "The archive lies in the cellar."})
    with shelved.db.reading() as session:
        assert spelling.corrected(session, "the archivve") == "the archive"
    delete(shelved, "new")
    with shelved.db.reading() as session:
        assert spelling.corrected(session, "the archivve") == "the archivve"


def test_another_collections_words_do_not_count(shelved: Workspace) -> None:
    put(shelved, {"a": "The archive lies in the cellar."}, "others")
    with shelved.db.reading() as session:
        rows = session.scalars(select(CollectionRow).order_by(CollectionRow.name)).all()
        here, there = (Scope(collection=row.id) for row in rows)
        assert Spelling().corrected(session, "archivve", scope=here) == "archivve"
        assert Spelling().corrected(session, "archivve", scope=there) == "archive"


def test_right_questions_lose_nothing(workspace: Workspace, shared_data: Path) -> None:
    """A fifth of ARCD: few questions change, and their paragraphs are found no later than before."""
    data = json.loads((shared_data / "retrieval" / "arcd-train.json").read_text(encoding="utf-8"))["data"]
    paragraphs = [p for article in data for p in article["paragraphs"]][::5]
    numbers = put(workspace, {p["context"]: p["context"] for p in paragraphs})
    asked = [(qa["question"], numbers[p["context"]]) for p in paragraphs for qa in p["qas"]]
    spelling, lexical = Spelling(), Lexical()
    with workspace.db.reading() as session:
        corrected = [(question, spelling.corrected(session, question), n) for question, n in asked]
        changed = [one for one in corrected if one[0] != one[1]]
        before = [_reciprocal_rank(list(lexical.scores(session, typed, 10)), n) for typed, _, n in changed]
        after = [_reciprocal_rank(list(lexical.scores(session, right, 10)), n) for _, right, n in changed]
    assert len(changed) <= 0.06 * len(asked), changed
    assert sum(after) >= sum(before)


def _reciprocal_rank(found: list[int], wanted: int) -> float:
    return 1 / (found.index(wanted) + 1) if wanted in found else 0.0
