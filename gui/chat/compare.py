# SPDX-License-Identifier: AGPL-3.0-or-later
"""One question to several agents: their answers side by side, each with its sources. Nothing is kept."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.records import Agent
from gui import icons, language, remembered
from gui.chat.answer import AnswerTurn
from gui.chat.fields import QuestionField
from gui.ops import Ops, slot
from gui.widgets.buttons import text_button
from gui.widgets.empty import EmptyState
from gui.widgets.flow import FlowLayout

_MOST, _FEWEST = 4, 2
_COLUMN_WIDTH = 340


class CompareView(QWidget):
    """Emits ``citation_chosen(Citation)``, ``altered`` when it begins or ends."""

    citation_chosen = Signal(object)
    altered = Signal()

    def __init__(self, ops: Ops) -> None:
        super().__init__()
        self.ops = ops
        self.answers: dict[str, AnswerTurn] = {}
        self._agents: list[Agent] = []
        self._stop: threading.Event | None = None
        self.boxes: dict[str, QCheckBox] = {}
        self.field = QuestionField()
        self.field.setPlaceholderText(self.tr("One question to all of them"))
        self.field.setAccessibleName(self.tr("One question to all of them"))
        self.go_button = text_button(self.tr("Compare"), icons.icon("compare-horizontal", "on_accent"))
        self.go_button.setProperty("main", True)
        self.go_button.setProperty("bordered", False)
        self.stop_button = text_button(self.tr("Stop"), icons.icon("stop"))
        self.hint = QLabel()
        self.hint.setProperty("role", "muted")
        self._build()
        self.field.sent.connect(self.compare)
        self.field.left.connect(self.stop)
        self.field.textChanged.connect(self._enable)
        self.go_button.clicked.connect(self.compare)
        self.stop_button.clicked.connect(self.stop)
        self._enable()

    @property
    def is_answering(self) -> bool:
        return self._stop is not None

    def set_agents(self, agents: Sequence[Agent]) -> None:
        """Which can be chosen; those chosen stay so, at first the first two are."""
        if [agent.id for agent in agents] == [agent.id for agent in self._agents]:
            self._agents = list(agents)
            return
        known = remembered.recall("compared")
        chosen = set(self.chosen() or (known if isinstance(known, list) else ()))
        chosen &= {agent.id for agent in agents}
        if len(chosen) < _FEWEST:
            chosen |= {agent.id for agent in agents[:_FEWEST]}
        self._agents = list(agents)
        self._row.clear()
        self.boxes = {}
        for agent in agents:
            box = QCheckBox(agent.name.replace("&", "&&"))
            box.setChecked(agent.id in chosen)
            box.toggled.connect(self._enable)
            self.boxes[agent.id] = box
            self._row.addWidget(box)
        self._enable()

    def chosen(self) -> list[str]:
        """The ids of the agents that are to answer."""
        return [agent_id for agent_id, box in self.boxes.items() if box.isChecked()]

    @slot
    async def compare(self) -> None:
        """Asks them one after the other."""
        question, chosen = self.field.toPlainText().strip(), self.chosen()
        if not question or not self._may(chosen) or self.is_answering:
            return
        remembered.remember("compared", chosen)
        self._stop = threading.Event()
        self._columns(chosen)
        self._enable()
        self.altered.emit()
        try:
            compare = self.ops.app.chat.compare
            async for agent_id, kind, value in self.ops.stream(
                self, compare, chosen, question, stop=self._stop
            ):
                self._on_event(self.answers[agent_id], kind, value)
        finally:
            for turn in self.answers.values():
                if turn.shown is None and not turn.is_told:
                    turn.show_unanswered()
            self._stop = None
            self._enable()
            self.altered.emit()

    def stop(self) -> None:
        if self._stop is not None:
            self._stop.set()

    def _on_event(self, turn: AnswerTurn, kind: str, value: Any) -> None:
        match kind:
            case "asked":
                turn.show_asked(value)
            case "passages":
                turn.show_state(self.tr("reading %n passages…", "", len(value)))
            case "step":
                turn.show_step(value, None)
            case "token":
                turn.show_state(self.tr("writing…"))
                turn.add_token(value)
            case "answer":
                turn.show_answer(value)
            case "error":
                turn.show_refused(value)

    def _columns(self, agent_ids: Sequence[str]) -> None:
        """An empty column for each."""
        while (item := self._answers_row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.answers = {}
        names = {agent.id: agent.name for agent in self._agents}
        for agent_id in agent_ids:
            turn = AnswerTurn(language.isolate(names[agent_id]))
            turn.show_state(self.tr("waiting…"))
            turn.citation_chosen.connect(self.citation_chosen)
            self.answers[agent_id] = turn
            self._answers_row.addWidget(_column(turn), 1)
        self._stack.setCurrentIndex(1)

    def _may(self, chosen: Sequence[str]) -> bool:
        return _FEWEST <= len(chosen) <= _MOST

    def _enable(self) -> None:
        busy, chosen = self.is_answering, self.chosen()
        self.go_button.setVisible(not busy)
        self.stop_button.setVisible(busy)
        self.go_button.setEnabled(bool(self.field.toPlainText().strip()) and self._may(chosen))
        told = "" if self._may(chosen) else self.tr("Choose two to four agents.")
        self.hint.setText(self.tr("There is one agent alone: make another.") if len(self.boxes) < 2 else told)
        for box in self.boxes.values():
            box.setEnabled(not busy)

    def _build(self) -> None:
        agents = QWidget()
        self._row = FlowLayout(12)
        agents.setLayout(self._row)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.hint, 1)
        buttons.addWidget(self.stop_button)
        buttons.addWidget(self.go_button)
        head = QFrame()
        head.setObjectName("pane_head")
        column = QVBoxLayout(head)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(agents)
        column.addLayout(buttons)
        answers = QWidget()
        answers.setObjectName("ground")
        self._answers_row = QHBoxLayout(answers)
        self._answers_row.setContentsMargins(0, 0, 0, 0)
        self._answers_row.setSpacing(0)
        empty = EmptyState(
            "compare-horizontal",
            self.tr("Compare agents"),
            self.tr("The same question to two or more agents, their answers and sources side by side."),
        )
        self._stack = QStackedWidget()
        beside = QScrollArea()
        beside.setObjectName("conversation")
        beside.setFrameShape(QFrame.Shape.NoFrame)
        beside.setWidgetResizable(True)
        beside.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        beside.setWidget(answers)
        self._stack.addWidget(empty)
        self._stack.addWidget(beside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self._stack, 1)


def _column(turn: AnswerTurn) -> QScrollArea:
    inside = QWidget()
    inside.setObjectName("conversation_inside")
    column = QVBoxLayout(inside)
    column.setContentsMargins(16, 16, 16, 16)
    column.addWidget(turn)
    column.addStretch()
    area = QScrollArea()
    area.setObjectName("conversation")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setMinimumWidth(_COLUMN_WIDTH)
    area.setWidget(inside)
    return area
