# SPDX-License-Identifier: AGPL-3.0-or-later
"""Searches are kept with all their limits, and names are kept apart."""

from __future__ import annotations

import pytest

from core.app import App
from core.errors import NotFoundError, UserError
from core.records import SearchFilters


def test_a_search_is_kept_as_it_was(app: App) -> None:
    filters = SearchFilters(collection="x", tags=("a", "b"), types=("pdf",), since="2021-01-01")
    kept = app.search.save(" the  crack ", "شرخ الجسر", "lexical", filters)
    assert app.search.saved() == [kept]
    assert (kept.name, kept.query, kept.mode, kept.filters) == ("the crack", "شرخ الجسر", "lexical", filters)
    app.search.delete_saved(kept.id)
    assert app.search.saved() == []
    with pytest.raises(NotFoundError):
        app.search.delete_saved(kept.id)


@pytest.mark.parametrize(("name", "mode"), [(" ", "hybrid"), ("taken", "hybrid"), ("new", "fuzzy")])
def test_bad_names_and_modes_are_told(app: App, name: str, mode: str) -> None:
    app.search.save("taken", "bridge")
    with pytest.raises(UserError):
        app.search.save(name, "bridge", mode)
    assert [one.name for one in app.search.saved()] == ["taken"]
