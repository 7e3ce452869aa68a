# SPDX-License-Identifier: AGPL-3.0-or-later
"""The questions of the documents view: a name, and the password of a locked file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QCompleter, QLineEdit, QWidget

from core.errors import UserError
from core.records import Changes, Document
from gui import language
from gui.form_dialog import FormDialog
from gui.ops import Ops, Told


class NameDialog(FormDialog):
    """Asks for one name. ``take(dialog, name)`` does the work with the dialog as its place; ``known`` are
    offered while one types."""

    def __init__(
        self,
        ops: Ops,
        parent: QWidget,
        title: str,
        yes: str,
        take: Callable[[QWidget, str], Awaitable[None]],
        *,
        value: str = "",
        known: Sequence[str] = (),
    ) -> None:
        super().__init__(ops, parent, title, yes)
        self._take = take
        self.name = QLineEdit(value)
        self.name.selectAll()
        if known:
            completer = QCompleter(list(known), self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            self.name.setCompleter(completer)
        self.add(self.tr("Name"), self.name)
        self.name.textChanged.connect(self._enable)
        self._enable()
        self.name.setFocus()

    async def submit(self) -> None:
        await self._take(self, self.name.text().strip())

    def _enable(self) -> None:
        self.yes.setEnabled(bool(self.name.text().strip()))


class PasswordDialog(FormDialog):
    """Tries a password on a locked file; a wrong one is told here, and another can be tried."""

    def __init__(self, ops: Ops, parent: QWidget, document: Document) -> None:
        super().__init__(
            ops,
            parent,
            self.tr("This file is locked"),
            self.tr("Open it"),
            self.tr("The password is kept in the encrypted workspace, to show the file's pages later."),
        )
        self.document = document
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        shown = QCheckBox(self.tr("Show the password"))
        shown.toggled.connect(self._show_password)
        file = QLineEdit(language.isolate(document.name), readOnly=True)
        self.add(self.tr("File"), file)
        self.add(self.tr("Password"), self.password)
        self.form.addRow("", shown)
        self.password.setFocus()

    async def submit(self) -> None:
        app = self.ops.app
        job_id = await self.ops.start_job(self, app.documents.unlock, self.document.id, self.password.text())
        await self.ops.ended(self, job_id)
        self.ops.changed.emit(Changes(documents=True))
        if (await self.ops.query(self, app.documents.get, self.document.id)).locked:
            self.show_error(
                UserError(self.tr("This password does not open it."), do=self.tr("Try another one."))
            )
            self.password.selectAll()
            raise Told

    def _show_password(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode
        self.password.setEchoMode(mode.Normal if shown else mode.Password)
