# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words that a person puts on documents."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import sqlite

from core.db.tables import DocumentRow, TagRow
from core.documents.rows import existing, within
from core.documents.trail import note
from core.errors import UserError
from core.workspace import Workspace


def put(workspace: Workspace, ids: Sequence[str], name: str) -> None:
    """Puts a tag on documents; again is harmless. Raises :class:`UserError` for an empty one."""
    name = " ".join(name.split())
    if not name:
        raise UserError("A tag needs a name.")
    with workspace.db.session() as session:
        for document_id in ids:
            existing(session, document_id)
            row = sqlite.insert(TagRow).values(document_id=document_id, name=name)
            session.execute(row.on_conflict_do_nothing())
        note(workspace, session, "tag", ids)


def take_off(workspace: Workspace, ids: Sequence[str], name: str) -> None:
    """Takes a tag off documents; those that do not have it stay as they are."""
    with workspace.db.session() as session:
        for document_id in ids:
            existing(session, document_id)
            session.execute(
                delete(TagRow).where(TagRow.document_id == document_id, TagRow.name == " ".join(name.split()))
            )
        note(workspace, session, "untag", ids)


def counted(workspace: Workspace, collection: str | None) -> list[tuple[str, int]]:
    """All tags by name, each with the number of documents that have it."""
    query = (
        select(TagRow.name, func.count())
        .join(DocumentRow, DocumentRow.id == TagRow.document_id)
        .where(within(collection))
        .group_by(TagRow.name)
        .order_by(TagRow.name)
    )
    with workspace.db.reading() as session:
        return [(name, count) for name, count in session.execute(query)]
