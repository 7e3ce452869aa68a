# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of documents: files within files under the one that holds them, and each one's page ledger."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.records import Document
from gui import language
from gui.documents import words
from gui.widgets.ledger import Ledger, LedgerDelegate
from gui.widgets.name_cell import Name, NameDelegate
from gui.widgets.table import RECORD_ROLE, Column, RecordTable

DRAG_TYPE = "application/x-isnad-documents"


class DocumentTable(RecordTable[Document]):
    """Rows can be dragged onto a collection as DRAG_TYPE."""

    def __init__(self) -> None:
        told = _Told(None)
        columns: list[Column[Document]] = [
            Column(
                self.tr("Name"),
                _searchable,
                sort=lambda d: d.name.casefold(),
                width=0,
                tooltip=self._tooltip,
                delegate=NameDelegate(RECORD_ROLE, self._name_cell, told),
            ),
            Column(
                self.tr("Pages"),
                lambda d: language.number(d.pages) if d.pages else "",
                sort=lambda d: d.pages,
                number=True,
                width=64,
                searched=False,
            ),
            Column(
                self.tr("Read as"),
                lambda d: told.ledger(d).error or told.ledger(d).words,
                sort=lambda d: (d.locked, d.pages_failed, d.status, d.pages_ocr),
                width=172,
                delegate=LedgerDelegate(RECORD_ROLE, told.ledger, told),
                searched=False,
            ),
            Column(
                self.tr("Language"),
                lambda d: language.language_names(d.languages),
                sort=lambda d: d.languages,
                width=116,
                searched=False,
            ),
            Column(
                self.tr("Added"),
                lambda d: language.day(d.added),
                sort=lambda d: d.added,
                tooltip=lambda d: language.moment(d.added),
                width=92,
                searched=False,
            ),
        ]
        super().__init__("documents", columns, lambda d: d.id)
        self._told = told
        self.setAccessibleName(self.tr("Documents"))
        self.group(lambda d: d.parent_id)
        self.let_drag(DRAG_TYPE)

    def ledger(self, document: Document) -> Ledger:
        """The document's pages by source, with the same in words."""
        return self._told.ledger(document)

    def _name_cell(self, document: Document) -> Name:
        depth = self.source.depth(document.id)
        after = document.title if document.title != document.name else ""
        if document.parent_id is not None and not depth:
            outer = document.path.rsplit("!", 1)[0].rsplit("/", 1)[-1]
            after = self.tr("in {name}").format(name=language.isolate(outer))
        role = "bad" if document.status == "failed" or document.locked else "muted"
        return Name(document.name, words.file_glyph(document), role, after, depth)

    def _tooltip(self, document: Document) -> str:
        parts = [document.path, document.title, ", ".join(document.tags), document.error or ""]
        return "\n".join(language.isolate(part) for part in parts if part)


class _Told(QObject):
    """The ledger in words; an object of its own, since the columns are made before the table is."""

    def ledger(self, document: Document) -> Ledger:
        if document.locked:
            return Ledger(0, 0, 0, "", self.tr("needs its password"), glyph="lock-outline")
        if document.status == "failed":
            return Ledger(0, 0, document.pages_failed, "", document.error or self.tr("could not be read"))
        if document.status == "pending":
            return Ledger(0, 0, 0, self.tr("waiting"))
        parts = [
            (document.pages_text, self.tr("{n} text")),
            (document.pages_ocr, self.tr("{n} from image")),
            (document.pages_corrected, self.tr("{n} corrected")),
            (document.pages_failed, self.tr("{n} failed")),
        ]
        told = self.tr(", ").join(word.format(n=language.number(count)) for count, word in parts if count)
        return Ledger(
            document.pages_text,
            document.pages_ocr,
            document.pages_failed,
            told or self.tr("holds %n files", "", document.members),
            corrected=document.pages_corrected,
        )


def _searchable(document: Document) -> str:
    """What the filter finds a document by."""
    return " ".join((document.name, document.title, document.author, *document.tags))
