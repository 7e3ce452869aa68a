# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where within a passage the words of a query stand closest together."""

from __future__ import annotations

from core.retrieval import normalise
from core.retrieval.windows import Span, sentences

_STEM_WEIGHT = 3.0
# Longer "sentences" are tables and lists without full stops.
_LONGEST = 400


def best_span(query: str, passage: str) -> Span | None:
    """The sentence, or two neighbouring ones, with most of the query's words; None where there are none."""
    stems, grams = set(normalise.stems(query)), set(normalise.grams(query))
    pieces = [piece for start, end in sentences(passage) for piece in _pieces(passage, start, end)]
    found = [
        (stems.intersection(normalise.stems(text)), grams.intersection(normalise.grams(text)))
        for text in (passage[start:end] for start, end in pieces)
    ]
    best, best_worth = None, 0.0
    for first in range(len(pieces)):
        for last in range(first, min(first + 2, len(pieces))):
            # A second sentence must bring words of its own.
            worth = _worth(*(set().union(*kind) for kind in zip(*found[first : last + 1], strict=True)))
            if worth > best_worth:
                best, best_worth = (pieces[first][0], pieces[last][1]), worth
    return best


def _worth(stems: set[str], grams: set[str]) -> float:
    return _STEM_WEIGHT * len(stems) + len(grams)


def _pieces(text: str, start: int, end: int) -> list[Span]:
    pieces = []
    while end - start > _LONGEST:
        space = text.rfind(" ", start + 1, start + _LONGEST)
        cut = space + 1 if space > 0 else start + _LONGEST
        pieces.append((start, cut))
        start = cut
    return [*pieces, (start, end)]
