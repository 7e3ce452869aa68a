# SPDX-License-Identifier: AGPL-3.0-or-later
"""The jobs at the foot of the window: progress, time left, pause, cancel; and what ended badly, with why."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.records import Changes, Job
from gui import icons, language, remembered
from gui.ops import Ops, slot
from gui.widgets.buttons import icon_button, text_button
from gui.widgets.icon_label import IconLabel

_SHOWN = 4
_KNOWN_KINDS = {
    "ingest": "file-plus-outline",
    "embed": "magnify",
    "build": "table-plus",
    "train": "chart-line",
    "evaluate": "scale-balance",
    "gate": "shield-check-outline",
    "quantise": "package-variant",
}
_BAD = {"failed", "interrupted"}


class JobBar(QFrame):
    """Hidden while there is nothing to tell. Feed it with :meth:`show_jobs`."""

    def __init__(self, ops: Ops, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("job_bar")
        self.ops = ops
        self.rows: dict[str, JobRow] = {}
        self._dismissed = set(remembered.recall("dismissed_jobs", []) or [])
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 4, 12, 4)
        self._layout.setSpacing(0)
        self._more = QLabel()
        self._more.setProperty("role", "muted")
        self._more.hide()
        self._layout.addWidget(self._more)
        self.setAccessibleName(self.tr("Jobs"))
        self.hide()

    def show_jobs(self, jobs: list[Job]) -> None:
        """``jobs`` as core lists them, newest first."""
        tell = [
            job for job in jobs if not job.finished or (job.state in _BAD and job.id not in self._dismissed)
        ]
        tell.sort(key=lambda job: (job.finished, job.state == "queued", job.created))
        shown = tell[:_SHOWN]
        for job_id in set(self.rows) - {job.id for job in shown}:
            self._drop(job_id)
        for place, job in enumerate(shown):
            row = self.rows.get(job.id)
            if row is None:
                row = self.rows[job.id] = JobRow(self)
            self._layout.insertWidget(place, row)
            row.show_job(job)
        self._more.setVisible(len(tell) > _SHOWN)
        self._more.setText(self.tr("and %n more jobs", "", len(tell) - _SHOWN))
        self.setVisible(bool(tell))

    @slot
    async def cancel(self, job_id: str) -> None:
        await self.ops.change(self, self.ops.app.jobs.cancel, job_id, changes=Changes(jobs=True))

    @slot
    async def pause(self, job_id: str) -> None:
        """The job stops at its next step and goes on from there when it is resumed."""
        await self.ops.change(self, self.ops.app.jobs.pause, job_id, changes=Changes(jobs=True))

    @slot
    async def resume(self, job_id: str) -> None:
        await self.ops.change(self, self.ops.app.jobs.resume, job_id, changes=Changes(jobs=True))

    def dismiss(self, job_id: str) -> None:
        self._dismissed.add(job_id)
        remembered.remember("dismissed_jobs", sorted(self._dismissed)[-200:])
        self._drop(job_id)
        self.setVisible(bool(self.rows))

    def _drop(self, job_id: str) -> None:
        row = self.rows.pop(job_id)
        self._layout.removeWidget(row)
        row.hide()
        row.deleteLater()


class JobRow(QWidget):
    """One job in one line."""

    def __init__(self, bar: JobBar) -> None:
        super().__init__(bar)
        self.job: Job | None = None
        self._picture = IconLabel("cog-outline", "muted", 18)
        self.title = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.progress = QProgressBar(textVisible=False)
        self.progress.setFixedWidth(220)
        self.words = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.words.setProperty("role", "muted")
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.pause = text_button(self.tr("Pause"), icons.icon("pause"))
        self.pause.clicked.connect(lambda: bar.pause(self.job_id))
        self.cancel = text_button(self.tr("Cancel"))
        self.cancel.clicked.connect(lambda: bar.cancel(self.job_id))
        self.again = text_button(self.tr("Resume"))
        self.again.clicked.connect(lambda: bar.resume(self.job_id))
        self.close_ = icon_button("close", self.tr("Dismiss"))
        self.close_.clicked.connect(lambda: bar.dismiss(self.job_id))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(12)
        for widget in (self._picture, self.title, self.progress):
            layout.addWidget(widget)
        layout.addWidget(self.words, 1)
        for button in (self.pause, self.again, self.cancel, self.close_):
            layout.addWidget(button)

    @property
    def job_id(self) -> str:
        return self.job.id if self.job is not None else ""

    def show_job(self, job: Job) -> None:
        if job == self.job and job.state != "running":
            return
        self.job = job
        bad = job.state in _BAD
        glyph = "alert-circle-outline" if bad else _KNOWN_KINDS.get(job.kind, "cog-outline")
        self._picture.show_glyph(glyph, "bad" if bad else "muted")
        self.title.setText(self._title(job))
        self.title.setToolTip(job.title)
        self.progress.setVisible(job.state in {"running", "paused"})
        # A job that does not know its total yet shows a moving bar.
        self.progress.setRange(0, 1000 if job.total else 0)
        self.progress.setValue(round(1000 * job.done / job.total) if job.total else 0)
        self.words.setText(self._words(job))
        self.words.setToolTip(job.error or job.message)
        self.words.setProperty("role", "bad" if bad else "muted")
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)
        self.pause.setVisible(job.state in {"queued", "running"})
        self.cancel.setVisible(not job.finished)
        self.again.setVisible(bad or job.state == "paused")
        self.again.setText(self.tr("Try again") if job.state == "failed" else self.tr("Resume"))
        self.close_.setVisible(job.finished)
        self.setAccessibleName(f"{job.title}: {self.words.text()}")

    def _title(self, job: Job) -> str:
        """Core names its jobs in English; another language gets the kind of work."""
        kinds = {
            "ingest": self.tr("Adding documents"),
            "embed": self.tr("Making pages findable by meaning"),
            "build": self.tr("Building a dataset"),
            "train": self.tr("Training a model"),
            "evaluate": self.tr("Evaluating a model"),
            "gate": self.tr("Checking a model"),
            "quantise": self.tr("Making a model smaller"),
        }
        english = language.chosen() == "en" or job.kind not in kinds
        return language.isolate(job.title) if english else kinds[job.kind]

    def _words(self, job: Job) -> str:
        if job.state == "queued":
            return self.tr("waiting for its turn")
        if job.state == "paused":
            return self._paused_words(job)
        if job.state in _BAD:
            return language.isolate((job.error or "").replace("\n", " "))
        left = seconds_left(job, time.time())
        parts = [language.isolate(job.message)] if job.message else []
        if left is not None:
            parts.append(self.tr("{time} left").format(time=language.duration(left)))
        return "  ·  ".join(parts) or self.tr("starting")

    def _paused_words(self, job: Job) -> str:
        if not job.total:
            return self.tr("paused")
        return self.tr("paused at {done} of {total}").format(
            done=language.number(job.done), total=language.number(job.total)
        )


def seconds_left(job: Job, now: float) -> float | None:
    """At the pace so far; None before there is a pace."""
    if not job.started or not job.done or not job.total or job.done >= job.total:
        return None
    return (now - job.started) * (job.total - job.done) / job.done
