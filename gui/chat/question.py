# SPDX-License-Identifier: AGPL-3.0-or-later
"""A question in a conversation: it can be edited and sent again as a branch of its own."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from core.records import Message
from gui.chat.branches import BranchSwitch
from gui.chat.fields import FittedText, QuestionField
from gui.chat.view import KEPT
from gui.widgets.buttons import icon_button, text_button


class QuestionTurn(QFrame):
    """What the person asked. Emits ``edited(text)`` when it is sent anew, ``branch_chosen(message id)``."""

    edited = Signal(str)
    branch_chosen = Signal(str)

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setObjectName("question")
        self.message: Message | None = None
        self._words = text
        self.text = FittedText()
        self.text.set_plain(text)
        self.text.setAccessibleName(self.tr("Your question"))
        self.edit = icon_button("pencil-outline", self.tr("Edit the question and ask again"))
        self.edit.clicked.connect(self.begin_editing)
        copy = icon_button("content-copy", self.tr("Copy the question"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._words))
        self.branches = BranchSwitch()
        self.branches.chosen.connect(self.branch_chosen)
        self.field: QuestionField | None = None
        self._editor: QWidget | None = None
        self._tools = QWidget()
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(0)
        tools.addWidget(self.branches)
        for button in (copy, self.edit):
            button.setIconSize(QSize(16, 16))
            tools.addWidget(button)
        self.edit.hide()
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(14, 8, 8, 8)
        self._layout.setSpacing(8)
        self._layout.addWidget(self.text, 1, Qt.AlignmentFlag.AlignVCenter)
        self._layout.addWidget(self._tools, 0, Qt.AlignmentFlag.AlignTop)

    def show_message(self, message: Message) -> None:
        """Once it is kept it can be edited, and has branches."""
        self.message = message
        self.edit.show()
        self.branches.show_branches(message.branches, message.id)

    @property
    def is_edited(self) -> bool:
        """Something else than the question stands in its field."""
        return self.field is not None and self.field.toPlainText().strip() != self._words.strip()

    def begin_editing(self) -> None:
        """Turns the question into a field."""
        if self._editor is not None:
            return
        self.field = QuestionField()
        self.field.setAccessibleName(self.tr("Edit the question and ask again"))
        self.field.setPlainText(self._words)
        self.field.selectAll()
        self.field.sent.connect(self._send)
        self.field.left.connect(self.leave_editing)
        send = text_button(self.tr("Ask again"))
        send.setProperty("main", True)
        send.setProperty("bordered", False)
        send.clicked.connect(self._send)
        cancel = text_button(self.tr("Cancel"))
        cancel.clicked.connect(self.leave_editing)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(send)
        self._editor = QWidget()
        column = QVBoxLayout(self._editor)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addLayout(row)
        self.text.hide()
        self._tools.hide()
        self._layout.addWidget(self._editor, 1)
        self.setProperty(KEPT, True)
        self.field.setFocus()

    def leave_editing(self) -> None:
        """The question stands as it was."""
        if self._editor is None:
            return
        self._layout.removeWidget(self._editor)
        self._editor.hide()
        self._editor.deleteLater()
        self._editor, self.field = None, None
        self.setProperty(KEPT, False)
        self.text.show()
        self._tools.show()
        self.edit.setFocus()

    def _send(self) -> None:
        text = self.field.toPlainText().strip() if self.field is not None else ""
        if text:
            self.leave_editing()
            self.edited.emit(text)
