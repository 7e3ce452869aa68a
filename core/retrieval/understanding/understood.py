# SPDX-License-Identifier: AGPL-3.0-or-later
"""A query as it was understood."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.records import SearchFilters


@dataclass(frozen=True)
class Period:
    """From the day ``since`` to the day ``until`` (ISO 8601, both within); None: open at that end."""

    since: str | None
    until: str | None

    def __str__(self) -> str:
        return f"{self.since or ''}…{self.until or ''}"


@dataclass(frozen=True)
class Understood:
    """``typed`` is the query as it came, ``searched`` the words that are searched, without operators.

    ``corrected`` is what a reader is shown when another query was searched than was typed, else None.
    ``filters`` and ``phrases`` (word for word) limit the search. ``period`` and ``written_in`` (a language)
    were read out of plain words: what fits them is preferred. ``words`` tells all that in a few words each.
    """

    typed: str
    searched: str
    corrected: str | None
    language: str
    intent: str = "lookup"
    filters: SearchFilters = field(default_factory=SearchFilters)
    phrases: tuple[str, ...] = ()
    period: Period | None = None
    written_in: str | None = None
    words: tuple[str, ...] = ()
