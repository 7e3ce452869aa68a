# SPDX-License-Identifier: AGPL-3.0-or-later
"""The right-hand pane of the documents view: the page, what is known of the document, or its correction."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.records import Changes, Document
from gui.documents.about import AboutPane
from gui.documents.correct import CorrectPane
from gui.documents.dialogs import PasswordDialog
from gui.ops import Ops, slot
from gui.source_pane import SourcePane
from gui.tabs.base import Tab
from gui.widgets.empty import EmptyState
from gui.widgets.segments import Segments

_DOCUMENTS = Changes(documents=True)


class DocumentPane(QWidget):
    """:meth:`show_document` shows one. Emits ``document_asked(id)`` for another one, ``tag_asked``."""

    document_asked = Signal(str)
    tag_asked = Signal()

    def __init__(self, ops: Ops, correct_action: QAction) -> None:
        super().__init__()
        self.ops = ops
        self.document: Document | None = None
        self._correct_action = correct_action
        self.source = SourcePane(ops, self.tr("Choose a document or a passage, and its page is shown here."))
        self.about = AboutPane()
        self.correct = CorrectPane(ops)
        self.locked = EmptyState(
            "file-lock-outline",
            self.tr("This file is locked"),
            self.tr("It can be read once you enter its password."),
            self.tr("Enter its password"),
        )
        self.sides = Segments(
            self.tr("What is shown"), [("page", self.tr("Page")), ("about", self.tr("Ledger and details"))]
        )
        self._build()
        self._connect()
        self._enable()

    def show_document(self, document: Document | None, *, altered: bool = False) -> None:
        """Shows a document at its first page, or nothing; ``altered``: the same one, read anew."""
        before, self.document = self.document, document
        if document is None:
            self.source.clear()
        elif before is None or before.id != document.id or self.source.document_id != document.id:
            self.source.forget()
            self.source.show_page(document.id)
        elif altered:
            self.source.reload()
        self._arrange()
        self._load_about()

    def show_passage(self, document_id: str, page: int, start: int, end: int) -> None:
        """A place in any document."""
        self.sides.select("page")
        self.source.show_passage(document_id, page, start, end)
        self._arrange(passage=True)

    @property
    def is_correcting(self) -> bool:
        return self.correct.page is not None

    def begin_correcting(self) -> None:
        """The page that is shown, line by line."""
        page, name = self.source.page, self.source.viewer.title.text()
        if page is not None and not self.is_correcting:
            self.correct.begin(name, page)
            self._arrange()

    def unlock(self) -> PasswordDialog | None:
        """Asks for the document's password."""
        if self.document is None or not self.document.locked:
            return None
        dialog = PasswordDialog(self.ops, self, self.document)
        dialog.open()
        return dialog

    # --- what happens -------------------------------------------------------------------------

    @slot
    async def _load_about(self) -> None:
        document = self.document
        if document is None or self.sides.current() != "about":
            return
        documents = self.ops.app.documents
        pages = await self.ops.query(self, documents.pages, document.id)
        similar = await self.ops.query(self, documents.similar, document.id)
        parent = await self.ops.query(self, documents.get, document.parent_id) if document.parent_id else None
        if document == self.document:
            self.about.show_document(document, pages, similar, parent)
            page = self.source.page
            self.about.set_page(page.number if page is not None else 0)

    @slot
    async def _retry(self, page: int, engine: str) -> None:
        document = self.document
        if document is not None:
            retry = self.ops.app.documents.retry
            await self.ops.start_job(self, retry, [document.id], page=page or None, engine=engine or None)

    @slot
    async def _untag(self, tag: str) -> None:
        if self.document is not None:
            untag = self.ops.app.documents.untag
            await self.ops.change(self, untag, [self.document.id], tag, changes=_DOCUMENTS)

    def _go_to(self, page: int) -> None:
        if self.document is not None:
            self.source.show_page(self.document.id, page)
            self.sides.select("page")
            self._arrange()

    def _arrange(self, *, passage: bool = False) -> None:
        """What of the four is on top."""
        locked = not passage and self.document is not None and self.document.locked
        if self.is_correcting:
            wanted: QWidget = self.correct
        elif self.sides.current() == "about" and self.document is not None:
            wanted = self.about
        else:
            wanted = self.locked if locked else self.source
        self._stack.setCurrentWidget(wanted)
        self._rail.setVisible(not self.is_correcting)
        self._enable()

    def _leave_correcting(self) -> None:
        self._arrange()
        # What had the keyboard is hidden now.
        self.source.viewer.text.setFocus()

    def _choose_side(self) -> None:
        self._arrange()
        self._load_about()

    def _enable(self) -> None:
        shown = self.source.page is not None
        self._correct_action.setEnabled(shown and not self.is_correcting)
        self.source.viewer.find_action.setEnabled(shown)

    def _on_shown(self) -> None:
        page = self.source.page
        self.about.set_page(page.number if page is not None else 0)
        # A passage may be of another document than the table's: the ledger is of what is looked at.
        self.document = self.source.document
        self._enable()

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(12, 7, 8, 7)
        row.setSpacing(8)
        row.addWidget(self.sides)
        row.addStretch()
        row.addWidget(Tab.button(self._correct_action))
        self._rail = QFrame()
        self._rail.setObjectName("rail")
        self._rail.setLayout(row)
        self._stack = QStackedWidget()
        for page in (self.source, self.about, self.correct, self.locked):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._rail)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.sides.chosen.connect(self._choose_side)
        self.source.shown.connect(self._on_shown)
        self.correct.left.connect(self._leave_correcting)
        self.locked.chosen.connect(self.unlock)
        about = self.about
        about.page_chosen.connect(self._go_to)
        about.retry_asked.connect(self._retry)
        about.unlock_asked.connect(self.unlock)
        about.document_asked.connect(self.document_asked)
        about.tag_asked.connect(self.tag_asked)
        about.untag_asked.connect(self._untag)
