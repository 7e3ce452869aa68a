# SPDX-License-Identifier: AGPL-3.0-or-later
"""What answers took and how they ended, kept without their content, and the figures of an agent from that."""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from core.db.find import existing
from core.db.tables import AgentRow, AnswerUseRow, ConversationRow, MessageRow
from core.records import AgentUse, Answer, Usage

GENERATED, QUOTED, ABSTAINED, STOPPED, ERROR = "generated", "quoted", "abstained", "stopped", "error"
_DAY = 86_400


@dataclass
class Stopwatch:
    """Measures one answer as the person asking sees it, the search for passages included."""

    began: float = field(default_factory=time.perf_counter)
    first: float | None = None

    def token(self) -> None:
        """To be called for each token; the first counts."""
        if self.first is None:
            self.first = time.perf_counter() - self.began

    def row(self, agent_id: str, outcome: str, usage: Usage) -> AnswerUseRow:
        total = time.perf_counter() - self.began
        return AnswerUseRow(
            agent_id=agent_id,
            outcome=outcome,
            first_token_seconds=round(total if self.first is None else self.first, 4),
            total_seconds=round(total, 4),
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
            tokens_per_second=usage.tokens_per_second,
        )


def outcome(answer: Answer, *, stopped: bool) -> str:
    """How an answer ended, in the words of the table."""
    if stopped:
        return STOPPED
    if answer.abstained:
        return ABSTAINED
    return GENERATED if answer.usage.completion_tokens else QUOTED


def figures(session: Session, agent_id: str | None, days: int) -> list[AgentUse]:
    """The figures of one agent or of all, by name, over the last ``days`` days."""
    since = time.time() - days * _DAY
    agents = _agents(session, agent_id)
    uses, ratings = _uses(session, since), _ratings(session, since)
    return [_figures(one, name, uses[one], ratings[one]) for one, name in agents]


def _agents(session: Session, agent_id: str | None) -> list[tuple[str, str]]:
    if agent_id is not None:
        return [(agent_id, existing(session, AgentRow, agent_id, "agent", see="isnad agents list").name)]
    rows = session.execute(select(AgentRow.id, AgentRow.name).order_by(AgentRow.name))
    return [(one, name) for one, name in rows]


def _uses(session: Session, since: float) -> defaultdict[str, list[Row[Any]]]:
    query = select(
        AnswerUseRow.agent_id,
        func.date(AnswerUseRow.at, "unixepoch", "localtime").label("day"),
        AnswerUseRow.outcome,
        AnswerUseRow.first_token_seconds,
        AnswerUseRow.total_seconds,
        AnswerUseRow.completion_tokens,
        AnswerUseRow.tokens_per_second,
    ).where(AnswerUseRow.at >= since)
    found: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for row in session.execute(query.order_by(AnswerUseRow.at)):
        found[row.agent_id].append(row)
    return found


def _ratings(session: Session, since: float) -> defaultdict[str, list[int]]:
    query = (
        select(ConversationRow.agent_id, MessageRow.feedback)
        .join(MessageRow, MessageRow.conversation_id == ConversationRow.id)
        .where(MessageRow.created >= since, MessageRow.feedback != 0)
    )
    found: defaultdict[str, list[int]] = defaultdict(list)
    for agent, value in session.execute(query):
        found[agent].append(value)
    return found


def _figures(agent_id: str, agent: str, uses: Sequence[Row[Any]], ratings: Sequence[int]) -> AgentUse:
    answered = [use for use in uses if use.outcome != ERROR]
    firsts = sorted(use.first_token_seconds for use in answered)
    return AgentUse(
        agent_id=agent_id,
        agent=agent,
        answers=len(answered),
        abstentions=sum(use.outcome == ABSTAINED for use in answered),
        errors=len(uses) - len(answered),
        first_token_seconds=_mean(firsts),
        first_token_p95=firsts[math.ceil(0.95 * len(firsts)) - 1] if firsts else None,
        total_seconds=_mean([use.total_seconds for use in answered]),
        tokens_per_second=_mean(_paces(answered)),
        rated=len(ratings),
        satisfaction=sum(value > 0 for value in ratings) / len(ratings) if ratings else None,
        days=_by_day(answered),
    )


def _by_day(uses: Sequence[Row[Any]]) -> tuple[tuple[str, int, float, float], ...]:
    days: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for use in uses:
        days[use.day].append(use)
    return tuple(
        (day, len(of), _mean([use.first_token_seconds for use in of]) or 0.0, _mean(_paces(of)) or 0.0)
        for day, of in sorted(days.items())
    )


def _paces(uses: Sequence[Row[Any]]) -> list[float]:
    """Tokens a second of those answers that a model wrote."""
    return [use.tokens_per_second for use in uses if use.completion_tokens]


def _mean(values: Sequence[float]) -> float | None:
    return round(fmean(values), 4) if values else None
