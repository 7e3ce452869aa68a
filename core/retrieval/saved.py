# SPDX-License-Identifier: AGPL-3.0-or-later
"""Searches that a person keeps under a name."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import select

from core.db.tables import SavedSearchRow
from core.errors import NotFoundError, UserError
from core.records import SavedSearch, SearchFilters
from core.workspace import Workspace


def save(workspace: Workspace, name: str, query: str, mode: str, filters: SearchFilters) -> SavedSearch:
    """Raises :class:`UserError` for an empty name, and one that is taken."""
    name = " ".join(name.split())
    if not name:
        raise UserError("A saved search needs a name.")
    with workspace.db.session() as session:
        if session.scalar(select(SavedSearchRow.id).where(SavedSearchRow.name == name)) is not None:
            raise UserError(f"There is a saved search “{name}” already.", do="Choose another name.")
        row = SavedSearchRow(name=name, query=query, mode=mode, filters=asdict(filters))
        session.add(row)
        session.flush()
        workspace.audit.append(session, "search.save", row.id)
        return _record(row)


def listed(workspace: Workspace) -> list[SavedSearch]:
    """All saved searches by name."""
    with workspace.db.reading() as session:
        rows = session.scalars(select(SavedSearchRow).order_by(SavedSearchRow.name))
        return [_record(row) for row in rows]


def delete(workspace: Workspace, search_id: str) -> None:
    """Raises :class:`NotFoundError`."""
    with workspace.db.session() as session:
        row = session.get(SavedSearchRow, search_id)
        if row is None:
            raise NotFoundError(f"There is no saved search {search_id}.")
        session.delete(row)
        workspace.audit.append(session, "search.forget", search_id)


def _record(row: SavedSearchRow) -> SavedSearch:
    return SavedSearch(row.id, row.name, row.query, row.mode, _filters(row.filters), row.created)


def _filters(values: dict[str, Any]) -> SearchFilters:
    known = {field.name for field in fields(SearchFilters)}
    stored: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v for name, v in values.items() if name in known
    }
    return SearchFilters(**stored)
