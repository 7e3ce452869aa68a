# SPDX-License-Identifier: AGPL-3.0-or-later
"""A line to find words in what is shown: how many there are, the one at hand, next and previous."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from gui import icons, language
from gui.widgets.buttons import icon_button

_TYPING_MILLISECONDS = 150


class FindBar(QFrame):
    """Hidden until :meth:`begin`. Emits ``asked(words)`` a moment after the typing, ``stepped(1 or -1)``,
    ``left`` when it is closed."""

    asked = Signal(str)
    stepped = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane_head")
        self.field = QLineEdit(placeholderText=self.tr("Find in this document"), clearButtonEnabled=True)
        self.field.setAccessibleName(self.tr("Find in this document"))
        self.field.addAction(icons.icon("magnify", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.field.installEventFilter(self)
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.back = icon_button("chevron-up", self.tr("Previous place (Shift+Enter)"))
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.on = icon_button("chevron-down", self.tr("Next place (Enter)"))
        self.on.clicked.connect(lambda: self.stepped.emit(1))
        close = icon_button("close", self.tr("Close (Escape)"))
        close.clicked.connect(self.leave)
        self._timer = QTimer(self, singleShot=True, interval=_TYPING_MILLISECONDS)
        self._timer.timeout.connect(lambda: self.asked.emit(self.field.text()))
        self.field.textChanged.connect(self._timer.start)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        for widget in (self.count, self.back, self.on, close):
            row.addWidget(widget)
        self.show_count(0, 0)
        self.hide()

    def begin(self) -> None:
        """Shows the line, ready to be typed in; what was looked for last is selected."""
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        if self.field.text():
            self.asked.emit(self.field.text())

    def leave(self) -> None:
        """Closes the line."""
        self._timer.stop()
        self.hide()
        self.left.emit()

    def show_count(self, at: int, total: int) -> None:
        """``at`` counts from 1."""
        words = self.tr("{at} of {total}").format(at=language.number(at), total=language.number(total))
        self.count.setText(words if total else self.tr("none") if self.field.text().strip() else "")
        self.back.setEnabled(total > 1)
        self.on.setEnabled(total > 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
        return super().eventFilter(watched, event)

    def _go(self, by: int) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self.asked.emit(self.field.text())
        else:
            self.stepped.emit(by)
