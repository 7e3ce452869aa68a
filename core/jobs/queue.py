# SPDX-License-Identifier: AGPL-3.0-or-later
"""The jobs table as a queue: what stands in it survives any crash."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.db.find import existing
from core.db.tables import JobRow
from core.errors import Cancelled, UserError
from core.records import Job
from core.workspace import Workspace

HEARTBEAT_SECONDS = 2.0
STALE_SECONDS = 20.0
_WRITE_EVERY_SECONDS = 0.25


def record(row: JobRow) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        title=row.title,
        state=row.state,
        done=row.done,
        total=row.total,
        message=row.message,
        error=row.error,
        result=row.result,
        created=row.created,
        started=row.started,
        ended=row.ended,
    )


def add(workspace: Workspace, kind: str, title: str, parameters: dict[str, Any]) -> str:
    """Queues a job; returns its id."""
    with workspace.db.session() as session:
        return insert(session, workspace, kind, title, parameters)


def insert(session: Session, workspace: Workspace, kind: str, title: str, parameters: dict[str, Any]) -> str:
    """Queues a job within the caller's transaction, for rows that must appear together with it."""
    row = JobRow(kind=kind, title=title, parameters=parameters)
    session.add(row)
    session.flush()
    workspace.audit.append(session, "job.add", row.id, kind=kind)
    return row.id


def get(workspace: Workspace, job_id: str) -> Job:
    with workspace.db.reading() as session:
        row = existing(session, JobRow, job_id, "job")
        return record(row)


def waiting(workspace: Workspace) -> list[Job]:
    """Queued jobs, oldest first."""
    with workspace.db.reading() as session:
        rows = session.scalars(select(JobRow).where(JobRow.state == "queued").order_by(JobRow.created))
        return [record(row) for row in rows]


def claim(workspace: Workspace, job_id: str) -> bool:
    """Takes a queued job; False when another process was faster. The worker fills in its own pid."""
    with workspace.db.session() as session:
        taken = session.execute(
            update(JobRow)
            .where(JobRow.id == job_id, JobRow.state == "queued")
            .values(
                state="running",
                started=time.time(),
                heartbeat=time.time(),
                pid=None,
                error=None,
                cancel_requested=False,
                pause_requested=False,
                attempts=JobRow.attempts + 1,
            )
        )
        return bool(taken.rowcount)  # type: ignore[attr-defined]


def requeue(workspace: Workspace, job_id: str) -> None:
    """Puts a paused, interrupted, failed or cancelled job back; handlers go on where the work stopped."""
    with workspace.db.session() as session:
        row = existing(session, JobRow, job_id, "job")
        if row.state not in {"interrupted", "failed", "cancelled", "paused"}:
            raise UserError(f"The job “{row.title}” is {row.state}: there is nothing to resume.")
        row.state, row.error, row.ended = "queued", None, None
        row.cancel_requested = row.pause_requested = False
        workspace.audit.append(session, "job.resume", job_id)


def request_cancel(workspace: Workspace, job_id: str) -> None:
    """Asks a running job to stop at its next step; a queued or paused one is cancelled at once."""
    with workspace.db.session() as session:
        row = existing(session, JobRow, job_id, "job")
        if row.state in {"queued", "paused"}:
            row.state, row.ended = "cancelled", time.time()
        elif row.state == "running":
            row.cancel_requested = True
        workspace.audit.append(session, "job.cancel", job_id)


def request_pause(workspace: Workspace, job_id: str) -> None:
    """Asks a running job to stop at its next step and wait; a queued one waits at once.

    Raises :class:`UserError` when the job has ended.
    """
    with workspace.db.session() as session:
        row = existing(session, JobRow, job_id, "job")
        if row.state == "queued":
            row.state = "paused"
        elif row.state == "running":
            row.pause_requested = True
        elif row.state != "paused":
            raise UserError(f"The job “{row.title}” is {row.state}: there is nothing to pause.")
        workspace.audit.append(session, "job.pause", job_id)


def stopped(workspace: Workspace, job_id: str) -> None:
    """Writes that a running job stopped because someone asked for it: paused, or cancelled."""
    with workspace.db.reading() as session:
        row = session.get_one(JobRow, job_id)
        paused = row.pause_requested and not row.cancel_requested
    finish(workspace, job_id, "paused" if paused else "cancelled")


def finish(
    workspace: Workspace,
    job_id: str,
    state: str,
    *,
    result: dict[str, Any] | None = None,
    error: str | None = None,
) -> None:
    """Writes a running job's end; a job that already ended stays as it is."""
    with workspace.db.session() as session:
        row = session.get(JobRow, job_id)
        if row is None or row.state != "running":
            return
        row.state, row.error, row.ended, row.pid = state, error, time.time(), None
        row.result = result if result is not None else row.result
        workspace.audit.append(session, f"job.{state}", job_id)


class JobContext:
    """What a handler holds: its parameters, and the way to tell progress and notice a cancellation."""

    def __init__(self, workspace: Workspace, job_id: str, parameters: dict[str, Any]) -> None:
        self.workspace = workspace
        self.id = job_id
        self.parameters = parameters
        self._written = 0.0

    def progress(self, done: float, total: float, message: str = "") -> None:
        """Tells how far the work is (written at most 4 times a second).

        Raises :class:`Cancelled` when someone asked to stop or to pause: call it where all is whole.
        """
        if time.monotonic() - self._written < _WRITE_EVERY_SECONDS and done < total:
            return
        self._written = time.monotonic()
        with self.workspace.db.session() as session:
            row = session.get_one(JobRow, self.id)
            row.done, row.total, row.message = done, total, message
            row.heartbeat = time.time()
            asked = row.cancel_requested or row.pause_requested
        if asked:
            raise Cancelled

    def check(self) -> None:
        """Raises :class:`Cancelled` when someone asked to stop or to pause."""
        with self.workspace.db.reading() as session:
            row = session.get_one(JobRow, self.id)
            if row.cancel_requested or row.pause_requested:
                raise Cancelled
