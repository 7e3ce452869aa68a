# SPDX-License-Identifier: AGPL-3.0-or-later
"""A glyph by itself, in the colour of a role, whatever scheme the window wears."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui import icons


class IconLabel(QWidget):
    """A picture of ``size`` pixels. Says nothing to a screen reader: the words beside it do."""

    def __init__(self, glyph: str, role: str = "muted", size: int = 16) -> None:
        super().__init__()
        self._glyph = glyph
        self._role = role
        self.setFixedSize(size, size)

    def show_glyph(self, glyph: str, role: str) -> None:
        self._glyph, self._role = glyph, role
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint(painter, self.rect(), self._glyph, self._role)
