# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where within a passage the words of a query stand together."""

from __future__ import annotations

from collections import Counter

from core.retrieval import normalise
from core.retrieval.windows import Span, sentences

_STEM_WEIGHT = 3.0
# So much better must two sentences be than one.
_SECOND_SENTENCE = 1.2
# Longer "sentences" are tables and lists without full stops.
_LONGEST = 400

Terms = frozenset[tuple[str, str]]


def best_span(query: str, passage: str) -> Span | None:
    """The sentence, or two neighbouring ones, with most of the query's words; None where there are none.

    A word counts the less, the more sentences of the passage have it.
    """
    wanted = _terms(query)
    pieces = [piece for start, end in sentences(passage) for piece in _pieces(passage, start, end)]
    found = [wanted & _terms(passage[start:end]) for start, end in pieces]
    spread = Counter(term for terms in found for term in terms)
    best, best_worth = None, 0.0
    for piece, terms in zip(pieces, found, strict=True):
        if (worth := _worth(terms, spread)) > best_worth:
            best, best_worth = piece, worth
    for number in range(len(pieces) - 1):
        worth = _worth(found[number] | found[number + 1], spread) / _SECOND_SENTENCE
        if worth > best_worth:
            best, best_worth = (pieces[number][0], pieces[number + 1][1]), worth
    return best


def _terms(text: str) -> Terms:
    stems = (("stem", stem) for stem in normalise.stems(text))
    return frozenset(stems) | frozenset(("gram", gram) for gram in normalise.grams(text))


def _worth(terms: Terms, spread: Counter[tuple[str, str]]) -> float:
    return sum((_STEM_WEIGHT if kind == "stem" else 1.0) / spread[kind, term] for kind, term in terms)


def _pieces(text: str, start: int, end: int) -> list[Span]:
    pieces = []
    while end - start > _LONGEST:
        space = text.rfind(" ", start + 1, start + _LONGEST)
        cut = space + 1 if space > 0 else start + _LONGEST
        pieces.append((start, cut))
        start = cut
    return [*pieces, (start, end)]
