# SPDX-License-Identifier: AGPL-3.0-or-later
"""Of passages with the same words those come first that say them together, in order, and what was asked."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from core.retrieval.catalogue import Catalogue
from core.retrieval.features import FEATURES, Ranker
from core.retrieval.frequencies import Frequencies
from core.workspace import Workspace
from tests.core.retrieval.conftest import SHELF, put


def _ranker() -> Ranker:
    frequencies = Frequencies()
    return Ranker(Catalogue(frequencies), frequencies)


def _ranked(session: Session, query: str, numbers: dict[str, int]) -> list[str]:
    """The passages' names in the order that the features alone give them."""
    found = _ranker().rank(session, query, dict.fromkeys(numbers.values(), 1.0))
    assert list(found.values()) == sorted(found.values(), reverse=True)
    names = {number: name for name, number in numbers.items()}
    return [names[number] for number in found]


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        # Together.
        (
            "Who repaired the broken lighthouse?",
            "The lighthouse was broken. Divers repaired it. Much else happened in town.",
            "The lighthouse stands. Much else happened. It rained. A chair was broken. Shoes are repaired.",
        ),
        # In order.
        (
            "What did the village council decide?",
            "So the village council decided against it.",
            "So the council of the mayor decided against that village.",
        ),
        # Numbers.
        ("What happened in 1987?", "In 1987 it happened.", "In 1978 it happened."),
        # Its kind: a time, a count, a name.
        ("When was the mill built?", "The mill was built in 1901.", "The mill was built of stone."),
        ("How many windows has the mill?", "The mill has twelve windows.", "The mill has green windows."),
        ("Who built the mill?", "The mill was built by Anna Keller.", "The mill was built by the sea."),
        ("متى بنيت الطاحونة؟", "بنيت الطاحونة سنة 1901 هنا.", "بنيت الطاحونة من الحجر هنا."),
        ("كم عدد نوافذ الطاحونة؟", "نوافذ الطاحونة اثنان وسبع.", "نوافذ الطاحونة خضراء وواسعة."),
    ],
)
def test_what_fits_better_comes_first(workspace: Workspace, query: str, better: str, worse: str) -> None:
    numbers = put(workspace, {"worse": worse, "better": better, **SHELF})
    with workspace.db.reading() as session:
        assert _ranked(session, query, {name: numbers[name] for name in ("worse", "better")}) == [
            "better",
            "worse",
        ]


def test_features_are_shares(workspace: Workspace) -> None:
    numbers = put(workspace, SHELF)
    with workspace.db.reading() as session:
        found = _ranker().features(session, "When was the river bridge closed?", list(numbers.values()))
        assert found.keys() == set(numbers.values())
        assert all(
            len(one) == len(FEATURES) and all(0 <= share <= 1 for share in one) for one in found.values()
        )
        best = dict(zip(FEATURES, found[numbers["en/closure.txt"]], strict=True))
        assert best["sentences"] > 0.9
        assert best["pairs"] > 0.9
        assert max(found[numbers["ar/market.txt"]]) == 0


def test_what_is_clearly_best_stays_so(workspace: Workspace) -> None:
    numbers = put(workspace, SHELF)
    scores = {number: float(rank == 0) for rank, number in enumerate(numbers.values())}
    with workspace.db.reading() as session:
        assert next(iter(_ranker().rank(session, "boat", scores))) == next(iter(scores))


@pytest.mark.parametrize("query", ["", "?", "the of", "\x00", "bridge " * 500])
def test_odd_queries(workspace: Workspace, query: str) -> None:
    numbers = put(workspace, SHELF)
    with workspace.db.reading() as session:
        assert set(_ranked(session, query, numbers)) == set(SHELF)
        assert _ranker().rank(session, query, {}) == {}
        assert set(_ranker().rank(session, query, {10**6: 1.0, 1: 0.5})) == {10**6, 1}
