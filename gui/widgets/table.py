# SPDX-License-Identifier: AGPL-3.0-or-later
"""A table of records: sorting, filter, several rows at once, context menu, Delete key; columns remembered.

table = RecordTable("runs", [Column(self.tr("Name"), lambda run: run.name), …], key=lambda run: run.id)
table.set_records(runs)          # keeps selection, sorting and scroll place
table.selected() / table.current()
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QItemSelectionRange,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QBrush,
    QContextMenuEvent,
    QDrag,
    QFontMetrics,
    QIcon,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)

from gui import language, remembered, theme

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
_POINTS = 10.0
_TITLE_PAD = 34
RECORD_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Column(Generic[R]):
    """How one column shows a record. ``sort``: what to order by (default: the text). ``number``: figures,
    right-aligned. ``role``: the text's colour role. ``width``: pixels at 10 points; 0 takes what is left.
    ``searched``: the filter looks in it."""

    title: str
    text: Callable[[R], str]
    sort: Callable[[R], Any] | None = None
    tooltip: Callable[[R], str] | None = None
    icon: Callable[[R], QIcon | None] | None = None
    role: Callable[[R], str] | None = None
    number: bool = False
    width: int = 120
    delegate: QStyledItemDelegate | None = None
    searched: bool = True


class RecordModel(QAbstractTableModel, Generic[R]):
    """Records as rows. Filters and sorts by itself: a proxy would ask Python for each comparison.

    ``records`` are all, ``shown`` those on the screen in their order. ``within`` tells the key of the record
    that one belongs under, or None: it then follows that one, whatever the order, and has a :meth:`depth`.
    """

    def __init__(self, columns: Sequence[Column[R]], key: Callable[[R], str], parent: QWidget) -> None:
        super().__init__(parent)
        self.within: Callable[[R], str | None] | None = None
        self._depths: dict[str, int] = {}
        self._texts: dict[str, tuple[R, str]] = {}
        self.columns = list(columns)
        self.records: list[R] = []
        self.shown: list[R] = []
        self.words: list[str] = []
        self.keep: Callable[[R], bool] | None = None
        self.first: Callable[[R], bool] | None = None
        self._key = key
        self._sorting = (0, Qt.SortOrder.AscendingOrder)
        self._rows: dict[str, int] = {}

    def set_records(self, records: Sequence[R]) -> None:
        self.records = list(records)
        if len(self._texts) > 2 * len(self.records):
            self._texts = {}
        self.arrange()

    def arrange(self) -> None:
        """Filters and sorts again. Where the same rows stay, only what changed in them is told."""
        new = self._sorted([record for record in self.records if self._passes(record)])
        keys = [self._key(record) for record in new]
        if keys != list(self._rows):
            self.beginResetModel()
            self.shown = new
            self._rows = {key: row for row, key in enumerate(keys)}
            self.endResetModel()
            return
        before, self.shown = self.shown, new
        for row, (old, record) in enumerate(zip(before, new, strict=True)):
            if old != record:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorting = (column, order)
        self.arrange()

    def row_of(self, key: str) -> int | None:
        """Where the record with ``key`` stands on the screen."""
        return self._rows.get(key)

    def depth(self, key: str) -> int:
        """How many records this one is shown under."""
        return self._depths.get(key, 0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.shown)

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
        return answer(self.columns[index.column()], self.shown[index.row()]) if answer else None

    def _passes(self, record: R) -> bool:
        if self.keep is not None and not self.keep(record):
            return False
        if not self.words:
            return True
        text = self._text(record)
        return all(word in text for word in self.words)

    def _text(self, record: R) -> str:
        """What the filter looks in; kept, since a person types faster than thousands of texts are made."""
        key = self._key(record)
        kept = self._texts.get(key)
        if kept is None or kept[0] is not record:
            kept = (record, " ".join(self._searched(record)).casefold())
            self._texts[key] = kept
        return kept[1]

    def _searched(self, record: R) -> Iterator[str]:
        return (column.text(record) for column in self.columns if column.searched)

    def _sorted(self, records: list[R]) -> list[R]:
        number, order = self._sorting
        column = self.columns[number]
        sort = column.sort or (lambda record: column.text(record).casefold())
        records.sort(key=sort, reverse=order == Qt.SortOrder.DescendingOrder)
        if self.first is not None:
            first = self.first
            records.sort(key=lambda record: not first(record))
        self._depths = {}
        return records if self.within is None or self.first is not None else self._grouped(records)

    def _grouped(self, records: list[R]) -> list[R]:
        """Each record after the one it belongs under, where that one is shown too."""
        assert self.within is not None  # noqa: S101 - the caller asked
        within, key_of = self.within, self._key
        keys = {key_of(record) for record in records}
        roots: list[R] = []
        under: dict[str, list[R]] = {}
        for record in records:
            parent = within(record)
            if parent is None or parent not in keys:
                roots.append(record)
            else:
                under.setdefault(parent, []).append(record)
        if not under:
            return records
        ordered: list[R] = []
        for root in roots:
            ordered.append(root)
            self._add_under(key_of(root), 1, under, ordered)
        return ordered

    def _add_under(self, parent: str, depth: int, under: dict[str, list[R]], ordered: list[R]) -> None:
        for record in under.get(parent, ()):
            key = self._key(record)
            self._depths[key] = depth
            ordered.append(record)
            self._add_under(key, depth + 1, under, ordered)


class RecordTable(QTableView, Generic[R]):
    """See the module. Signals: ``chosen`` (the selection changed), ``opened`` (Enter, double click),
    ``delete_asked`` (Delete key; the view asks its question and deletes)."""

    chosen = Signal()
    opened = Signal()
    delete_asked = Signal()

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[R]],
        key: Callable[[R], str],
        parent: QWidget | None = None,
        *,
        order: tuple[int, Qt.SortOrder] = (0, Qt.SortOrder.AscendingOrder),
    ) -> None:
        """``order``: by which column the rows are sorted until the person chooses another."""
        super().__init__(parent)
        # Titles of another language need other widths.
        self._name = f"columns/{language.chosen()}/{name}"
        self._key = key
        self.source: RecordModel[R] = RecordModel(columns, key, self)
        self.setModel(self.source)
        self._kept: tuple[set[str], str | None, int] = (set(), None, 0)
        self.source.modelAboutToBeReset.connect(self._keep_place)
        self.source.modelReset.connect(self._restore_place)
        self._look(columns, order)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        self._drag_type = ""
        self._drag_from: QPoint | None = None
        self._held = False

    def set_records(self, records: Sequence[R]) -> None:
        """Shows ``records``; rows that stay keep their selection, and the view its place."""
        self.source.set_records(records)

    def records(self) -> list[R]:
        """All records on the screen, filtered and ordered as they are there."""
        return list(self.source.shown)

    def selected(self) -> list[R]:
        return [self.source.shown[row] for row in self._selected_rows()]

    def current(self) -> R | None:
        """The selected record under the cursor, or the only selected one."""
        index = self.selectionModel().currentIndex()
        if index.isValid() and self.selectionModel().isRowSelected(index.row(), QModelIndex()):
            return self.source.shown[index.row()]
        rows = self._selected_rows()
        return self.source.shown[rows[0]] if rows else None

    def _selected_rows(self) -> list[int]:
        """From the ranges: an index for each of thousands of rows would take too long."""
        ranges = cast("list[QItemSelectionRange]", self.selectionModel().selection())
        return sorted({row for one in ranges for row in range(one.top(), one.bottom() + 1)})

    def select(self, key: str) -> bool:
        """Selects the record with ``key`` alone and shows it; False when it is not on the screen."""
        self.clearSelection()
        self._select_keys({key}, key)
        self.scrollTo(self.currentIndex())
        return self.current() is not None

    def filter(self, text: str) -> None:
        """Keeps the rows that hold every word of ``text`` in some column."""
        self.source.words = text.casefold().split()
        self.source.arrange()

    def keep_only(self, keep: Callable[[R], bool] | None) -> None:
        self.source.keep = keep
        self.source.arrange()

    def put_first(self, first: Callable[[R], bool] | None) -> None:
        """Rows for which ``first`` holds stand on top, whatever the order."""
        self.source.first = first
        self.source.arrange()

    def group(self, within: Callable[[R], str | None]) -> None:
        """Rows stand under the one whose key ``within`` tells."""
        self.source.within = within
        self.source.arrange()

    def let_drag(self, kind: str) -> None:
        """Rows can be dragged away as ``kind``: their keys, one a line."""
        # Not through the model's flags: Qt would ask Python for those of every cell when all is selected.
        self._drag_type = kind

    def drag_data(self) -> QMimeData:
        """What is dragged: the selected rows."""
        data = QMimeData()
        data.setData(self._drag_type, "\n".join(self._key(record) for record in self.selected()).encode())
        return data

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.indexAt(event.position().toPoint())
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        self._drag_from = event.position().toPoint() if self._drag_type and plain and row.isValid() else None
        # Pressing on one of several selected rows may begin to drag them all: what is chosen is seen later.
        self._held = self._drag_from is not None and self.selectionModel().isRowSelected(row.row())
        if not self._held:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_from is None:
            super().mouseMoveEvent(event)
            return
        moved = (event.position().toPoint() - self._drag_from).manhattanLength()
        if moved >= QApplication.startDragDistance() and self.selected():
            self._drag_from, self._held = None, False
            drag = QDrag(self)
            drag.setMimeData(self.drag_data())
            drag.exec(Qt.DropAction.MoveAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held:
            self._held = False
            self.selectRow(self.indexAt(event.position().toPoint()).row())
            self.setFocus()
        self._drag_from = None
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.indexAt(event.position().toPoint()).isValid() and self.current() is not None:
            self.opened.emit()

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

    def _look(self, columns: Sequence[Column[R]], order: tuple[int, Qt.SortOrder]) -> None:
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
        self.sortByColumn(*order)
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

    def _keep_place(self) -> None:
        current = self.current()
        self._kept = (
            {self._key(record) for record in self.selected()},
            self._key(current) if current is not None else None,
            self.verticalScrollBar().value(),
        )

    def _restore_place(self) -> None:
        keys, current, scroll = self._kept
        blocked = self.selectionModel().blockSignals(True)
        self._select_keys(keys, current)
        self.selectionModel().blockSignals(blocked)
        self.verticalScrollBar().setValue(scroll)
        if {self._key(record) for record in self.selected()} != keys:
            self.chosen.emit()

    def _select_keys(self, keys: set[str], current: str | None) -> None:
        model = self.selectionModel()
        flags = QItemSelectionModel.SelectionFlag
        for key in keys:
            row = self.source.row_of(key)
            if row is None:
                continue
            index = self.source.index(row, 0)
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
    RECORD_ROLE: lambda _column, record: record,
}
