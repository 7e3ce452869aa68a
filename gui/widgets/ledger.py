# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page ledger of a document in one table cell: a bar in parts, and the same in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui import icons, theme
from gui.widgets.cells import is_selected, paint_ground

_BAR_WIDTH = 52
_BAR_HEIGHT = 8
_PAD = 8


@dataclass(frozen=True)
class Ledger:
    """Pages by where their text comes from; ``words`` says it.

    ``error`` takes the bar's place, with ``glyph`` before it.
    """

    text: int
    ocr: int
    failed: int
    words: str
    error: str = ""
    corrected: int = 0
    glyph: str = "alert-circle-outline"

    @property
    def parts(self) -> list[tuple[int, str]]:
        return [(self.text, "ok"), (self.ocr, "accent"), (self.corrected, "hand"), (self.failed, "bad")]


class LedgerDelegate(QStyledItemDelegate):
    """Paints the :class:`Ledger` that ``ledger`` makes of the record which the cell holds under ``role``."""

    def __init__(self, role: int, ledger: Callable[[Any], Ledger], parent: QObject) -> None:
        super().__init__(parent)
        self._role = role
        self._ledger = ledger

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        self.initStyleOption(option, index)
        paint_ground(painter, option)
        ledger = self._ledger(index.data(self._role))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(_PAD, 0, -_PAD, 0)
        if ledger.error:
            spot = QRect(box.left(), box.center().y() - 8, 17, 17)
            icons.paint(painter, QStyle.visualRect(option.direction, box, spot), ledger.glyph, "bad")
            self._words(painter, option, box, 24, ledger.error, "bad")
        else:
            spot = QRect(box.left(), box.center().y() - _BAR_HEIGHT // 2, _BAR_WIDTH, _BAR_HEIGHT)
            self._bar(painter, QStyle.visualRect(option.direction, box, spot), option, ledger)
            self._words(
                painter, option, box, _BAR_WIDTH + 10, ledger.words, "bad" if ledger.failed else "muted"
            )
        painter.restore()

    @staticmethod
    def _bar(painter: QPainter, spot: QRect, option: QStyleOptionViewItem, ledger: Ledger) -> None:
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(spot), 4, 4)
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(spot, theme.color("line"))
        total = sum(count for count, _ in ledger.parts)
        at = 0.0
        for count, role in ledger.parts:
            width = spot.width() * count / total if total else 0
            part = QRect(round(spot.left() + at), spot.top(), round(width + 0.5), spot.height())
            painter.fillRect(QStyle.visualRect(option.direction, spot, part), theme.color(role))
            at += width
        painter.restore()

    @staticmethod
    def _words(
        painter: QPainter, option: QStyleOptionViewItem, box: QRect, after: int, text: str, role: str
    ) -> None:
        selected = is_selected(option)
        spot = QRect(box.left() + after, box.top(), box.width() - after, box.height())
        spot = QStyle.visualRect(option.direction, box, spot)
        painter.setPen(theme.color("on_soft" if selected and role == "muted" else role))
        painter.setLayoutDirection(option.direction)
        elided = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, spot.width())
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter), elided)
