# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which embedder speaks for which passages: one that lacks their language must not vote.

A collection may name its embedder; that one then speaks for its passages in the languages that it knows. All
others are spoken for by the embedder that was added last among those that know their language.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, delete, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from core.db.find import existing
from core.db.tables import ChunkRow, CollectionEmbedderRow, DocumentRow, EmbeddingRow, ModelRow
from core.errors import UserError


@dataclass(frozen=True)
class Choice:
    """A model's folder, the hash its vectors are kept under, and the languages it speaks for unasked."""

    name: str
    folder: Path
    model_hash: str
    languages: tuple[str, ...]


def choices(session: Session) -> list[Choice]:
    """The embedders that have a say: for a language, or because a collection names them."""
    named = set(session.scalars(select(CollectionEmbedderRow.model_id)))
    rows = _embedders(session)
    speaker = {language: row.id for row in rows for language in _known(row)}
    found = []
    for row in rows:
        languages = tuple(code for code, model_id in speaker.items() if model_id == row.id)
        if languages or row.id in named:
            found.append(_choice(row, languages))
    return found


def choices_for(session: Session, language: str, collection: str | None = None) -> list[Choice]:
    """The embedders to ask in ``language``: one within a collection (its id), maybe several over all."""
    query = (
        select(ModelRow, CollectionEmbedderRow.collection_id)
        .join(CollectionEmbedderRow, CollectionEmbedderRow.model_id == ModelRow.id)
        .order_by(ModelRow.added)
    )
    named = [
        row
        for row, owner in session.execute(query)
        if language in _known(row) and collection in {None, owner}
    ]
    usual = [row for row in reversed(_embedders(session)) if language in _known(row)][:1]
    rows = named if collection and named else usual + named
    return list({row.id: _choice(row, _known(row)) for row in rows}.values())


def spoken_for(choice: Choice) -> ColumnElement[bool]:
    """Over ChunkRow: the passages that an embedder gives vectors to."""
    knows = func.instr(literal(",") + ModelRow.languages + ",", literal(",") + ChunkRow.language + ",") > 0
    naming = (
        (DocumentRow.id == ChunkRow.document_id)
        & (CollectionEmbedderRow.collection_id == DocumentRow.collection_id)
        & (CollectionEmbedderRow.model_id == ModelRow.id)
        & knows
    )
    named = exists().where(naming)
    return or_(
        exists().where(naming, ModelRow.sha256 == choice.model_hash),
        ChunkRow.language.in_(choice.languages) & ~named,
    )


def use(session: Session, collection_id: str, model_id: str | None) -> None:
    """Lets a collection name its embedder; None: no longer. Vectors that nobody would ask for go at once.

    Raises :class:`UserError` for a model that is no embedder, or whose languages are unknown.
    """
    session.execute(delete(CollectionEmbedderRow).where(CollectionEmbedderRow.collection_id == collection_id))
    if model_id is not None:
        row = existing(session, ModelRow, model_id, "model", see="isnad models list")
        if row.kind != "embedder" or not _known(row):
            lacking = "is no embedder" if row.kind != "embedder" else "knows no language that could be told"
            raise UserError(
                f"{row.name} {lacking}.",
                do="Choose another, or say its languages: isnad models import FOLDER --languages en,ar",
            )
        session.add(CollectionEmbedderRow(collection_id=collection_id, model_id=model_id))
    session.flush()
    within = select(ChunkRow.number).join(DocumentRow, DocumentRow.id == ChunkRow.document_id)
    within = within.where(DocumentRow.collection_id == collection_id)
    for choice in map(_choice, _embedders(session)):
        speaking = next((one for one in choices(session) if one.model_hash == choice.model_hash), choice)
        useless = within.where(~spoken_for(speaking))
        session.execute(
            delete(EmbeddingRow).where(
                EmbeddingRow.model_hash == choice.model_hash, EmbeddingRow.chunk_number.in_(useless)
            )
        )


def _embedders(session: Session) -> list[ModelRow]:
    query = select(ModelRow).where(ModelRow.kind == "embedder").order_by(ModelRow.added)
    return list(session.scalars(query))


def _known(row: ModelRow) -> tuple[str, ...]:
    return tuple(filter(None, row.languages.split(",")))


def _choice(row: ModelRow, languages: tuple[str, ...] = ()) -> Choice:
    return Choice(row.name, Path(row.path), row.sha256, languages)
