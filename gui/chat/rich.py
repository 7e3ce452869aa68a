# SPDX-License-Identifier: AGPL-3.0-or-later
"""Markdown of an answer in a text document: paragraphs in their own direction, lists, code, real tables.

Nothing is fetched and nothing is followed: pictures are their words, links show where they lead, and HTML is
shown as it was typed.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextList,
    QTextListFormat,
    QTextTable,
    QTextTableCellFormat,
    QTextTableFormat,
)

from gui import language, theme
from gui.widgets.bidi import shown_order, text_direction

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_UNDER_HEAD = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
_HEADINGS = {"h1": 3.0, "h2": 2.0, "h3": 1.0}
_SIDES = {
    "text-align:right": Qt.AlignmentFlag.AlignRight,
    "text-align:center": Qt.AlignmentFlag.AlignHCenter,
    "text-align:left": Qt.AlignmentFlag.AlignLeft,
}
_BULLETS = (QTextListFormat.Style.ListDisc, QTextListFormat.Style.ListCircle)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    # Lines set in by chance are no code, and "[1]: …" is a line that a reader must see.
    return made.disable(["code", "reference", "html_block", "html_inline"])


@cache
def _table_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("zero").enable(["table", "escape"])


def write_quoted(document: QTextDocument, text: str) -> None:
    """What was taken word for word from documents: its asterisks stay, but rows of a table are a table."""
    if any(_UNDER_HEAD.fullmatch(line.strip()) for line in text.split("\n")):
        document.clear()
        _Writer(document).write(_table_parser().parse(shown_order(text)))
    else:
        write_plain(document, text)


def write_plain(document: QTextDocument, text: str, gap: int = 8) -> None:
    """``text`` as it is, each line a paragraph of its own, ``gap`` pixels apart."""
    document.clear()
    cursor = QTextCursor(document)
    for place, line in enumerate(shown_order(text).split("\n")):
        if place:
            form = QTextBlockFormat()
            form.setTopMargin(gap)
            cursor.insertBlock(form)
        cursor.insertText(line, plain())


@contextlib.contextmanager
def at_once(document: QTextDocument) -> Iterator[None]:
    """Lets a document be laid out once for all that is written meanwhile, not once for each cell."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    try:
        yield
    finally:
        cursor.endEditBlock()


def write_markdown(document: QTextDocument, text: str) -> None:
    """What ``text`` (CommonMark with tables) says, in the scheme's colours."""
    document.clear()
    _Writer(document).write(_parser().parse(shown_order(text)))


def plain() -> QTextCharFormat:
    form = QTextCharFormat()
    form.setForeground(theme.color("text"))
    return form


