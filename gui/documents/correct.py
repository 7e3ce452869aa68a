# SPDX-License-Identifier: AGPL-3.0-or-later
"""Correcting a page by hand, line by line: the strip of the image over an editor for that line."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShortcut,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.errors import UserError
from core.records import Box, Changes, Page, PageLine
from gui import icons, language, theme
from gui.ask import ask
from gui.ops import Ops, slot
from gui.widgets.bidi import BidiText, is_right_to_left, text_direction
from gui.widgets.busy import BusyLine
from gui.widgets.buttons import text_button
from gui.widgets.elided import ElidedLabel
from gui.widgets.message import InlineMessage

_DPI = 200
_BATCH = 8
_STRIP_MARGIN = 0.003
_PAGE_LINES = 12
_EDITOR_FRAME = 12  # border and padding of the stylesheet
_DOCUMENTS = Changes(documents=True)


class CorrectPane(QWidget):
    """:meth:`begin` shows a page to be corrected. Emits ``ready`` when its lines stand, ``left`` when it was
    saved or given up."""

    ready = Signal()
    left = Signal()

    def __init__(self, ops: Ops, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ops = ops
        self.page: Page | None = None
        self.rows: list[LineRow] = []
        self._lines: list[PageLine] = []
        self.message = InlineMessage()
        self._busy = BusyLine()
        self.heading = ElidedLabel("strong")
        self.save_button = text_button(self.tr("Save"), icons.icon("check", "on_accent"))
        self.save_button.setProperty("main", True)
        self.save_button.setToolTip(self.tr("Save (Ctrl+S)"))
        self.save_button.clicked.connect(self.save)
        self.cancel_button = text_button(self.tr("Cancel"))
        self.cancel_button.clicked.connect(self.leave)
        self.read_button = text_button(self.tr("Show what was read"), icons.icon("history"))
        self.read_button.setCheckable(True)
        self.read_button.toggled.connect(self._show_reading)
        self.restore_button = text_button(self.tr("Restore"), icons.icon("restore"))
        self.restore_button.setToolTip(self.tr("Back to what was read, without the correction"))
        self.restore_button.clicked.connect(self.restore)
        self.reading = BidiText()
        self.reading.setAccessibleName(self.tr("What was read"))
        self.reading.setMaximumHeight(200)
        self._rule = QFrame()
        self._rule.setObjectName("rule")
        self._rule.setFixedHeight(1)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setObjectName("plain")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Correct the page"))
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+S"), self, context=context).activated.connect(self.save)
        self._build()

    @property
    def is_altered(self) -> bool:
        """Something was typed that is not saved."""
        return self.page is not None and self.text() != self.page.text

    def text(self) -> str:
        """The page's text as it is in the editors; what stands between lines stays."""
        page = self.page
        if page is None:
            return ""
        if not self._lines:
            return self.rows[0].text() if self.rows else ""
        parts, at = [], 0
        for line, row in zip(self._lines, self.rows, strict=False):
            parts += [page.text[at : line.start], row.text()]
            at = line.end
        return "".join([*parts, page.text[at:]])

    def begin(self, name: str, page: Page) -> None:
        """Shows a page's lines over each other, each with its strip of the image."""
        self.page = page
        self.heading.setText(
            self.tr("Correct {name}, page {number}").format(
                name=language.isolate(name), number=language.number(page.number)
            )
        )
        self.message.hide()
        self.read_button.setChecked(False)
        corrected = page.source == "corrected"
        self.read_button.setVisible(corrected)
        self.restore_button.setVisible(corrected)
        self._clear()
        self._fill(page)

    @slot
    async def _fill(self, page: Page) -> None:
        lines = self.ops.app.documents.page_lines
        self._lines = await self.ops.query(self, lines, page.document_id, page.number)
        picture = await self._picture(page)
        if page is self.page:
            await self._show_lines(picture, page)

    @slot
    async def save(self) -> None:
        """Keeps the text; only this page is indexed again."""
        page = self.page
        if page is None:
            return
        if self.is_altered:
            correct = self.ops.app.documents.correct
            await self.ops.change(
                self, correct, page.document_id, page.number, self.text(), changes=_DOCUMENTS
            )
        self._end()

    @slot
    async def leave(self) -> None:
        """Gives up; what was typed goes after a question."""
        question = self.tr("Give up what you typed?")
        told = self.tr("The corrections of this page are not saved.")
        if not self.is_altered or await ask(self, question, told, self.tr("Give up")):
            self._end()

    @slot
    async def restore(self) -> None:
        """Brings back what was read."""
        page = self.page
        if page is not None:
            restore = self.ops.app.documents.restore
            await self.ops.change(self, restore, page.document_id, page.number, changes=_DOCUMENTS)
            self._end()

    def show_error(self, error: UserError) -> None:
        self.message.show_message(error.what, error.do, details=error.details)

    def begin_busy(self) -> None:
        self._busy.begin()

    def end_busy(self) -> None:
        self._busy.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    async def _picture(self, page: Page) -> QPixmap:
        """The page in so many dots that a line of it can be read; empty where there is none."""
        draw = self.ops.app.documents.page_image
        png = await self.ops.query_on("pages", self, draw, page.document_id, page.number, _DPI)
        pixmap = QPixmap()
        pixmap.loadFromData(png)
        return pixmap

    async def _show_lines(self, picture: QPixmap, page: Page) -> None:
        lines: Sequence[PageLine | None] = self._lines or [None]
        widest = _widest(lines)
        for number, line in enumerate(lines):
            row = LineRow(picture, line, page.text, widest)
            row.stepped.connect(self._step)
            self.rows.append(row)
            self._column.insertWidget(number, row)
            if number % _BATCH == _BATCH - 1:
                # A page of hundreds of lines must not hold the window up.
                await asyncio.sleep(0)
                if page is not self.page:
                    return
        self.rows[0].editor.setFocus()
        self.ready.emit()

    @slot
    async def _show_reading(self, shown: bool) -> None:
        self.reading.setVisible(shown)
        self._rule.setVisible(shown)
        page = self.page
        if shown and page is not None:
            read = self.ops.app.documents.reading
            text: str | None = await self.ops.query(self, read, page.document_id, page.number)
            self.reading.set_plain(text or "")

    def _step(self, row: QWidget, by: int) -> None:
        place = self.rows.index(row) + by if isinstance(row, LineRow) else 0
        if 0 <= place < len(self.rows):
            self.rows[place].editor.setFocus()
            self._area.ensureWidgetVisible(self.rows[place], 0, 80)

    def _clear(self) -> None:
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []

    def _end(self) -> None:
        self.page = None
        self._clear()
        self.left.emit()

    def _build(self) -> None:
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(16, 12, 16, 16)
        self._column.setSpacing(12)
        self._column.addStretch()
        self._area.setWidget(inside)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.save_button, self.cancel_button):
            buttons.addWidget(button)
        buttons.addStretch()
        for button in (self.read_button, self.restore_button):
            buttons.addWidget(button)
        head = QFrame()
        head.setObjectName("pane_head")
        column = QVBoxLayout(head)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addWidget(self.heading)
        column.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self._busy, self.message, head, self.reading, self._rule):
            layout.addWidget(widget)
        layout.addWidget(self._area, 1)
        self.reading.hide()
        self._rule.hide()


