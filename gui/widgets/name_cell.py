# SPDX-License-Identifier: AGPL-3.0-or-later
"""A name in a table cell: indented under what it belongs to, its picture, and quiet words after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui import icons, theme
from gui.widgets.bidi import text_direction
from gui.widgets.cells import is_selected, paint_ground

_PAD, _ICON, _INDENT = 8, 17, 18
_ROOM_FOR_MORE = 80


@dataclass(frozen=True)
class Name:
    """``after`` stands behind the name in quiet words; ``depth`` is how far it is indented."""

    words: str
    glyph: str
    role: str = "muted"
    after: str = ""
    depth: int = 0


class NameDelegate(QStyledItemDelegate):
    """Paints the :class:`Name` that ``name`` makes of the record which the cell holds under ``role``."""

    def __init__(self, role: int, name: Callable[[Any], Name], parent: QObject) -> None:
        super().__init__(parent)
        self._role = role
        self._name = name

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.initStyleOption(option, index)
        paint_ground(painter, option)
        name = self._name(index.data(self._role))
        selected = is_selected(option)
        box = option.rect.adjusted(_PAD, 0, -_PAD, 0)
        at = box.left() + name.depth * _INDENT
        painter.save()
        spot = QRect(at, box.center().y() - _ICON // 2, _ICON, _ICON)
        icons.paint(painter, QStyle.visualRect(option.direction, box, spot), name.glyph, name.role)
        at += _ICON + 7
        painter.setFont(option.font)
        painter.setPen(theme.color("on_soft" if selected else "text"))
        at += self._words(painter, option, box, at, name.words, Qt.TextElideMode.ElideMiddle) + 10
        if name.after and at < box.right() - _ROOM_FOR_MORE:
            painter.setPen(theme.color("on_soft" if selected else "muted"))
            self._words(painter, option, box, at, name.after, Qt.TextElideMode.ElideRight)
        painter.restore()

    @staticmethod
    def _words(
        painter: QPainter,
        option: QStyleOptionViewItem,
        box: QRect,
        at: int,
        text: str,
        mode: Qt.TextElideMode,
    ) -> int:
        """Draws one elided line from ``at`` on, in the text's own direction; returns its width."""
        elided = option.fontMetrics.elidedText(text, mode, box.right() - at)
        width = option.fontMetrics.horizontalAdvance(elided) + 2
        spot = QRect(at, box.top(), width, box.height())
        painter.setLayoutDirection(text_direction(text))
        flags = int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QStyle.visualRect(option.direction, box, spot), flags, elided)
        return width
