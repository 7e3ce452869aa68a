# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is named in the documents, how often and where; and what happened on which day."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from core.records import Entity, EntityCount, TimelineEntry
from gui import icons, language
from gui.documents import words
from gui.ops import Ops, slot
from gui.widgets.choice import Choice
from gui.widgets.empty import EmptyState
from gui.widgets.splitter import Panes
from gui.widgets.table import Column, RecordTable

_MOST_NAMES, _MOST_DAYS = 2000, 5000


class NamesPage(QWidget):
    """Names over their mentions. Emits ``passage_asked(document id, page, start, end)``."""

    passage_asked = Signal(str, int, int, int)

    def __init__(self, ops: Ops, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ops = ops
        self._collection: str | None = None
        self._counts: list[EntityCount] = []
        self.kinds = Choice()
        self.kinds.setAccessibleName(self.tr("Kind"))
        self.filter = QLineEdit(placeholderText=self.tr("Filter"), clearButtonEnabled=True)
        self.filter.setAccessibleName(self.tr("Filter"))
        self.filter.setMaximumWidth(220)
        self.filter.addAction(icons.icon("filter-variant", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.note = QLabel(self.tr("found by rules: some are missed, some are wrong"))
        self.note.setProperty("role", "muted")
        self.names = self._names_table()
        self.mentions = self._mentions_table()
        self._build()
        self.kinds.currentIndexChanged.connect(self._keep_kind)
        self.filter.textChanged.connect(self.names.filter)
        self.names.chosen.connect(self._load_mentions)
        self.mentions.chosen.connect(self._ask_passage)
        self.mentions.opened.connect(self._ask_passage)

    @slot
    async def load(self, collection: str | None) -> None:
        """Reads the names of a collection (None: of all documents)."""
        self._collection = collection
        count = self.ops.app.documents.entity_counts
        self._counts = await self.ops.query(self, count, collection, None, _MOST_NAMES)
        self._fill_kinds()
        self._keep_kind()
        self._stack.setCurrentIndex(0 if self._counts else 1)

    @slot
    async def _load_mentions(self) -> None:
        chosen = self.names.current()
        if chosen is None:
            self.mentions.set_records([])
            return
        find = self.ops.app.documents.mentions
        found = await self.ops.query(self, find, chosen.kind, chosen.value, self._collection)
        if self.names.current() == chosen:
            self.mentions.set_records(found)

    def _ask_passage(self) -> None:
        mention = self.mentions.current()
        if mention is not None:
            self.passage_asked.emit(mention.document_id, mention.page, mention.start, mention.end)

    def _fill_kinds(self) -> None:
        kept = self.kinds.currentData()
        blocked = self.kinds.blockSignals(True)
        self.kinds.clear()
        self.kinds.addItem(icons.icon("shape-outline", "muted"), self.tr("All kinds"), "")
        for name in sorted({one.kind for one in self._counts}, key=lambda name: words.kind(name).word()):
            look = words.kind(name)
            self.kinds.addItem(icons.icon(look.glyph, "muted"), look.word(), name)
        self.kinds.setCurrentIndex(max(0, self.kinds.findData(kept)))
        self.kinds.blockSignals(blocked)

    def _keep_kind(self) -> None:
        wanted = self.kinds.currentData()
        self.names.set_records([one for one in self._counts if wanted in {"", one.kind}])

    def _names_table(self) -> RecordTable[EntityCount]:
        columns: list[Column[EntityCount]] = [
            Column(self.tr("Name or day"), lambda one: words.value(one.kind, one.value), width=0),
            Column(self.tr("Kind"), lambda one: words.kind(one.kind).word(), icon=_kind_icon, width=150),
            Column(
                self.tr("Mentions"),
                lambda one: language.number(one.mentions),
                sort=lambda one: one.mentions,
                number=True,
                width=90,
            ),
            Column(
                self.tr("Documents"),
                lambda one: language.number(one.documents),
                sort=lambda one: one.documents,
                number=True,
                width=100,
            ),
        ]
        table: RecordTable[EntityCount] = RecordTable(
            "names",
            columns,
            lambda one: f"{one.kind} {one.value}",
            order=(2, Qt.SortOrder.DescendingOrder),
        )
        table.setAccessibleName(self.tr("Names and dates"))
        return table

    def _mentions_table(self) -> RecordTable[Entity]:
        columns: list[Column[Entity]] = [
            Column(
                self.tr("As it is written"),
                lambda one: language.isolate(" ".join(one.text.split())),
                width=260,
            ),
            Column(self.tr("Document"), _file_name, tooltip=lambda one: one.document, width=0),
            Column(
                self.tr("Page"),
                lambda one: language.number(one.page),
                sort=lambda one: (one.document, one.page, one.start),
                number=True,
                width=70,
            ),
        ]
        table: RecordTable[Entity] = RecordTable(
            "mentions", columns, lambda one: f"{one.document_id} {one.page} {one.start} {one.kind}"
        )
        table.setAccessibleName(self.tr("Where it is mentioned"))
        return table

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self.filter)
        row.addWidget(self.kinds)
        row.addStretch()
        row.addWidget(self.note)
        empty = EmptyState(
            "account-search-outline",
            self.tr("No names yet"),
            self.tr("People, places, days, amounts and numbers found in your documents are listed here."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(
            Panes("names", [self.names, self.mentions], [420, 240], stretching=0, vertical=True)
        )
        self._stack.addWidget(empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self._stack, 1)


class TimelinePage(QWidget):
    """The days that documents tell of, each with its sentence. Emits ``passage_asked``."""

    passage_asked = Signal(str, int, int, int)

    def __init__(self, ops: Ops, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ops = ops
        self.filter = QLineEdit(placeholderText=self.tr("Filter"), clearButtonEnabled=True)
        self.filter.setAccessibleName(self.tr("Filter"))
        self.filter.setMaximumWidth(220)
        self.filter.addAction(icons.icon("filter-variant", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.days = self._days_table()
        self._build()
        self.filter.textChanged.connect(self.days.filter)
        self.days.chosen.connect(self._ask_passage)
        self.days.opened.connect(self._ask_passage)

    @slot
    async def load(self, collection: str | None) -> None:
        """Reads the days of a collection (None: of all documents)."""
        timeline = self.ops.app.documents.timeline
        found = await self.ops.query(self, timeline, collection, _MOST_DAYS)
        self.days.set_records(found)
        self.count.setText(self.tr("%n days and times told", "", len(found)))
        self._stack.setCurrentIndex(0 if found else 1)

    def _ask_passage(self) -> None:
        entry = self.days.current()
        if entry is not None:
            self.passage_asked.emit(entry.document_id, entry.page, entry.start, entry.end)

    def _days_table(self) -> RecordTable[TimelineEntry]:
        columns: list[Column[TimelineEntry]] = [
            Column(self.tr("Day"), lambda one: language.left_to_right(one.day), width=100),
            Column(
                self.tr("What is told"),
                lambda one: language.isolate(" ".join(one.text.split())),
                tooltip=lambda one: language.isolate(one.text),
                width=0,
            ),
            Column(self.tr("Document"), _file_name, tooltip=lambda one: one.document, width=170),
            Column(
                self.tr("Page"),
                lambda one: language.number(one.page),
                sort=lambda one: (one.document, one.page),
                number=True,
                width=64,
            ),
        ]
        table: RecordTable[TimelineEntry] = RecordTable(
            "timeline", columns, lambda one: f"{one.document_id} {one.page} {one.start} {one.day}"
        )
        table.setAccessibleName(self.tr("Timeline"))
        table.setTextElideMode(Qt.TextElideMode.ElideRight)
        return table

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self.filter)
        row.addStretch()
        row.addWidget(self.count)
        empty = EmptyState(
            "timeline-clock-outline",
            self.tr("No days yet"),
            self.tr("Days that your documents name stand here in their order, Gregorian and Hijri together."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.days)
        self._stack.addWidget(empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self._stack, 1)


def _file_name(one: Entity | TimelineEntry) -> str:
    return PurePath(one.document.rsplit("!", 1)[-1]).name


def _kind_icon(one: EntityCount) -> QIcon:
    return icons.icon(words.kind(one.kind).glyph, "muted")
