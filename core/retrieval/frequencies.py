# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many passages have a term, as FTS5's own vocabulary says, remembered until the index has grown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from core.db.tables import ChunkRow

_VOCABULARY = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.chunk_terms USING fts5vocab(main, chunk_fts, col)"
_FREQUENCY = text("SELECT doc FROM temp.chunk_terms WHERE term = :term AND col = :column")


class Term(NamedTuple):
    """A token of one column of the index. Only letters and digits, so it needs no escaping."""

    column: str
    token: str


class Frequencies:
    """Counts are forgotten once the index has grown or shrunk by a tenth. One object serves many queries."""

    def __init__(self) -> None:
        self._counts: dict[Term, int] = {}
        self._newest = 0

    def newest(self, session: Session) -> int:
        """The greatest number of a passage: about how many there are."""
        newest: int = session.scalar(select(func.coalesce(func.max(ChunkRow.number), 0))) or 0
        if abs(newest - self._newest) > self._newest // 10:
            self._counts.clear()
            self._newest = newest
        return newest

    def of(self, session: Session, terms: Iterable[Term]) -> dict[Term, int]:
        """The number of passages that have each of the terms."""
        wanted = list(terms)
        missing = [term for term in wanted if term not in self._counts]
        if missing:
            session.execute(text(_VOCABULARY))
        for term in missing:
            found = session.execute(_FREQUENCY, {"term": term.token, "column": term.column}).scalar()
            self._counts[term] = found or 0
        return {term: self._counts[term] for term in wanted}
