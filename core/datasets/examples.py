# SPDX-License-Identifier: AGPL-3.0-or-later
"""Examples as rows and as records, and what training may see of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.db.tables import DatasetRow, DocumentRow, ExampleRow
from core.errors import NotFoundError, UserError
from core.records import Dataset, Example

Turns = tuple[tuple[str, str], ...]

ROLES = ("system", "user", "assistant")
STATES = ("pending", "accepted", "rejected")
SPLITS = ("train", "validation", "test")


def turns_of(messages: Sequence[dict[str, Any]]) -> Turns:
    """Stored messages as (role, content) pairs."""
    return tuple((str(message["role"]), str(message["content"])) for message in messages)


def messages_of(turns: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"role": role, "content": content} for role, content in turns]


def checked(turns: Sequence[tuple[str, str]]) -> Turns:
    """The turns, trimmed, when a model can learn from them: someone asks, and the last word is an answer.

    Raises ValueError with the reason otherwise.
    """
    trimmed = tuple((role, content.strip()) for role, content in turns)
    spoken = [role for role, _ in trimmed if role != "system"]
    strange = next((role for role, _ in trimmed if role not in ROLES), None)
    if strange is not None:
        raise ValueError(f"a turn is by “{strange}”; known are {', '.join(ROLES)}")
    if "assistant" not in spoken or not any(text for role, text in trimmed if role == "assistant"):
        raise ValueError("there is no answer")
    if spoken[0] != "user" or not trimmed[[role for role, _ in trimmed].index("user")][1]:
        raise ValueError("there is no question before the answer")
    if spoken[-1] != "assistant":
        raise ValueError("it ends with a question that is not answered")
    empty = next((number for number, (role, text) in enumerate(trimmed, 1) if not text and role != "system"), 0)
    if empty:
        raise ValueError(f"turn {empty} is empty")
    return tuple(turn for turn in trimmed if turn[1])


def conversations(session: Session, dataset_id: str, split: str) -> list[Turns]:
    """The accepted examples of a split, in their order."""
    rows = session.scalars(
        select(ExampleRow.messages)
        .where(ExampleRow.dataset_id == dataset_id, ExampleRow.state == "accepted", ExampleRow.split == split)
        .order_by(ExampleRow.number)
    )
    return [turns_of(messages) for messages in rows]


def digest(session: Session, dataset_id: str) -> str:
    """SHA-256 (hex) over the accepted examples and their splits: what a run says it was trained on."""
    found = hashlib.sha256()
    rows = session.execute(
        select(ExampleRow.messages, ExampleRow.split)
        .where(ExampleRow.dataset_id == dataset_id, ExampleRow.state == "accepted")
        .order_by(ExampleRow.number)
    )
    for messages, split in rows:
        found.update(json.dumps([turns_of(messages), split], ensure_ascii=False).encode())
    return found.hexdigest()


def find(session: Session, dataset_id: str) -> DatasetRow:
    """Raises :class:`NotFoundError`."""
    row = session.get(DatasetRow, dataset_id)
    if row is None:
        raise NotFoundError(f"There is no dataset {dataset_id}.", do="See: isnad dataset list")
    return row


def find_example(session: Session, example_id: str) -> ExampleRow:
    row = session.get(ExampleRow, example_id)
    if row is None:
        raise NotFoundError(f"There is no example {example_id}.")
    return row


def require_state(state: str) -> None:
    if state not in STATES:
        raise UserError(f"“{state}” is no state of an example.", do=f"Choose one of: {', '.join(STATES)}.")


def dataset_record(session: Session, row: DatasetRow) -> Dataset:
    states = dict.fromkeys(STATES, 0) | _counts(session, row.id, ExampleRow.state)
    return Dataset(
        id=row.id,
        name=row.name,
        kind=row.kind,
        recipe=row.recipe,
        source=row.source,
        examples=sum(states.values()),
        accepted=states["accepted"],
        rejected=states["rejected"],
        pending=states["pending"],
        splits=_counts(session, row.id, ExampleRow.split, ExampleRow.state == "accepted"),
        hash=digest(session, row.id),
        created=row.created,
    )


def _counts(session: Session, dataset_id: str, column: Any, *conditions: Any) -> dict[str, int]:
    rows = session.execute(
        select(column, func.count()).where(ExampleRow.dataset_id == dataset_id, *conditions).group_by(column)
    )
    return {str(value): int(count) for value, count in rows if value}


def example_record(row: ExampleRow, document: DocumentRow | None) -> Example:
    return Example(
        id=row.id,
        dataset_id=row.dataset_id,
        number=row.number,
        messages=turns_of(row.messages),
        state=row.state,
        edited=row.original is not None,
        split=row.split,
        origin=row.origin,
        document_id=row.document_id,
        document=document.path if document else None,
        page=row.page,
        start=row.start,
        end=row.end,
    )
