# SPDX-License-Identifier: AGPL-3.0-or-later
"""The days that a text names, and whether another text names them too, however either writes them."""

from __future__ import annotations

from collections.abc import Iterable

from core.documents.entities.dates import dates
from core.documents.entities.found import Found
from core.documents.entities.plain import plain


def days(text: str) -> list[Found]:
    """Every day and month in ``text`` in order; values are those of core.documents.entities.dates."""
    kept: list[Found] = []
    for found in sorted(dates(plain(text)), key=lambda one: (one.start, -one.end)):
        if not kept or found.start >= kept[-1].end:
            kept.append(found)
    return kept


def named_in(value: str, others: Iterable[str], years: Iterable[str]) -> bool:
    """Whether one of ``others`` is the day ``value``, or names it less or more closely.

    A day without its year is that of ``value`` when the year is among ``years``, those that stand around.
    """
    years = set(years)
    return any(_agree(value, other, years) for other in others)


def _agree(value: str, other: str, years: set[str]) -> bool:
    first, second = value.split("/"), other.split("/")
    if len(first) == 1 and len(second) == 2 and len(value) == len(second[0]) == 10:
        return second[0] <= value <= second[1]
    return len(first) == len(second) and all(
        _same(one, two, years) for one, two in zip(first, second, strict=True)
    )


def _same(one: str, two: str, years: set[str]) -> bool:
    if one == two:
        return True
    if one.startswith("--") or two.startswith("--"):
        year = (one if two.startswith("--") else two)[:4]
        return one[-5:] == two[-5:] and len(one) != 7 != len(two) and (one.startswith("--") or year in years)
    # "March 2021" is borne out by 3 March 2021; the other way round it is not.
    return len(one) == 7 and two.startswith(one)
