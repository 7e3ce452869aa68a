# SPDX-License-Identifier: AGPL-3.0-or-later
"""Documents: collections and tags, every file with its page ledger, search, names, and the page itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.records import Changes, Collection, Document, SavedSearch
from gui import icons, language
from gui.ask import ask, names
from gui.documents import words
from gui.documents.dialogs import NameDialog
from gui.documents.facets import limits_in_words
from gui.documents.names import NamesPage, TimelinePage
from gui.documents.pane import DocumentPane
from gui.documents.results import ResultsPage
from gui.documents.table import DRAG_TYPE, DocumentTable
from gui.ops import Ops, slot
from gui.tabs.base import Tab
from gui.widgets.buttons import icon_button
from gui.widgets.drop import DropZone, paths_of
from gui.widgets.elided import ElidedLabel
from gui.widgets.empty import EmptyState
from gui.widgets.segments import Segments
from gui.widgets.side_list import Entry, SideList
from gui.widgets.splitter import Panes

_ALL = ""
_DOCUMENTS = Changes(documents=True)


class DocumentsTab(Tab):
    """Collections on the left, documents or found passages in the middle, the page on the right."""

    shows = _DOCUMENTS

    def __init__(self, ops: Ops) -> None:
        super().__init__(ops)
        self._collections: list[Collection] = []
        self._tags: list[tuple[str, int]] = []
        self._loading, self._load_again = False, False
        self._wanted_side: str | None = None
        self._wanted_row: str | None = None
        self.results = ResultsPage(ops)
        self.passages = self.results.passages
        self._make_actions()
        self.side = self._make_side()
        self.tags = SideList(self.tr("Tags"))
        self.search = QLineEdit(clearButtonEnabled=True)
        self.table = self._make_table()
        self.focus_first = self.table
        self.names, self.timeline = NamesPage(ops), TimelinePage(ops)
        self.pane = DocumentPane(ops, self.correct_action)
        self.source = self.pane.source
        self._adopt_actions()
        self.body.addWidget(
            Panes("documents", [self._make_sides(), self._make_middle(), self.pane], [196, 750, 494])
        )
        self.drop = DropZone(self, self.tr("Let go to add these files"))
        self.drop.dropped.connect(self.add_paths)
        self._connect()
        self._enable()

    @property
    def help_text(self) -> str:
        return self.tr(
            "Here are your documents. Drop files or whole folders anywhere on this view, or onto a "
            "collection. Every page is accounted for: its text was in the document, was read from the "
            "image, was corrected by hand, or it failed and the ledger says why (F5 tries again). "
            "Ctrl+Shift+F searches all passages, Ctrl+F the document that is shown; Escape goes back. "
            "Ctrl+E corrects the page, Ctrl+G goes to a page, Ctrl+T puts a tag on, Alt+Page Up and "
            "Alt+Page Down turn the pages."
        )

    @property
    def has_unsaved(self) -> bool:
        return self.pane.correct.is_altered

    def refresh(self, changes: Changes) -> None:
        self.load()

    def show_record(self, record_id: str) -> None:
        """Chooses a document, once it is in the table."""
        self._wanted_row = record_id
        self.leave_results()
        self.side.select(_ALL)
        self.load()

    # --- reading ------------------------------------------------------------------------------

    @slot
    async def load(self) -> None:
        """Reads the collections, the tags and the documents of what is chosen; asked for again while it
        reads, it reads once more when it is done."""
        if self._loading:
            self._load_again = True
            return
        self._loading = True
        try:
            await self._load()
        finally:
            self._loading = False
        if self._load_again:
            self._load_again = False
            self.load()

    async def _load(self) -> None:
        documents = self.ops.app.documents
        self._collections = await self.ops.query(self, documents.collections)
        self._show_collections()
        chosen = self.side.current() or None
        self._tags = await self.ops.query(self, documents.tags, chosen)
        self._show_tags()
        self._show_documents(await self.ops.query(self, documents.list, chosen))
        self._load_shown_page()

    def _show_collections(self) -> None:
        total = sum(collection.documents for collection in self._collections)
        entries = [
            Entry(
                _ALL, self.tr("All documents"), language.number(total), glyph="file-document-multiple-outline"
            )
        ]
        entries += [
            Entry(c.id, language.isolate(c.name), language.number(c.documents), glyph="folder-outline")
            for c in self._collections
        ]
        chosen = self.side.current()
        self.side.set_entries(entries)
        wanted, self._wanted_side = self._wanted_side or chosen, None
        if self.side.current() != wanted or not wanted:
            blocked = self.side.blockSignals(True)
            self.side.select(wanted if wanted in {entry.key for entry in entries} else _ALL)
            self.side.blockSignals(blocked)

    def _show_tags(self) -> None:
        entries = [Entry(_ALL, self.tr("Any tag"), glyph="tag-multiple-outline")]
        entries += [
            Entry(name, language.isolate(name), language.number(count), glyph="tag-outline")
            for name, count in self._tags
        ]
        chosen = self.tags.current()
        self.tags.set_entries(entries)
        if self.tags.current() != chosen or not chosen:
            blocked = self.tags.blockSignals(True)
            self.tags.select(_ALL)
            self.tags.blockSignals(blocked)
        self.tags.setVisible(bool(self._tags))
        self._keep_tagged()

    def _keep_tagged(self) -> None:
        tag = self.tags.current()
        self.table.keep_only((lambda document: tag in document.tags) if tag else None)

    def _show_documents(self, documents: list[Document]) -> None:
        self.table.set_records(documents)
        self._show_count(documents)
        if self._wanted_row is not None and self.table.select(self._wanted_row):
            self._wanted_row = None
        self._empty_or_table.setCurrentIndex(0 if documents else 1)
        self._follow(documents)
        self._enable()

    def _show_count(self, documents: list[Document]) -> None:
        parts = [self.tr("%n documents", "", len(documents))]
        failed = sum(1 for document in documents if words.is_bad(document))
        if failed:
            parts.append(self.tr("%n need a look", "", failed))
        self.count.setText("  ·  ".join(parts))

    def _follow(self, documents: list[Document]) -> None:
        """The document that is shown may have been altered, or be gone."""
        shown = self.pane.document
        if shown is None or self.results.has_hits:
            return
        now = next((document for document in documents if document.id == shown.id), None)
        if now is None:
            self.pane.show_document(None)
        elif now != shown:
            self.pane.show_document(now, altered=True)

    def _load_shown_page(self) -> None:
        """The names or the timeline, when one of them is what is looked at."""
        chosen = self.side.current() or None
        if self.views.current() == "names":
            self.names.load(chosen)
        elif self.views.current() == "timeline":
            self.timeline.load(chosen)

    # --- adding -------------------------------------------------------------------------------

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
        await self._add(paths, self.side.current())

    async def _add(self, paths: list[Path], collection_id: str) -> None:
        self.message.hide()
        name = next((c.name for c in self._collections if c.id == collection_id), None)
        await self.ops.start_job(self, self.ops.app.documents.ingest, paths, name)

    # --- collections and tags -----------------------------------------------------------------

    @property
    def collection(self) -> Collection | None:
        """The one that is chosen; None for all documents."""
        return next((one for one in self._collections if one.id == self.side.current()), None)

    def make_collection(self) -> NameDialog:
        async def make(dialog: QWidget, name: str) -> None:
            made = await self.ops.change(
                dialog, self.ops.app.documents.make_collection, name, changes=_DOCUMENTS
            )
            self._wanted_side = made.id
            self.load()

        return self._ask_name(self.tr("New collection"), self.tr("Make it"), make)

    def rename_collection(self) -> None:
        chosen = self.collection
        if chosen is None:
            return

        async def rename(dialog: QWidget, name: str) -> None:
            call = self.ops.app.documents.rename_collection
            await self.ops.change(dialog, call, chosen.id, name, changes=_DOCUMENTS)

        self._ask_name(self.tr("Rename the collection"), self.tr("Rename"), rename, value=chosen.name)

    @slot
    async def delete_collection(self) -> None:
        chosen = self.collection
        if chosen is None:
            return
        question = self.tr("Delete the collection {name}?").format(name=language.isolate(chosen.name))
        told = self.tr(
            "%n documents go with it, with their pages, passages and originals.", "", chosen.documents
        )
        told += " " + self.tr("Your own files stay.")
        if await ask(self, question, told, self.tr("Delete")):
            delete = self.ops.app.documents.delete_collection
            await self.ops.change(self, delete, chosen.id, changes=_DOCUMENTS)

    @slot
    async def set_engine(self, engine: str | None) -> None:
        """Which OCR engine reads what is added to the collection from now on; None: the usual one."""
        if self.collection is not None:
            call = self.ops.app.documents.set_engine
            await self.ops.change(self, call, self.collection.id, engine, changes=_DOCUMENTS)

    @slot
    async def retry_all(self) -> None:
        """Reads all that failed in what is chosen at the side again."""
        await self.ops.start_job(self, self.ops.app.documents.retry_failures, self.side.current() or None)

    def tag_selected(self) -> None:
        ids = self._selected_ids()
        if not ids:
            return

        async def tag(dialog: QWidget, name: str) -> None:
            await self.ops.change(dialog, self.ops.app.documents.tag, ids, name, changes=_DOCUMENTS)

        known = [name for name, _ in self._tags]
        self._ask_name(self.tr("Add a tag"), self.tr("Add"), tag, known=known)

    @slot
    async def untag_selected(self, name: str) -> None:
        await self.ops.change(
            self, self.ops.app.documents.untag, self._selected_ids(), name, changes=_DOCUMENTS
        )

    @slot
    async def move_selected(self, collection_id: str) -> None:
        await self._move(self._selected_ids(), collection_id)

    async def _move(self, ids: list[str], collection_id: str) -> None:
        await self.ops.change(self, self.ops.app.documents.move, ids, collection_id, changes=_DOCUMENTS)

    @slot
    async def _let_go(self, key: str, data: QMimeData) -> None:
        """Something was let go over a collection: documents move there, files are added there."""
        if data.hasFormat(DRAG_TYPE):
            await self._move(bytes(data.data(DRAG_TYPE).data()).decode().split("\n"), key)
        else:
            await self._add(paths_of(data), key)

    def _ask_name(
        self, title: str, yes: str, take: object, *, value: str = "", known: list[str] | None = None
    ) -> NameDialog:
        dialog = NameDialog(self.ops, self, title, yes, take, value=value, known=known or [])  # type: ignore[arg-type]
        dialog.open()
        return dialog

    # --- documents ----------------------------------------------------------------------------

    def _selected_ids(self) -> list[str]:
        return [document.id for document in self.table.selected()]

    @slot
    async def retry(self) -> None:
        """Reads the failed pages of the selected documents again."""
        await self._retry(None)

    @slot
    async def retry_with(self, engine: str) -> None:
        """Reads what was recognised from images in the selected documents again, with another engine."""
        await self._retry(engine)

    async def _retry(self, engine: str | None) -> None:
        chosen = [d for d in self.table.selected() if engine is not None or words.is_bad(d)]
        if chosen:
            call = self.ops.app.documents.retry
            await self.ops.start_job(self, call, [document.id for document in chosen], engine=engine)

    @slot
    async def delete(self) -> None:
        documents = self.table.selected()
        if not documents:
            return
        question = self.tr("Delete %n documents?", "", len(documents))
        told = names([document.name for document in documents]) + "\n\n"
        members = sum(document.members for document in documents)
        if members:
            told += self.tr("%n files found within them go too.", "", members) + " "
        told += self.tr("Their pages, passages and originals go from the workspace. Your own files stay.")
        if await ask(self, question, told, self.tr("Delete")):
            ids = [document.id for document in documents]
            await self.ops.change(self, self.ops.app.documents.delete, ids, changes=_DOCUMENTS)

    def open_selected(self) -> None:
        """Enter or a double click: to the page, or the question for its password."""
        document = self.table.current()
        if document is None:
            return
        if document.locked:
            self.pane.unlock()
        elif self.source.viewer.isVisible():
            self.source.viewer.text.setFocus()

    def _correct(self) -> None:
        self.pane.begin_correcting()

    def _unlock(self) -> None:
        self.pane.unlock()

    def _go_to_document(self, document_id: str) -> None:
        if not self.table.select(document_id):
            self.show_record(document_id)

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
        self._middle.setCurrentWidget(self.results)
        await self.results.search(query, self.side.current() or None)

    @slot
    async def search_saved(self, kept: SavedSearch) -> None:
        """Searches again for what was kept, in all collections but for its own limits."""
        self.side.select(_ALL)
        self.search.setText(kept.query)
        self._middle.setCurrentWidget(self.results)
        await self.results.search_saved(kept)

    @slot
    async def open_saved(self) -> None:
        """A menu of the searches that are kept, under the search line."""
        kept = await self.ops.query(self, self.ops.app.search.saved)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        forget = QMenu(self.tr("Keep no longer"), menu)
        for one in kept:
            again = menu.addAction(icons.icon("magnify"), language.isolate(one.name))
            again.setToolTip(limits_in_words(one.filters))
            again.triggered.connect(lambda _checked=False, one=one: self.search_saved(one))
            gone = forget.addAction(language.isolate(one.name))
            gone.triggered.connect(lambda _checked=False, one=one: self.forget_saved(one))
        if kept:
            menu.addSeparator()
            menu.addMenu(forget)
        else:
            menu.addAction(self.tr("No search is kept yet")).setEnabled(False)
        menu.setToolTipsVisible(True)
        menu.popup(self.search.mapToGlobal(self.search.rect().bottomLeft()))

    @slot
    async def forget_saved(self, kept: SavedSearch) -> None:
        await self.ops.query(self, self.ops.app.search.delete_saved, kept.id)
        self.show_note(
            self.tr("The search {name} is kept no longer.").format(name=language.isolate(kept.name))
        )

    def leave_results(self) -> None:
        """Back to the documents."""
        self.results.clear()
        self.search.clear()
        self._middle.setCurrentWidget(self._views_page)
        self._show_selected()
        self.table.setFocus()

    # --- building -----------------------------------------------------------------------------

    def _make_actions(self) -> None:
        add = self.add_action
        self.add_files = add(
            self.tr("Add documents"), "file-plus-outline", self.choose_files, "Ctrl+O", role="on_accent"
        )
        self.add_folder = add(self.tr("Add a folder"), "folder-plus-outline", self.choose_folder)
        self.search_action = add(self.tr("Search all passages"), "magnify", self.begin_search, "Ctrl+Shift+F")
        self.similar_action = add(
            self.tr("Find similar passages"), "approximately-equal", self.results.find_similar
        )
        self.save_search_action = add(self.tr("Keep this search"), "star-plus-outline", self.results.save)
        self.saved_action = add(self.tr("Searches that are kept"), "star-outline", self.open_saved)
        self.export_action = add(self.tr("Export what was found"), "export-variant", self.results.export)
        self.correct_action = add(
            self.tr("Correct"),
            "pencil-outline",
            self._correct,
            "Ctrl+E",
            tip=self.tr("Correct this page by hand, line by line"),
        )
        self.failures_first = add(
            self.tr("Failures first"),
            "alert-circle-outline",
            lambda on: self.table.put_first(words.is_bad if on else None),
            tip=self.tr("What could not be read stands on top"),
            checkable=True,
        )
        self.open_action = add(self.tr("Open"), "open-in-app", self.open_selected)
        self.retry_action = add(self.tr("Read the failed pages again"), "refresh", self.retry, "F5")
        self.unlock_action = add(self.tr("Enter the password"), "lock-open-variant-outline", self._unlock)
        self.tag_action = add(self.tr("Add a tag"), "tag-plus-outline", self.tag_selected, "Ctrl+T")
        self.delete_action = add(self.tr("Delete"), "trash-can-outline", self.delete)
        self.new_collection = add(self.tr("New collection"), "folder-plus-outline", self.make_collection)
        self.rename_action = add(self.tr("Rename the collection"), "rename-outline", self.rename_collection)
        self.retry_all_action = add(self.tr("Try all failures again"), "sync-alert", self.retry_all)
        self.delete_collection_action = add(
            self.tr("Delete the collection"), "trash-can-outline", self.delete_collection
        )

    def _adopt_actions(self) -> None:
        """What the viewer can do is done from anywhere in this view, and Ctrl+K finds it."""
        self.addActions(self.source.viewer.actions())
        self.addAction(self.source.names_action)

    def _make_side(self) -> SideList:
        add = icon_button("plus", self.tr("New collection"))
        add.clicked.connect(self.make_collection)
        side = SideList(self.tr("Collections"), [add])
        # F2 renames while the keyboard is in this list, and only then.
        self.rename_action.setShortcut(QKeySequence("F2"))
        self.rename_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        side.list.addActions([self.new_collection, self.rename_action, self.retry_all_action])
        self.engine_menu = QMenu(self.tr("Read pictures with"), self)
        self.engine_menu.aboutToShow.connect(self._fill_collection_engines)
        side.list.addAction(self.engine_menu.menuAction())
        side.list.addAction(self.delete_collection_action)
        side.take_drops(lambda key, data: bool(key) and (data.hasFormat(DRAG_TYPE) or bool(paths_of(data))))
        return side

    def _make_sides(self) -> QWidget:
        sides = Panes("documents_side", [self.side, self.tags], [480, 220], stretching=0, vertical=True)
        sides.setMinimumWidth(160)
        return sides

    def _make_table(self) -> DocumentTable:
        table = DocumentTable()
        self.with_menu, self.move_menu = (
            QMenu(self.tr("Read again with"), self),
            QMenu(self.tr("Move to"), self),
        )
        self.untag_menu = QMenu(self.tr("Take a tag off"), self)
        self.with_menu.aboutToShow.connect(self._fill_engines)
        self.move_menu.aboutToShow.connect(self._fill_collections)
        self.untag_menu.aboutToShow.connect(self._fill_tags)
        table.addActions([self.open_action, self.unlock_action, self.retry_action])
        table.addAction(self.with_menu.menuAction())
        table.addAction(self.tag_action)
        table.addActions([self.untag_menu.menuAction(), self.move_menu.menuAction(), self.delete_action])
        return table

    def _fill_engines(self) -> None:
        self.with_menu.clear()
        for key, name in words.ENGINES.items():
            action = self.with_menu.addAction(name)
            action.triggered.connect(lambda _checked=False, key=key: self.retry_with(key))

    def _fill_collection_engines(self) -> None:
        self.engine_menu.clear()
        chosen = self.collection
        usual: list[tuple[str | None, str]] = [(None, self.tr("The usual engine"))]
        for key, name in [*usual, *words.ENGINES.items()]:
            action = self.engine_menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(chosen is not None and chosen.ocr_engine == key)
            action.triggered.connect(lambda _checked=False, key=key: self.set_engine(key))

    def _fill_collections(self) -> None:
        self.move_menu.clear()
        for collection in self._collections:
            action = self.move_menu.addAction(icons.icon("folder-outline"), language.isolate(collection.name))
            action.triggered.connect(lambda _checked=False, key=collection.id: self.move_selected(key))

    def _fill_tags(self) -> None:
        self.untag_menu.clear()
        for tag in sorted({tag for document in self.table.selected() for tag in document.tags}):
            action = self.untag_menu.addAction(icons.icon("tag-outline"), language.isolate(tag))
            action.triggered.connect(lambda _checked=False, tag=tag: self.untag_selected(tag))

    def _make_middle(self) -> QWidget:
        self.search.setPlaceholderText(self.tr("Search all passages"))
        self.search.setAccessibleName(self.tr("Search all passages"))
        self.search.setToolTip(self.search_action.toolTip())
        self.search.setObjectName("search")
        self.search.addAction(icons.icon("magnify", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        top = QHBoxLayout()
        top.setContentsMargins(12, 8, 12, 8)
        top.setSpacing(8)
        top.addWidget(self.search, 1)
        top.addWidget(self.button(self.saved_action, text=False))
        top.addWidget(self.button(self.add_files, main=True))
        head = QFrame()
        head.setObjectName("pane_head")
        head.setLayout(top)
        self._views_page = self._make_views()
        self._dress_results()
        self._middle = QStackedWidget()
        for page in (self._views_page, self.results):
            self._middle.addWidget(page)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._middle, 1)
        return middle

    def _make_views(self) -> QWidget:
        """The documents, their names, their timeline: one of them at a time."""
        self.views = Segments(
            self.tr("What is listed"),
            [
                ("documents", self.tr("Documents")),
                ("names", self.tr("Names and dates")),
                ("timeline", self.tr("Timeline")),
            ],
        )
        self.count = ElidedLabel("muted")
        self.count.trailing = True
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 12, 2)
        row.setSpacing(8)
        row.addWidget(self.views)
        row.addWidget(self.count, 1)
        empty = EmptyState(
            "file-document-plus-outline",
            self.tr("Add your documents"),
            self.tr(
                "PDF, scans, office files, mails, archives, images and text, in English, Arabic or both. "
                "They are read here and kept encrypted; nothing leaves this computer."
            ),
            self.tr("Add documents"),
            self.tr("or drop files and folders here"),
        )
        empty.chosen.connect(self.choose_files)
        self._empty_or_table = QStackedWidget()
        self._empty_or_table.addWidget(self._make_listing())
        self._empty_or_table.addWidget(empty)
        self._views = QStackedWidget()
        for page in (self._empty_or_table, self.names, self.timeline):
            self._views.addWidget(page)
        return _column(row, self._views)

    def _make_listing(self) -> QWidget:
        self.filter = QLineEdit(placeholderText=self.tr("Filter by name"), clearButtonEnabled=True)
        self.filter.setAccessibleName(self.tr("Filter by name"))
        self.filter.setMaximumWidth(220)
        self.filter.addAction(icons.icon("filter-variant", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        row = QHBoxLayout()
        row.setContentsMargins(12, 4, 12, 6)
        row.setSpacing(8)
        row.addWidget(self.filter)
        row.addWidget(self.button(self.failures_first))
        row.addStretch()
        for action in (self.retry_all_action, self.retry_action, self.tag_action, self.delete_action):
            row.addWidget(self.button(action, text=False))
        return _column(row, self.table)

    def _dress_results(self) -> None:
        back = self.add_action(self.tr("Back to the documents"), "arrow-left", self.leave_results)
        back.setIcon(icons.icon("arrow-left", directed=True))
        actions = (self.similar_action, self.save_search_action, self.export_action)
        self.results.add_buttons(self.button(back), *(self.button(one, text=False) for one in actions))
        self.results.add_actions(*actions)

    def _connect(self) -> None:
        self.side.chosen.connect(lambda _key: self._choose_side())
        self.side.chosen.connect(lambda _key: self._enable())
        self.side.delete_asked.connect(self.delete_collection)
        self.side.dropped.connect(self._let_go)
        self.tags.chosen.connect(lambda _key: self._keep_tagged())
        self.table.chosen.connect(self._show_selected)
        self.table.opened.connect(self.open_selected)
        self.table.delete_asked.connect(self.delete)
        self.filter.textChanged.connect(self.table.filter)
        self.search.returnPressed.connect(self.run_search)
        self.search.installEventFilter(self)
        self.views.chosen.connect(self._choose_view)
        self.results.passage_asked.connect(self.pane.show_passage)
        self.results.left.connect(self.leave_results)
        self.results.told.connect(self.show_note)
        self.pane.document_asked.connect(self._go_to_document)
        self.pane.tag_asked.connect(self.tag_selected)
        for page in (self.names, self.timeline):
            page.passage_asked.connect(self.pane.show_passage)

    def _choose_side(self) -> None:
        if self._middle.currentWidget() is self.results:
            self.run_search()
        else:
            self.load()

    def _choose_view(self, key: str) -> None:
        pages: dict[str, QWidget] = {
            "documents": self._empty_or_table,
            "names": self.names,
            "timeline": self.timeline,
        }
        self._views.setCurrentWidget(pages[key])
        self._load_shown_page()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search line Escape goes back and Down goes to the passages."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.leave_results()
                return True
            if event.key() == Qt.Key.Key_Down and self.results.has_hits:
                self.passages.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _show_selected(self) -> None:
        self._enable()
        self.pane.show_document(self.table.current())

    def _enable(self) -> None:
        selected = self.table.selected()
        current = self.table.current()
        locked = current is not None and current.locked
        for action in (self.open_action, self.tag_action, self.delete_action):
            action.setEnabled(bool(selected))
        for menu in (self.with_menu, self.move_menu, self.untag_menu):
            menu.menuAction().setEnabled(bool(selected))
        self.untag_menu.menuAction().setVisible(any(document.tags for document in selected))
        self.retry_action.setEnabled(any(words.is_bad(document) for document in selected))
        self.retry_all_action.setVisible(any(words.is_bad(d) for d in self.table.source.records))
        self.unlock_action.setVisible(locked)
        for action in (self.rename_action, self.delete_collection_action, self.engine_menu.menuAction()):
            action.setEnabled(self.collection is not None)


def _column(head: QHBoxLayout, *widgets: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addLayout(head)
    for widget in widgets:
        column.addWidget(widget, 1)
    return made
