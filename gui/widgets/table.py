# SPDX-License-Identifier: AGPL-3.0-or-later
"""A table of records: sorting, filter, several rows at once, context menu, Delete key; columns remembered.

table = RecordTable("runs", [Column(self.tr("Name"), lambda run: run.name), …], key=lambda run: run.id)
table.set_records(runs)          # keeps selection, sorting and scroll place
table.selected() / table.current()
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QBrush, QContextMenuEvent, QFontMetrics, QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)

from gui import language, remembered, theme

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
SORT_ROLE = Qt.ItemDataRole.UserRole
_POINTS = 10.0
_TITLE_PAD = 34
RECORD_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Column(Generic[R]):
    """How one column shows a record. ``sort``: what to order by (default: the text). ``number``: figures,
    right-aligned. ``role``: the text's colour role. ``width``: pixels at 10 points; 0 takes what is left."""

    title: str
    text: Callable[[R], str]
    sort: Callable[[R], Any] | None = None
    tooltip: Callable[[R], str] | None = None
    icon: Callable[[R], QIcon | None] | None = None
    role: Callable[[R], str] | None = None
    number: bool = False
    width: int = 120
    delegate: QStyledItemDelegate | None = None


class RecordModel(QAbstractTableModel, Generic[R]):
    """Records as rows; a record with a known key is replaced in place, so views keep their state."""

    def __init__(self, columns: Sequence[Column[R]], key: Callable[[R], str], parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self.records: list[R] = []
        self._key = key

    def set_records(self, records: Sequence[R]) -> None:
        new = list(records)
        if [self._key(r) for r in new] == [self._key(r) for r in self.records]:
            for row, (before, after) in enumerate(zip(self.records, new, strict=True)):
                if before != after:
                    self.records[row] = after
                    self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))
            return
        self.beginResetModel()
        self.records = new
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.records)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self.columns[section])
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        answer = _ANSWERS.get(role)
        return answer(self.columns[index.column()], self.records[index.row()]) if answer else None


class _Proxy(QSortFilterProxyModel, Generic[R]):
    """Sorts by SORT_ROLE, keeps rows whose texts hold the filter's words, puts the ``first`` ones on top."""

    def __init__(self, model: RecordModel[R], parent: QWidget) -> None:
        super().__init__(parent)
        self.model = model
        self.setSourceModel(model)
        self.words: list[str] = []
        self.keep: Callable[[R], bool] | None = None
        self.first: Callable[[R], bool] | None = None
        self.setSortRole(SORT_ROLE)

    def again(self) -> None:
        self.beginFilterChange()
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        model = self.model
        record = model.records[row]
        if self.keep is not None and not self.keep(record):
            return False
        text = " ".join(column.text(record) for column in model.columns).casefold()
        return all(word in text for word in self.words)

    def lessThan(self, left: Index, right: Index) -> bool:
        model = self.model
        if self.first is not None:
            ranks = [not self.first(model.records[index.row()]) for index in (left, right)]
            if ranks[0] != ranks[1]:
                ascending = self.sortOrder() == Qt.SortOrder.AscendingOrder
                return bool(ranks[0] < ranks[1]) if ascending else bool(ranks[0] > ranks[1])
        return bool(left.data(SORT_ROLE) < right.data(SORT_ROLE))


