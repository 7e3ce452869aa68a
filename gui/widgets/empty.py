# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an empty place says: what it is for, the one button, a hint."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from gui import icons


class EmptyState(QWidget):
    """An invitation in the middle of an empty view. Emits ``chosen`` when its button is pressed."""

    chosen = Signal()

    def __init__(self, glyph: str, title: str, words: str = "", button: str = "", hint: str = "") -> None:
        super().__init__()
        picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        picture.setPixmap(icons.icon(glyph, "line_strong").pixmap(48, 48))
        self.title = QLabel(title, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self.title.setProperty("role", "heading")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(picture)
        layout.addSpacing(4)
        layout.addWidget(self.title)
        if words:
            layout.addWidget(_muted(words), 0, Qt.AlignmentFlag.AlignHCenter)
        if button:
            push = QPushButton(button, default=True)
            push.setProperty("main", True)
            push.clicked.connect(self.chosen)
            self.button = push
            layout.addSpacing(8)
            layout.addWidget(push, 0, Qt.AlignmentFlag.AlignHCenter)
        if hint:
            layout.addWidget(_muted(hint), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)


def _muted(words: str) -> QLabel:
    label = QLabel(words, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
    label.setProperty("role", "muted")
    label.setMinimumWidth(200)
    label.setMaximumWidth(440)
    return label
