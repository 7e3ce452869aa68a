# SPDX-License-Identifier: AGPL-3.0-or-later
"""A job's end is in the table however its worker ended."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import psutil
import pytest

from core.app import App
from core.errors import UserError
from core.records import Job


def _until_running(app: App, job_id: str) -> psutil.Process:
    """The worker's process, once the table names it."""
    from core.db.tables import JobRow

    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with app.workspace.db.reading() as session:
            row = session.get_one(JobRow, job_id)
            if row.pid is not None:
                return psutil.Process(row.pid)
    raise AssertionError("the worker never began")


def _ingest(app: App, tmp_path: Path, files: int) -> str:
    folder = tmp_path / "in"
    folder.mkdir(exist_ok=True)
    for number in range(files):
        (folder / f"{number:04d}.txt").write_text(f"File number {number} speaks of a bridge.\n" * 20)
    return app.documents.ingest([folder])


def test_a_job_succeeds_and_keeps_its_result(app: App, tmp_path: Path) -> None:
    job = app.jobs.wait(_ingest(app, tmp_path, 3))
    assert job.state == "succeeded"
    assert job.result is not None
    assert len(job.result["documents"]) == 3


def test_kill_9_leaves_an_interrupted_job_that_resumes_without_doubling(app: App, tmp_path: Path) -> None:
    job_id = _ingest(app, tmp_path, 400)
    app.jobs.start(job_id)
    worker = _until_running(app, job_id)
    os.kill(worker.pid, signal.SIGKILL)
    ended: Job = app.jobs.wait(job_id)
    assert ended.state == "interrupted"
    assert "resume" in (ended.error or "").lower()
    app.jobs.resume(job_id)
    assert app.jobs.wait(job_id).state == "succeeded"
    names = [document.name for document in app.documents.list()]
    assert sorted(names) == [f"{number:04d}.txt" for number in range(400)]


def test_a_queued_job_is_cancelled_at_once(app: App, tmp_path: Path) -> None:
    job_id = _ingest(app, tmp_path, 1)
    app.jobs.cancel(job_id)
    assert app.jobs.wait(job_id).state == "cancelled"
    assert app.documents.list() == []


def test_only_an_ended_job_resumes(app: App, tmp_path: Path) -> None:
    job_id = _ingest(app, tmp_path, 1)
    app.jobs.wait(job_id)
    with pytest.raises(UserError, match="nothing to resume"):
        app.jobs.resume(job_id)


def test_the_key_is_in_no_process_listing(app: App, tmp_path: Path) -> None:
    job_id = _ingest(app, tmp_path, 200)
    app.jobs.start(job_id)
    worker = _until_running(app, job_id)
    seen = " ".join(worker.cmdline()) + repr(worker.environ())
    app.jobs.wait(job_id)
    assert app.workspace.key.raw.hex() not in seen


def test_a_paused_job_goes_on_where_it_stopped(app: App, tmp_path: Path) -> None:
    job_id = _ingest(app, tmp_path, 60)
    app.jobs.start(job_id)
    _until_running(app, job_id)
    app.jobs.pause(job_id)
    paused = app.jobs.wait(job_id)
    assert (paused.state, paused.finished, paused.error) == ("paused", False, None)
    assert len(app.documents.list()) < 60
    app.jobs.resume(job_id)
    assert app.jobs.wait(job_id).state == "succeeded"
    names = [document.name for document in app.documents.list()]
    assert sorted(names) == [f"{number:04d}.txt" for number in range(60)]
    with pytest.raises(UserError, match="nothing to pause"):
        app.jobs.pause(job_id)


def test_a_queued_job_waits_at_once_and_can_still_be_cancelled(app: App, tmp_path: Path) -> None:
    job_id = _ingest(app, tmp_path, 1)
    app.jobs.pause(job_id)
    assert app.jobs.wait(job_id).state == "paused"
    app.jobs.cancel(job_id)
    assert app.jobs.get(job_id).state == "cancelled"
