# SPDX-License-Identifier: AGPL-3.0-or-later
"""A field with a few choices, which shows by its arrow that it opens."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QWidget

from gui import icons

_ARROW = 16
_PAD = 8


class Choice(QComboBox):
    """Its width does not depend on its entries, so that a long name widens nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        place = QRect(self.width() - _ARROW - _PAD, (self.height() - _ARROW) // 2, _ARROW, _ARROW)
        place = QStyle.visualRect(self.layoutDirection(), self.rect(), place)
        opacity = 1.0 if self.isEnabled() else 0.5
        icons.paint(QPainter(self), place, "chevron-down", "muted", opacity=opacity)
