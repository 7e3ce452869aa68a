# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text that is as high as it is long, and the field that a question is written in."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from gui import theme
from gui.widgets.bidi import BidiText

_MAX_LINES = 7


class FittedText(BidiText):
    """Running text as high as it is long; the wheel scrolls what it lies in. Loads nothing from anywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.document().setDocumentMargin(0)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("fitted", True)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _fit(self) -> None:
        height = round(self.document().size().height()) + 2
        if height != self.height():
            self.setFixedHeight(height)


class QuestionField(QPlainTextEdit):
    """Enter sends (``sent``), Shift+Enter a line, Escape leaves (``left``); grows with what is typed."""

    sent = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)
        self.setFont(theme.reading_font())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        # Files are dropped on the whole conversation, not as their paths into the text.
        self.setAcceptDrops(False)
        self.textChanged.connect(self._fit)
        self._fit()

    def event(self, event: QEvent) -> bool:
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.sent.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # Arabic letters stand higher than the font's own line: what is laid out is what counts.
        block, high = self.document().firstBlock(), 0.0
        most = _MAX_LINES * self.fontMetrics().lineSpacing()
        while block.isValid() and high < most:
            high += self.blockBoundingRect(block).height()
            block = block.next()
        self.setFixedHeight(round(min(most, max(high, self.fontMetrics().lineSpacing()))) + 24)
