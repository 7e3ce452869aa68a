# SPDX-License-Identifier: AGPL-3.0-or-later
"""Datasets: their examples under review, each beside the page it was made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.records import Changes, Dataset, Example, ImportReport
from gui import icons, language
from gui.ask import ask
from gui.datasets import words
from gui.datasets.checks import ChecksPane
from gui.datasets.dialogs import BuildDialog, ImportDialog, SplitDialog
from gui.datasets.example_pane import ExamplePane, Messages
from gui.datasets.import_report import ImportReportBar
from gui.ops import Ops, slot
from gui.source_pane import SourcePane
from gui.tabs.base import Tab
from gui.widgets.buttons import icon_button
from gui.widgets.drop import DropZone
from gui.widgets.elided import ElidedLabel
from gui.widgets.empty import EmptyState
from gui.widgets.segments import Segments
from gui.widgets.side_list import Entry, SideList
from gui.widgets.splitter import Panes
from gui.widgets.table import Column, RecordTable

_DATASETS = Changes(datasets=True)
_ALL = "all"
_SPLIT_COLUMN = 4


class DatasetsTab(Tab):
    """Datasets on the left, examples and the one under review in the middle, its page on the right."""

    shows = _DATASETS

    def __init__(self, ops: Ops) -> None:
        super().__init__(ops)
        self._datasets: dict[str, Dataset] = {}
        self._make_actions()
        self.side = self._make_side()
        self.table = self._make_table()
        self.example = ExamplePane()
        self.report = ImportReportBar()
        self.checks = ChecksPane()
        self.source = SourcePane(
            ops, self.tr("Choose an example, and the page it was made from is shown here.")
        )
        self.right = QStackedWidget()
        self.right.addWidget(self.source)
        self.right.addWidget(self.checks)
        self.body.addWidget(
            Panes("datasets", [self.side, self._make_middle(), self.right], [200, 800, 440], stretching=1)
        )
        self.drop = DropZone(self, self.tr("Let go to import this file as a dataset"))
        self.drop.dropped.connect(self._on_dropped)
        self.focus_first = self.table
        self._connect()
        self._enable()

    @property
    def help_text(self) -> str:
        return self.tr(
            "Here you make what a model learns from. Import a file, or let the local model write questions "
            "and answers about your documents; then review them: A accepts, E edits, R rejects, ↓ goes to "
            "the next. The page each example was made from stands beside it. Only accepted examples train."
        )

    def refresh(self, changes: Changes) -> None:
        self.load()

    # --- reading ------------------------------------------------------------------------------

    @slot
    async def load(self) -> None:
        """Reads the datasets and the examples of the one that is chosen."""
        found = await self.ops.query(self, self.ops.app.datasets.list)
        self._datasets = {dataset.id: dataset for dataset in found}
        self._show_datasets(found)
        dataset = self.dataset
        if dataset is None:
            self._show_examples([])
            return
        examples = await self.ops.query(self, self.ops.app.datasets.examples, dataset.id)
        if dataset.id == self.side.current():
            self._show_examples(examples)

    @property
    def dataset(self) -> Dataset | None:
        """The one that is chosen."""
        return self._datasets.get(self.side.current())

    def _show_datasets(self, datasets: Sequence[Dataset]) -> None:
        chosen = self.side.current()
        self.side.set_entries([self._entry(dataset) for dataset in datasets])
        if chosen not in self._datasets and datasets:
            newest = max(datasets, key=lambda dataset: dataset.created)
            blocked = self.side.blockSignals(True)
            self.side.select(newest.id)
            self.side.blockSignals(blocked)
        self._middle.setCurrentWidget(self._listing if datasets else self._empty)
        self._show_counts()
        self._enable()

    def _entry(self, dataset: Dataset) -> Entry:
        under = (
            self.tr("%n to review", "", dataset.pending)
            if dataset.pending
            else self.tr("%n accepted", "", dataset.accepted)
        )
        glyph = "label-outline" if dataset.kind == "label" else "forum-outline"
        return Entry(dataset.id, dataset.name, language.number(dataset.examples), under, glyph)

    def _show_counts(self) -> None:
        dataset = self.dataset
        if dataset is None:
            return
        self.name.setText(dataset.name)
        facts = [words.kind(dataset.kind), words.splits(dataset)]
        if dataset.source:
            facts.append(self.tr("from {source}").format(source=language.isolate(dataset.source)))
        self.facts.setText("  ·  ".join(facts))
        fingerprint = self.tr("Fingerprint {hash}").format(hash=language.left_to_right(dataset.hash))
        self.facts.setToolTip(f"{self.facts.text()}\n{fingerprint}")
        counts = {
            _ALL: (self.tr("All"), dataset.examples),
            "pending": (self.tr("To review"), dataset.pending),
            "accepted": (self.tr("Accepted"), dataset.accepted),
            "rejected": (self.tr("Rejected"), dataset.rejected),
        }
        for key, (word, count) in counts.items():
            self.states.set_words(key, f"{word}  {language.number(count)}")

    def _show_examples(self, examples: Sequence[Example]) -> None:
        self.table.set_records(examples)
        self.table.setColumnHidden(_SPLIT_COLUMN, not any(example.split for example in examples))
        if examples and self.table.current() is None:
            self._select_row(0)
        self._show_selected()

    # --- reviewing ----------------------------------------------------------------------------

    def accept(self) -> None:
        self._review("accepted")

    def reject(self) -> None:
        self._review("rejected")

    def put_back(self) -> None:
        self._review("pending")

    def _review(self, state: str) -> None:
        """The screen goes on at once; the database follows."""
        examples = self.table.selected()
        if not examples or self.example.is_editing:
            return
        follower = self._follower([example.id for example in examples])
        changed = {example.id: replace(example, state=state) for example in examples}
        self.table.set_records([changed.get(record.id, record) for record in self.table.source.records])
        if follower is not None and len(examples) == 1:
            self.table.select(follower)
        self._show_selected()
        self._write_state([example.id for example in examples], state)

    @slot
    async def _write_state(self, ids: list[str], state: str) -> None:
        await self.ops.change(self, self.ops.app.datasets.set_state, ids, state, changes=_DATASETS)

    def edit(self) -> None:
        self.example.begin_edit()

    @slot
    async def _save(self, example_id: str, messages: Messages) -> None:
        await self.ops.change(self, self.ops.app.datasets.edit, example_id, messages, changes=_DATASETS)

    def go_on(self) -> None:
        """To the next example."""
        current = self.table.current()
        follower = self._follower([current.id]) if current is not None else None
        if follower is not None:
            self.table.select(follower)
        elif current is None and self.table.records():
            self._select_row(0)

    def _follower(self, ids: Sequence[str]) -> str | None:
        """The id of the row after the last of ``ids``."""
        shown = [record.id for record in self.table.records()]
        places = [place for place, one in enumerate(shown) if one in set(ids)]
        after = max(places) + 1 if places else 0
        return shown[after] if after < len(shown) else None

    @slot
    async def _show_original(self, example_id: str) -> None:
        original = await self.ops.query(self, self.ops.app.datasets.original, example_id)
        self.example.show_original(example_id, original)

    # --- bringing in, splitting, checking, handing out ----------------------------------------

    def choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Import a dataset"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [
                self.tr("Datasets") + " (*.json *.jsonl *.csv *.tsv *.parquet)",
                self.tr("All files") + " (*)",
            ]
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda file: self.import_path(Path(file)))
        dialog.open()

    def _on_dropped(self, paths: list[Path]) -> None:
        if paths:
            self.import_path(paths[0])

    def import_path(self, path: Path) -> ImportDialog:
        """Asks for the dataset's name, then imports."""
        dialog = ImportDialog(self.ops, self, path)
        dialog.imported.connect(self._on_imported)
        dialog.open()
        return dialog

    def _on_imported(self, name: str, report: ImportReport) -> None:
        self.report.show_report(name, report)
        self._show_soon(report.dataset_id)

    @slot
    async def _show_soon(self, dataset_id: str) -> None:
        """Chooses a dataset that has just come, once the list holds it."""
        await self.load()
        self.side.select(dataset_id)

    @slot
    async def build(self) -> None:
        collections = await self.ops.query(self, self.ops.app.documents.collections)
        filled = [collection for collection in collections if collection.documents]
        if not filled:
            self.show_note(
                self.tr("There are no documents to build from yet."),
                self.tr("Add some in the first view, then come back."),
            )
            return
        BuildDialog(self.ops, self, filled).open()

    def split(self) -> None:
        if self.dataset is not None:
            SplitDialog(self.ops, self, self.dataset).open()

    @slot
    async def check(self) -> None:
        """Shows what may be wrong with the dataset, in the right-hand pane."""
        dataset = self.dataset
        if dataset is None:
            return
        found = await self.ops.query_on("checks", self, self.ops.app.datasets.check, dataset.id)
        self.checks.show_checks(dataset.name, found)
        self.right.setCurrentWidget(self.checks)

    def export(self) -> None:
        dataset = self.dataset
        if dataset is None:
            return
        dialog = QFileDialog(self, self.tr("Export the dataset"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # Core refuses to overwrite and says so in the view: one question less.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setDefaultSuffix("jsonl")
        dialog.selectFile(f"{dataset.name}.jsonl")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda file: self.export_to(Path(file)))
        dialog.open()

    @slot
    async def export_to(self, path: Path) -> None:
        dataset = self.dataset
        if dataset is None:
            return
        written = await self.ops.query_on("export", self, self.ops.app.datasets.export, dataset.id, path)
        told = self.tr("{name} was written to {path}.").format(
            name=language.isolate(dataset.name), path=language.left_to_right(str(written))
        )
        self.show_note(told, self.tr("The file is not encrypted."))

    @slot
    async def delete(self) -> None:
        dataset = self.dataset
        if dataset is None:
            return
        question = self.tr("Delete the dataset {name}?").format(name=language.isolate(dataset.name))
        told = self.tr("Its %n examples go, with all that was reviewed and edited.", "", dataset.examples)
        if await ask(self, question, told, self.tr("Delete")):
            await self.ops.change(self, self.ops.app.datasets.delete, dataset.id, changes=_DATASETS)

    # --- building -----------------------------------------------------------------------------

    def _make_actions(self) -> None:
        act = self.add_action
        self.build_action = act(
            self.tr("Build from documents"), "creation-outline", self.build, role="on_accent"
        )
        self.import_action = act(self.tr("Import a file"), "file-import-outline", self.choose_file, "Ctrl+O")
        self.accept_action = act(self.tr("Accept"), "check", self.accept, "A")
        self.edit_action = act(self.tr("Edit"), "pencil-outline", self.edit, "E")
        self.reject_action = act(self.tr("Reject"), "close", self.reject, "R")
        self.back_action = act(self.tr("Back to review"), "undo", self.put_back, "U")
        self.next_action = act(self.tr("Next"), "arrow-down", self.go_on, "N")
        self.check_action = act(self.tr("Check the dataset"), "clipboard-check-outline", self.check)
        self.split_action = act(self.tr("Split the dataset"), "call-split", self.split)
        self.export_action = act(self.tr("Export the dataset"), "export-variant", self.export)
        self.delete_action = act(self.tr("Delete the dataset"), "trash-can-outline", self.delete)

    def _make_side(self) -> SideList:
        add = icon_button("plus", self.tr("Import a file"))
        add.clicked.connect(self.choose_file)
        side = SideList(self.tr("Datasets"), [add])
        side.list.addActions([self.check_action, self.split_action, self.export_action, self.delete_action])
        side.setMinimumWidth(160)
        return side

    def _make_table(self) -> RecordTable[Example]:
        columns: list[Column[Example]] = [
            Column(
                self.tr("No."),
                lambda e: language.number(e.number),
                sort=lambda e: e.number,
                number=True,
                width=60,
            ),
            Column(self.tr("Question"), lambda e: _line(words.question(e)), tooltip=words.question, width=0),
            Column(self.tr("Answer"), lambda e: _line(words.answer(e)), tooltip=words.answer, width=0),
            Column(self.tr("Source page"), words.place, tooltip=lambda e: e.document or e.origin, width=176),
            Column(self.tr("Split"), lambda e: words.split(e.split), width=78),
            Column(
                self.tr("State"),
                self._state_words,
                icon=_state_icon,
                role=lambda e: words.state(e.state).role,
                width=118,
            ),
        ]
        table: RecordTable[Example] = RecordTable("examples", columns, lambda e: e.id)
        table.setAccessibleName(self.tr("Examples"))
        table.setTextElideMode(Qt.TextElideMode.ElideRight)
        table.addActions([self.accept_action, self.edit_action, self.reject_action, self.back_action])
        return table

    def _state_words(self, example: Example) -> str:
        word = words.state(example.state).word()
        return self.tr("{state}, edited").format(state=word) if example.edited else word

    def _make_middle(self) -> QWidget:
        self._empty = EmptyState(
            "table-check",
            self.tr("Make your first dataset"),
            self.tr(
                "What a model learns from: questions with good answers. Let the local model write them about "
                "your documents and review them here, or import what you have."
            ),
            self.tr("Build from documents"),
            self.tr("or drop a JSONL, CSV or Parquet file here"),
        )
        self._empty.chosen.connect(self.build)
        self._listing = self._make_listing()
        self._middle = QStackedWidget()
        self._middle.addWidget(self._listing)
        self._middle.addWidget(self._empty)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.report)
        column.addWidget(self._middle, 1)
        return middle

    def _make_listing(self) -> QWidget:
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_head())
        column.addLayout(self._make_filters())
        column.addWidget(self.table, 1)
        lower = QWidget()
        lower_column = QVBoxLayout(lower)
        lower_column.setContentsMargins(0, 0, 0, 0)
        lower_column.setSpacing(0)
        lower_column.addWidget(self._make_review_bar())
        lower_column.addWidget(self.example, 1)
        return Panes("examples", [upper, lower], [480, 300], stretching=0, vertical=True)

    def _make_head(self) -> QFrame:
        self.name = ElidedLabel("strong")
        self.facts = ElidedLabel("muted")
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(self.name)
        titles.addWidget(self.facts)
        more = icon_button("dots-horizontal", self.tr("More"), role="text")
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(more)
        menu.addActions([self.split_action, self.export_action, self.delete_action])
        more.setMenu(menu)
        row = QHBoxLayout()
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(8)
        row.addLayout(titles, 1)
        row.addWidget(self.button(self.import_action))
        row.addWidget(self.button(self.build_action, main=True))
        row.addWidget(more)
        head = QFrame()
        head.setObjectName("pane_head")
        head.setLayout(row)
        return head

    def _make_filters(self) -> QHBoxLayout:
        self.filter = QLineEdit(placeholderText=self.tr("Filter by words"), clearButtonEnabled=True)
        self.filter.setAccessibleName(self.tr("Filter by words"))
        self.filter.setMaximumWidth(220)
        self.filter.addAction(icons.icon("filter-variant", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.states = Segments(
            self.tr("Which examples are shown"),
            [(key, "") for key in (_ALL, "pending", "accepted", "rejected")],
        )
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self.filter, 1)
        row.addWidget(self.states)
        row.addStretch()
        row.addWidget(self.button(self.check_action))
        return row

    def _make_review_bar(self) -> QFrame:
        self.selection = QLabel()
        self.selection.setProperty("role", "muted")
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        for action in (self.accept_action, self.edit_action, self.reject_action):
            action.setIconText(f"{action.text()}  {action.shortcut().toString()}")
            row.addWidget(self.button(action))
        self.next_action.setIconText(f"{self.next_action.text()}  ↓")
        row.addWidget(self.button(self.next_action))
        row.addWidget(self.button(self.back_action, text=False))
        row.addStretch()
        row.addWidget(self.selection)
        bar = QFrame()
        bar.setObjectName("pane_head")
        bar.setLayout(row)
        return bar

    def _connect(self) -> None:
        self.side.chosen.connect(self._on_dataset)
        self.side.delete_asked.connect(self.delete)
        self.table.chosen.connect(self._show_selected)
        self.table.opened.connect(self.edit)
        self.table.delete_asked.connect(self.reject)
        self.filter.textChanged.connect(self.table.filter)
        self.states.chosen.connect(self._on_state)
        self.example.saved.connect(self._save)
        self.example.left.connect(self._after_edit)
        self.example.original_asked.connect(self._show_original)
        self.checks.left.connect(lambda: self.right.setCurrentWidget(self.source))

    # --- what happens -------------------------------------------------------------------------

    def _on_dataset(self, _key: str) -> None:
        self.table.clearSelection()
        self.right.setCurrentWidget(self.source)
        self.source.forget()
        self._show_counts()
        self.load()

    def _on_state(self, state: str) -> None:
        self.table.keep_only(None if state == _ALL else lambda example: example.state == state)
        if self.table.current() is None:
            self._select_row(0)

    def _after_edit(self) -> None:
        self._enable()
        self.table.setFocus()

    def _select_row(self, row: int) -> None:
        records = self.table.records()
        if row < len(records):
            self.table.select(records[row].id)

    def _show_selected(self) -> None:
        example = self.table.current()
        dataset = self.dataset
        self.example.show_example(example, dataset.kind if dataset is not None else "")
        selected = len(self.table.selected())
        self.selection.setText(self.tr("%n selected", "", selected) if selected > 1 else "")
        self._show_source(example)
        self._enable()

    def _show_source(self, example: Example | None) -> None:
        if example is None or example.document_id is None:
            self.source.clear()
            return
        self.right.setCurrentWidget(self.source)
        page = example.page or 1
        if example.start is not None and example.end is not None:
            self.source.show_passage(example.document_id, page, example.start, example.end)
        else:
            self.source.show_page(example.document_id, page)

    def _enable(self) -> None:
        some = bool(self.table.selected())
        for action in (self.accept_action, self.edit_action, self.reject_action, self.back_action):
            action.setEnabled(some)
        self.next_action.setEnabled(bool(self.table.source.records))
        for action in (self.check_action, self.split_action, self.export_action, self.delete_action):
            action.setEnabled(self.dataset is not None)


def _line(text: str) -> str:
    return " ".join(text.split())


def _state_icon(example: Example) -> QIcon:
    look = words.state(example.state)
    return icons.icon(look.glyph, look.role)
