# SPDX-License-Identifier: AGPL-3.0-or-later
"""From chunk numbers with scores to the hits that people see."""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db.tables import ChunkRow, DocumentRow, PageRow
from core.records import Hit
from core.retrieval.spans import best_span
from core.retrieval.windows import Span

# Chunks may be deleted between scoring and reading; so many more are read to fill their places.
_SPARE = 20


class _Row(NamedTuple):
    number: int
    id: str
    start: int
    end: int
    text: str
    page: int
    document_id: str
    path: str


def hits(
    session: Session, query: str, scores: dict[int, float], windows: dict[int, Span], k: int
) -> tuple[Hit, ...]:
    """The first ``k`` chunks of ``scores`` (best first) that the database still has.

    ``windows`` are spans on the page that an embedder found nearest; they show where to look in a passage
    that shares no word with the query.
    """
    wanted = dict(islice(scores.items(), k + _SPARE))
    rows = _rows(session, list(wanted))
    alive = [number for number in wanted if number in rows][:k]
    return tuple(
        _hit(rank, scores[number], rows[number], query, windows.get(number))
        for rank, number in enumerate(alive, start=1)
    )


def _rows(session: Session, numbers: list[int]) -> dict[int, _Row]:
    query = (
        select(
            ChunkRow.number,
            ChunkRow.id,
            ChunkRow.start,
            ChunkRow.end,
            PageRow.text,
            PageRow.number,
            DocumentRow.id,
            DocumentRow.path,
        )
        .join(PageRow, PageRow.id == ChunkRow.page_id)
        .join(DocumentRow, DocumentRow.id == ChunkRow.document_id)
        .where(ChunkRow.number.in_(numbers))
    )
    return {row[0]: _Row(*row) for row in session.execute(query)}


def _hit(
    rank: int,
    score: float,
    row: _Row,
    query: str,
    window: Span | None,
) -> Hit:
    text = row.text[row.start : row.end]
    words = best_span(query, text)
    best = (row.start + words[0], row.start + words[1]) if words else window or (row.start, row.end)
    return Hit(
        rank=rank,
        score=round(score, 6),
        document=row.path,
        document_id=row.document_id,
        page=row.page,
        chunk_id=row.id,
        start=row.start,
        end=row.end,
        text=text,
        best_start=best[0],
        best_end=best[1],
    )
