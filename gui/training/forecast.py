# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a run will need, told before it starts: memory against what is free, time, and how much it trains."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from core.errors import UserError
from core.records import Forecast
from gui import language
from gui.widgets.state_label import StateLabel, wear


class ForecastCard(QFrame):
    """``show_waiting``, then ``show_forecast`` or ``show_mistakes``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.verdict = StateLabel()
        self.memory, self.time, self.work = QLabel(), QLabel(), QLabel(wordWrap=True)
        self.bar = QProgressBar(textVisible=False)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName(self.tr("Memory the run needs, of what is free"))
        self.work.setProperty("role", "muted")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for row, (name, value) in enumerate(((self.tr("Memory"), self.memory), (self.tr("Time"), self.time))):
            label = QLabel(name)
            label.setProperty("role", "muted")
            grid.addWidget(label, row, 0)
            grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTrailing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 10)
        layout.setSpacing(6)
        layout.addWidget(self.verdict)
        layout.addLayout(grid)
        layout.addWidget(self.bar)
        layout.addWidget(self.work)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Before a dataset and a model are chosen."""
        self.verdict.set_state("calculator-variant-outline", self.tr("Choose a dataset and a model"), "muted")
        self._clear()

    def show_mistakes(self, count: int) -> None:
        self.verdict.set_state(
            "alert-circle-outline", self.tr("%n settings need to be put right", "", count), "bad"
        )
        self._clear()

    def show_error(self, error: UserError) -> None:
        """Why there is no forecast."""
        self.verdict.set_state("alert-outline", self.tr("No forecast"), "warn")
        self._clear()
        self.work.setText(f"{error.what} {error.do}".strip())

    def begin_busy(self) -> None:
        """The bar moves while the forecast is made."""
        self.bar.setRange(0, 0)

    def end_busy(self) -> None:
        self.bar.setRange(0, 1000)

    def show_forecast(self, forecast: Forecast, free_bytes: int) -> None:
        fits = forecast.memory_bytes <= free_bytes
        if fits:
            self.verdict.set_state("check-circle-outline", self.tr("Fits into memory"), "ok")
        else:
            self.verdict.set_state("alert-outline", self.tr("Needs more memory than is free"), "warn")
        self.memory.setText(
            self.tr("{needed} of {free} free").format(
                needed=language.size(forecast.memory_bytes), free=language.size(free_bytes)
            )
        )
        wear(self.memory, "strong" if fits else "warn")
        self.time.setText(self.tr("about {time}").format(time=language.duration(forecast.seconds)))
        wear(self.time, "strong")
        self.bar.setValue(min(1000, round(1000 * forecast.memory_bytes / max(1, free_bytes))))
        steps = self.tr("%n steps", "", forecast.steps)
        tokens = self.tr("{count} tokens").format(count=language.number(forecast.tokens))
        weights = self.tr("{count} weights trained").format(
            count=language.number(forecast.trainable_parameters)
        )
        self.work.setText(f"{steps}  ·  {tokens}  ·  {weights}")
        self.bar.show()

    def _clear(self) -> None:
        for label in (self.memory, self.time):
            label.setText("–")
            wear(label, "muted")
        self.work.clear()
        self.bar.setValue(0)
