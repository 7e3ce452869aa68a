# SPDX-License-Identifier: AGPL-3.0-or-later
"""Starts workers for queued jobs, notices dead ones, and is what the rest of the program asks about jobs."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable
from typing import Any

import psutil
from sqlalchemy import select

from core.db.tables import JobRow
from core.jobs import handlers, process, queue
from core.records import Job, Progress
from core.workspace import Workspace

POLL_SECONDS = 0.2


class Jobs:
    """The jobs of one workspace, for a window or a command."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def add(self, kind: str, title: str, parameters: dict[str, Any]) -> str:
        """Queues a job and returns its id; :meth:`watch` or :meth:`start` gives it a worker."""
        return queue.add(self._workspace, kind, title, parameters)

    def start(self, job_id: str) -> None:
        """Gives a queued job a worker now, whatever else runs."""
        with self._lock:
            if queue.claim(self._workspace, job_id):
                self._children[job_id] = self._spawn(job_id)

    def wait(self, job_id: str, on_progress: Callable[[Progress], None] = lambda _: None) -> Job:
        """Starts the job if nobody has, and returns it when it ended or was paused."""
        self.start(job_id)
        while True:
            self.reap()
            job = self.get(job_id)
            if job.finished or job.state == "paused":
                return job
            on_progress(progress_of(job))
            time.sleep(POLL_SECONDS)

    def watch(self) -> None:
        """From now on a thread of this process keeps the queue moving (the window does this)."""
        self._thread = threading.Thread(target=self._keep_moving, name="jobs", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stops watching. Running jobs go on: their truth is the table."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join()

    def get(self, job_id: str) -> Job:
        return queue.get(self._workspace, job_id)

    def list(self, limit: int = 100) -> list[Job]:
        """The newest jobs first."""
        with self._workspace.db.reading() as session:
            rows = session.scalars(select(JobRow).order_by(JobRow.created.desc()).limit(limit))
            return [queue.record(row) for row in rows]

    def cancel(self, job_id: str) -> None:
        queue.request_cancel(self._workspace, job_id)

    def pause(self, job_id: str) -> None:
        """Lets a job stop at its next step and wait; :meth:`resume` lets it go on where it stopped."""
        queue.request_pause(self._workspace, job_id)

    def resume(self, job_id: str) -> None:
        queue.requeue(self._workspace, job_id)

    def reap(self) -> None:
        """Writes "interrupted" for every running job whose worker is dead, whoever started it."""
        with self._lock:
            for job_id, child in list(self._children.items()):
                if child.poll() is not None:
                    del self._children[job_id]
                    how = process.ended_how(child.returncode)
                    queue.finish(self._workspace, job_id, "interrupted", error=_interrupted(how))
        self._reap_strangers()

    def _reap_strangers(self) -> None:
        with self._workspace.db.reading() as session:
            running = session.execute(
                select(JobRow.id, JobRow.pid, JobRow.heartbeat).where(JobRow.state == "running")
            ).all()
        for job_id, pid, heartbeat in running:
            stale = time.time() - (heartbeat or 0) > queue.STALE_SECONDS
            if job_id not in self._children and stale and (pid is None or not psutil.pid_exists(pid)):
                queue.finish(self._workspace, job_id, "interrupted", error=_interrupted("is gone"))

    def _keep_moving(self) -> None:
        while not self._ending.wait(POLL_SECONDS):
            self.reap()
            busy = {handlers.lane(job.kind) for job in self.list() if job.state == "running"}
            for job in queue.waiting(self._workspace):
                if handlers.lane(job.kind) not in busy:
                    busy.add(handlers.lane(job.kind))
                    self.start(job.id)

    def _spawn(self, job_id: str) -> subprocess.Popen[bytes]:
        child = process.start("job", job_id, outlive=True, pipes=False)
        hello = {"workspace": str(self._workspace.paths.root), "key": self._workspace.key.raw.hex()}
        process.greet(child, hello)
        return child


def progress_of(job: Job) -> Progress:
    """Done, total and the seconds left at the pace so far."""
    spent = time.time() - (job.started or time.time())
    left = spent * (job.total - job.done) / job.done if job.done and job.total else None
    return Progress(job.done, job.total, job.message, left)


def _interrupted(how: str) -> str:
    return f"The worker {how} before it had finished. What it had done is kept: resume the job to go on."
