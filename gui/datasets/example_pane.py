# SPDX-License-Identifier: AGPL-3.0-or-later
"""The example under review: every turn in full, edited in place, with what it was before."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.records import Example
from gui import icons, theme
from gui.datasets import words
from gui.widgets.bidi import follow_first_letters
from gui.widgets.buttons import text_button
from gui.widgets.elided import ElidedLabel
from gui.widgets.state_label import StateLabel

Messages = Sequence[tuple[str, str]]


class ExamplePane(QWidget):
    """``show_example`` shows one; ``begin_edit`` lets it be written in. Emits ``saved(id, messages)``,
    ``left`` when the writing is over, saved or not, and ``original_asked(id)``: answer it with
    ``show_original``."""

    saved = Signal(str, object)
    left = Signal()
    original_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.example: Example | None = None
        self.turns: list[_Turn] = []
        self.title = QLabel()
        self.title.setProperty("role", "strong")
        self.state = StateLabel()
        self.source = ElidedLabel("muted")
        self.history = self._history_button()
        self.save_button = QPushButton(self.tr("Save"))
        self.save_button.setProperty("main", True)
        self.save_button.setToolTip(self.tr("Save (Ctrl+Enter)"))
        self.save_button.clicked.connect(self.save)
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setToolTip(self.tr("Leave it as it was (Escape)"))
        self.cancel_button.clicked.connect(self.cancel)
        self._inside = QWidget()
        self._inside.setObjectName("ground")
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(16, 8, 16, 16)
        self._column.setSpacing(12)
        self._column.addStretch()
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setObjectName("ground")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head())
        layout.addWidget(self._scroll, 1)
        self.setMinimumHeight(120)
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._arrange(editing=False)

    @property
    def is_editing(self) -> bool:
        return self.save_button.isVisibleTo(self)

    def show_example(self, example: Example | None, kind: str = "") -> None:
        """Shows ``example``; while it is being written in, what is on the screen stays."""
        if (
            self.is_editing
            and example is not None
            and self.example is not None
            and example.id == self.example.id
        ):
            return
        again = self.example == example
        self.example = example
        if not again:
            self.history.setChecked(False)
            self._show_turns(example, kind)
        self._arrange(editing=False)

    def show_original(self, example_id: str, messages: Messages) -> None:
        """What the example was before anyone edited it, under each turn that differs."""
        if self.example is None or self.example.id != example_id:
            return
        for place, turn in enumerate(self.turns):
            turn.show_original(messages[place][1] if place < len(messages) else "")

    def begin_edit(self) -> None:
        """The last answer takes the cursor."""
        if self.example is None or not self.turns:
            return
        self._arrange(editing=True)
        self.turns[-1].begin()

    def save(self) -> None:
        """Tells the new texts, unless nothing was altered."""
        if self.example is None or not self.is_editing:
            return
        messages = tuple((turn.role, turn.text()) for turn in self.turns)
        altered = messages != self.example.messages
        example_id = self.example.id
        self._arrange(editing=False)
        if altered:
            self.saved.emit(example_id, messages)
        self.left.emit()

    def cancel(self) -> None:
        """Back to what was there."""
        if not self.is_editing:
            return
        for turn in self.turns:
            turn.undo()
        self._arrange(editing=False)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if self.is_editing and event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif self.is_editing and control and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.save()
        else:
            super().keyPressEvent(event)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 12, 0)
        row.setSpacing(12)
        row.addWidget(self.title)
        row.addWidget(self.state)
        row.addWidget(self.source, 1)
        row.addWidget(self.history)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        return row

    def _history_button(self) -> QToolButton:
        button = text_button(self.tr("Edited: show the original"), icons.icon("history", "muted"))
        button.setCheckable(True)
        button.toggled.connect(self._on_history)
        return button

    def _on_history(self, on: bool) -> None:
        if on and self.example is not None:
            self.original_asked.emit(self.example.id)
        for turn in self.turns:
            turn.show_original("")

    def _show_turns(self, example: Example | None, kind: str) -> None:
        for turn in self.turns:
            self._column.removeWidget(turn)
            turn.hide()
            turn.deleteLater()
        messages: Messages = example.messages if example is not None else ()
        self.turns = [_Turn(role, text, words.role(role, kind)) for role, text in messages]
        for place, turn in enumerate(self.turns):
            self._column.insertWidget(place, turn)
        self._scroll.verticalScrollBar().setValue(0)

    def _arrange(self, *, editing: bool) -> None:
        example = self.example
        self.setVisible(example is not None)
        if example is not None:
            look = words.state(example.state)
            self.title.setText(self.tr("Example {number}").format(number=example.number))
            self.state.set_state(look.glyph, look.word(), look.role)
            self.source.setText(words.source(example))
        self.history.setVisible(example is not None and example.edited and not editing)
        for turn in self.turns:
            turn.set_editable(editable=editing)
        self.save_button.setVisible(editing)
        self.cancel_button.setVisible(editing)


class _Turn(QWidget):
    """One turn: what it is called, its text, and its original under it when asked for."""

    def __init__(self, role: str, text: str, name: str) -> None:
        super().__init__()
        self.role = role
        self._text = text
        label = QLabel(name)
        label.setProperty("role", "section")
        self.edit = _Text(text)
        self.edit.setAccessibleName(name)
        self.original = QLabel(self.tr("Originally"))
        self.original.setProperty("role", "section")
        self.original_text = _Text("")
        self.original_text.setEnabled(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for widget in (label, self.edit, self.original, self.original_text):
            layout.addWidget(widget)
        self.show_original("")

    def text(self) -> str:
        return self.edit.toPlainText().strip()

    def undo(self) -> None:
        self.edit.setPlainText(self._text)

    def begin(self) -> None:
        self.edit.setFocus()
        self.edit.moveCursor(self.edit.textCursor().MoveOperation.End)

    def set_editable(self, *, editable: bool) -> None:
        self.edit.set_editable(editable=editable)

    def show_original(self, text: str) -> None:
        """Shows it where it differs; empty: nothing."""
        self.original_text.setPlainText(text)
        for widget in (self.original, self.original_text):
            widget.setVisible(bool(text) and text != self._text)


class _Text(QTextEdit):
    """As high as its text; plain; each paragraph in its own direction."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFont(theme.reading_font())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setPlainText(text)
        follow_first_letters(self)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self.set_editable(editable=False)

    def set_editable(self, *, editable: bool) -> None:
        self.setReadOnly(not editable)
        self.setProperty("flat", not editable)
        self.document().setDocumentMargin(8 if editable else 0)
        self.style().unpolish(self)
        self.style().polish(self)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def _fit(self) -> None:
        frame = 0 if self.isReadOnly() else 4
        self.setFixedHeight(round(self.document().size().height()) + frame)
