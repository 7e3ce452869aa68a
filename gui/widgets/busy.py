# SPDX-License-Identifier: AGPL-3.0-or-later
"""A quiet mark that something is under way: a thin line with a moving part."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui import theme

_FRAME_MILLISECONDS = 40
_STEP = 0.015


class BusyLine(QWidget):
    """Takes no room when at rest but its two pixels. ``begin`` and ``end`` nest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(2)
        self._count = 0
        self._at = 0.0
        self._timer = QTimer(self, interval=_FRAME_MILLISECONDS)
        self._timer.timeout.connect(self._step)

    @property
    def is_busy(self) -> bool:
        return self._count > 0

    def begin(self) -> None:
        self._count += 1
        self._timer.start()

    def end(self) -> None:
        self._count = max(0, self._count - 1)
        if not self._count:
            self._timer.stop()
            self.update()

    def _step(self) -> None:
        self._at = (self._at + _STEP) % 1.3
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._count:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("line"))
        width = self.width()
        painter.fillRect(round((self._at - 0.3) * width), 0, round(0.3 * width), 2, theme.color("accent"))
