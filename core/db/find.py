# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows by their ids, or a sentence that says what is not there."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy.orm import Session

from core.db.tables import Base
from core.errors import NotFoundError

Row = TypeVar("Row", bound=Base)


def existing(session: Session, table: type[Row], row_id: str, what: str, *, see: str = "") -> Row:
    """The row of an id. ``what`` names its kind ("document"), ``see`` the command that lists them.

    Raises :class:`NotFoundError`.
    """
    row = session.get(table, row_id)
    if row is None:
        raise NotFoundError(f"There is no {what} {row_id}.", do=f"See: {see}" if see else "")
    return row
