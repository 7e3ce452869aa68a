# SPDX-License-Identifier: AGPL-3.0-or-later
"""The examples of a dataset as other layers need them: by split for training, and their hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db.tables import ExampleRow

Messages = list[dict[str, str]]
Turns = tuple[tuple[str, str], ...]


def accepted(session: Session, dataset_id: str) -> Sequence[ExampleRow]:
    """The rows that training and evaluation may use, in their order."""
    query = select(ExampleRow).where(ExampleRow.dataset_id == dataset_id, ExampleRow.state == "accepted")
    return session.scalars(query.order_by(ExampleRow.number)).all()


def conversations(session: Session, dataset_id: str, split: str) -> list[Turns]:
    """The accepted conversations of "train", "validation" or "test" ("": not split yet), in order."""
    return [turns_of(row.messages) for row in accepted(session, dataset_id) if row.split == split]


def digest(session: Session, dataset_id: str) -> str:
    """SHA-256 (hex) over the accepted conversations and their splits: what a run says it was trained on.

    Independent of the examples' order.
    """
    digests = sorted(_digest(row) for row in accepted(session, dataset_id))
    return hashlib.sha256(b"".join(digests)).hexdigest()


def _digest(row: ExampleRow) -> bytes:
    return hashlib.sha256(json.dumps([row.messages, row.split], ensure_ascii=False).encode()).digest()


def turns_of(messages: Sequence[dict[str, str]]) -> Turns:
    """Stored messages as (role, content) pairs."""
    return tuple((turn["role"], turn["content"]) for turn in messages)


def question(messages: Sequence[dict[str, str]]) -> str:
    """The last thing the user says."""
    return next((turn["content"] for turn in reversed(messages) if turn["role"] == "user"), "")


def answer(messages: Sequence[dict[str, str]]) -> str:
    """What the assistant should say in the end."""
    return messages[-1]["content"] if messages else ""
