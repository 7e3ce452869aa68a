# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ctrl+K: every action of the window in one list, found by a few letters."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

_ACTION = Qt.ItemDataRole.UserRole


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
        item = QListWidgetItem(action.icon(), "", self.list)
        item.setData(_ACTION, action)
        text = action.text().replace("&", "")
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{text}, {where}")
        row = QWidget()
        # The list selects and reads; the row's labels only look.
        row.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        line = QHBoxLayout(row)
        line.setContentsMargins(30, 5, 8, 5)
        line.setSpacing(12)
        place, keys = (
            QLabel(where),
            QLabel(action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)),
        )
        for label in (place, keys):
            label.setProperty("role", "muted")
        line.addWidget(QLabel(text))
        line.addWidget(place, 1)
        line.addWidget(keys)
        item.setSizeHint(row.sizeHint())
        self.list.setItemWidget(item, row)

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
