# SPDX-License-Identifier: AGPL-3.0-or-later
"""Passages that have a phrase word for word: the index only tells that their stems follow one another."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.db.tables import ChunkRow, PageRow
from core.retrieval import normalise


def with_phrases(session: Session, phrases: Sequence[str], scores: dict[int, float]) -> dict[int, float]:
    """Those of the candidates whose text has every phrase, whatever its case, accents and vowel signs."""
    wanted = [_run(phrase) for phrase in phrases]
    text = func.substr(PageRow.text, ChunkRow.start + 1, ChunkRow.end - ChunkRow.start)
    query = select(ChunkRow.number, text).join(PageRow, PageRow.id == ChunkRow.page_id)
    having = {
        number
        for number, passage in session.execute(query.where(ChunkRow.number.in_(scores)))
        if all(phrase in _run(passage) for phrase in wanted)
    }
    return {number: score for number, score in scores.items() if number in having}


def _run(text: str) -> str:
    return f" {' '.join(normalise.words(text))} "
