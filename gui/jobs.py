# SPDX-License-Identifier: AGPL-3.0-or-later
"""Watches the jobs table for the window, and tells the views what running jobs have altered."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from core.records import Changes, Job
from gui.ops import Ops, slot

# What a job of each kind alters, as far as the views are concerned.
ALTERS = {
    "ingest": Changes(documents=True),
    "embed": Changes(documents=True),
    "build": Changes(datasets=True),
    "train": Changes(runs=True, models=True),
    "evaluate": Changes(runs=True, models=True),
    "gate": Changes(models=True),
    "quantise": Changes(models=True),
}
_BUSY_MILLISECONDS = 500
_IDLE_MILLISECONDS = 3000


class JobWatch(QWidget):
    """Polls while a workspace is open: often while something runs, seldom otherwise (another program may
    have started a job). Emits ``jobs`` (list of Job, newest first) and, through the ops, Changes."""

    jobs = Signal(list)
    network_attempts = Signal(int)

    def __init__(self, ops: Ops, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hide()
        self.ops = ops
        self.known: dict[str, Job] = {}
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.poll)
        self._polling = False
        self._again = False
        self._emitting = False
        ops.opened.connect(self.poll)
        ops.closed.connect(self.stop)
        ops.changed.connect(self._on_changed)

    @slot
    async def poll(self) -> None:
        """Reads the table once and arranges the next time."""
        if self._polling or not self.ops.is_open:
            return
        self._polling, self._again = True, False
        try:
            app = self.ops.app
            jobs = await self.ops.query(self, app.jobs.list)
            attempts = await self.ops.query(self, app.network_attempts)
        finally:
            self._polling = False
        busy = any(not job.finished for job in jobs)
        pause = _BUSY_MILLISECONDS if busy else _IDLE_MILLISECONDS
        self._timer.start(0 if self._again else pause)
        self._compare(jobs)
        self.network_attempts.emit(attempts)

    def _compare(self, jobs: list[Job]) -> None:
        first = not self.known
        altered = Changes()
        for job in jobs:
            before = self.known.get(job.id)
            if job != before:
                altered |= Changes(jobs=True)
                if not first and job.state != "queued":
                    altered |= ALTERS.get(job.kind, Changes())
        self.known = {job.id: job for job in jobs}
        self.jobs.emit(jobs)
        if altered != Changes():
            self._emitting = True
            self.ops.changed.emit(altered)
            self._emitting = False

    def _on_changed(self, changes: Changes) -> None:
        if not changes.jobs or self._emitting:
            return
        self._again = self._polling
        if not self._polling:
            self._timer.start(0)

    def stop(self) -> None:
        """No more polling until the next workspace is opened."""
        self._timer.stop()
        self.known = {}
