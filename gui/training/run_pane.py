# SPDX-License-Identifier: AGPL-3.0-or-later
"""A run: how far it is, its curves as they grow, its figures at the end, or what went wrong."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.records import Job, Run
from gui import icons, language
from gui.job_bar import seconds_left
from gui.training import words
from gui.widgets.elided import ElidedLabel
from gui.widgets.figures import Figure, Figures
from gui.widgets.message import InlineMessage
from gui.widgets.plot import Plot
from gui.widgets.splitter import Panes
from gui.widgets.state_label import StateLabel

Curve = Sequence[tuple[int, float]]
_BYTES_IN_GB = 1024**3


class RunPane(QWidget):
    """``show_run`` again and again while it runs; ``actions`` are its buttons."""

    def __init__(self, actions: Sequence[QAction]) -> None:
        super().__init__()
        self.run: Run | None = None
        self.title = ElidedLabel("strong")
        self.under = ElidedLabel("muted")
        self.state = StateLabel()
        self.message = InlineMessage()
        self.progress = QProgressBar(textVisible=False)
        self.progress_words = QLabel()
        self.progress_words.setProperty("role", "muted")
        self.progress_words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.figures = Figures()
        self.loss = Plot(self.tr("Loss"), self.tr("Step"))
        self.speed = Plot(self.tr("Tokens per second"), self.tr("Step"), from_zero=True)
        self.memory = Plot(self.tr("Memory"), self.tr("Step"), " GB", from_zero=True)
        lower = QWidget()
        for plot in (self.loss, self.speed, self.memory):
            _on_ground(plot)
        row = QHBoxLayout(lower)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        row.addWidget(self.speed, 1)
        row.addWidget(self.memory, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head(actions))
        layout.addWidget(self.message)
        layout.addWidget(self._progress_row())
        layout.addWidget(self.figures)
        layout.addWidget(Panes("curves", [self.loss, lower], [380, 220], stretching=0, vertical=True), 1)

    def show_run(self, run: Run, job: Job | None, curves: Mapping[str, Curve]) -> None:
        """``curves`` has further points by name: tokens_per_second, memory_bytes."""
        if self.run is None or self.run.run_id != run.run_id:
            for plot in (self.loss, self.speed, self.memory):
                plot.clear()
        self.run = run
        self._show_head(run)
        self._show_progress(run, job)
        self._show_error(run)
        self.figures.show_figures(self._figures(run))
        self._show_loss(run)
        self._show_rest(curves)

    def _head(self, actions: Sequence[QAction]) -> QFrame:
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(self.title)
        titles.addWidget(self.under)
        row = QHBoxLayout()
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(8)
        row.addLayout(titles, 1)
        row.addWidget(self.state)
        row.addSpacing(4)
        self.buttons: list[QToolButton] = []
        for action in actions:
            button = _button(action)
            action.visibleChanged.connect(
                lambda action=action, button=button: button.setVisible(action.isVisible())
            )
            self.buttons.append(button)
            row.addWidget(button)
        head = QFrame()
        head.setObjectName("pane_head")
        head.setLayout(row)
        # Only now: a button without a parent would show itself as a window of its own.
        for button, action in zip(self.buttons, actions, strict=True):
            button.setVisible(action.isVisible())
        return head

    def _progress_row(self) -> QWidget:
        self._progress = QWidget()
        _on_ground(self._progress)
        row = QHBoxLayout(self._progress)
        row.setContentsMargins(16, 8, 16, 4)
        row.setSpacing(12)
        self.progress.setFixedWidth(220)
        row.addWidget(self.progress)
        row.addWidget(self.progress_words, 1)
        return self._progress

    def _show_head(self, run: Run) -> None:
        look = words.state(run.state)
        self.title.setText(run.dataset)
        facts = [words.method(run.method), language.isolate(run.base), language.moment(run.created)]
        self.under.setText("  ·  ".join(facts))
        self.state.set_state(look.glyph, look.word(), look.role)

    def _show_progress(self, run: Run, job: Job | None) -> None:
        going = run.state in {"running", "queued"}
        self._progress.setVisible(going)
        if not going or job is None:
            return
        self.progress.setRange(0, 1000 if job.total else 0)
        self.progress.setValue(round(1000 * job.done / job.total) if job.total else 0)
        parts = [language.isolate(job.message)] if job.message else []
        left = seconds_left(job, time.time())
        if left is not None:
            parts.append(self.tr("{time} left").format(time=language.duration(left)))
        self.progress_words.setText("  ·  ".join(parts) or words.state(run.state).word())

    def _show_error(self, run: Run) -> None:
        if run.state in {"failed", "interrupted"} and run.error:
            first, *rest = run.error.split("\n")
            self.message.show_message(first, details=rest)
            return
        note = str(run.metrics.get("note") or "")
        if run.state == "succeeded" and run.version_id is None and note:
            told = self.tr("Its figures are kept, but it cannot become a version.")
            self.message.show_message(told, note, kind="info")
            return
        self.message.hide()

    def _figures(self, run: Run) -> list[Figure]:
        found = [*self._losses(run)]
        if run.tokens_per_second:
            speed = language.number(run.tokens_per_second)
            found.append(Figure(self.tr("Speed"), speed, self.tr("tokens per second")))
        if run.peak_memory_bytes:
            found.append(Figure(self.tr("Memory"), language.size(run.peak_memory_bytes), self.tr("at most")))
        if run.seconds:
            found.append(Figure(self.tr("Time"), language.duration(run.seconds), self._examples(run)))
        return found

    def _losses(self, run: Run) -> list[Figure]:
        base, tuned = _base_loss(run), run.eval[-1][1] if len(run.eval) > 1 else None
        if base is None or tuned is None:
            return []
        tip = self.tr(
            "How surprised the model is by answers it was not trained on: lower is better. "
            "The base model is measured on the very same ones."
        )
        better = tuned < base
        told = self.tr("base model {loss}").format(loss=language.number(base, 3))
        share = language.left_to_right(f"{100 * (tuned - base) / base:+.0f} %".replace("-", "−"))
        return [
            Figure(self.tr("Held-out loss"), language.number(tuned, 3), told, "muted", tip),
            Figure(
                self.tr("Change"),
                share,
                self.tr("better") if better else self.tr("not better"),
                "ok" if better else "warn",
                tip,
            ),
        ]

    def _examples(self, run: Run) -> str:
        count = run.metrics.get("examples")
        return self.tr("%n examples", "", int(count)) if count else ""

    def _show_loss(self, run: Run) -> None:
        if run.loss:
            self.loss.set_series("loss", self.tr("training"), run.loss, "accent")
        if run.eval:
            self.loss.set_series("eval", self.tr("held out"), run.eval, "ok", dots=True)
        base = _base_loss(run)
        if base is not None:
            last = max([step for step, _ in (*run.loss, *run.eval)], default=0)
            line = [(0, base), (max(last, 1), base)]
            self.loss.set_series("base", self.tr("base model, held out"), line, "muted", dashed=True)

    def _show_rest(self, curves: Mapping[str, Curve]) -> None:
        speed = curves.get("tokens_per_second", ())
        memory = [(step, value / _BYTES_IN_GB) for step, value in curves.get("memory_bytes", ())]
        if speed:
            self.speed.set_series("speed", self.tr("tokens/s"), speed, "accent")
        if memory:
            self.memory.set_series("memory", self.tr("GB"), memory, "accent")


def _base_loss(run: Run) -> float | None:
    """The base model's held-out loss: measured before the first step."""
    known = run.metrics.get("base_loss")
    if known is not None:
        return float(known)
    return run.eval[0][1] if run.eval and run.eval[0][0] == 0 else None


def _on_ground(widget: QWidget) -> None:
    widget.setObjectName("ground")
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setIconSize(icons.beside_text())
    button.setProperty("bordered", True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.text())
    return button
