# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which embedder speaks for which language: one that lacks the language must not vote."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db.tables import ModelRow


@dataclass(frozen=True)
class Choice:
    """An embedder's folder, the hash its vectors are kept under, and the languages it speaks for."""

    name: str
    folder: Path
    model_hash: str
    languages: tuple[str, ...]


def choices(session: Session) -> list[Choice]:
    """The embedders that have a say; where several know a language, the one added last speaks for it."""
    rows = session.scalars(select(ModelRow).where(ModelRow.kind == "embedder").order_by(ModelRow.added)).all()
    speaker = {language: row.id for row in rows for language in filter(None, row.languages.split(","))}
    return [
        Choice(row.name, Path(row.path), row.sha256, languages)
        for row in rows
        if (languages := tuple(code for code, model_id in speaker.items() if model_id == row.id))
    ]


def choice_for(session: Session, language: str) -> Choice | None:
    """The embedder that speaks for ``language``, or None."""
    return next((choice for choice in choices(session) if language in choice.languages), None)
