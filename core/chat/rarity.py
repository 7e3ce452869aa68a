# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much a word of a question tells: the fewer passages have it, the more."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.chat.words import content_stems
from core.retrieval.frequencies import Frequencies, Term


@dataclass(frozen=True)
class Rarity:
    """In how many of how many passages (or other pieces of text) each stem occurs."""

    pieces: int
    counts: Mapping[str, int]

    def weights(self, stems: Iterable[str]) -> dict[str, float]:
        """Each stem's inverse document frequency."""
        return {stem: math.log(1 + (self.pieces + 1) / (self.counts.get(stem, 0) + 0.5)) for stem in stems}


class CollectionRarity:
    """Rarity over all passages of the workspace. Remembers counts; one object serves many questions."""

    def __init__(self) -> None:
        self._frequencies = Frequencies()

    def of(self, session: Session, question: str) -> Rarity:
        pieces = self._frequencies.newest(session)
        terms = [Term("stems", stem) for stem in content_stems(question)]
        counted = self._frequencies.of(session, terms)
        return Rarity(pieces, {term.token: count for term, count in counted.items()})
