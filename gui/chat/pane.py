# SPDX-License-Identifier: AGPL-3.0-or-later
"""The conversation and the field under it: asks, shows the answer as it comes, and knows its branches."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from core.errors import UserError
from core.records import Agent, Answer, Changes, Conversation, Message, Usage
from gui import language, remembered
from gui.chat.about import AboutChips, DocumentsDialog, Named
from gui.chat.answer import AnswerTurn
from gui.chat.fields import QuestionField
from gui.chat.question import QuestionTurn
from gui.chat.view import ConversationView, Turn
from gui.ops import Ops, slot, tell
from gui.tabs.base import Tab
from gui.widgets.choice import Choice
from gui.widgets.drop import DropZone
from gui.widgets.empty import EmptyState

CHATS = Changes(chats=True)
Events = Callable[..., Iterator[tuple[str, Any]]]


class ConversationPane(QWidget):
    """``open(conversation id)`` shows one, ``new()`` a clean sheet, ``send()`` asks what stands in the field.

    Emits ``citation_chosen(Citation)``, ``altered`` when it begins or ends an answer or shows another chat.
    """

    citation_chosen = Signal(object)
    altered = Signal()

    def __init__(self, ops: Ops, send: QAction, stop: QAction, documents: QAction) -> None:
        super().__init__()
        self.ops = ops
        self.agents: list[Agent] = []
        self.conversation: Conversation | None = None
        self.messages: list[Message] = []
        self.documents: tuple[Named, ...] = ()
        self._stop: threading.Event | None = None
        self._opening = ""
        self.view = ConversationView()
        self.field = QuestionField()
        self.about = AboutChips()
        self.agent_box = Choice()
        self.send_button = Tab.button(send, main=True)
        self.stop_button = Tab.button(stop)
        self._documents_button = Tab.button(documents, text=False)
        self._send_action, self._stop_action = send, stop
        self._build()
        self.field.textChanged.connect(self.enable)
        self.field.sent.connect(self.send)
        self.field.left.connect(self.stop)
        self.about.removed.connect(self._remove_document)
        self.drop = DropZone(self, self.tr("Let go to ask about these files alone"))
        self.drop.dropped.connect(self.ask_about_files)
        self.enable()

    @property
    def is_answering(self) -> bool:
        return self._stop is not None

    @property
    def conversation_id(self) -> str:
        return self.conversation.id if self.conversation is not None else ""

    @property
    def has_unsaved(self) -> bool:
        """A question is being rewritten."""
        return any(isinstance(turn, QuestionTurn) and turn.is_edited for turn in self.view.turns())

    # --- agents -------------------------------------------------------------------------------

    def set_agents(self, agents: Sequence[Agent]) -> None:
        chosen = self.agent_box.currentData() or remembered.recall("agent")
        self.agents = list(agents)
        blocked = self.agent_box.blockSignals(True)
        self.agent_box.clear()
        for agent in self.agents:
            self.agent_box.addItem(agent.name, agent.id)
        self.agent_box.setCurrentIndex(max(0, self.agent_box.findData(chosen)))
        self.agent_box.blockSignals(blocked)
        self.enable()

    def _who(self) -> str:
        wanted = self.conversation.agent if self.conversation is not None else self.agent_box.currentData()
        named = (agent.name for agent in self.agents if wanted in {agent.id, agent.name})
        return language.isolate(next(named, self.tr("Answer")))

    # --- showing ------------------------------------------------------------------------------

    def new(self) -> None:
        """A clean sheet; the conversation begins with its first question."""
        if self.is_answering:
            return
        self._opening = ""
        self.conversation = None
        self._set_documents(())
        self._show([])
        self.altered.emit()

    @slot
    async def open(self, conversation: Conversation, message_id: str = "") -> None:
        """Shows a conversation that was had, at its end or at a message of any of its branches."""
        if self.is_answering:
            return
        self._opening = conversation.id
        chat = self.ops.app.chat
        messages = await self.ops.query(self, chat.messages, conversation.id)
        if message_id and message_id not in {message.id for message in messages}:
            await self.ops.query(self, chat.choose, conversation.id, message_id)
            messages = await self.ops.query(self, chat.messages, conversation.id)
        if self._opening != conversation.id or self.is_answering:
            return
        self.conversation = conversation
        self._set_documents(conversation.documents)
        self._show(messages)
        if message_id:
            self.view.show_turn(message_id)
        self.altered.emit()

    def _show(self, messages: list[Message], widgets: dict[str, QWidget] | None = None) -> None:
        before = {message.id for message in self.messages}
        self.messages = messages
        self.view.set_turns(self._turns(messages), widgets)
        self._stack.setCurrentWidget(self.view if messages else self._empty)
        if not before & {message.id for message in messages}:
            self.view.follow()
        self.enable()

    def _turns(self, messages: Sequence[Message]) -> list[Turn]:
        """A turn for each message, and one for a last question that got no answer."""
        turns = [Turn(one.id, one, partial(self._turn, one)) for one in messages]
        if messages and messages[-1].role == "user":
            last = messages[-1]
            turns.append(Turn(f"after {last.id}", last, lambda: self._unanswered(last)))
        return turns

    def _turn(self, message: Message) -> QWidget:
        if message.role == "user":
            question = self._new_question(message.text)
            question.show_message(message)
            return question
        turn = self._new_answer()
        turn.show_answer(message.answer or Answer(message.text, False, (), Usage()))
        self._adopt(turn, message)
        return turn

    def _new_question(self, text: str) -> QuestionTurn:
        question = QuestionTurn(text)
        question.edited.connect(lambda text: self.ask_instead(question, text))
        question.branch_chosen.connect(self.choose)
        return question

    def _new_answer(self) -> AnswerTurn:
        turn = AnswerTurn(self._who())
        turn.citation_chosen.connect(self.citation_chosen)
        turn.branch_chosen.connect(self.choose)
        return turn

    def _adopt(self, turn: AnswerTurn, message: Message) -> None:
        """The turn stands for a message that is kept now."""
        turn.show_message(message)
        turn.rated.connect(lambda value, reason: self.rate(message.id, value, reason))
        turn.again_asked.connect(lambda: self.ask_again(message.id))

    def _unanswered(self, question: Message) -> AnswerTurn:
        turn = self._new_answer()
        turn.show_unanswered()
        turn.again_asked.connect(lambda: self.ask_again(question.id))
        return turn

    # --- asking -------------------------------------------------------------------------------

    @slot
    async def send(self) -> None:
        """Asks what stands in the field and shows the answer as it comes."""
        question = self.field.toPlainText().strip()
        agent_id = self.agent_box.currentData()
        if not question or agent_id is None or self.is_answering:
            return
        self.field.clear()
        await self._ask(question, len(self.messages), self.ops.app.chat.ask, question)

    @slot
    async def ask_instead(self, turn: QuestionTurn, text: str) -> None:
        """Asks an edited question in the place of the one it was: a branch of its own."""
        message = turn.message
        if message is None or self.is_answering:
            return
        place = next((at for at, one in enumerate(self.messages) if one.id == message.id), 0)
        parent = message.parent_id or ""
        await self._ask(text, place, self.ops.app.chat.ask, text, parent_id=parent)

    @slot
    async def ask_again(self, message_id: str) -> None:
        """Another answer to the same question; ``message_id``: an answer, or a question without one."""
        if self.is_answering:
            return
        place = next((at for at, one in enumerate(self.messages) if one.id == message_id), 0)
        place += 1 if self.messages[place].role == "user" else 0
        await self._ask("", place, self.ops.app.chat.regenerate, message_id)

    async def _ask(self, question: str, place: int, call: Events, *args: Any, **keywords: Any) -> None:
        """Shows what ``call`` yields under the first ``place`` messages, and then what was kept of it."""
        stop = self._stop = threading.Event()
        self.altered.emit()
        self.enable()
        try:
            conversation = await self._begun()
            self.view.set_turns(self._turns(self.messages)[:place])
            asked = self._new_question(question) if question else None
            turn = self._new_answer()
            for widget in (asked, turn):
                if widget is not None:
                    self.view.add(widget)
            self._stack.setCurrentWidget(self.view)
            turn.show_state(self.tr("looking for passages…"))
            self.view.follow()
            try:
                events = self.ops.stream(self, call, conversation.id, *args, stop=stop, **keywords)
                await self._follow(turn, events)
            finally:
                await self._settle(conversation, question, asked, turn)
        finally:
            self._stop = None
            self.enable()
            self.altered.emit()
            self.ops.changed.emit(CHATS)

    async def _begun(self) -> Conversation:
        """The conversation at hand, or a new one with the chosen agent."""
        if self.conversation is None:
            agent_id = self.agent_box.currentData()
            ids = [document_id for document_id, _ in self.documents]
            self.conversation = await self.ops.query(self, self.ops.app.chat.start, agent_id, documents=ids)
            self._opening = self.conversation.id
            remembered.remember("agent", agent_id)
        return self.conversation

    async def _follow(self, turn: AnswerTurn, events: AsyncIterator[tuple[str, Any]]) -> None:
        began = time.monotonic()
        async for kind, value in events:
            match kind:
                case "asked":
                    turn.show_asked(value)
                case "passages":
                    turn.show_state(self.tr("reading %n passages…", "", len(value)))
                case "context":
                    turn.context.show_use(value)
                case "step":
                    turn.show_state(self.tr("going over the documents…"))
                    turn.show_step(value, _left(value, time.monotonic() - began))
                case "token":
                    turn.show_state(self.tr("writing…"))
                    turn.add_token(value)
                case "answer":
                    turn.show_answer(value)

    async def _settle(
        self, conversation: Conversation, question: str, asked: QuestionTurn | None, turn: AnswerTurn
    ) -> None:
        """What was kept takes the place of what was shown while it came."""
        messages = await self.ops.query(self, self.ops.app.chat.messages, conversation.id)
        widgets: dict[str, QWidget] = {}
        if messages and messages[-1].role == "assistant" and turn.shown is not None:
            self._adopt(turn, messages[-1])
            widgets[messages[-1].id] = turn
        kept = next((one for one in reversed(messages) if one.role == "user"), None)
        if asked is not None and kept is not None and kept.id not in {one.id for one in self.messages}:
            asked.show_message(kept)
            widgets[kept.id] = asked
        elif question and not self.field.toPlainText():
            # It was refused before it was kept: it can be put right and sent again.
            self.field.setPlainText(question)
        at_end = self.view.is_at_end
        self._show(messages, widgets)
        if at_end:
            self.view.follow()

    def stop(self) -> None:
        """Ends the answer at hand; what has come stays."""
        if self._stop is not None:
            self._stop.set()

    # --- branches, ratings --------------------------------------------------------------------

    @slot
    async def choose(self, message_id: str) -> None:
        """Shows the branch through a message, which takes the place of its sibling on the screen."""
        conversation = self.conversation
        if conversation is None or self.is_answering:
            return
        place = next((at for at, one in enumerate(self.messages) if message_id in one.branches), 0)
        above = self.view.offset(self.messages[place].id)
        chat = self.ops.app.chat
        await self.ops.query(self, chat.choose, conversation.id, message_id)
        messages = await self.ops.query(self, chat.messages, conversation.id)
        if self.conversation == conversation:
            self._show(messages)
            self.view.show_turn(message_id, above)

    @slot
    async def rate(self, message_id: str, value: int, reason: str) -> None:
        await self.ops.change(self, self.ops.app.chat.feedback, message_id, value, reason, changes=CHATS)

    # --- documents that alone are asked -------------------------------------------------------

    @slot
    async def choose_documents(self) -> None:
        """Asks which documents the chat is about."""
        documents = await self.ops.query(self, self.ops.app.documents.list)
        readable = [one for one in documents if one.status in {"ready", "partial"}]
        if not readable:
            tell(self, UserError(self.tr("There are no documents yet."), do=self.tr("Drop a file here.")))
            return
        chosen = [document_id for document_id, _ in self.documents]

        async def take(dialog: QWidget, named: list[Named]) -> None:
            await self._keep_documents(dialog, named)

        DocumentsDialog(self.ops, self, readable, chosen, take).open()

    @slot
    async def ask_about_files(self, paths: list[Path]) -> None:
        """Makes the chat about these files alone, read first where they are not known yet."""
        known = await self.ops.query_on("files", self, self.ops.app.chat.known_documents, paths)
        new = [path for path in paths if path not in known]
        ids = list(known.values())
        if new:
            self.about.show_reading([path.name for path in new])
            try:
                job_id = await self.ops.start_job(self, self.ops.app.documents.ingest, new)
                job = await self.ops.ended(self, job_id)
            finally:
                self.about.show_reading(())
            self.ops.changed.emit(Changes(documents=True))
            ids += [one["id"] for one in (job.result or {}).get("documents", ()) if one["pages"]]
        if not ids:
            names = ", ".join(language.isolate(path.name) for path in paths)
            told = self.tr("{name} could not be read.").format(name=names)
            tell(self, UserError(told, do=self.tr("The Documents view says why.")))
            return
        get = self.ops.app.documents.get
        named = [(one, (await self.ops.query(self, get, one)).name) for one in dict.fromkeys(ids)]
        await self._keep_documents(self, [*(one for one in self.documents if one[0] not in ids), *named])
        self.field.setFocus()

    async def _keep_documents(self, place: QWidget, documents: Sequence[Named]) -> None:
        if self.conversation is not None:
            ids = [document_id for document_id, _ in documents]
            set_them = self.ops.app.chat.set_documents
            await self.ops.change(place, set_them, self.conversation.id, ids, changes=CHATS)
        self._set_documents(documents)

    @slot
    async def _remove_document(self, document_id: str) -> None:
        await self._keep_documents(self, [one for one in self.documents if one[0] != document_id])

    def _set_documents(self, documents: Sequence[Named]) -> None:
        self.documents = tuple(documents)
        self.about.show_documents(self.documents)

    # --- building -----------------------------------------------------------------------------

    def enable(self) -> None:
        """What can be done now."""
        busy = self.is_answering
        self.stop_button.setVisible(busy)
        self._stop_action.setEnabled(busy)
        self.send_button.setVisible(not busy)
        typed = bool(self.field.toPlainText().strip())
        self._send_action.setEnabled(not busy and typed and self.agent_box.count() > 0)
        self.agent_box.setEnabled(not busy)

    def _build(self) -> None:
        self._empty = EmptyState(
            "message-question-outline",
            self.tr("Ask your documents"),
            self.tr(
                "The answer comes from passages of your documents, and each sentence shows its page. "
                "What the documents do not say is marked."
            ),
            hint=self.tr(
                "Write your question below, in English or Arabic, or drop a file here to ask about it alone."
            ),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(self._make_foot())

    def _make_foot(self) -> QFrame:
        self.field.setPlaceholderText(self.tr("Your question"))
        self.field.setAccessibleName(self.tr("Your question"))
        self.agent_box.setAccessibleName(self.tr("Agent"))
        self.agent_box.setMinimumWidth(180)
        words = QLabel(self.tr("Agent"))
        words.setProperty("role", "muted")
        words.setBuddy(self.agent_box)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(words)
        row.addWidget(self.agent_box)
        row.addWidget(self._documents_button)
        row.addStretch()
        row.addWidget(self.stop_button)
        row.addWidget(self.send_button)
        foot = QFrame()
        foot.setObjectName("pane_foot")
        column = QVBoxLayout(foot)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.about)
        column.addWidget(self.field)
        column.addLayout(row)
        return foot


def _left(step: dict[str, Any], seconds: float) -> float | None:
    """At the pace so far; None before there is a pace."""
    done, total = step["done"], step["total"]
    return seconds * (total - done) / done if done and total > done else None
