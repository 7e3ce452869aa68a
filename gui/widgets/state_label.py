# SPDX-License-Identifier: AGPL-3.0-or-later
"""A state in a word with its icon beside it, both in the state's colour."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget

from gui import icons


class Glyph(QWidget):
    """One icon that follows a change of scheme by itself."""

    def __init__(self, name: str = "", role: str = "muted", size: int = 18) -> None:
        super().__init__()
        self._name, self._role, self._size = name, role, size
        self.setFixedSize(QSize(size, size))

    def set_glyph(self, name: str, role: str) -> None:
        self._name, self._role = name, role
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._name:
            icons.paint(QPainter(self), self.rect(), self._name, self._role)


class StateLabel(QWidget):
    """``set_state("check-circle-outline", self.tr("passed"), "ok")``; no words hide it."""

    def __init__(self) -> None:
        super().__init__()
        self._glyph = Glyph()
        self.words = QLabel(textFormat=Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._glyph)
        layout.addWidget(self.words)

    def set_state(self, glyph: str, words: str, role: str) -> None:
        self._glyph.set_glyph(glyph, role)
        wear(self.words, role)
        self.words.setText(words)
        self.setVisible(bool(words))


def lead(label: QLabel) -> None:
    """Stands at the window's leading side, whatever the direction of its text."""
    right = QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    label.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)


def wear(label: QLabel, role: str) -> None:
    """Gives a label another role of the stylesheet."""
    if label.property("role") != role:
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)
