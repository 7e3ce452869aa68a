# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an empty place says: what it is for, the one button, a hint."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from gui import icons

_WIDTH = 360


class EmptyState(QWidget):
    """An invitation in the middle of an empty view. Emits ``chosen`` when its button is pressed."""

    chosen = Signal()

    def __init__(self, glyph: str, title: str, words: str = "", button: str = "", hint: str = "") -> None:
        super().__init__()
        picture = QLabel()
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture.setPixmap(icons.icon(glyph, "line_strong").pixmap(48, 48))
        self.title = _words(title, "heading")
        # A column of its own with a fixed width: a label that wraps needs to know how wide it is.
        column = QWidget()
        column.setFixedWidth(_WIDTH)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(picture)
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
        layout.addWidget(column, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)


def _words(text: str, role: str) -> QLabel:
    label = QLabel(text, wordWrap=True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setProperty("role", role)
    return label
