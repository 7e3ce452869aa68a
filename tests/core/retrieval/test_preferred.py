# SPDX-License-Identifier: AGPL-3.0-or-later
"""What plain words say of the documents raises those that fit and leaves out none."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.app import App
from core.db.tables import DocumentRow
from tests.core.retrieval.conftest import put


@pytest.fixture
def dated(app: App) -> App:
    text = "An invoice for stone, number {}."
    put(app.workspace, {f"{n}.txt": text.format(n) for n in range(5)} | {"filler.txt": "Nothing of it."})
    with app.workspace.db.session() as session:
        for row in session.scalars(select(DocumentRow)):
            row.created_on = "2023-03-09" if row.name == "3.txt" else "2020-01-01"
    return app


@pytest.mark.parametrize("query", ["invoices for stone from March 2023", "invoice for stone since 2022"])
def test_documents_of_the_period_come_first(dated: App, query: str) -> None:
    found = dated.search.find(query, mode="lexical")
    assert found.hits[0].document == "3.txt"
    assert len(found.hits) == 5
    assert [word.startswith("≈ ") for word in found.understood] == [True]


def test_a_period_without_documents_changes_nothing(dated: App) -> None:
    found = dated.search.find("invoices for stone from March 1999", mode="lexical")
    assert len(found.hits) == 5


def test_a_strict_day_limits(dated: App) -> None:
    found = dated.search.find("invoices for stone since:2022", mode="lexical")
    assert [hit.document for hit in found.hits] == ["3.txt"]


def test_a_follow_up_is_searched_as_a_whole(dated: App) -> None:
    before = ["Which invoice has the number 3?"]
    found = dated.search.find("and 4?", mode="lexical", before=before)
    assert found.corrected == "Which invoice has the number 4?"
    assert found.hits[0].document == "4.txt"
    assert dated.search.find("and 4?", mode="lexical", before=before, correct=False).corrected is None
    understood = dated.search.understand("How many invoices are there from March 2023?")
    assert (understood.intent, str(understood.period)) == ("count", "2023-03-01…2023-03-31")
