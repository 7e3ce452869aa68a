# SPDX-License-Identifier: AGPL-3.0-or-later
"""Embedding the chunks that have no vectors yet, in the languages that an embedder knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from core.db.tables import ChunkRow, EmbeddingRow, PageRow
from core.jobs.queue import JobContext
from core.retrieval import embedders
from core.retrieval.embedders import Choice
from core.retrieval.windows import Span, windows

if TYPE_CHECKING:
    from core.retrieval.encoders.encoder import Encoder

_CHUNKS_A_BATCH = 32
# About two sentences. Measured with MiniLM: passages are found better by windows of 64 tokens (MRR@10 0.76)
# than by windows as long as it can read (0.70), in less time, for four times the vectors.
WINDOW_TOKENS = 64

# (chunk number, offset of the chunk on its page, text)
_Chunk = tuple[int, int, str]


def run(context: JobContext) -> dict[str, int]:
    """The job "embed": gives vectors to what lacks them, outside an ingest."""
    return {"chunks": embed_missing(context)}


def lacks_vectors(session: Session, page_id: str) -> bool:
    """Whether an embedder here could give vectors to a page's chunks that have none."""
    on_page = ChunkRow.page_id == page_id
    return any(
        session.scalar(select(exists().where(on_page, _missing(choice))))
        for choice in embedders.choices(session)
    )


def embed_missing(context: JobContext) -> int:
    """Gives vectors to every chunk that lacks them; returns how many chunks got some.

    No embedder is loaded when nothing is missing. What is done stays done when the job is cancelled or dies.
    """
    with context.workspace.db.reading() as session:
        choices = embedders.choices(session)
    return sum(_embed_with(context, choice) for choice in choices)


def _embed_with(context: JobContext, choice: Choice) -> int:
    missing = _missing(choice)
    with context.workspace.db.reading() as session:
        total = session.scalar(select(func.count()).select_from(ChunkRow).where(missing)) or 0
    if not total:
        return 0
    from core.retrieval.embed import load

    context.progress(0, total, f"Loading {choice.name}")
    embedder, note = load(choice, context.workspace.paths.models, many=True)
    done = 0
    while batch := _next(context, missing):
        _embed(context, choice.model_hash, embedder, batch)
        done += len(batch)
        context.progress(min(done, total), total, note or "Embedding passages")
    return done


def _missing(choice: Choice) -> ColumnElement[bool]:
    embedded = exists().where(
        EmbeddingRow.chunk_number == ChunkRow.number, EmbeddingRow.model_hash == choice.model_hash
    )
    return embedders.spoken_for(choice) & ~embedded


def _next(context: JobContext, missing: ColumnElement[bool]) -> list[_Chunk]:
    query = (
        select(ChunkRow.number, ChunkRow.start, ChunkRow.end, PageRow.text)
        .join(PageRow, PageRow.id == ChunkRow.page_id)
        .where(missing)
        .order_by(ChunkRow.number)
        .limit(_CHUNKS_A_BATCH)
    )
    with context.workspace.db.reading() as session:
        return [(number, start, page[start:end]) for number, start, end, page in session.execute(query)]


def _embed(context: JobContext, model_hash: str, embedder: Encoder, batch: list[_Chunk]) -> None:
    from core.retrieval.embed import to_blob

    spans = [(chunk, span) for chunk in batch for span in _windows_of(chunk, embedder)]
    # Chunks overlap, so the same window often comes twice.
    texts = list(dict.fromkeys(chunk[2][start:end] for chunk, (start, end) in spans))
    vectors = dict(zip(texts, map(to_blob, embedder.passages(texts)), strict=True))
    with context.workspace.db.session() as session:
        alive = set(
            session.scalars(select(ChunkRow.number).where(ChunkRow.number.in_([c[0] for c in batch])))
        )
        session.add_all(
            EmbeddingRow(
                chunk_number=number,
                model_hash=model_hash,
                start=offset + start,
                end=offset + end,
                vector=vectors[content[start:end]],
            )
            for (number, offset, content), (start, end) in spans
            if number in alive
        )


def _windows_of(chunk: _Chunk, embedder: Encoder) -> list[Span]:
    """At least one window, so that even an empty chunk counts as done."""
    limit = min(WINDOW_TOKENS, embedder.max_tokens - 2)
    return windows(chunk[2], limit, embedder.count) or [(0, len(chunk[2]))]
