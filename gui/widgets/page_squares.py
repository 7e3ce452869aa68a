# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ledger of one document: each page a small square with its number, in the colour of its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QToolTip, QWidget

from gui import icons, theme

_WIDTH, _HEIGHT, _GAP = 38, 24, 4
_MOST_ROWS = 6
_FILL = 0.16


@dataclass(frozen=True)
class Square:
    """``role`` is the colour, ``glyph`` stands where colour alone must not say it, ``tip`` says it all."""

    number: int
    role: str
    glyph: str = ""
    tip: str = ""


class PageSquares(QAbstractScrollArea):
    """Draws only what is on the screen: thousands of pages cost nothing. Emits ``chosen(number)`` when a
    person clicks a square, or moves to it with the arrows."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setObjectName("ground")
        self.setAccessibleName(self.tr("Pages"))
        self.squares: list[Square] = []
        self.current = 0

    def show_squares(self, squares: Sequence[Square]) -> None:
        if list(squares) != self.squares:
            self.squares = list(squares)
            self._arrange()

    def set_current(self, number: int) -> None:
        """The page that is shown has a ring."""
        self.current = number
        self.viewport().update()

    def square_at(self, point: QPoint) -> Square | None:
        for place in self._on_screen():
            if self._rect(place).contains(point):
                return self.squares[place]
        return None

    def rect_of(self, number: int) -> QRect:
        """Where the square of a page stands in the viewport."""
        return self._rect(self._place_of(number))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), theme.color("base"))
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() - 1)
        painter.setFont(font)
        for place in self._on_screen():
            self._paint(painter, self.squares[place], self._rect(place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        square = self.square_at(event.position().toPoint())
        if square is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(square.number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        steps = {
            Qt.Key.Key_Right: -1 if mirrored else 1,
            Qt.Key.Key_Left: 1 if mirrored else -1,
            Qt.Key.Key_Down: self._columns(),
            Qt.Key.Key_Up: -self._columns(),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self.squares:
            super().keyPressEvent(event)
            return
        place = min(len(self.squares) - 1, max(0, self._place_of(self.current) + step))
        self._choose(self.squares[place].number)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            square = self.square_at(event.pos())
            QToolTip.showText(event.globalPos(), square.tip if square else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def _choose(self, number: int) -> None:
        self.set_current(number)
        spot = self.rect_of(number)
        bar = self.verticalScrollBar()
        if spot.top() < 0 or spot.bottom() > self.viewport().height():
            bar.setValue(bar.value() + spot.top() - _GAP)
        self.chosen.emit(number)

    def _arrange(self) -> None:
        rows = -(-len(self.squares) // self._columns())
        shown = max(1, min(rows, _MOST_ROWS))
        self.setFixedHeight(shown * (_HEIGHT + _GAP) + _GAP)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, rows - shown) * (_HEIGHT + _GAP))
        bar.setPageStep(shown * (_HEIGHT + _GAP))
        bar.setSingleStep(_HEIGHT + _GAP)
        self.viewport().update()

    def _columns(self) -> int:
        return max(1, (self.viewport().width() - _GAP) // (_WIDTH + _GAP))

    def _place_of(self, number: int) -> int:
        return next((place for place, one in enumerate(self.squares) if one.number == number), 0)

    def _on_screen(self) -> range:
        first = self.verticalScrollBar().value() // (_HEIGHT + _GAP) * self._columns()
        many = (self.viewport().height() // (_HEIGHT + _GAP) + 2) * self._columns()
        return range(min(first, len(self.squares)), min(first + many, len(self.squares)))

    def _rect(self, place: int) -> QRect:
        row, column = divmod(place, self._columns())
        x = _GAP + column * (_WIDTH + _GAP)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            x = self.viewport().width() - x - _WIDTH
        return QRect(x, _GAP + row * (_HEIGHT + _GAP) - self.verticalScrollBar().value(), _WIDTH, _HEIGHT)

    def _paint(self, painter: QPainter, square: Square, spot: QRect) -> None:
        fill = QColor(theme.color(square.role))
        fill.setAlphaF(_FILL)
        at_hand = square.number == self.current
        painter.setPen(QPen(theme.color("focus" if at_hand else square.role), 2 if at_hand else 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(spot).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(theme.color("text"))
        text = QRect(spot)
        if square.glyph:
            icons.paint(painter, QRect(spot.left() + 2, spot.top() + 6, 12, 12), square.glyph, square.role)
            text.adjust(12, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignCenter, str(square.number))
