# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a query says of its documents in plain words raises those that fit, and leaves out none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from statistics import pstdev

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from core.db.tables import ChunkRow, DocumentRow, EntityRow
from core.retrieval.scope import Scope, day_of_document
from core.retrieval.understanding import Understood
from core.retrieval.understanding.understood import Period

# In standard deviations of the candidates' scores: as much as words and meaning differ by.
_BONUS = 1.0
# Where all are alike, this share of the best.
_LEAST = 0.1


def preferred_scope(scope: Scope, understood: Understood) -> Scope | None:
    """The part of a scope that a query speaks of; None where it speaks of none."""
    period, language = understood.period, understood.written_in
    if period is None and language is None:
        return None
    since, until = (period.since, period.until) if period is not None else (None, None)
    within = replace(
        scope,
        since=max((day for day in (scope.since, since) if day), default=None),
        until=min((day for day in (scope.until, until) if day), default=None),
        languages=scope.languages or ((language,) if language else ()),
    )
    return within if within != scope else None


def prefer(session: Session, understood: Understood, scores: dict[int, float]) -> dict[int, float]:
    """The scores, raised for passages that fit the period and the language asked for, best first."""
    fitting = _fitting(session, understood, scores)
    if not fitting or len(fitting) == len(scores):
        return scores
    bonus = max(_BONUS * pstdev(scores.values()), _LEAST * max(map(abs, scores.values())))
    raised = {number: score + bonus * (number in fitting) for number, score in scores.items()}
    return dict(sorted(raised.items(), key=lambda item: -item[1]))


def _fitting(session: Session, understood: Understood, numbers: Iterable[int]) -> set[int]:
    conditions: list[ColumnElement[bool]] = []
    if understood.period is not None:
        conditions.append(_of_period(understood.period))
    if understood.written_in is not None:
        conditions.append(ChunkRow.language == understood.written_in)
    if not conditions:
        return set()
    query = select(ChunkRow.number).join(DocumentRow, DocumentRow.id == ChunkRow.document_id)
    return set(session.scalars(query.where(ChunkRow.number.in_(list(numbers)), *conditions)))


def _of_period(period: Period) -> ColumnElement[bool]:
    """Made then, called by its year, or with a day of it on the page."""
    since, until = period.since or "", period.until or "9999-12-31"
    dated = and_(day_of_document("12-31") >= since, day_of_document() <= until)
    named = exists().where(
        EntityRow.page_id == ChunkRow.page_id,
        EntityRow.day.between(since, until),
    )
    if since[:4] == until[:4]:
        in_name = [column.contains(since[:4]) for column in (DocumentRow.name, DocumentRow.title)]
        return or_(dated, named, *in_name)
    return or_(dated, named)
