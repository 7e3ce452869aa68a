# SPDX-License-Identifier: AGPL-3.0-or-later
"""Documents: collections, the page ledger of every file, search for passages, and the page beside them."""

from __future__ import annotations

import asyncio
from pathlib import Path, PurePath

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.records import Changes, Collection, Document, Hit, SearchResult
from gui import icons, language
from gui.ask import ask, names
from gui.ops import Ops, slot
from gui.source_pane import SourcePane
from gui.tabs.base import Tab
from gui.widgets.buttons import icon_button
from gui.widgets.drop import DropZone
from gui.widgets.empty import EmptyState
from gui.widgets.ledger import Ledger, LedgerDelegate
from gui.widgets.passages import PassageList, ShownPassage
from gui.widgets.side_list import Entry, SideList
from gui.widgets.splitter import Panes
from gui.widgets.table import RECORD_ROLE, Column, RecordTable

_ALL = ""
_HITS = 20
_PATIENCE_SECONDS = 0.4
_DOCUMENTS = Changes(documents=True)
_GLYPHS = {
    "pdf": "file-pdf-box",
    "word": "file-word-outline",
    "image": "file-image-outline",
    "text": "file-document-outline",
}


class DocumentsTab(Tab):
    """Collections on the left, documents or found passages in the middle, the page on the right."""

    shows = _DOCUMENTS

    def __init__(self, ops: Ops) -> None:
        super().__init__(ops)
        self._collections: list[Collection] = []
        self._hits: dict[str, Hit] = {}
        self._make_actions()
        self.side = self._make_side()
        self.search = QLineEdit(clearButtonEnabled=True)
        self.table = self._make_table()
        self.focus_first = self.table
        self.passages = PassageList()
        self.source = SourcePane(ops, self.tr("Choose a document or a passage, and its page is shown here."))
        self.body.addWidget(
            Panes("documents", [self.side, self._make_middle(), self.source], [190, 760, 490], stretching=1)
        )
        self.drop = DropZone(self, self.tr("Let go to add these files"))
        self.drop.dropped.connect(self.add_paths)
        self._connect()

    @property
    def help_text(self) -> str:
        return self.tr(
            "Here are your documents. Drop files or whole folders anywhere on this view. Every page is "
            "accounted for: its text was in the document, or was read from the image, or it failed and the "
            "row says why. Search finds passages in all of them (Ctrl+F); Escape brings the documents back."
        )

    def refresh(self, changes: Changes) -> None:
        self.load()

    # --- reading ------------------------------------------------------------------------------

    @slot
    async def load(self) -> None:
        """Reads the collections and the documents of the one that is chosen."""
        documents = self.ops.app.documents
        self._collections = await self.ops.query(self, documents.collections)
        self._show_collections()
        chosen = self.side.current() or None
        self._show_documents(await self.ops.query(self, documents.list, chosen))

    def _show_collections(self) -> None:
        total = sum(collection.documents for collection in self._collections)
        entries = [
            Entry(
                _ALL, self.tr("All documents"), language.number(total), glyph="file-document-multiple-outline"
            )
        ]
        entries += [
            Entry(c.id, _collection_title(c), language.number(c.documents), glyph="folder-outline")
            for c in self._collections
        ]
        chosen = self.side.current()
        self.side.set_entries(entries)
        if self.side.current() != chosen or not chosen:
            self.side.select(chosen if chosen in {entry.key for entry in entries} else _ALL)

    def _show_documents(self, documents: list[Document]) -> None:
        self.table.set_records(documents)
        failed = sum(1 for document in documents if _is_bad(document))
        words = self.tr("%n documents", "", len(documents))
        if failed:
            words += "  ·  " + self.tr("%n need a look", "", failed)
        self.count.setText(words)
        if self._middle.currentWidget() is not self._results:
            self._middle.setCurrentWidget(self._listing if documents else self._empty)
        shown = self.source.document_id
        if shown is not None and shown not in {document.id for document in documents} and not self._hits:
            self.source.clear()
        self._enable()

    # --- adding, retrying, deleting -----------------------------------------------------------

    def choose_files(self) -> None:
        dialog = QFileDialog(self, self.tr("Add documents"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self._open_dialog(dialog)

    def choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Add a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._open_dialog(dialog)

    def _open_dialog(self, dialog: QFileDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda files: self.add_paths([Path(file) for file in files]))
        dialog.open()

    @slot
    async def add_paths(self, paths: list[Path]) -> None:
        """Queues the reading of files and folders into the collection that is chosen."""
        self.message.hide()
        chosen = next((c.name for c in self._collections if c.id == self.side.current()), None)
        await self.ops.start_job(self, self.ops.app.documents.ingest, paths, chosen)

    @slot
    async def make_collection(self) -> None:
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("New collection"))
        dialog.setLabelText(self.tr("Its name"))
        dialog.textValueSelected.connect(self._make_named)
        dialog.open()

    @slot
    async def _make_named(self, name: str) -> None:
        made = await self.ops.change(self, self.ops.app.documents.make_collection, name, changes=_DOCUMENTS)
        await self.load()
        self.side.select(made.id)

    @slot
    async def retry(self) -> None:
        """Reads the failed pages of the selected documents again."""
        for document in self.table.selected():
            if _is_bad(document):
                await self.ops.start_job(self, self.ops.app.documents.retry, document.id)

    @slot
    async def delete(self) -> None:
        documents = self.table.selected()
        if not documents:
            return
        question = self.tr("Delete %n documents?", "", len(documents))
        words = names([document.name for document in documents]) + "\n\n"
        words += self.tr("Their pages, passages and originals go from the workspace. Your own files stay.")
        if await ask(self, question, words, self.tr("Delete")):
            ids = [document.id for document in documents]
            await self.ops.change(self, self.ops.app.documents.delete, ids, changes=_DOCUMENTS)

    # --- searching ----------------------------------------------------------------------------

    def begin_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    @slot
    async def run_search(self) -> None:
        """Shows the passages for what stands in the search line; an empty line brings the documents back."""
        query = self.search.text().strip()
        if not query:
            self.leave_results()
            return
        chosen = self.side.current() or None
        find = self.ops.app.search.find
        full = asyncio.ensure_future(
            self.ops.query_on("search", self, find, query, k=_HITS, collection=chosen)
        )
        await asyncio.wait({full}, timeout=_PATIENCE_SECONDS)
        if not full.done():
            # The model that knows meanings is still being loaded: what the words alone find, at once.
            words = await self.ops.query_on(
                "words", self, find, query, k=_HITS, mode="lexical", collection=chosen
            )
            self._show_result(query, words, more=not full.done())
        self._show_result(query, await full)

    def _show_result(self, query: str, result: SearchResult, *, more: bool = False) -> None:
        """``more``: these are by words alone, those by meaning are still to come."""
        if self.search.text().strip() != query:
            return
        self._hits = {hit.chunk_id: hit for hit in result.hits}
        words = tuple((result.corrected or result.query).split())
        self.passages.set_passages([self._shown_passage(hit, words) for hit in result.hits])
        found = self.tr("%n passages", "", len(result.hits))
        told = self.tr("{found} for {query}, in {seconds} s").format(
            found=found,
            query=language.isolate(f"“{result.corrected or result.query}”"),
            seconds=language.number(result.seconds, 2),
        )
        if result.corrected:
            told += "  ·  " + self.tr("corrected from {typed}").format(typed=language.isolate(result.query))
        if more:
            told += "  ·  " + self.tr("looking for the meaning too…")
        self.found.setText(told)
        self._no_hits.setVisible(not result.hits)
        self.passages.setVisible(bool(result.hits))
        self._middle.setCurrentWidget(self._results)

    def _shown_passage(self, hit: Hit, words: tuple[str, ...]) -> ShownPassage:
        place = self.tr("page {number}").format(number=hit.page)
        return ShownPassage(hit.chunk_id, PurePath(hit.document).name, place, hit.text, words)

    def _show_hit(self, chunk_id: str) -> None:
        hit = self._hits[chunk_id]
        self.source.show_passage(hit.document_id, hit.page, hit.best_start, hit.best_end)

    def leave_results(self) -> None:
        """Back to the documents."""
        self._hits = {}
        self.search.clear()
        self._middle.setCurrentWidget(self._listing if self.table.source.records else self._empty)
        self._show_selected()
        self.table.setFocus()

    # --- building -----------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self.add_files = self.add_action(
            self.tr("Add documents"), "file-plus-outline", self.choose_files, "Ctrl+O", role="on_accent"
        )
        self.add_folder = self.add_action(self.tr("Add a folder"), "folder-plus-outline", self.choose_folder)
        self.new_collection = self.add_action(
            self.tr("New collection"), "folder-plus-outline", self.make_collection
        )
        self.find_action = self.add_action(
            self.tr("Search all passages"), "magnify", self.begin_search, "Ctrl+F"
        )
        self.failures_first = self.add_action(
            self.tr("Failures first"),
            "alert-circle-outline",
            lambda on: self.table.put_first(_is_bad if on else None),
            tip=self.tr("What could not be read stands on top"),
            checkable=True,
        )
        self.retry_action = self.add_action(self.tr("Read the failed pages again"), "refresh", self.retry)
        self.delete_action = self.add_action(self.tr("Delete"), "trash-can-outline", self.delete)

    def _make_side(self) -> SideList:
        add = icon_button("plus", self.tr("New collection"))
        add.clicked.connect(self.make_collection)
        side = SideList(self.tr("Collections"), [add])
        side.setMinimumWidth(150)
        return side

    def _make_table(self) -> RecordTable[Document]:
        columns: list[Column[Document]] = [
            Column(self.tr("Name"), lambda d: d.name, width=0, icon=_icon, tooltip=lambda d: d.path),
            Column(
                self.tr("Pages"),
                lambda d: language.number(d.pages) if d.pages else "",
                sort=lambda d: d.pages,
                number=True,
                width=64,
            ),
            Column(
                self.tr("Read as"),
                lambda d: self._ledger(d).error or self._ledger(d).words,
                sort=lambda d: (d.pages_failed, d.status, d.pages_ocr),
                width=168,
                delegate=LedgerDelegate(RECORD_ROLE, self._ledger, self),
            ),
            Column(self.tr("Language"), lambda d: language.language_names(d.languages), width=116),
            Column(self.tr("Added"), lambda d: language.moment(d.added), sort=lambda d: d.added, width=136),
        ]
        table: RecordTable[Document] = RecordTable("documents", columns, lambda d: d.id)
        table.setAccessibleName(self.tr("Documents"))
        table.addActions([self.retry_action, self.delete_action])
        return table

    def _make_middle(self) -> QWidget:
        self.search.setPlaceholderText(self.tr("Search all passages"))
        self.search.setAccessibleName(self.tr("Search all passages"))
        self.search.setObjectName("search")
        self.search.addAction(icons.icon("magnify", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter = QLineEdit(placeholderText=self.tr("Filter by name"), clearButtonEnabled=True)
        self.filter.setAccessibleName(self.tr("Filter by name"))
        self.filter.setMaximumWidth(200)
        self.filter.addAction(icons.icon("filter-variant", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        top = QHBoxLayout()
        top.setContentsMargins(12, 8, 12, 8)
        top.setSpacing(8)
        top.addWidget(self.search, 1)
        top.addWidget(self.button(self.add_files, main=True))
        head = QFrame()
        head.setObjectName("pane_head")
        head.setLayout(top)
        self._empty = EmptyState(
            "file-document-plus-outline",
            self.tr("Add your documents"),
            self.tr(
                "PDF, scans, Word files, images and text, in English, Arabic or both. "
                "They are read here and kept encrypted; nothing leaves this computer."
            ),
            self.tr("Add documents"),
            self.tr("or drop files and folders here"),
        )
        self._empty.chosen.connect(self.choose_files)
        self._listing = self._make_listing()
        self._results = self._make_results()
        self._middle = QStackedWidget()
        for page in (self._listing, self._results, self._empty):
            self._middle.addWidget(page)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._middle, 1)
        return middle

    def _make_listing(self) -> QWidget:
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self.filter)
        row.addWidget(self.button(self.failures_first))
        row.addStretch()
        row.addWidget(self.count)
        row.addWidget(self.button(self.retry_action, text=False))
        row.addWidget(self.button(self.delete_action, text=False))
        return _column(row, self.table)

    def _make_results(self) -> QWidget:
        self.found = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.found.setProperty("role", "muted")
        self.found.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        back = self.add_action(self.tr("Back to the documents"), "arrow-left", self.leave_results)
        back.setIcon(icons.icon("arrow-left", directed=True))
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self.button(back))
        row.addWidget(self.found, 1)
        self._no_hits = EmptyState(
            "text-search",
            self.tr("No passage holds this"),
            self.tr("Try fewer words, or another word for the same thing."),
        )
        return _column(row, self.passages, self._no_hits)

    def _connect(self) -> None:
        self.side.chosen.connect(lambda _key: self.run_search() if self._hits else self.load())
        self.table.chosen.connect(self._show_selected)
        self.table.delete_asked.connect(self.delete)
        self.filter.textChanged.connect(self.table.filter)
        self.search.returnPressed.connect(self.run_search)
        self.search.installEventFilter(self)
        self.passages.chosen.connect(self._show_hit)
        self.passages.left.connect(self.leave_results)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search line Escape goes back and Down goes to the passages."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.leave_results()
                return True
            if event.key() == Qt.Key.Key_Down and self._hits:
                self.passages.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _show_selected(self) -> None:
        self._enable()
        document = self.table.current()
        if document is None:
            self.source.clear()
        elif self.source.document_id != document.id:
            self.source.forget()
            self.source.show_page(document.id)

    def _enable(self) -> None:
        selected = self.table.selected()
        self.delete_action.setEnabled(bool(selected))
        self.retry_action.setEnabled(any(_is_bad(document) for document in selected))

    def _ledger(self, document: Document) -> Ledger:
        """The document's pages by source, with the same in words."""
        if document.status == "failed":
            return Ledger(0, 0, document.pages_failed, "", document.error or self.tr("could not be read"))
        if document.status == "pending":
            return Ledger(0, 0, 0, self.tr("waiting"))
        parts = [
            (document.pages_text, self.tr("{n} text")),
            (document.pages_ocr, self.tr("{n} from image")),
            (document.pages_failed, self.tr("{n} failed")),
        ]
        words = self.tr(", ").join(word.format(n=language.number(count)) for count, word in parts if count)
        return Ledger(document.pages_text, document.pages_ocr, document.pages_failed, words)


def _is_bad(document: Document) -> bool:
    return document.status in {"failed", "partial"}


def _collection_title(collection: Collection) -> str:
    return language.isolate(collection.name)


def _icon(document: Document) -> QIcon:
    kind = next((name for name in _GLYPHS if name in document.media_type), "text")
    return icons.icon(_GLYPHS[kind], "bad" if document.status == "failed" else "muted")


def _column(head: QHBoxLayout, *widgets: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addLayout(head)
    for widget in widgets:
        column.addWidget(widget, 1)
    return made
