# SPDX-License-Identifier: AGPL-3.0-or-later
"""The list at the side of a view: a title, a number or a second line beside it, and an icon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui import icons, theme
from gui.widgets.bidi import is_right_to_left
from gui.widgets.cells import is_selected, paint_ground

_ENTRY = Qt.ItemDataRole.UserRole
_PAD = 10
_ICON = 18


@dataclass(frozen=True)
class Entry:
    """``key`` is what the list tells; ``count`` stands at the far side, ``under`` in a second line."""

    key: str
    title: str
    count: str = ""
    under: str = ""
    glyph: str = ""
    glyph_role: str = "muted"


class SideList(QWidget):
    """A heading with buttons over the list. Emits ``chosen(key)`` when the person moves to another entry,
    ``delete_asked`` on the Delete key, ``dropped(key, data)`` (QMimeData) when what ``take_drops`` takes is
    let go over an entry. Actions of ``list`` are its context menu."""

    chosen = Signal(str)
    delete_asked = Signal()
    dropped = Signal(str, object)

    def __init__(self, heading: str, buttons: Sequence[QToolButton] = ()) -> None:
        super().__init__()
        self.list = _List()
        self.list.setAccessibleName(heading)
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.currentItemChanged.connect(self._on_current)
        self.list.delete_asked.connect(self.delete_asked)
        self.list.dropped.connect(lambda item, data: self.dropped.emit(item.data(_ENTRY).key, data))
        words = QLabel(heading)
        words.setProperty("role", "section")
        head = QFrame()
        head.setObjectName("side_head")
        row = QHBoxLayout(head)
        row.setContentsMargins(14, 8, 8, 4)
        row.setSpacing(4)
        row.addWidget(words, 1)
        for button in buttons:
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.list, 1)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Shows ``entries``; the chosen one stays chosen while it is among them. Emits nothing."""
        kept = self.current()
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for entry in entries:
            item = QListWidgetItem(entry.title, self.list)
            item.setData(_ENTRY, entry)
            item.setToolTip(entry.title)
            told = ", ".join(part for part in (entry.title, entry.count, entry.under) if part)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, told)
        self._set_current(kept)
        self.list.blockSignals(blocked)

    def take_drops(self, takes: Callable[[str, QMimeData], bool]) -> None:
        """``takes(key, data)`` tells whether what is dragged may be let go over that entry."""
        self.list.takes = lambda item, data: takes(item.data(_ENTRY).key, data)
        self.list.setAcceptDrops(True)

    def entry_keys(self) -> list[str]:
        """The keys of all entries, from the top."""
        return [str(self.list.item(row).data(_ENTRY).key) for row in range(self.list.count())]

    def current(self) -> str:
        """The key of the chosen entry; empty when there is none."""
        row = self.list.currentRow()
        return str(self.list.item(row).data(_ENTRY).key) if row >= 0 else ""

    def select(self, key: str) -> None:
        """Chooses an entry, as the person would."""
        self._set_current(key)

    def _set_current(self, key: str) -> None:
        for row in range(self.list.count()):
            if self.list.item(row).data(_ENTRY).key == key:
                self.list.setCurrentRow(row)
                return

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(_ENTRY).key)


class _List(QListWidget):
    delete_asked = Signal()
    dropped = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.takes: Callable[[QListWidgetItem, QMimeData], bool] | None = None
        self._under: QListWidgetItem | None = None
        self.setObjectName("side_list")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        actions = [action for action in self.actions() if action.isVisible()]
        if actions:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions(actions)
            menu.popup(event.globalPos())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        # Taken here as a whole, so that it does not go on to the view beneath; each entry says for itself.
        event.setAccepted(self._may_drop(event))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.setAccepted(self._may_drop(event))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark(None)

    def dropEvent(self, event: QDropEvent) -> None:
        item = self.itemAt(event.position().toPoint())
        if self._may_drop(event):
            event.acceptProposedAction()
            self.dropped.emit(item, event.mimeData())
        self._mark(None)

    def _may_drop(self, event: QDropEvent) -> bool:
        item = self.itemAt(event.position().toPoint())
        fits = item is not None and self.takes is not None and self.takes(item, event.mimeData())
        self._mark(item if fits else None)
        return fits

    def _mark(self, item: QListWidgetItem | None) -> None:
        """The entry that would take what is dragged has a frame."""
        self._under = item
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._under is not None:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(self.visualItemRect(self._under).adjusted(4, 2, -4, -2), 6, 6)


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        entry: Entry = index.data(_ENTRY)
        line = option.fontMetrics.height()
        return QSize(80, line * 2 + 16 if entry.under else line + 14)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entry: Entry = index.data(_ENTRY)
        self.initStyleOption(option, index)
        paint_ground(painter, option)
        selected = is_selected(option)
        painter.save()
        painter.setLayoutDirection(option.direction)
        self._paint_words(painter, option, entry, selected=selected)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry, *, selected: bool
    ) -> None:
        box = option.rect.adjusted(_PAD + 4, 0, -_PAD - 4, 0)
        main, quiet = ("on_soft", "on_soft") if selected else ("text", "muted")
        if entry.glyph:
            spot = QRect(box.left(), box.center().y() - _ICON // 2, _ICON, _ICON)
            icons.paint(
                painter, _mirrored(spot, box, option), entry.glyph, main if selected else entry.glyph_role
            )
            box = _cut(box, _ICON + 8, option, leading=True)
        if entry.count:
            width = option.fontMetrics.horizontalAdvance(entry.count) + 4
            spot = QRect(box.right() - width, box.top(), width, box.height())
            painter.setPen(theme.color(quiet))
            painter.drawText(_mirrored(spot, box, option), Qt.AlignmentFlag.AlignCenter, entry.count)
            box = _cut(box, width + 8, option, leading=False)
        painter.setPen(theme.color(main))
        if not entry.under:
            _line(painter, option, box, entry.title)
            return
        middle = box.center().y()
        _line(
            painter,
            option,
            QRect(box.left(), box.top() + 5, box.width(), middle - box.top() - 4),
            entry.title,
        )
        small = QFont(painter.font())
        small.setPointSizeF(small.pointSizeF() - 1)
        painter.setFont(small)
        painter.setPen(theme.color(quiet))
        _line(painter, option, QRect(box.left(), middle, box.width(), box.bottom() - middle - 4), entry.under)


def _line(painter: QPainter, option: QStyleOptionViewItem, box: QRect, text: str) -> None:
    """One elided line at the leading side of the window, in the text's own direction."""
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    right = option.direction == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    direction = Qt.LayoutDirection.RightToLeft if is_right_to_left(text) else Qt.LayoutDirection.LeftToRight
    painter.setLayoutDirection(direction)
    painter.drawText(box, int(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter), elided)


def _mirrored(spot: QRect, within: QRect, option: QStyleOptionViewItem) -> QRect:
    return QStyle.visualRect(option.direction, within, spot)


def _cut(box: QRect, width: int, option: QStyleOptionViewItem, *, leading: bool) -> QRect:
    left_to_right = option.direction == Qt.LayoutDirection.LeftToRight
    return box.adjusted(width, 0, 0, 0) if leading == left_to_right else box.adjusted(0, 0, -width, 0)
