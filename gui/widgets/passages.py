# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list of passages, as a search answers: where each stands, its text, the words one asked for in bold."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent, QTextDocument
from PySide6.QtWidgets import (
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui import theme
from gui.widgets.bidi import is_right_to_left
from gui.widgets.cells import is_selected, paint_ground

Index = QModelIndex | QPersistentModelIndex
_PASSAGE = Qt.ItemDataRole.UserRole
_PAD_X, _PAD_Y = 16, 8
_SHOWN_CHARACTERS = 420
# the, was, why; من، في: shown bold they would hide what matters.
_SHORT_LATIN, _SHORT_OTHER = 3, 2
_ARTICLES = "(?:[وفبكل]?(?:ال|لل)?)?"


@dataclass(frozen=True)
class ShownPassage:
    """``title`` and ``place`` say where it stands; what begins as one of ``words`` is bold."""

    key: str
    title: str
    place: str
    text: str
    words: tuple[str, ...] = ()


class PassageList(QListView):
    """Emits ``chosen(key)`` when the person moves to a passage, ``left`` on Escape."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("passages")
        self._passages = _Passages(self)
        self.setModel(self._passages)
        self.setItemDelegate(_Delegate(self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._on_current)

    def set_passages(self, passages: Sequence[ShownPassage]) -> None:
        """Shows ``passages`` and chooses the one that was chosen, else the first."""
        kept = self.current()
        self._passages.set(passages)
        keys = [passage.key for passage in passages]
        if passages:
            self.select(keys.index(kept) if kept in keys else 0)

    def current(self) -> str:
        """The key of the chosen passage; empty when there is none."""
        index = self.currentIndex()
        return str(index.data(_PASSAGE).key) if index.isValid() else ""

    def count(self) -> int:
        return self._passages.rowCount()

    def select(self, row: int) -> None:
        self.setCurrentIndex(self._passages.index(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Their heights depend on the width.
        self.scheduleDelayedItemsLayout()

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(current.data(_PASSAGE).key)


class _Passages(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._all: list[ShownPassage] = []

    def set(self, passages: Sequence[ShownPassage]) -> None:
        self.beginResetModel()
        self._all = list(passages)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._all)

    def data(self, index: Index, role: int = 0) -> object:
        passage = self._all[index.row()]
        if role == _PASSAGE:
            return passage
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{passage.title}, {passage.place}: {passage.text}"
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: PassageList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width() - 2 * _PAD_X - 8
        document = _document(index.data(_PASSAGE), option, max(120, width), selected=False)
        return QSize(120, round(document.size().height()) + 2 * _PAD_Y)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        passage: ShownPassage = index.data(_PASSAGE)
        self.initStyleOption(option, index)
        paint_ground(painter, option)
        selected = is_selected(option)
        box = option.rect.adjusted(_PAD_X, _PAD_Y, -_PAD_X, -_PAD_Y)
        document = _document(passage, option, box.width(), selected=selected)
        painter.save()
        painter.translate(box.topLeft())
        document.drawContents(painter, QRectF(0, 0, box.width(), box.height()))
        painter.restore()


def _document(
    passage: ShownPassage, option: QStyleOptionViewItem, width: int, *, selected: bool
) -> QTextDocument:
    document = QTextDocument()
    document.setDefaultFont(option.font)
    document.setDocumentMargin(0)
    document.setTextWidth(width)
    # Where it stands is said in the window's direction; the text takes its own.
    side = "rtl" if option.direction == Qt.LayoutDirection.RightToLeft else "ltr"
    own = "rtl" if is_right_to_left(passage.text) else "ltr"
    text, quiet = ("on_soft", "on_soft") if selected else ("text", "muted")
    document.setDefaultStyleSheet(
        f"p {{ margin: 0; color: {theme.color(text).name()} }}"
        f".place {{ color: {theme.color(quiet).name()} }}"
        ".title { font-weight: 600 }"
    )
    document.setHtml(
        f'<p dir="{side}"><span class="title">\u2068{html.escape(passage.title)}\u2069</span>'
        f'<span class="place">&nbsp;&nbsp;{html.escape(passage.place)}</span></p>'
        f'<p dir="{own}">{_emphasised(passage)}</p>'
    )
    return document


def _emphasised(passage: ShownPassage) -> str:
    """The part of the text around the first word that was asked for, with those words in bold."""
    text = " ".join(passage.text.split())
    pattern = _pattern(passage.words)
    first = pattern.search(text) if pattern else None
    start = max(0, first.start() - _SHOWN_CHARACTERS // 3) if first else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    piece = text[start : start + _SHOWN_CHARACTERS]
    piece = ("… " if start else "") + piece + (" …" if start + _SHOWN_CHARACTERS < len(text) else "")
    if pattern is None:
        return html.escape(piece)
    parts, at = [], 0
    for found in pattern.finditer(piece):
        parts += [html.escape(piece[at : found.start()]), f"<b>{html.escape(found.group())}</b>"]
        at = found.end()
    return "".join([*parts, html.escape(piece[at:])])


def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    """Finds words that begin as one of ``words``; in Arabic with or without article and conjunction."""
    wanted = [
        re.escape(word.removeprefix("ال"))
        for word in words
        if len(word) > (_SHORT_LATIN if word.isascii() else _SHORT_OTHER)
    ]
    return re.compile(rf"\b{_ARTICLES}(?:{'|'.join(wanted)})\w*", re.IGNORECASE) if wanted else None
