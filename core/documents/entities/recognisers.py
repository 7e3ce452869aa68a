# SPDX-License-Identifier: AGPL-3.0-or-later
"""The recognisers, and what is kept where several of them claim the same words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.documents.entities.found import Found

Recogniser = Callable[[str], Iterator[Found]]

# The first one wins where two claim the same words.
RECOGNISERS: tuple[Recogniser, ...] = ()


def entities_of(text: str) -> list[Found]:
    """The entities of a page's text in order; none overlaps another."""
    taken = bytearray(len(text))
    kept: list[Found] = []
    for recognise in RECOGNISERS:
        for found in recognise(text):
            if not any(taken[found.start : found.end]):
                taken[found.start : found.end] = b"\1" * (found.end - found.start)
                kept.append(found)
    return sorted(kept)
