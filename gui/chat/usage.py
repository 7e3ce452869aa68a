# SPDX-License-Identifier: AGPL-3.0-or-later
"""How agents do: answers, abstentions, waiting times, speed and what people think of them, day by day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from core.records import AgentUse
from gui import language
from gui.ops import Ops, slot
from gui.widgets.choice import Choice
from gui.widgets.empty import EmptyState
from gui.widgets.figures import Figure, Figures
from gui.widgets.plot import Plot
from gui.widgets.segments import Segments
from gui.widgets.splitter import Panes
from gui.widgets.table import Column, RecordTable

_LOOKS = (("accent", False), ("ok", True), ("hand", False), ("warn", True), ("bad", False), ("muted", True))
_DAYS = (7, 30, 90)


class UsageView(QWidget):
    """``load()`` reads the figures anew."""

    def __init__(self, ops: Ops) -> None:
        super().__init__()
        self.ops = ops
        self._uses: list[AgentUse] = []
        self.days = Choice()
        self.days.setAccessibleName(self.tr("Over"))
        for days in _DAYS:
            self.days.addItem(self.tr("the last %n days", "", days), days)
        self.days.setCurrentIndex(1)
        self.figures = Figures()
        self.table = self._make_table()
        self.measure = Segments(
            self.tr("What the curve shows"),
            [
                ("answers", self.tr("Answers a day")),
                ("first", self.tr("First word")),
                ("pace", self.tr("Tokens per second")),
            ],
        )
        self.plot = Plot(self.tr("Day by day"), self.tr("days before today"), from_zero=True)
        self._build()
        self.days.currentIndexChanged.connect(self.load)
        self.measure.chosen.connect(self._draw)
        self.table.chosen.connect(self._tell)

    @slot
    async def load(self) -> None:
        """Reads the figures of all agents."""
        days = int(self.days.currentData())
        self._uses = await self.ops.query(self, self.ops.app.chat.uses, None, days)
        used = [use for use in self._uses if use.answers or use.errors]
        self.table.set_records(self._uses)
        if self.table.current() is None and used:
            self.table.select(max(used, key=lambda use: use.answers).agent_id)
        self._stack.setCurrentIndex(1 if used else 0)
        self._tell()
        self._draw()

    def _tell(self) -> None:
        use = self.table.current()
        self.figures.show_figures(self._figures_of(use) if use is not None else [])

    def _draw(self) -> None:
        self.plot.clear()
        self.plot.show_from_to(-float(self.days.currentData()), 0.5)
        value = _MEASURES[self.measure.current()]
        today = datetime.now().astimezone().date()
        used = [use for use in self._uses if use.days]
        for use, (role, dashed) in zip(used, _LOOKS, strict=False):
            points = [(float((date.fromisoformat(day[0]) - today).days), value(day)) for day in use.days]
            self.plot.set_series(
                use.agent_id, language.isolate(use.agent), points, role, dashed=dashed, dots=True
            )

    def _figures_of(self, use: AgentUse) -> list[Figure]:
        rated = self.tr("of %n rated", "", use.rated) if use.rated else self.tr("none rated yet")
        satisfied = None if use.satisfaction is None else 100 * use.satisfaction
        share = 100 * use.abstentions / use.answers if use.answers else None
        slow = self.tr("95 of 100 within {time}").format(time=_number(use.first_token_p95, " s", 1))
        return [
            Figure(self.tr("Answers"), language.number(use.answers), language.isolate(use.agent)),
            Figure(self.tr("Without an answer"), _number(share, " %", 0), language.number(use.abstentions)),
            Figure(self.tr("First word after"), _number(use.first_token_seconds, " s", 1), slow),
            Figure(self.tr("Whole answer after"), _number(use.total_seconds, " s", 1)),
            Figure(self.tr("Tokens per second"), _number(use.tokens_per_second, "", 0)),
            Figure(self.tr("Satisfied"), _number(satisfied, " %", 0), rated),
        ]

    def _make_table(self) -> RecordTable[AgentUse]:
        def count(title: str, value: Callable[[AgentUse], int]) -> Column[AgentUse]:
            return Column(title, lambda use: language.number(value(use)), sort=value, number=True, width=78)

        def share(
            title: str, value: Callable[[AgentUse], float | None], unit: str, digits: int
        ) -> Column[AgentUse]:
            return Column(
                title,
                lambda use: _number(value(use), unit, digits),
                sort=lambda use: value(use) or 0.0,
                number=True,
                width=86,
            )

        columns = [
            Column[AgentUse](self.tr("Agent"), lambda use: language.isolate(use.agent), width=0),
            count(self.tr("Answers"), lambda use: use.answers),
            count(self.tr("No answer"), lambda use: use.abstentions),
            count(self.tr("Errors"), lambda use: use.errors),
            share(self.tr("First word"), lambda use: use.first_token_seconds, " s", 1),
            share(self.tr("Tokens/s"), lambda use: use.tokens_per_second, "", 0),
            share(
                self.tr("Satisfied"),
                lambda use: None if use.satisfaction is None else 100 * use.satisfaction,
                " %",
                0,
            ),
        ]
        table = RecordTable("usage", columns, lambda use: use.agent_id)
        table.setAccessibleName(self.tr("Agents"))
        return table

    def _build(self) -> None:
        words = QLabel(self.tr("Over"))
        words.setProperty("role", "muted")
        words.setBuddy(self.days)
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(words)
        row.addWidget(self.days)
        row.addStretch()
        row.addWidget(self.measure)
        lower = QWidget()
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.figures)
        column.addWidget(self.plot, 1)
        empty = EmptyState(
            "chart-line",
            self.tr("No answers yet"),
            self.tr("How long answers take, and what people think of them, is counted here for each agent."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(Panes("usage", [self.table, lower], [220, 420], vertical=True))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self._stack, 1)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("ground")


_MEASURES: dict[str, Callable[[tuple[str, int, float, float]], float]] = {
    "answers": lambda day: float(day[1]),
    "first": lambda day: day[2],
    "pace": lambda day: day[3],
}


def _number(value: float | None, unit: str, digits: int) -> str:
    return "–" if value is None else language.left_to_right(language.number(value, digits) + unit)
