# SPDX-License-Identifier: AGPL-3.0-or-later
"""The list of chats with a field over it that searches all that was said in them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QToolButton, QVBoxLayout

from core.records import ChatHit, Conversation
from gui import icons, language
from gui.ops import Ops, slot
from gui.widgets.bidi import shown_order
from gui.widgets.side_list import Entry, SideList

_TYPING_MILLISECONDS = 200
_BEFORE, _SNIPPET = 24, 120


class ChatList(SideList):
    """Emits ``opened(conversation id, message id)``; the message is empty where the whole chat is meant."""

    opened = Signal(str, str)

    def __init__(self, ops: Ops, buttons: Sequence[QToolButton]) -> None:
        super().__init__(self.tr("Chats"), buttons)
        self.ops = ops
        self._entries: list[Entry] = []
        self._hits: dict[str, ChatHit] = {}
        self._current = ""
        self.field = QLineEdit(placeholderText=self.tr("Search the chats"), clearButtonEnabled=True)
        self.field.setAccessibleName(self.tr("Search the chats"))
        self.field.addAction(icons.icon("magnify", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.field.installEventFilter(self)
        self.none = QLabel(self.tr("Nothing was said of this."))
        self.none.setProperty("role", "muted")
        self.none.setContentsMargins(14, 8, 14, 8)
        self.none.hide()
        self._timer = QTimer(self, singleShot=True, interval=_TYPING_MILLISECONDS)
        self._timer.timeout.connect(self.search)
        self.field.textChanged.connect(self._timer.start)
        above = QFrame()
        above.setObjectName("side_head")
        row = QVBoxLayout(above)
        row.setContentsMargins(12, 0, 12, 6)
        row.addWidget(self.field)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)  # noqa: S101 - as SideList makes it
        layout.insertWidget(1, above)
        layout.insertWidget(2, self.none)
        self.chosen.connect(self._on_chosen)

    def show_chats(self, chats: Sequence[Conversation]) -> None:
        self._entries = [
            Entry(
                chat.id,
                language.isolate(shown_order(chat.title or self.tr("New chat"))),
                under=language.isolate(chat.agent),
            )
            for chat in chats
        ]
        if not self.is_searching:
            self.set_entries(self._entries)
            self.choose(self._current)

    def choose(self, conversation_id: str) -> None:
        """Marks the chat that is shown, and tells nobody."""
        self._current = conversation_id
        blocked = self.blockSignals(True)
        if not self.is_searching:
            if conversation_id in self.entry_keys():
                self.select(conversation_id)
            else:
                self.list.clearSelection()
                self.list.setCurrentRow(-1)
        self.blockSignals(blocked)

    @property
    def is_searching(self) -> bool:
        return bool(self.field.text().strip())

    @slot
    async def search(self) -> None:
        """The messages that hold what was typed, or all chats again."""
        typed = self.field.text().strip()
        if not typed:
            self._hits = {}
            self.none.hide()
            self.set_entries(self._entries)
            self.choose(self._current)
            return
        hits = await self.ops.query(self, self.ops.app.chat.find, typed)
        if self.field.text().strip() != typed:
            return
        self._hits = {hit.message_id: hit for hit in hits}
        self.none.setVisible(not hits)
        blocked = self.blockSignals(True)
        self.set_entries([self._entry(hit) for hit in hits])
        self.list.setCurrentRow(-1)
        self.blockSignals(blocked)

    def _entry(self, hit: ChatHit) -> Entry:
        glyph = "account-outline" if hit.role == "user" else "robot-outline"
        return Entry(
            hit.message_id, language.isolate(_around(hit)), under=language.isolate(hit.title), glyph=glyph
        )

    def _on_chosen(self, key: str) -> None:
        hit = self._hits.get(key)
        if hit is not None:
            self.opened.emit(hit.conversation_id, hit.message_id)
        else:
            self._current = key
            self.opened.emit(key, "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.field or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            # Here it ends the search, and is not the shortcut that stops an answer.
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.field.clear()
                return True
            if event.key() == Qt.Key.Key_Down and self.list.count():
                self.list.setFocus()
                self.list.setCurrentRow(0)
                return True
        return super().eventFilter(watched, event)


def _around(hit: ChatHit) -> str:
    """What was found, with a few words before it."""
    start = max(0, hit.start - _BEFORE)
    start = hit.text.find(" ", start) + 1 if start and " " in hit.text[start : hit.start] else start
    piece = " ".join(hit.text[start : start + _SNIPPET].split())
    return shown_order(f"…{piece}" if start else piece)
