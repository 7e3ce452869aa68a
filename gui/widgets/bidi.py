# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text in which each paragraph takes the direction of its own first strong letter."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from gui import theme

_MARK_OPACITY = 0.38


class BidiText(QTextBrowser):
    """Read-only running text; can be selected, copied and marked. Links are not followed, only told."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFont(theme.reading_font())
        self.document().setDocumentMargin(16)
        follow_first_letters(self)

    def set_plain(self, text: str) -> None:
        """Shows ``text``; offsets given to :meth:`mark` count its characters."""
        # One character stays one character: Qt would make one line end of two.
        self.setPlainText(text.replace("\r\n", " \n").replace("\r", "\n"))
        follow_first_letters(self)
        self.setExtraSelections([])
        self._text = text

    def mark(self, start: int, end: int) -> None:
        """Highlights ``text[start:end]`` and brings it into view."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(_utf16(self._text, start))
        cursor.setPosition(_utf16(self._text, end), QTextCursor.MoveMode.KeepAnchor)
        selection = QTextEdit.ExtraSelection()
        selection.cursor = cursor
        selection.format = _marker()
        self.setExtraSelections([selection])
        at = QTextCursor(cursor)
        at.setPosition(cursor.selectionStart())
        self.setTextCursor(at)
        # The passage begins a quarter down, so that what comes before and after it can be read.
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect(at).top() - self.viewport().height() // 4)

    def marked(self) -> str:
        """The highlighted text, for tests and screen readers."""
        return "".join(one.cursor.selectedText() for one in self.extraSelections())

    _text = ""


def follow_first_letters(edit: QTextEdit) -> None:
    """Paragraph by paragraph, whatever the direction of the window."""
    option = edit.document().defaultTextOption()
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    edit.document().setDefaultTextOption(option)


def is_right_to_left(text: str) -> bool:
    """By the first strong letter, as Unicode's rules P2 and P3 say."""
    return bool(text) and text_direction(text) == Qt.LayoutDirection.RightToLeft


def text_direction(text: str) -> Qt.LayoutDirection:
    import unicodedata

    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"R", "AL"}:
            return Qt.LayoutDirection.RightToLeft
        if kind == "L":
            return Qt.LayoutDirection.LeftToRight
    return Qt.LayoutDirection.LeftToRight


def _marker() -> QTextCharFormat:
    form = QTextCharFormat()
    color = QColor(theme.color("mark"))
    color.setAlphaF(_MARK_OPACITY)
    form.setBackground(color)
    return form


def _utf16(text: str, offset: int) -> int:
    """Qt counts UTF-16 units, core counts characters."""
    return len(text[:offset].encode("utf-16-le")) // 2
