# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text in which each paragraph takes the direction of its own first strong letter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from gui import theme

Span = tuple[int, int]
# What can be highlighted, the later over the earlier: its colour's role, its opacity, whether underlined.
MARKS = {
    "entities": ("accent", 0.13, True),
    "found": ("mark", 0.28, False),
    "passage": ("mark", 0.38, False),
    "current": ("mark", 0.75, False),
    "word": ("accent", 0.32, False),
}
# Embeddings, overrides and isolates become word joiners: one for one, so that offsets hold.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\u2060")


class BidiText(QTextBrowser):
    """Read-only running text; can be selected, copied and marked. Links are not followed, only told.

    Emits ``clicked(offset)`` when a person clicks on a character of the text.
    """

    clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFont(theme.reading_font())
        self.document().setDocumentMargin(16)
        self._text = ""
        self._marks: dict[str, list[Span]] = {}
        follow_first_letters(self)

    def set_plain(self, text: str) -> None:
        """Shows ``text``; offsets given to :meth:`mark` count its characters."""
        # One character stays one character: Qt would make one line end of two.
        self.setPlainText(shown_order(text.replace("\r\n", " \n").replace("\r", "\n")))
        follow_first_letters(self)
        self._text = text
        self._marks = {}
        self.setExtraSelections([])

    def mark(self, start: int, end: int) -> None:
        """Highlights ``text[start:end]`` as the passage one came for and brings it into view."""
        self.set_marks("passage", [(start, end)])
        self.bring_into_view(start)

    def set_marks(self, kind: str, spans: Sequence[Span]) -> None:
        """Highlights these spans of the text as ``kind`` (see MARKS), and no others."""
        if self._marks.get(kind, []) == list(spans):
            return
        self._marks[kind] = list(spans)
        self._paint_marks()

    def bring_into_view(self, offset: int) -> None:
        """What begins there stands a quarter down, so that what comes before it can be read too."""
        at = QTextCursor(self.document())
        at.setPosition(_utf16(self._text, offset))
        self.setTextCursor(at)
        bar = self.verticalScrollBar()
        top, height = self.cursorRect(at).top(), self.viewport().height()
        if not 0 <= top < height * 3 // 4 or "passage" in self._marks:
            bar.setValue(bar.value() + top - height // 4)

    def marked(self, kind: str = "passage") -> str:
        """The highlighted text, for tests and screen readers."""
        return "".join(self._cursor(*span).selectedText() for span in self._marks.get(kind, []))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            position = self.cursorForPosition(event.position().toPoint()).position()
            self.clicked.emit(_characters(self._text, position))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_marks()

    def _paint_marks(self) -> None:
        selections = []
        for kind, look in MARKS.items():
            for span in self._marks.get(kind, []):
                selection = QTextEdit.ExtraSelection()
                selection.cursor = self._cursor(*span)
                selection.format = _marker(*look)
                selections.append(selection)
        self.setExtraSelections(selections)

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(_utf16(self._text, start))
        cursor.setPosition(_utf16(self._text, end), QTextCursor.MoveMode.KeepAnchor)
        return cursor


def follow_first_letters(edit: QTextEdit) -> None:
    """Paragraph by paragraph, whatever the direction of the window."""
    option = edit.document().defaultTextOption()
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    edit.document().setDefaultTextOption(option)


def shown_order(text: str) -> str:
    """``text`` with nothing in it that could turn the order of other letters around: each such character of
    Unicode's bidirectional embeddings, overrides and isolates becomes one that is not seen."""
    return text.translate(_TURNING)


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


def _marker(role: str, opacity: float, underlined: bool) -> QTextCharFormat:
    form = QTextCharFormat()
    color = QColor(theme.color(role))
    if underlined:
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        form.setUnderlineColor(color)
    color.setAlphaF(opacity)
    form.setBackground(color)
    return form


def _utf16(text: str, offset: int) -> int:
    """Qt counts UTF-16 units, core counts characters."""
    return len(text[:offset].encode("utf-16-le")) // 2


def _characters(text: str, units: int) -> int:
    """The way back: how many characters the first ``units`` UTF-16 units are."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))
