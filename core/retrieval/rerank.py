# SPDX-License-Identifier: AGPL-3.0-or-later
"""The last word on the first candidates: a reranker that the user brought reads them with the query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db.tables import ChunkRow, ModelRow, PageRow
from core.retrieval.embedders import Choice

# So many candidates are read: each costs a pass through the model.
CANDIDATES = 40


def judge_for(session: Session, kind: str, language: str | None) -> Choice | None:
    """The "reranker" or "nli" model that was added last among those that know a language (None: any)."""
    rows = session.scalars(select(ModelRow).where(ModelRow.kind == kind).order_by(ModelRow.added.desc()))
    for row in rows:
        languages = tuple(filter(None, row.languages.split(",")))
        if language is None or language in languages:
            return Choice(row.name, Path(row.path), row.sha256, languages)
    return None


def texts_of(session: Session, numbers: Sequence[int]) -> dict[int, str]:
    """The texts of chunks by their numbers; those that are gone are left out."""
    query = (
        select(ChunkRow.number, ChunkRow.start, ChunkRow.end, PageRow.text)
        .join(PageRow, PageRow.id == ChunkRow.page_id)
        .where(ChunkRow.number.in_(numbers))
    )
    return {number: page[start:end] for number, start, end, page in session.execute(query)}


def reranked(scores: Mapping[int, float], judged: Mapping[int, float]) -> dict[int, float]:
    """The scores with those that were judged before all others, by what the reranker says of them."""
    rest = {number: score for number, score in scores.items() if number not in judged}
    base = max(rest.values(), default=0.0)
    first = {number: base + judged[number] for number in sorted(judged, key=lambda one: -judged[one])}
    return {**first, **rest}
