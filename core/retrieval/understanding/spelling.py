# SPDX-License-Identifier: AGPL-3.0-or-later
"""Putting a query's spelling right by the words of the pages, in both scripts.

Only a word that occurs nowhere is replaced, and only by one that is clearly best: fewest edits first, among
equals the commonest by far. Letters that Arabic writers take for each other count as half an edit. Another
form of a word is no misspelling: there Arabic goes by its affixes and weak letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import literal_column, select, text
from sqlalchemy.orm import Session

from core.retrieval import normalise
from core.retrieval.scope import ALL, INDEX, Scope
from core.retrieval.understanding.plain_words import STOP
from core.retrieval.understanding.vocabulary import Vocabulary, Words

_SHORTEST, _LONG, _LONGEST = 4, 9, 40
# How far a misspelling may be from its word, by the letters it has without the article and its like: short
# words have too many neighbours that are words too.
_REACH = {1: 0.0, 2: 0.0, 3: 0.0, 4: 0.5, 5: 0.75, 6: 1.0, 7: 1.0, 8: 1.0}
_ALIKE_COST, _SWAP_COST, _FARTHEST = 0.5, 0.75, 2.0
_MOST_WORDS = 60
_MOST_KNOWN = 50_000
# So many times commoner must the best be than another with as few edits.
_CLEARLY = 5
_CANDIDATES = 30
_ARABIC = re.compile(r"[\u0621-\u064a]+")
_WORD = re.compile(r"[^\W_]+")
_CLITICS = ("وال", "فال", "بال", "كال", "لل", "ال", "و", "ف", "ب", "ك", "ل", "س")
_WEAK = re.compile("[اويىءه]")
_DOUBLE = re.compile(r"(.)\1")
_ALIKE = str.maketrans("ضطصثذق", "ظتسسزك")

_ANYWHERE = text("SELECT rowid FROM chunk_fts WHERE chunk_fts MATCH :match LIMIT 1")

Span = tuple[int, int]


class _Candidate(NamedTuple):
    word: str
    cost: float
    times: int


class Spelling:
    """Puts queries right by the pages of one workspace. Thread-safe."""

    def __init__(self) -> None:
        self._vocabulary = Vocabulary()
        self._known: set[str] = set()

    def corrected(self, session: Session, query: str, kept: Sequence[Span] = (), scope: Scope = ALL) -> str:
        """``query`` with its misspelt words put right; those that overlap a span of ``kept`` stay."""
        parts, end = [], 0
        for start, stop, word in self._unknown(session, query, kept):
            better = self._better(session, word, scope)
            if better is not None:
                parts += [query[end:start], _cased(better, query[start:stop])]
                end = stop
        return "".join([*parts, query[end:]])

    def _unknown(self, session: Session, query: str, kept: Sequence[Span]) -> Iterator[tuple[int, int, str]]:
        """The words that occur nowhere: their places in ``query``, and folded."""
        folded, places = normalise.fold_with_map(query)
        for match in list(_WORD.finditer(folded))[:_MOST_WORDS]:
            start, stop = places[match.start()], places[match.end() - 1] + 1
            while stop < len(query) and not normalise.fold(query[stop]) and not query[stop].isspace():
                stop += 1
            if any(start < after and before < stop for before, after in kept):
                continue
            if _may_be_wrong(match.group()) and not self._is_known(session, match.group()):
                yield start, stop, match.group()

    def _is_known(self, session: Session, word: str) -> bool:
        if word in self._known:
            return True
        if not _occurs(session, _forms(word), ALL):
            return False
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known.add(word)
        return True

    def _better(self, session: Session, word: str, scope: Scope) -> str | None:
        words = self._vocabulary.words(session)
        candidates = _candidates(word, words)
        clear = _clearly_best(candidates)
        if clear is None or not _occurs(session, {_stem(clear.word)}, scope):
            return None
        return words.spellings[clear.word]


def _may_be_wrong(word: str) -> bool:
    return _SHORTEST <= len(word) <= _LONGEST and word.isalpha() and word not in STOP


def _forms(word: str) -> set[str]:
    """The stems under which a word may stand in the index."""
    bare = {word.removeprefix(clitic) for clitic in _CLITICS} if _ARABIC.fullmatch(word) else {word}
    return {_stem(form) for form in bare if len(form) > 1}


def _occurs(session: Session, stems: set[str], scope: Scope) -> bool:
    match = " OR ".join(f'stems : "{stem}"' for stem in stems)
    if scope.unlimited:
        return session.execute(_ANYWHERE, {"match": match}).first() is not None
    query = select(INDEX.c.rowid).where(literal_column("chunk_fts").op("MATCH")(match)).limit(1)
    return session.execute(query.where(literal_column("+rowid").in_(scope.numbers()))).first() is not None


def _candidates(word: str, words: Words) -> list[_Candidate]:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    most = 2 if len(word) >= _LONG else 1
    near = process.extract(
        word, words.counts.keys(), scorer=OSA.distance, score_cutoff=most, limit=_CANDIDATES
    )
    found = [_Candidate(other, _cost(word, other, edits), words.counts[other]) for other, edits, _ in near]
    return [one for one in found if _is_likely(word, one)]


def _cost(word: str, other: str, edits: float) -> float:
    """Letters taken for each other, one written twice, two in the wrong order: slips that are made often."""
    if word.translate(_ALIKE) == other.translate(_ALIKE):
        return _ALIKE_COST
    # A first letter twice is another form in Arabic.
    if _DOUBLE.sub(r"\1", word[1:]) == _DOUBLE.sub(r"\1", other[1:]):
        return _ALIKE_COST
    if sorted(word) == sorted(other):
        return min(_SWAP_COST, edits)
    return edits


def _is_likely(word: str, candidate: _Candidate) -> bool:
    other = candidate.word
    if len(other) < _SHORTEST or other[0] != word[0]:
        return False
    if candidate.cost >= 1 and _ARABIC.fullmatch(word) and _another_form(word, other):
        return False
    return candidate.cost <= _REACH.get(_letters(word), _FARTHEST)


def _letters(word: str) -> int:
    if not _ARABIC.fullmatch(word):
        return len(word) + (len(word) >= _SHORTEST + 1)
    return len(word) - max((len(one) for one in _CLITICS if word.startswith(one)), default=0)


def _clearly_best(candidates: list[_Candidate]) -> _Candidate | None:
    """The candidate with the fewest edits, unless another word with as few is nearly as common."""
    ranked = sorted(candidates, key=lambda one: (one.cost, -one.times))
    if not ranked:
        return None
    best = ranked[0]
    rivals = [one for one in ranked[1:] if one.cost == best.cost and _stem(one.word) != _stem(best.word)]
    return best if all(best.times >= _CLEARLY * one.times for one in rivals) else None


def _another_form(word: str, other: str) -> bool:
    """Whether two Arabic words differ by affixes or weak letters alone."""
    if word in other or other in word:
        return True
    return _WEAK.sub("", word) == _WEAK.sub("", other)


@lru_cache(maxsize=10_000)
def _stem(word: str) -> str:
    return normalise.stems(word)[0]


def _cased(better: str, typed: str) -> str:
    """As the pages spell it, but in capitals as it was typed."""
    if typed.islower():
        return better.lower()
    return better.upper() if typed.isupper() else better[:1].upper() + better[1:]
