# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers as the database keeps them, made into records again; what older answers lack has its default."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db.tables import MessageRow
from core.records import Answer, Box, Citation, ContextUse, Sentence, Usage

_BATCH = 500


class KeptAnswers:
    """The answers that were read last: long conversations are opened again and again. ``most`` of them."""

    def __init__(self, most: int = 4000) -> None:
        self._most = most
        self._known: dict[str, Answer] = {}

    def of(self, session: Session, messages: Sequence[str]) -> dict[str, Answer]:
        """The answers of messages by their ids; those without one are left out."""
        known = {one: self._known[one] for one in messages if one in self._known}
        missing = [one for one in messages if one not in known]
        for begin in range(0, len(missing), _BATCH):
            batch = missing[begin : begin + _BATCH]
            query = select(MessageRow.id, MessageRow.answer).where(MessageRow.id.in_(batch))
            known |= {row.id: answer_from(row.answer, row.id) for row in session.execute(query) if row.answer}
        if len(self._known) + len(missing) > self._most:
            self._known = {}
        self._known |= {one: known[one] for one in missing[: self._most] if one in known}
        return known


def answer_from(kept: dict[str, Any], message_id: str | None = None) -> Answer:
    """The answer that ``dataclasses.asdict`` made ``kept`` of."""
    context = kept.get("context")
    return Answer(
        **{
            **kept,
            "sentences": tuple(_sentence(one) for one in kept["sentences"]),
            "usage": Usage(**kept["usage"]),
            "context": ContextUse(**context) if context else None,
            "withheld": tuple(kept.get("withheld", ())),
            "message_id": message_id,
        }
    )


def _sentence(kept: dict[str, Any]) -> Sentence:
    citations = tuple(map(_citation, kept["citations"]))
    return Sentence(**kept | {"citations": citations, "problems": tuple(kept.get("problems", ()))})


def _citation(kept: dict[str, Any]) -> Citation:
    boxes: tuple[Box, ...] = tuple(map(tuple, kept.get("boxes", ())))
    return Citation(**kept | {"boxes": boxes})
