# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a chat is about: chips of the documents that alone are asked, and the dialog to choose them in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.records import Document
from gui import icons, language
from gui.form_dialog import FormDialog
from gui.ops import Ops
from gui.widgets.bidi import shown_order
from gui.widgets.buttons import icon_button
from gui.widgets.flow import FlowLayout

Named = tuple[str, str]
_ID = Qt.ItemDataRole.UserRole


class AboutChips(QWidget):
    """“About: file.pdf ×”, one for each document. Emits ``removed(document id)``."""

    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._flow = FlowLayout()
        self.setLayout(self._flow)
        self._documents: tuple[Named, ...] = ()
        self._reading: tuple[str, ...] = ()
        self.hide()

    def show_documents(self, documents: Sequence[Named]) -> None:
        """Ids and names."""
        self._documents = tuple(documents)
        self._show()

    def show_reading(self, names: Sequence[str]) -> None:
        """Files that are being read first."""
        self._reading = tuple(names)
        self._show()

    def told(self) -> list[str]:
        """The names, for tests and screen readers."""
        return [name for _, name in self._documents]

    def _show(self) -> None:
        self._flow.clear()
        if self._documents:
            words = QLabel(self.tr("About:"))
            words.setProperty("role", "muted")
            self._flow.addWidget(words)
        for document_id, name in self._documents:
            self._flow.addWidget(self._chip(document_id, name))
        for name in self._reading:
            label = QLabel(self.tr("Reading {name}…").format(name=language.isolate(shown_order(name))))
            label.setProperty("role", "muted")
            self._flow.addWidget(label)
        self.setVisible(bool(self._documents or self._reading))

    def _chip(self, document_id: str, name: str) -> QFrame:
        chip = QFrame()
        chip.setObjectName("tag")
        shown = language.isolate(shown_order(name))
        label = QLabel(shown, textFormat=Qt.TextFormat.PlainText)
        close = icon_button("close", self.tr("No longer about {name}").format(name=shown), role="on_soft")
        close.setIconSize(QSize(12, 12))
        close.setFixedSize(20, 20)
        close.clicked.connect(lambda: self.removed.emit(document_id))
        row = QHBoxLayout(chip)
        row.setContentsMargins(10, 2, 4, 2)
        row.setSpacing(4)
        row.addWidget(label)
        row.addWidget(close)
        # Names in two scripts: all chips of one height.
        chip.setFixedHeight(label.fontMetrics().height() + 10)
        return chip


class DocumentsDialog(FormDialog):
    """Which documents a chat is about. ``take(dialog, chosen)`` does the work; none chosen means all."""

    def __init__(
        self,
        ops: Ops,
        parent: QWidget,
        documents: Sequence[Document],
        chosen: Sequence[str],
        take: Callable[[QWidget, list[Named]], Awaitable[None]],
    ) -> None:
        super().__init__(
            ops,
            parent,
            self.tr("Ask about some documents alone"),
            self.tr("Ask about these"),
            self.tr("Nothing else is looked into in this chat. With none chosen, the agent looks in all."),
        )
        self._take = take
        self.filter = QLineEdit(placeholderText=self.tr("Filter"), clearButtonEnabled=True)
        self.filter.setAccessibleName(self.tr("Filter"))
        self.filter.addAction(icons.icon("filter-variant", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Documents"))
        self.list.setMinimumHeight(280)
        for document in sorted(documents, key=lambda one: (one.id not in chosen, one.name.casefold())):
            item = QListWidgetItem(shown_order(document.name), self.list)
            item.setData(_ID, document.id)
            item.setToolTip(shown_order(document.title or document.name))
            item.setCheckState(Qt.CheckState.Checked if document.id in chosen else Qt.CheckState.Unchecked)
        self.filter.textChanged.connect(self._keep)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self.filter)
        column.addWidget(self.list)
        self.form.addRow(column)
        self.filter.setFocus()

    def chosen(self) -> list[Named]:
        items = [self.list.item(row) for row in range(self.list.count())]
        return [
            (str(item.data(_ID)), item.text()) for item in items if item.checkState() == Qt.CheckState.Checked
        ]

    async def submit(self) -> None:
        await self._take(self, self.chosen())

    def _keep(self, typed: str) -> None:
        wanted = typed.casefold().split()
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(not all(word in item.text().casefold() for word in wanted))
