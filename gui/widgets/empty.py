# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an empty place says: what it is for, the one button, a hint."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.widgets.icon_label import IconLabel

_WIDTH = 360


class EmptyState(QWidget):
    """An invitation in the middle of an empty view. Emits ``chosen`` when its button is pressed."""

    chosen = Signal()

    def __init__(self, glyph: str, title: str, words: str = "", button: str = "", hint: str = "") -> None:
        super().__init__()
        self.title = _words(title, "heading")
        # A column of its own with a fixed width: a label that wraps needs to know how wide it is.
        column = QWidget()
        column.setFixedWidth(_WIDTH)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(IconLabel(glyph, "line_strong", 48), 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addWidget(self.title)
        if words:
            inside.addWidget(_words(words, "muted"))
        if button:
            self.button = QPushButton(button)
            self.button.setProperty("main", True)
            self.button.clicked.connect(self.chosen)
            inside.addSpacing(8)
            inside.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        if hint:
            inside.addWidget(_words(hint, "muted"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 24, 12, 24)
        layout.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch()
        middle.addWidget(column)
        middle.addStretch()
        layout.addLayout(middle)
        layout.addStretch(3)


def _words(text: str, role: str) -> QLabel:
    label = QLabel(text, wordWrap=True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setProperty("role", role)
    return label
