# SPDX-License-Identifier: AGPL-3.0-or-later
"""Chat: ask an agent; each sentence of the answer points at the page that carries it."""

from __future__ import annotations

import threading
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.records import Agent, Answer, Changes, Citation, Conversation, Message, Usage
from gui import language, remembered
from gui.ask import ask, names
from gui.ops import Ops, slot
from gui.source_pane import SourcePane
from gui.tabs.base import Tab
from gui.widgets.buttons import icon_button
from gui.widgets.choice import Choice
from gui.widgets.conversation import (
    AnswerTurn,
    Chip,
    ConversationView,
    Question,
    QuestionField,
    ShownAnswer,
    ShownSentence,
    separators,
)
from gui.widgets.empty import EmptyState
from gui.widgets.side_list import Entry, SideList
from gui.widgets.splitter import Panes

_CHATS = Changes(chats=True)


class ChatTab(Tab):
    """Chats and agents on the left, the conversation in the middle, the cited page on the right."""

    shows = Changes(chats=True, agents=True)

    def __init__(self, ops: Ops) -> None:
        super().__init__(ops)
        self._agents: list[Agent] = []
        self._conversations: list[Conversation] = []
        self._conversation_id = ""
        self._stop: threading.Event | None = None
        self._make_actions()
        self.chats = self._make_chats()
        self.agents = SideList(self.tr("Agents"))
        self.agents.setToolTip(self.tr("Choose an agent to begin a new chat with it"))
        self.view = ConversationView()
        self.field = QuestionField()
        self.source = SourcePane(
            ops, self.tr("Choose a citation, and the page that it quotes is shown here.")
        )
        side = Panes("chat_side", [self.chats, self.agents], [560, 240], stretching=0, vertical=True)
        side.setMinimumWidth(170)
        self.body.addWidget(
            Panes("chat", [side, self._make_middle(), self.source], [220, 720, 500], stretching=1)
        )
        self.focus_first = self.field
        self._warm = ""
        self._connect()

    @property
    def help_text(self) -> str:
        return self.tr(
            "Ask a question about your documents. The agent looks for passages first and answers from them; "
            "each number in the answer leads to the page it comes from, on the right. A dotted line and the "
            "words “no source” mark what no passage carries. Enter sends, Shift+Enter makes a new line."
        )

    @property
    def is_answering(self) -> bool:
        return self._stop is not None

    def refresh(self, changes: Changes) -> None:
        self.load()

    # --- reading ------------------------------------------------------------------------------

    @slot
    async def load(self) -> None:
        """Reads the agents and the chats; the conversation that is open stays as it is."""
        self._agents = await self.ops.query(self, self.ops.app.agents.list)
        self._conversations = await self.ops.query(self, self.ops.app.chat.conversations)
        self._show_lists()
        await self._warm_up()

    async def _warm_up(self) -> None:
        """Loads the agent's model while the person thinks of a question."""
        agent_id = self.agent_box.currentData()
        if agent_id and agent_id != self._warm and not self.is_answering:
            self._warm = agent_id
            await self.ops.query_on("stream", self, self.ops.app.chat.warm, agent_id)

    def _show_lists(self) -> None:
        self.agents.set_entries(
            [
                Entry(agent.id, language.isolate(agent.name), under=_made_of(agent), glyph="robot-outline")
                for agent in self._agents
            ]
        )
        agents = {agent.id: agent.name for agent in self._agents}
        self.chats.set_entries(
            [
                Entry(
                    chat.id,
                    language.isolate(chat.title or self.tr("New chat")),
                    under=agents.get(chat.agent, chat.agent),
                )
                for chat in self._conversations
            ]
        )
        self._fill_agent_box()
        if self._conversation_id:
            self.chats.select(self._conversation_id)
        self._enable()

    def _fill_agent_box(self) -> None:
        chosen = self.agent_box.currentData() or remembered.recall("agent")
        blocked = self.agent_box.blockSignals(True)
        self.agent_box.clear()
        for agent in self._agents:
            self.agent_box.addItem(agent.name, agent.id)
        self.agent_box.setCurrentIndex(max(0, self.agent_box.findData(chosen)))
        self.agent_box.blockSignals(blocked)

    @slot
    async def open_chat(self, conversation_id: str) -> None:
        """Shows a conversation that was had."""
        if conversation_id == self._conversation_id or self.is_answering:
            return
        self._conversation_id = conversation_id
        messages = await self.ops.query(self, self.ops.app.chat.messages, conversation_id)
        if conversation_id == self._conversation_id:
            self._show_messages(messages)

    def _show_messages(self, messages: list[Message]) -> None:
        self.view.clear()
        self.source.clear()
        for message in messages:
            if message.role == "user":
                self.view.add(Question(message.text))
                continue
            turn = self._add_answer_turn()
            answer = message.answer or Answer(message.text, False, (), Usage())
            self._show_answer(turn, answer, message.feedback, message.id)
        self._middle.setCurrentWidget(self.view if messages else self._empty)
        self.view.follow()
        self._enable()

    # --- asking -------------------------------------------------------------------------------

    def new_chat(self) -> None:
        """A clean sheet; the conversation begins with its first question."""
        if self.is_answering:
            return
        self._conversation_id = ""
        self.chats.list.clearSelection()
        self.chats.list.setCurrentRow(-1)
        self._show_messages([])
        self.field.setFocus()

    @slot
    async def send(self) -> None:
        """Asks what stands in the field and shows the answer as it comes."""
        question = self.field.toPlainText().strip()
        agent_id = self.agent_box.currentData()
        if not question or agent_id is None or self.is_answering:
            return
        self.message.hide()
        self._stop = threading.Event()
        self._enable()
        try:
            if not self._conversation_id:
                started = await self.ops.query(self, self.ops.app.chat.start, agent_id)
                self._conversation_id = started.id
                remembered.remember("agent", agent_id)
            await self._ask(question)
        finally:
            self._stop = None
            self._enable()
            self.ops.changed.emit(_CHATS)

    async def _ask(self, question: str) -> None:
        self.field.clear()
        self._middle.setCurrentWidget(self.view)
        self.view.add(Question(question))
        turn = self._add_answer_turn()
        turn.show_state(self.tr("looking for passages…"))
        self.view.follow()
        answered = False
        try:
            chat = self.ops.app.chat
            async for kind, value in self.ops.stream(
                self, chat.ask, self._conversation_id, question, stop=self._stop
            ):
                self._on_event(turn, kind, value)
                answered = kind == "answer"
        finally:
            if not answered:
                turn.show_state(self.tr("no answer came"))
                if not self.field.toPlainText():
                    self.field.setPlainText(question)

    def _on_event(self, turn: AnswerTurn, kind: str, value: Any) -> None:
        if kind == "passages":
            turn.show_state(self.tr("reading %n passages…", "", len(value)))
        elif kind == "token":
            turn.show_state(self.tr("writing…"))
            turn.add_token(value)
        elif kind == "answer":
            self._show_answer(turn, value, 0, value.message_id)

    def stop(self) -> None:
        """Ends the answer at hand; what has come stays."""
        if self._stop is not None:
            self._stop.set()

    # --- showing answers ----------------------------------------------------------------------

    def _add_answer_turn(self) -> AnswerTurn:
        turn = AnswerTurn(language.isolate(self._agent_name()))
        self.view.add(turn)
        return turn

    def _agent_name(self) -> str:
        chat = next((c for c in self._conversations if c.id == self._conversation_id), None)
        wanted = chat.agent if chat is not None else self.agent_box.currentData()
        return next((a.name for a in self._agents if wanted in {a.id, a.name}), self.tr("Answer"))

    def _show_answer(self, turn: AnswerTurn, answer: Answer, feedback: int, message_id: str | None) -> None:
        citations = _citations(answer)
        numbers = {citation: number for number, citation in enumerate(citations, start=1)}
        gaps = separators(answer.answer, [sentence.text for sentence in answer.sentences])
        sentences = tuple(
            ShownSentence(
                sentence.text,
                sentence.supported,
                tuple(sorted({numbers[citation] for citation in sentence.citations})),
                gap,
            )
            for sentence, gap in zip(answer.sentences, gaps, strict=True)
        )
        turn.show_answer(
            ShownAnswer(
                sentences or (ShownSentence(answer.answer),),
                tuple(self._chip(number, citation) for citation, number in numbers.items()),
                answer.note,
                answer.abstained,
                self._measured(answer.usage),
                feedback,
                message_id is not None,
            )
        )
        turn.source_chosen.connect(lambda number: self.show_citation(citations[number - 1]))
        if message_id is not None:
            turn.rated.connect(lambda value: self.rate(message_id, value))

    def _chip(self, number: int, citation: Citation) -> Chip:
        name = language.isolate(PurePath(citation.document).name)
        words = self.tr("{name}, page {page}").format(name=name, page=citation.page)
        return Chip(number, words, citation.quote)

    def show_citation(self, citation: Citation) -> None:
        """The cited page with the passage highlighted, on the right."""
        self.source.show_passage(citation.document_id, citation.page, citation.start, citation.end)

    def _measured(self, usage: Usage) -> str:
        if not usage.completion_tokens:
            return ""
        return self.tr("first word after {seconds} s, {rate} tokens per second").format(
            seconds=language.number(usage.first_token_seconds, 1),
            rate=language.number(usage.tokens_per_second, 0),
        )

    @slot
    async def rate(self, message_id: str, value: int) -> None:
        await self.ops.change(self, self.ops.app.chat.feedback, message_id, value, changes=_CHATS)

    # --- renaming, deleting -------------------------------------------------------------------

    def rename(self) -> None:
        chat = self._chosen_chat()
        if chat is None:
            return
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Rename the chat"))
        dialog.setLabelText(self.tr("Its name"))
        dialog.setTextValue(chat.title)
        dialog.textValueSelected.connect(lambda title: self._rename(chat.id, title))
        dialog.open()

    @slot
    async def _rename(self, conversation_id: str, title: str) -> None:
        await self.ops.change(self, self.ops.app.chat.rename, conversation_id, title, changes=_CHATS)

    @slot
    async def delete(self) -> None:
        chat = self._chosen_chat()
        if chat is None or self.is_answering:
            return
        words = names([chat.title]) + "\n\n" + self.tr("Its questions, answers and ratings go with it.")
        if await ask(self, self.tr("Delete this chat?"), words, self.tr("Delete")):
            await self.ops.change(self, self.ops.app.chat.delete, chat.id, changes=_CHATS)
            self.new_chat()

    def _chosen_chat(self) -> Conversation | None:
        return next((chat for chat in self._conversations if chat.id == self._conversation_id), None)

    # --- building -----------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self.new_action = self.add_action(self.tr("New chat"), "plus", self.new_chat, "Ctrl+N")
        self.rename_action = self.add_action(self.tr("Rename the chat"), "pencil-outline", self.rename)
        self.delete_action = self.add_action(self.tr("Delete the chat"), "trash-can-outline", self.delete)
        self.send_action = self.add_action(
            self.tr("Send"), "send", self.send, tip=self.tr("Send the question (Enter)"), role="on_accent"
        )
        self.stop_action = self.add_action(
            self.tr("Stop"), "stop", self.stop, tip=self.tr("Stop the answer (Escape)")
        )

    def _make_chats(self) -> SideList:
        new = icon_button("plus", self.tr("New chat"))
        new.clicked.connect(self.new_chat)
        chats = SideList(self.tr("Chats"), [new])
        chats.list.addActions([self.rename_action, self.delete_action])
        chats.delete_asked.connect(self.delete)
        return chats

    def _make_middle(self) -> QWidget:
        self._empty = EmptyState(
            "message-question-outline",
            self.tr("Ask your documents"),
            self.tr(
                "The answer comes from passages of your documents, and each sentence shows its page. "
                "What the documents do not say is marked."
            ),
            hint=self.tr("Write your question below, in English or Arabic."),
        )
        self._middle = QStackedWidget()
        self._middle.addWidget(self._empty)
        self._middle.addWidget(self.view)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._middle, 1)
        column.addWidget(self._make_foot())
        return middle

    def _make_foot(self) -> QFrame:
        self.field.setPlaceholderText(self.tr("Your question"))
        self.field.setAccessibleName(self.tr("Your question"))
        self.agent_box = Choice()
        self.agent_box.setAccessibleName(self.tr("Agent"))
        self.agent_box.setMinimumWidth(180)
        words = QLabel(self.tr("Agent"))
        words.setProperty("role", "muted")
        words.setBuddy(self.agent_box)
        self.send_button = self.button(self.send_action, main=True)
        self.stop_button = self.button(self.stop_action)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(words)
        row.addWidget(self.agent_box)
        row.addStretch()
        row.addWidget(self.stop_button)
        row.addWidget(self.send_button)
        foot = QFrame()
        foot.setObjectName("pane_foot")
        column = QVBoxLayout(foot)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addLayout(row)
        return foot

    def _connect(self) -> None:
        self.chats.chosen.connect(self.open_chat)
        self.agents.chosen.connect(self._begin_with)
        self.agent_box.activated.connect(lambda _row: self._begin_with(self.agent_box.currentData()))
        self.field.sent.connect(self.send)
        self.field.textChanged.connect(self._enable)
        escape = QShortcut(QKeySequence("Esc"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.stop)
        self._enable()

    def _begin_with(self, agent_id: str) -> None:
        """Another agent begins another chat: an answer must not change its author midway."""
        self.agent_box.setCurrentIndex(self.agent_box.findData(agent_id))
        chat = self._chosen_chat()
        agent = next((agent for agent in self._agents if agent.id == agent_id), None)
        if agent is not None and chat is not None and chat.agent not in {agent.id, agent.name}:
            self.new_chat()

    def _enable(self) -> None:
        busy = self.is_answering
        self.stop_button.setVisible(busy)
        self.stop_action.setEnabled(busy)
        self.send_button.setVisible(not busy)
        self.send_action.setEnabled(
            not busy and bool(self.field.toPlainText().strip()) and self.agent_box.count() > 0
        )
        for widget in (self.agent_box, self.chats.list, self.agents.list):
            widget.setEnabled(not busy)
        for action in (self.rename_action, self.delete_action):
            action.setEnabled(bool(self._conversation_id) and not busy)


def _citations(answer: Answer) -> list[Citation]:
    """Each cited passage once, in the order of the text."""
    found: dict[Citation, None] = {}
    for sentence in answer.sentences:
        found |= dict.fromkeys(sentence.citations)
    return list(found)


def _made_of(agent: Agent) -> str:
    return " · ".join(part for part in (agent.version or agent.base, agent.collection or "") if part)
