# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ctrl+K: every action of the window in one list, found by a few letters."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gui import icons, theme
from gui.widgets.cells import is_selected, paint_ground

Index = QModelIndex | QPersistentModelIndex
_ACTION = Qt.ItemDataRole.UserRole
_WHERE = Qt.ItemDataRole.UserRole + 1
_ICON = 16


class CommandPalette(QDialog):
    """Show with ``open()``. ``groups`` are (where, its actions), in the order they appear."""

    def __init__(self, groups: Sequence[tuple[str, Sequence[QAction]]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(self.tr("All actions"))
        self.setObjectName("palette")
        self.resize(560, 420)
        self.search = QLineEdit(
            placeholderText=self.tr("What would you like to do?"), clearButtonEnabled=True
        )
        self.search.setAccessibleName(self.tr("Search the actions"))
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._run)
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("All actions"))
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.itemActivated.connect(lambda _item: self._run())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        for where, actions in groups:
            for action in actions:
                if action.isEnabled() and action.text():
                    self._add(where, action)
        self._filter("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down in the search line move through the list."""
        moves = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in moves:
            self.list.event(event)
            return True
        return super().eventFilter(watched, event)

    def _add(self, where: str, action: QAction) -> None:
        text = action.text().replace("&", "")
        item = QListWidgetItem(text, self.list)
        item.setData(_ACTION, action)
        item.setData(_WHERE, where)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{text}, {where}")

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        shown = []
        for number in range(self.list.count()):
            item = self.list.item(number)
            told = str(item.data(Qt.ItemDataRole.AccessibleTextRole)).casefold()
            hidden = not all(word in told for word in words)
            item.setHidden(hidden)
            if not hidden:
                shown.append(number)
        self.list.setCurrentRow(shown[0] if shown else -1)

    def _run(self) -> None:
        item = self.list.currentItem()
        if self.list.currentRow() < 0 or item.isHidden():
            return
        action: QAction = item.data(_ACTION)
        self.accept()
        action.trigger()


class _Delegate(QStyledItemDelegate):
    """Icon, what the action does, where it belongs, and its keys at the far side."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, option.fontMetrics.height() + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        paint_ground(painter, option)
        action: QAction = index.data(_ACTION)
        role = "on_soft" if is_selected(option) else "text"
        quiet = "on_soft" if is_selected(option) else "muted"
        box = option.rect.adjusted(12, 0, -12, 0)
        picture = QRect(box.left(), box.center().y() - 8, _ICON, _ICON)
        painter.drawPixmap(
            QStyle.visualRect(option.direction, box, picture), icons.tinted(action.icon(), _ICON, quiet)
        )
        words = box.adjusted(_ICON + 12, 0, 0, 0)
        text = action.text().replace("&", "")
        used = option.fontMetrics.horizontalAdvance(text) + 12
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        painter.save()
        painter.setLayoutDirection(option.direction)
        for shift, said, color, side in (
            (0, text, role, Qt.AlignmentFlag.AlignLeading),
            (used, str(index.data(_WHERE)), quiet, Qt.AlignmentFlag.AlignLeading),
            (0, keys, quiet, Qt.AlignmentFlag.AlignTrailing),
        ):
            spot = QStyle.visualRect(option.direction, box, words.adjusted(shift, 0, 0, 0))
            painter.setPen(theme.color(color))
            painter.drawText(spot, int(side | Qt.AlignmentFlag.AlignVCenter), said)
        painter.restore()
