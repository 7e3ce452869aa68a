# SPDX-License-Identifier: AGPL-3.0-or-later
"""Looking for words in what was asked and answered, in all conversations and on all their branches."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db.tables import ConversationRow, MessageRow
from core.records import ChatHit
from core.retrieval.normalise import fold, fold_with_map

# Rows fetched at a time: a search that finds enough among the newest reads no further.
_BATCH = 500


def find(session: Session, text: str, limit: int) -> list[ChatHit]:
    """The newest messages that hold every word of ``text``; see :func:`_hits`."""
    return list(islice(_hits(session, text), limit))


def _hits(session: Session, text: str) -> Iterator[ChatHit]:
    """Messages that hold every word of ``text``, however either is spelt, newest first.

    ``start:end`` is the words together where they stand so, else the first of them. A conversation whose name
    alone fits gives its first message, with an empty span.
    """
    words = fold(text).split()
    if not words:
        return
    query = (
        select(
            ConversationRow.id,
            ConversationRow.title,
            MessageRow.id,
            MessageRow.role,
            MessageRow.text,
            MessageRow.created,
            MessageRow.number == 1,
        )
        .join(MessageRow, MessageRow.conversation_id == ConversationRow.id)
        .order_by(MessageRow.created.desc(), MessageRow.number.desc())
        .execution_options(yield_per=_BATCH)
    )
    for conversation, title, message, role, said, created, opens in session.execute(query):
        span = _span(said, words)
        if span is None and opens and _all_in(words, fold(title)):
            span = (0, 0)
        if span is not None:
            yield ChatHit(conversation, title, message, role, said, *span, created)


def _all_in(words: list[str], folded: str) -> bool:
    return all(word in folded for word in words)


def _span(text: str, words: list[str]) -> tuple[int, int] | None:
    """Where the words stand in a text that holds them all, as offsets into it."""
    if not _all_in(words, fold(text)):
        return None
    folded, offsets = fold_with_map(text)
    phrase = " ".join(words)
    wanted = phrase if phrase in folded else words[0]
    at = folded.index(wanted)
    end = at + len(wanted)
    return offsets[at], offsets[end] if end < len(offsets) else len(text)