class RecordTable(QTableView, Generic[R]):
    """See the module. Signals: ``chosen`` (the selection changed), ``opened`` (Enter, double click),
    ``delete_asked`` (Delete key; the view asks its question and deletes)."""

    chosen = Signal()
    opened = Signal()
    delete_asked = Signal()

    def __init__(
        self, name: str, columns: Sequence[Column[R]], key: Callable[[R], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        # Titles of another language need other widths.
        self._name = f"columns/{language.chosen()}/{name}"
        self._key = key
        self.source: RecordModel[R] = RecordModel(columns, key, self)
        self.proxy: _Proxy[R] = _Proxy(self.source, self)
        self.setModel(self.proxy)
        self._look(columns)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        self.doubleClicked.connect(lambda *_: self.opened.emit())

    def set_records(self, records: Sequence[R]) -> None:
        """Shows ``records``; rows that stay keep their selection, and the view its place."""
        keys = {self._key(record) for record in self.selected()}
        current = self.current()
        scroll = self.verticalScrollBar().value()
        blocked = self.selectionModel().blockSignals(True)
        self.source.set_records(records)
        self._select_keys(keys, self._key(current) if current is not None else None)
        self.selectionModel().blockSignals(blocked)
        self.verticalScrollBar().setValue(scroll)
        if {self._key(record) for record in self.selected()} != keys:
            self.chosen.emit()

    def records(self) -> list[R]:
        """All records, as filtered and ordered on the screen."""
        return [self.proxy.index(row, 0).data(RECORD_ROLE) for row in range(self.proxy.rowCount())]

    def selected(self) -> list[R]:
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.proxy.index(row, 0).data(RECORD_ROLE) for row in rows]

    def current(self) -> R | None:
        """The selected record under the cursor, or the only selected one."""
        index = self.selectionModel().currentIndex()
        rows = self.selectionModel().selectedRows()
        if index.isValid() and self.selectionModel().isRowSelected(index.row(), QModelIndex()):
            record: R = index.data(RECORD_ROLE)
            return record
        return rows[0].data(RECORD_ROLE) if rows else None

    def select(self, key: str) -> bool:
        """Selects the record with ``key`` alone and shows it; False when it is not on the screen."""
        self.clearSelection()
        self._select_keys({key}, key)
        self.scrollTo(self.currentIndex())
        return self.current() is not None

    def filter(self, text: str) -> None:
        """Keeps the rows that hold every word of ``text`` in some column."""
        self.proxy.words = text.casefold().split()
        self.proxy.again()

    def keep_only(self, keep: Callable[[R], bool] | None) -> None:
        self.proxy.keep = keep
        self.proxy.again()

    def put_first(self, first: Callable[[R], bool] | None) -> None:
        """Rows for which ``first`` holds stand on top, whatever the order."""
        self.proxy.first = first
        self.proxy.invalidate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.selected():
            self.delete_asked.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current() is not None:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The table's own actions (``addAction``) as a menu."""
        actions: list[QAction] = [action for action in self.actions() if action.isVisible()]
        if actions:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions(actions)
            menu.popup(event.globalPos())

    def _look(self, columns: Sequence[Column[R]]) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 14)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        for number, column in enumerate(columns):
            if column.delegate is not None:
                self.setItemDelegateForColumn(number, column.delegate)
            if column.width:
                self.setColumnWidth(number, self._fitting(column))
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        kept = remembered.recall(self._name)
        if kept is not None:
            header.restoreState(kept)
        header.sectionResized.connect(lambda *_: self._remember())
        header.sortIndicatorChanged.connect(lambda *_: self._remember())

    def _fitting(self, column: Column[R]) -> int:
        """The column's width, larger letters and its title considered."""
        scaled = round(column.width * self.font().pointSizeF() / _POINTS)
        font = self.font()
        font.setBold(True)
        return max(scaled, QFontMetrics(font).horizontalAdvance(column.title) + _TITLE_PAD)

    def _remember(self) -> None:
        if self.isVisible():
            remembered.remember(self._name, self.horizontalHeader().saveState())

    def _select_keys(self, keys: set[str], current: str | None) -> None:
        model = self.selectionModel()
        flags = QItemSelectionModel.SelectionFlag
        for row in range(self.proxy.rowCount()) if keys else ():
            index = self.proxy.index(row, 0)
            key = self._key(index.data(RECORD_ROLE))
            if key in keys:
                model.select(index, flags.Select | flags.Rows)
            if key == current:
                model.setCurrentIndex(index, flags.NoUpdate)


def _alignment(column: Column[Any]) -> int:
    side = Qt.AlignmentFlag.AlignTrailing if column.number else Qt.AlignmentFlag.AlignLeading
    return int(side | Qt.AlignmentFlag.AlignVCenter)


# What a cell answers to each role of the model: f(column, record).
_ANSWERS: dict[int, Callable[[Column[Any], Any], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda column, record: column.text(record),
    Qt.ItemDataRole.ToolTipRole: lambda column, record: (column.tooltip or column.text)(record),
    Qt.ItemDataRole.DecorationRole: lambda column, record: column.icon(record) if column.icon else None,
    Qt.ItemDataRole.ForegroundRole: lambda column, record: (
        QBrush(theme.color(column.role(record))) if column.role else None
    ),
    Qt.ItemDataRole.TextAlignmentRole: lambda column, _record: _alignment(column),
    SORT_ROLE: lambda column, record: column.sort(record) if column.sort else column.text(record).casefold(),
    RECORD_ROLE: lambda _column, record: record,
}