class _Writer:
    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._cursor = QTextCursor(document)
        self._unused = True  # the block at hand is empty, and the next one to write in
        self._styles: list[str] = []
        self._lists: list[tuple[QTextListFormat, QTextList | None]] = []
        self._begins_item = False
        self._quoted = 0
        self._heading = ""

    def write(self, tokens: Sequence[Token]) -> None:
        with at_once(self._document):
            self._write(tokens)

    def _write(self, tokens: Sequence[Token]) -> None:
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.type == "table_open":
                end = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
                self._table(tokens[at:end])
                at = end
            else:
                self._token(token)
            at += 1
        if self._unused:
            self._flatten()

    def _token(self, token: Token) -> None:
        match token.type:
            case "inline":
                self._paragraph(token.children or [])
            case "fence" | "code_block":
                self._code(token.content.rstrip("\n"))
            case "hr":
                self._begin(12)
                self._cursor.insertText("―" * 8, _muted())
            case _:
                self._within(token)

    def _within(self, token: Token) -> None:
        """What the blocks that follow are part of."""
        match token.type:
            case "heading_open" | "heading_close":
                self._heading = token.tag if token.nesting > 0 else ""
            case "blockquote_open" | "blockquote_close":
                self._quoted += token.nesting
            case "bullet_list_open" | "ordered_list_open":
                self._lists.append((self._list_format(token), None))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                self._begins_item = True

    # --- blocks -------------------------------------------------------------------------------

    def _paragraph(self, children: Sequence[Token]) -> None:
        self._begin(self._gap())
        if self._lists:
            self._enter_list()
        for child in children:
            if child.type in {"softbreak", "hardbreak"}:
                # A line of its own: it may run the other way.
                self._begin(2)
            else:
                self._inline(self._cursor, child)

    def _gap(self) -> int:
        if self._heading:
            return 14
        return 4 if self._lists else 8

    def _begin(self, gap: int) -> None:
        form = QTextBlockFormat()
        form.setTopMargin(gap if self._cursor.position() else 0)
        form.setIndent(self._quoted + len(self._lists))
        if self._unused:
            self._cursor.setBlockFormat(form)
        else:
            self._cursor.insertBlock(form)
        self._unused = False

    def _enter_list(self) -> None:
        if not self._begins_item:
            return
        self._begins_item = False
        form, made = self._lists[-1]
        # The list sets its lines in by itself.
        block = self._cursor.blockFormat()
        block.setIndent(self._quoted)
        self._cursor.setBlockFormat(block)
        if made is None:
            self._lists[-1] = (form, self._cursor.createList(form))
        else:
            made.add(self._cursor.block())

    def _list_format(self, token: Token) -> QTextListFormat:
        form = QTextListFormat()
        form.setIndent(len(self._lists) + 1)
        if token.type == "ordered_list_open":
            form.setStyle(QTextListFormat.Style.ListDecimal)
            form.setStart(int(token.attrGet("start") or 1))
        else:
            form.setStyle(_BULLETS[min(len(self._lists), 1)])
        return form

    def _code(self, text: str) -> None:
        frame = _frame()
        frame.setCellPadding(8)
        frame.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        cell = self._insert_table(1, 1, frame).cellAt(0, 0)
        cell.setFormat(_ground())
        cursor = cell.firstCursorPosition()
        block = QTextBlockFormat()
        block.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        block.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        cursor.setBlockFormat(block)
        cursor.insertText(text.replace("\n", "\u2028"), _code_format())

    def _table(self, tokens: Sequence[Token]) -> None:
        rows = _rows(tokens)
        columns = max((len(row) for row in rows), default=0)
        if not columns:
            return
        form = _frame()
        form.setCellPadding(5)
        form.setHeaderRowCount(1)
        words = "".join(cell.content for cell in rows[0])
        form.setLayoutDirection(text_direction(words))
        table = self._insert_table(len(rows), columns, form)
        sides = [token.attrGet("style") for token in tokens if token.type == "th_open"]
        for place, row in enumerate(rows):
            self._styles = ["strong"] if not place else []
            for column, cell in enumerate(row):
                if not place:
                    table.cellAt(place, column).setFormat(_ground())
                cursor = table.cellAt(place, column).firstCursorPosition()
                _align(cursor, sides[column])
                for child in cell.children or []:
                    self._inline(cursor, child)
        self._styles = []

    def _insert_table(self, rows: int, columns: int, form: QTextTableFormat) -> QTextTable:
        """Our cursor goes on in the block after it."""
        if self._unused:
            self._flatten()
        table = self._cursor.insertTable(rows, columns, form)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._unused = True
        return table

    def _flatten(self) -> None:
        """An empty line that Qt wants before and after a table, as low as can be."""
        form = QTextBlockFormat()
        form.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        self._cursor.setBlockFormat(form)

    # --- within a line ------------------------------------------------------------------------

    def _inline(self, cursor: QTextCursor, token: Token) -> None:
        match token.type:
            case "text":
                cursor.insertText(token.content, self._look())
            case "softbreak" | "hardbreak":
                cursor.insertText(" ", self._look())
            case "code_inline":
                cursor.insertText(language.left_to_right(token.content), _inline_code())
            case "image":
                cursor.insertText(f"[{token.content}]", _muted())
            case "strong_open" | "em_open" | "s_open" | "link_open":
                self._styles.append(token.type.removesuffix("_open"))
                if token.type == "link_open":
                    self._styles.append(str(token.attrGet("href") or ""))
            case "strong_close" | "em_close" | "s_close":
                self._styles.remove(token.type.removesuffix("_close"))
            case "link_close":
                target = self._styles.pop()
                self._styles.pop()
                if target and target not in cursor.block().text():
                    cursor.insertText(f" ({language.left_to_right(target)})", _muted())

    def _look(self) -> QTextCharFormat:
        form = plain()
        if self._heading:
            form.setFontPointSize(theme.reading_font().pointSizeF() + _HEADINGS.get(self._heading, 0.5))
            form.setFontWeight(QFont.Weight.DemiBold)
        if "strong" in self._styles:
            form.setFontWeight(QFont.Weight.DemiBold)
        form.setFontItalic("em" in self._styles)
        form.setFontStrikeOut("s" in self._styles)
        return form


def _rows(tokens: Sequence[Token]) -> list[list[Token]]:
    rows: list[list[Token]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token)
    return rows


def _align(cursor: QTextCursor, style: str | int | float | None) -> None:
    """To the side that the table asks for its column."""
    if style in _SIDES:
        block = QTextBlockFormat()
        block.setAlignment(_SIDES[str(style)] | Qt.AlignmentFlag.AlignAbsolute)
        cursor.setBlockFormat(block)


def _ground() -> QTextTableCellFormat:
    form = QTextTableCellFormat()
    form.setBackground(QBrush(theme.color("window")))
    return form


def _frame() -> QTextTableFormat:
    form = QTextTableFormat()
    form.setBorderCollapse(True)
    form.setBorder(1)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(QBrush(theme.color("line_strong")))
    form.setCellSpacing(0)
    form.setTopMargin(8)
    form.setBottomMargin(4)
    return form


def _muted() -> QTextCharFormat:
    form = QTextCharFormat()
    form.setForeground(theme.color("muted"))
    return form


def _code_format() -> QTextCharFormat:
    form = plain()
    form.setFontFamilies(theme.fixed_font().families())
    form.setFontFixedPitch(True)
    return form


def _inline_code() -> QTextCharFormat:
    form = _code_format()
    form.setBackground(theme.color("window"))
    return form
