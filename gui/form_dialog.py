# SPDX-License-Identifier: AGPL-3.0-or-later
"""A few questions in a window of their own and the work they lead to; what goes wrong is said there.

class NewThing(FormDialog):
    def __init__(self, ops, parent):
        super().__init__(ops, parent, self.tr("New thing"), self.tr("Make it"))
        self.name = QLineEdit()
        self.add(self.tr("Its name"), self.name)

    async def submit(self) -> None:
        await self.ops.change(self, self.ops.app.things.make, self.name.text(), changes=…)

NewThing(self.ops, self).open()
"""

from __future__ import annotations

from abc import abstractmethod

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.errors import UserError
from gui.ops import Ops, slot
from gui.widgets.busy import BusyLine
from gui.widgets.message import InlineMessage

_WIDTH = 460


class FormDialog(QDialog):
    """Stays open with the reason in it when the work is refused; closes (``accepted``) when it is done."""

    def __init__(self, ops: Ops, parent: QWidget, title: str, yes: str, words: str = "") -> None:
        super().__init__(parent.window())
        self.ops = ops
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        self._busy = BusyLine()
        self.message = InlineMessage()
        heading = QLabel(title)
        heading.setProperty("role", "heading")
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(8)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.yes = QPushButton(yes, default=True)
        self.yes.setProperty("main", True)
        self.yes.clicked.connect(self.go)
        cancel = QPushButton(self.tr("Cancel"), autoDefault=False)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.yes)
        inside = QVBoxLayout()
        inside.setContentsMargins(24, 20, 24, 16)
        inside.setSpacing(12)
        inside.addWidget(heading)
        if words:
            inside.addWidget(muted(words))
        inside.addLayout(self.form)
        inside.addSpacing(4)
        inside.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._busy)
        layout.addWidget(self.message)
        layout.addLayout(inside)

    @abstractmethod
    async def submit(self) -> None:
        """Does the work, through the ops with this dialog as its place."""

    @slot
    async def go(self) -> None:
        """What the main button does."""
        self.message.hide()
        self.yes.setEnabled(False)
        try:
            await self.submit()
        finally:
            if shiboken6.isValid(self):
                self.yes.setEnabled(True)
        if shiboken6.isValid(self):
            self.accept()

    def add(self, label: str, field: QWidget, hint: str = "") -> None:
        """A field with its label before it, and a hint in small words under it."""
        field.setAccessibleName(label)
        self.form.addRow(label, field)
        if hint:
            self.form.addRow("", muted(hint))

    def show_error(self, error: UserError) -> None:
        self.message.show_message(error.what, error.do, details=error.details)
        self._fit()

    def begin_busy(self) -> None:
        self._busy.begin()

    def end_busy(self) -> None:
        self._busy.end()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as the words need at this width."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(layout.heightForWidth(self.width()), layout.minimumSize().height()))


def muted(words: str) -> QLabel:
    """Quiet words that wrap."""
    label = QLabel(words, wordWrap=True)
    label.setProperty("role", "muted")
    return label
