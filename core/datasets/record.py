# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows of datasets and examples as the records that leave core."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.datasets.examples import digest, turns_of
from core.db.tables import DatasetRow, ExampleRow
from core.records import Dataset, Example


def dataset_record(session: Session, row: DatasetRow) -> Dataset:
    count = func.count()
    of_dataset = ExampleRow.dataset_id == row.id
    by_state: Any = session.execute(
        select(ExampleRow.state, count).where(of_dataset).group_by(ExampleRow.state)
    ).all()
    states: dict[str, int] = dict(by_state)
    sides: Any = session.execute(
        select(ExampleRow.split, count)
        .where(of_dataset, ExampleRow.state == "accepted", ExampleRow.split != "")
        .group_by(ExampleRow.split)
    ).all()
    return Dataset(
        id=row.id,
        name=row.name,
        kind=row.kind,
        recipe=row.recipe,
        source=row.source,
        examples=sum(states.values()),
        accepted=states.get("accepted", 0),
        rejected=states.get("rejected", 0),
        pending=states.get("pending", 0),
        splits=dict(sides),
        hash=digest(session, row.id),
        created=row.created,
    )


def example_record(row: ExampleRow, paths: dict[str, str]) -> Example:
    return Example(
        id=row.id,
        dataset_id=row.dataset_id,
        number=row.number,
        messages=turns_of(row.messages),
        state=row.state,
        edited=row.original is not None and row.original != row.messages,
        split=row.split,
        origin=row.origin,
        document_id=row.document_id,
        document=paths.get(row.document_id or "", row.source) or None,
        page=row.page,
        start=row.start,
        end=row.end,
    )


def exported(example: Example) -> dict[str, Any]:
    kept = ("state", "split", "origin", "document", "page", "start", "end")
    messages = [{"role": role, "content": content} for role, content in example.messages]
    return {"messages": messages, **{name: getattr(example, name) for name in kept}}
