# SPDX-License-Identifier: AGPL-3.0-or-later
"""Chat: ask an agent; each sentence of the answer points at the page that carries it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.records import Agent, Changes, Citation, Conversation
from gui import language
from gui.ask import ask, names
from gui.chat.agents import AGENTS, AgentDialog
from gui.chat.chats import ChatList
from gui.chat.compare import CompareView
from gui.chat.dialogs import BatchDialog, WithheldDialog
from gui.chat.pane import CHATS, ConversationPane
from gui.chat.usage import UsageView
from gui.ops import Ops, slot
from gui.source_pane import SourcePane
from gui.tabs.base import Tab
from gui.widgets.buttons import icon_button
from gui.widgets.elided import ElidedLabel
from gui.widgets.segments import Segments
from gui.widgets.side_list import Entry, SideList
from gui.widgets.splitter import Panes


class ChatTab(Tab):
    """Chats and agents on the left, the conversation in the middle, the cited page on the right."""

    shows = Changes(chats=True, agents=True)

    def __init__(self, ops: Ops) -> None:
        super().__init__(ops)
        self._agents: list[Agent] = []
        self._conversations: list[Conversation] = []
        self._warm = ""
        self._make_actions()
        self.pane = ConversationPane(ops, self.send_action, self.stop_action, self.documents_action)
        self.view, self.field, self.agent_box = self.pane.view, self.pane.field, self.pane.agent_box
        self.send_button, self.stop_button = self.pane.send_button, self.pane.stop_button
        self.compare, self.usage = CompareView(ops), UsageView(ops)
        self.chats, self.agents = self._make_chats(), self._make_agents()
        self.source = SourcePane(
            ops, self.tr("Choose a citation, and the page that it quotes is shown here.")
        )
        side = Panes("chat_side", [self.chats, self.agents], [560, 240], stretching=0, vertical=True)
        side.setMinimumWidth(170)
        self.body.addWidget(
            Panes("chat", [side, self._make_middle(), self.source], [220, 720, 500], stretching=1)
        )
        self.focus_first = self.field
        self._connect()

    @property
    def help_text(self) -> str:
        return self.tr(
            "Ask a question about your documents. The agent looks for passages first and answers from them; "
            "each number in the answer leads to the page it comes from, on the right. A line under a "
            "sentence and the word “partly” mark what its passage carries in part, a dotted line and the "
            "words “no source” what no passage carries. Enter sends, Shift+Enter makes a new line, Escape "
            "stops. The pencil at a question asks it anew as a branch, the arrows beside “2 / 3” go through "
            "the branches. Drop a file here to ask about it alone. Ctrl+Shift+F searches all chats, Ctrl+E "
            "exports this one."
        )

    @property
    def is_answering(self) -> bool:
        return self.pane.is_answering or self.compare.is_answering

    @property
    def has_unsaved(self) -> bool:
        return self.pane.has_unsaved

    def refresh(self, changes: Changes) -> None:
        self.load()

    # --- reading ------------------------------------------------------------------------------

    @slot
    async def load(self) -> None:
        """Reads the agents and the chats; the conversation that is open stays as it is."""
        self._agents = await self.ops.query(self, self.ops.app.agents.list)
        self._conversations = await self.ops.query(self, self.ops.app.chat.conversations)
        self.agents.set_entries(
            [
                Entry(agent.id, language.isolate(agent.name), under=_made_of(agent), glyph="robot-outline")
                for agent in self._agents
            ]
        )
        self.chats.show_chats(self._conversations)
        self.pane.set_agents(self._agents)
        self.compare.set_agents(self._agents)
        self._on_altered()
        if self.pages.current() == "usage":
            self.usage.load()
        await self._warm_up()

    async def _warm_up(self) -> None:
        """Loads the agent's model while the person thinks of a question."""
        agent_id = self.agent_box.currentData()
        if agent_id and agent_id != self._warm and not self.is_answering:
            self._warm = agent_id
            await self.ops.query_on("stream", self, self.ops.app.chat.warm, agent_id)

    # --- what is shown ------------------------------------------------------------------------

    def open_chat(self, conversation_id: str, message_id: str = "") -> None:
        """Shows a conversation that was had, at its end or at one of its messages."""
        chat = next((one for one in self._conversations if one.id == conversation_id), None)
        if chat is None or self.is_answering:
            return
        self.show_page("chat")
        if message_id or conversation_id != self.pane.conversation_id:
            if conversation_id != self.pane.conversation_id:
                self.source.clear()
            self.pane.open(chat, message_id)

    def new_chat(self) -> None:
        """A clean sheet; the conversation begins with its first question."""
        if self.is_answering:
            return
        self.show_page("chat")
        self.pane.new()
        self.source.clear()
        self.chats.choose("")
        self.field.setFocus()

    def send(self) -> object:
        """Asks what stands in the field."""
        return self.pane.send()

    def stop(self) -> None:
        """Ends the answer at hand; what has come stays."""
        self.pane.stop()
        self.compare.stop()

    def show_page(self, name: str) -> None:
        """The conversation ("chat"), "compare" or "usage"."""
        self.pages.select(name)
        self._middle.setCurrentWidget({"chat": self.pane, "compare": self.compare, "usage": self.usage}[name])
        self._rename_head()
        if name == "usage":
            self.usage.load()
        elif name == "compare":
            self.compare.field.setFocus()

    def show_citation(self, citation: Citation) -> None:
        """The cited page with the passage highlighted, on the right."""
        self.source.show_passage(citation.document_id, citation.page, citation.start, citation.end)

    def search_chats(self) -> None:
        self.chats.field.setFocus()
        self.chats.field.selectAll()

    def choose_documents(self) -> None:
        self.show_page("chat")
        self.pane.choose_documents()

    # --- a chat -------------------------------------------------------------------------------

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
        await self.ops.change(self, self.ops.app.chat.rename, conversation_id, title, changes=CHATS)

    @slot
    async def delete(self) -> None:
        chat = self._chosen_chat()
        if chat is None or self.is_answering:
            return
        words = names([chat.title]) + "\n\n" + self.tr("Its questions, answers and ratings go with it.")
        if await ask(self, self.tr("Delete this chat?"), words, self.tr("Delete")):
            await self.ops.change(self, self.ops.app.chat.delete, chat.id, changes=CHATS)
            self.new_chat()

    def export(self) -> None:
        """Asks for a file and writes the chat into it."""
        chat = self._chosen_chat()
        if chat is None:
            return
        name = "".join(c if c.isalnum() or c in " -_" else " " for c in chat.title).strip() or "chat"
        dialog = QFileDialog(self, self.tr("Export the chat"), str(Path.home() / f"{name[:60]}.docx"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Word (*.docx)"), self.tr("Markdown (*.md)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(
            lambda file: self.export_to(chat.id, _with_suffix(Path(file), dialog.selectedNameFilter()))
        )
        dialog.open()

    @slot
    async def export_to(self, conversation_id: str, path: Path) -> None:
        """Writes a chat with its sources as footnotes."""
        await self.ops.query_on("files", self, self.ops.app.chat.export, conversation_id, path)
        self.show_note(self.tr("Written: {path}").format(path=language.left_to_right(str(path))))

    def _chosen_chat(self) -> Conversation | None:
        return next((chat for chat in self._conversations if chat.id == self.pane.conversation_id), None)

    # --- agents -------------------------------------------------------------------------------

    def new_agent(self) -> None:
        self._open_agent(None)

    def edit_agent(self) -> None:
        agent = self._chosen_agent()
        if agent is not None:
            self._open_agent(agent)

    @slot
    async def _open_agent(self, agent: Agent | None) -> None:
        app = self.ops.app
        templates = await self.ops.query(self, app.agents.templates, language.chosen())
        models = await self.ops.query(self, app.models.list, "chat-gguf")
        versions = await self.ops.query(self, app.registry.list)
        collections = await self.ops.query(self, app.documents.collections)
        passed = [version for version in versions if version.gate == "passed"]
        AgentDialog(self.ops, self, templates, [*models, *passed], collections, agent).open()

    @slot
    async def delete_agent(self) -> None:
        agent = self._chosen_agent()
        if agent is None or self.is_answering:
            return
        mine = [chat.title for chat in self._conversations if chat.agent in {agent.id, agent.name}]
        words = names([agent.name])
        if mine:
            words += "\n\n" + self.tr("%n chats with it go too.", "", len(mine))
        if await ask(self, self.tr("Delete this agent?"), words, self.tr("Delete")):
            await self.ops.change(self, self.ops.app.agents.delete, agent.id, changes=AGENTS)
            if self.pane.conversation is not None and self.pane.conversation.agent in {agent.id, agent.name}:
                self.new_chat()

    @slot
    async def roll_back(self) -> None:
        agent = self._chosen_agent()
        if agent is None:
            return
        words = self.tr("{name} returns from release {number} to the one before it. Nothing is lost.")
        words = words.format(name=language.isolate(agent.name), number=agent.release)
        if await ask(self, self.tr("Take the release back?"), words, self.tr("Take it back")):
            await self.ops.change(self, self.ops.app.agents.rollback, agent.id, changes=AGENTS)

    def _chosen_agent(self) -> Agent | None:
        wanted = self.agents.current() or self.agent_box.currentData()
        return next((agent for agent in self._agents if agent.id == wanted), None)

    @slot
    async def choose_rules(self) -> None:
        rules = await self.ops.query(self, self.ops.app.chat.withheld_rules)
        WithheldDialog(self.ops, self, rules).open()

    def answer_file(self) -> None:
        if self._agents and not self.is_answering:
            BatchDialog(self.ops, self, self._agents, self.agent_box.currentData() or "").open()

    # --- building -----------------------------------------------------------------------------

    def _make_actions(self) -> None:
        act = self.add_action
        self.new_action = act(self.tr("New chat"), "plus", self.new_chat, "Ctrl+N")
        self.rename_action = act(self.tr("Rename the chat"), "pencil-outline", self.rename, "F2")
        self.delete_action = act(self.tr("Delete the chat"), "trash-can-outline", self.delete)
        self.export_action = act(self.tr("Export the chat"), "export-variant", self.export, "Ctrl+E")
        self.search_action = act(self.tr("Search the chats"), "magnify", self.search_chats, "Ctrl+Shift+F")
        self.documents_action = act(
            self.tr("Ask about some documents alone"),
            "file-document-check-outline",
            self.choose_documents,
        )
        self.send_action = act(
            self.tr("Send"), "send", self.send, tip=self.tr("Send the question (Enter)"), role="on_accent"
        )
        self.stop_action = act(self.tr("Stop"), "stop", self.stop, tip=self.tr("Stop the answer (Escape)"))
        self.compare_action = act(
            self.tr("Compare agents"), "compare-horizontal", lambda: self.show_page("compare")
        )
        self.usage_action = act(
            self.tr("Figures of the agents"), "chart-line", lambda: self.show_page("usage")
        )
        self.new_agent_action = act(self.tr("New agent"), "robot-outline", self.new_agent)
        self.edit_agent_action = act(self.tr("Edit the agent"), "pencil-outline", self.edit_agent)
        self.rollback_action = act(self.tr("Take a release back"), "undo-variant", self.roll_back)
        self.delete_agent_action = act(self.tr("Delete the agent"), "trash-can-outline", self.delete_agent)
        self.rules_action = act(
            self.tr("What must not leave in an answer"), "shield-lock-outline", self.choose_rules
        )
        self.batch_action = act(
            self.tr("Answer a file of questions"), "file-question-outline", self.answer_file
        )

    def _make_chats(self) -> ChatList:
        new = icon_button("plus", self.tr("New chat"))
        new.clicked.connect(self.new_chat)
        chats = ChatList(self.ops, [new])
        chats.list.addActions([self.rename_action, self.export_action, self.delete_action])
        chats.delete_asked.connect(self.delete)
        chats.opened.connect(self.open_chat)
        return chats

    def _make_agents(self) -> SideList:
        new = icon_button("plus", self.tr("New agent"))
        new.clicked.connect(self.new_agent)
        agents = SideList(self.tr("Agents"), [new])
        agents.setToolTip(self.tr("Choose an agent to begin a new chat with it"))
        agents.list.addActions(
            [self.new_agent_action, self.edit_agent_action, self.rollback_action, self.delete_agent_action]
        )
        agents.delete_asked.connect(self.delete_agent)
        agents.list.itemActivated.connect(self.edit_agent)
        agents.chosen.connect(self._begin_with)
        return agents

    def _make_middle(self) -> QWidget:
        self.pages = Segments(
            self.tr("What is shown"),
            [
                ("chat", self.tr("Chat")),
                ("compare", self.tr("Compare")),
                ("usage", self.tr("Figures")),
            ],
        )
        self.pages.chosen.connect(self.show_page)
        self.title = ElidedLabel()
        self.title.setProperty("role", "strong")
        row = QHBoxLayout()
        row.setContentsMargins(12, 7, 8, 7)
        row.setSpacing(8)
        row.addWidget(self.title, 1)
        row.addWidget(self.pages)
        row.addWidget(self._menu_button())
        rail = QFrame()
        rail.setObjectName("rail")
        rail.setLayout(row)
        self._middle = QStackedWidget()
        for page in (self.pane, self.compare, self.usage):
            self._middle.addWidget(page)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(rail)
        column.addWidget(self._middle, 1)
        return middle

    def _menu_button(self) -> QToolButton:
        button = icon_button("dots-horizontal", self.tr("More"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        groups: tuple[tuple[QAction, ...], ...] = (
            (self.rename_action, self.export_action, self.delete_action),
            (self.documents_action, self.batch_action, self.rules_action),
            (self.new_agent_action, self.edit_agent_action, self.rollback_action, self.delete_agent_action),
        )
        for group in groups:
            menu.addActions(group)
            menu.addSeparator()
        button.setMenu(menu)
        return button

    def _connect(self) -> None:
        self.agent_box.activated.connect(lambda _row: self._begin_with(self.agent_box.currentData()))
        self.pane.altered.connect(self._on_altered)
        self.compare.altered.connect(self._on_altered)
        self.pane.citation_chosen.connect(self.show_citation)
        self.compare.citation_chosen.connect(self.show_citation)
        escape = QShortcut(QKeySequence("Esc"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.stop)
        self._on_altered()

    def _begin_with(self, agent_id: str) -> None:
        """Another agent begins another chat: an answer must not change its author midway."""
        self.agent_box.setCurrentIndex(self.agent_box.findData(agent_id))
        chat = self.pane.conversation
        agent = next((agent for agent in self._agents if agent.id == agent_id), None)
        if agent is not None and chat is not None and chat.agent not in {agent.id, agent.name}:
            self.new_chat()
        self._enable()

    def _on_altered(self) -> None:
        """Another chat is shown, or an answer began or ended."""
        self.chats.choose(self.pane.conversation_id)
        self._rename_head()
        self._enable()

    def _rename_head(self) -> None:
        chat = self._chosen_chat()
        told = language.isolate(chat.title) if chat is not None else self.tr("New chat")
        self.title.setText(told if self._middle.currentWidget() is self.pane else "")

    def _enable(self) -> None:
        busy, agent = self.is_answering, self._chosen_agent()
        for widget in (self.chats.list, self.agents.list):
            widget.setEnabled(not busy)
        for action in (self.rename_action, self.delete_action, self.export_action):
            action.setEnabled(bool(self.pane.conversation_id) and not busy)
        for action in (self.edit_agent_action, self.delete_agent_action):
            action.setEnabled(agent is not None and not busy)
        self.rollback_action.setEnabled(agent is not None and agent.release > 1 and not busy)
        self.batch_action.setEnabled(agent is not None and not busy)
        self.documents_action.setEnabled(not busy)


def _with_suffix(path: Path, chosen: str) -> Path:
    """A name typed without a suffix gets that of the kind that was chosen."""
    if path.suffix.lower() in {".md", ".docx"}:
        return path
    return path.with_name(path.name + (".md" if "*.md" in chosen else ".docx"))


def _made_of(agent: Agent) -> str:
    return " · ".join(part for part in (agent.version or agent.base, agent.collection or "") if part)
