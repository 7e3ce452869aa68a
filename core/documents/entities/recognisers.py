# SPDX-License-Identifier: AGPL-3.0-or-later
"""The recognisers, and what is kept where several of them claim the same words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.documents.entities.amounts import AMOUNT, amounts
from core.documents.entities.contacts import MAIL, PHONE, URL, addresses, phones
from core.documents.entities.dates import DATE, dates
from core.documents.entities.found import Found
from core.documents.entities.marks import COORDINATES, HASH, IBAN, ID, IP, marks
from core.documents.entities.names import ORGANISATION, PERSON, PLACE, organisations, people, places
from core.documents.entities.plain import plain

# Each takes a text as core.documents.entities.plain makes it.
Recogniser = Callable[[str], Iterator[Found]]

# The first one wins where two claim the same words.
RECOGNISERS: tuple[Recogniser, ...] = (
    addresses,
    marks,
    dates,
    amounts,
    phones,
    organisations,
    places,
    people,
)
KINDS = (
    *(PERSON, ORGANISATION, PLACE, DATE, AMOUNT, PHONE, MAIL, URL),
    *(ID, IBAN, IP, HASH, COORDINATES),
)


def entities_of(text: str) -> list[Found]:
    """The entities of a page's text in order; none overlaps another."""
    read = plain(text)
    taken = bytearray(len(text))
    kept: list[Found] = []
    for recognise in RECOGNISERS:
        for found in recognise(read):
            if found.value and not any(taken[found.start : found.end]):
                taken[found.start : found.end] = b"\1" * (found.end - found.start)
                kept.append(found)
    return sorted(kept)