class LineRow(QWidget):
    """A strip of the page's picture over the line's text. No line: the whole page in one editor.

    Emits ``stepped(self, by)`` when a person goes to the line above or below.
    """

    stepped = Signal(QWidget, int)

    def __init__(self, picture: QPixmap, line: PageLine | None, text: str, widest: float) -> None:
        super().__init__()
        box = line.box if line is not None else (0.0, 0.0, 1.0, 1.0)
        right = line is not None and is_right_to_left(line.text)
        self.strip = Strip(picture, box, widest, right=right)
        self.editor = LineEditor(line.text if line is not None else text, one_line=line is not None)
        self.editor.stepped.connect(lambda by: self.stepped.emit(self, by))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.strip)
        layout.addWidget(self.editor)
        self.strip.setVisible(not picture.isNull() and box is not None)

    def text(self) -> str:
        return self.editor.toPlainText()


class LineEditor(QPlainTextEdit):
    """As high as its text; Arabic runs from the right. ``one_line``: Enter and the arrows at an end go to
    another line, told by ``stepped``."""

    stepped = Signal(int)

    def __init__(self, text: str, *, one_line: bool) -> None:
        super().__init__(text, tabChangesFocus=True)
        self._one_line = one_line
        self.setFont(theme.reading_font())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        self.document().setDocumentMargin(0)
        self._direction: Qt.LayoutDirection | None = None
        self._turn()
        self.textChanged.connect(self._turn)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = self._step_of(Qt.Key(event.key())) if self._one_line else 0
        if by:
            self.stepped.emit(by)
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What is pasted into a line stays one line."""
        text = source.text()
        self.insertPlainText(" ".join(text.split()) if self._one_line else text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _step_of(self, key: Qt.Key) -> int:
        """Which way a key leads out of the line; 0 when it stays in it."""
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return 1
        steps = {
            Qt.Key.Key_Up: (QTextCursor.MoveOperation.Up, -1),
            Qt.Key.Key_Down: (QTextCursor.MoveOperation.Down, 1),
        }
        if key not in steps:
            return 0
        move, by = steps[key]
        return 0 if self.textCursor().movePosition(move) else by

    def _turn(self) -> None:
        """By the first strong letter of what is typed; the plain editor does not do it by itself."""
        direction = text_direction(self.toPlainText() or self.accessibleName())
        if direction == self._direction:
            return
        self._direction = direction
        right = direction == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute)
        option.setTextDirection(direction)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)

    def _fit(self) -> None:
        layout, block, text = self.document().documentLayout(), self.document().firstBlock(), 0.0
        while block.isValid():
            text += layout.blockBoundingRect(block).height()
            block = block.next()
        least = 0 if self._one_line else _PAGE_LINES * self.fontMetrics().lineSpacing()
        height = round(max(text, least)) + _EDITOR_FRAME
        if height != self.height():
            self.setFixedHeight(height)


class Strip(QWidget):
    """The part of a picture that a box covers (fractions). All strips of a page have one scale: ``widest``
    (a fraction too) fills the room there is."""

    def __init__(self, picture: QPixmap, box: Box | None, widest: float, *, right: bool) -> None:
        super().__init__()
        self._right = right
        self._widest = max(1.0, widest * picture.width() + 2 * _STRIP_MARGIN * picture.height())
        self.piece = _piece(picture, box) if box is not None and not picture.isNull() else QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(max(1, self._shown_size().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.piece.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._shown_size()
        left = self.width() - size.width() if self._right else 0
        painter.drawPixmap(QRect(left, 0, size.width(), size.height()), self.piece)
        painter.setPen(theme.color("line"))
        painter.drawRect(QRectF(left, 0, size.width() - 1, size.height() - 1))

    def _shown_size(self) -> QSize:
        scale = min(1.0, self.width() / self._widest)
        return QSize(round(self.piece.width() * scale), round(self.piece.height() * scale))


def _piece(picture: QPixmap, box: Box) -> QPixmap:
    width, height = picture.width(), picture.height()
    margin = _STRIP_MARGIN * height
    left, top, right, bottom = box
    spot = QRectF(left * width, top * height, (right - left) * width, (bottom - top) * height)
    return picture.copy(spot.adjusted(-margin, -margin, margin, margin).toAlignedRect() & picture.rect())


def _widest(lines: Sequence[PageLine | None]) -> float:
    """The width of the widest line, as a fraction of the page's."""
    boxes = [line.box for line in lines if line is not None and line.box is not None]
    return max((box[2] - box[0] for box in boxes), default=1.0)
