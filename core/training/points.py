# SPDX-License-Identifier: AGPL-3.0-or-later
"""The curves of a run, written point by point while it goes."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from core.db.tables import RunPointRow
from core.workspace import Workspace

Curve = tuple[tuple[int, float], ...]


def write(workspace: Workspace, run_id: str, step: int, values: Mapping[str, float]) -> None:
    """Sets the values at ``step``; a point that was there already (before a crash) is replaced."""
    rows = [
        {"run_id": run_id, "name": name, "step": step, "value": float(value), "at": time.time()}
        for name, value in values.items()
        if math.isfinite(value)
    ]
    if not rows:
        return
    statement = insert(RunPointRow)
    newer = {"value": statement.excluded.value, "at": statement.excluded.at}
    with workspace.db.session() as session:
        session.execute(
            statement.on_conflict_do_update(index_elements=["run_id", "name", "step"], set_=newer), rows
        )


def forget_after(workspace: Workspace, run_id: str, step: int) -> None:
    """Takes back the points beyond a checkpoint that the run goes on from."""
    with workspace.db.session() as session:
        session.execute(delete(RunPointRow).where(RunPointRow.run_id == run_id, RunPointRow.step > step))


def curve(session: Session, run_id: str, name: str) -> Curve:
    """The points of one name, by step."""
    rows = session.execute(
        select(RunPointRow.step, RunPointRow.value)
        .where(RunPointRow.run_id == run_id, RunPointRow.name == name)
        .order_by(RunPointRow.step)
    )
    return tuple((step, value) for step, value in rows)
