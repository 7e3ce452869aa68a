# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deleting conversations, which SQLite does not do by itself when they are long."""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from core.db.tables import ConversationRow, MessageRow

# No object of the session stands for these rows.
_APART = {"synchronize_session": False}


def delete_conversations(session: Session, wanted: ColumnElement[bool]) -> None:
    """Deletes those for which ``wanted`` holds, with their messages.

    A message's children go with it, and theirs with them: SQLite follows such a chain a thousand rows deep
    and then refuses. So the chain is taken apart first.
    """
    own = MessageRow.conversation_id.in_(select(ConversationRow.id).where(wanted))
    session.execute(update(MessageRow).where(own).values(parent_id=None), execution_options=_APART)
    session.execute(delete(MessageRow).where(own), execution_options=_APART)
    session.execute(delete(ConversationRow).where(wanted), execution_options=_APART)
