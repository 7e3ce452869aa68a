# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words: BM25 by FTS5 over stems and 4-grams, and over pairs of neighbouring stems."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import Select, literal_column, select, table, text
from sqlalchemy.orm import Session

from core.retrieval import normalise
from core.retrieval.scope import ALL, Scope

# How much an occurrence counts by its column. Measured: any stems beside 4-grams gain, 2 to 4 times is best.
_STEMS_WEIGHT, _GRAMS_WEIGHT = 3.0, 1.0
_PAIRS_SHARE = 0.3
# FTS5 reads the whole list of every term, at about a million entries a second. The rarest terms decide, so
# the commonest are left out once the lists together are longer than this.
_MOST_ENTRIES = 150_000
_FEWEST_TERMS = 4

_VOCABULARY = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.chunk_terms USING fts5vocab(main, chunk_fts, col)"
_FREQUENCY = text("SELECT doc FROM temp.chunk_terms WHERE term = :term AND col = :column")
_MATCHES: Select[*tuple[Any, ...]] = (
    select(
        literal_column("rowid"),
        literal_column(f"bm25(chunk_fts, {_STEMS_WEIGHT}, {_GRAMS_WEIGHT})").label("cost"),
    )
    .select_from(table("chunk_fts"))
    .order_by("cost")
)


class Term(NamedTuple):
    """A token of one column of the index. Only letters and digits, so it needs no escaping."""

    column: str
    token: str


class Lexical:
    """Scores passages by words. Remembers how common terms are; one object serves many queries."""

    def __init__(self) -> None:
        self._frequencies: dict[Term, int] = {}
        self._newest = 0

    def scores(self, session: Session, query: str, n: int, scope: Scope = ALL) -> dict[int, float]:
        """The ``n`` best chunk numbers of ``scope`` with their scores (greater is better), best first."""
        stems = list(dict.fromkeys(normalise.stems(query)))
        terms = [Term("stems", stem) for stem in stems]
        terms += [Term("grams", gram) for gram in dict.fromkeys(normalise.grams(query))]
        chosen = self._affordable(session, terms)
        if not chosen:
            return {}
        found = _best(session, _any_of(chosen), n, scope)
        pairs = [Term("stems", f"{a} {b}") for a, b in pairwise(normalise.stems(query)) if a != b]
        if pairs:
            for number, score in _best(session, _any_of(dict.fromkeys(pairs)), n, scope).items():
                if number in found:
                    found[number] += _PAIRS_SHARE * score
        return dict(sorted(found.items(), key=lambda item: -item[1]))

    def _affordable(self, session: Session, terms: list[Term]) -> list[Term]:
        """The rarest of the terms, as many as may be read; those that occur nowhere are left out."""
        newest = session.execute(text("SELECT coalesce(max(number), 0) FROM chunks")).scalar_one()
        if newest * len(terms) <= _MOST_ENTRIES:
            return terms
        if abs(newest - self._newest) > self._newest // 10:
            self._frequencies.clear()
            self._newest = newest
        self._count(session, [term for term in terms if term not in self._frequencies])
        chosen: list[Term] = []
        entries = 0
        for term in sorted((t for t in terms if self._frequencies[t]), key=self._frequencies.__getitem__):
            entries += self._frequencies[term]
            if entries > _MOST_ENTRIES and len(chosen) >= _FEWEST_TERMS:
                break
            chosen.append(term)
        return chosen

    def _count(self, session: Session, terms: list[Term]) -> None:
        if terms:
            session.execute(text(_VOCABULARY))
        for term in terms:
            found = session.execute(_FREQUENCY, {"term": term.token, "column": term.column}).scalar()
            self._frequencies[term] = found or 0


def _any_of(terms: Iterable[Term]) -> str:
    """An FTS5 query: each term quoted, so that no operator hides in it."""
    return " OR ".join(f'{term.column} : "{term.token}"' for term in terms)


def _best(session: Session, match: str, n: int, scope: Scope) -> dict[int, float]:
    statement = _MATCHES.where(literal_column("chunk_fts").op("MATCH")(match)).limit(n)
    if not scope.unlimited:
        # The sign keeps the planner from looking up the passages one by one.
        statement = statement.where(literal_column("+rowid").in_(scope.numbers()))
    return {number: -cost for number, cost in session.execute(statement)}
