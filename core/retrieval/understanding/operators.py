# SPDX-License-Identifier: AGPL-3.0-or-later
"""Limits that are typed as such, in both languages: type:pdf, وسم:عاجل, before:2020, "word for word"."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, fields, replace

from core.errors import UserError
from core.records import SearchFilters
from core.retrieval import normalise
from core.retrieval.scope import days_after, language_code, span_of

_NAMES = {
    "collection": "collection مجموعة المجموعة",
    "tags": "tag label وسم الوسم",
    "languages": "language lang لغة اللغة",
    "types": "type filetype نوع النوع",
    "sources": "source مصدر المصدر",
    "since": "since after منذ بعد",
    "until": "until before قبل حتى",
}
# "before:2020" leaves the year out, "until:2020" takes it in; so do "after" and "since".
_OUTSIDE = {normalise.fold(name) for name in ("before", "after", "قبل", "بعد")}
_FIELDS = {normalise.fold(name): field for field, names in _NAMES.items() for name in names.split()}
_QUOTES = '"([^"]+)"|“([^”]+)”|«([^»]+)»|„([^“”]+)[“”]'
_QUOTED = re.compile(_QUOTES)
_OPERATOR = re.compile(
    rf"(?<![^\W_])(?P<name>[^\W\d_]+):(?P<value>{_QUOTES.replace('(', '(?:')}|[^\s:/\"“«][^\s\"“«]*)"
)


@dataclass(frozen=True)
class Limited:
    """``rest`` is the query without its operators, with the words of its phrases."""

    rest: str
    filters: SearchFilters
    phrases: tuple[str, ...]


def read(query: str) -> Limited:
    """Takes the operators out of a query; what only looks like one ("after:lunch") stays as it is."""
    values: defaultdict[str, list[str]] = defaultdict(list)

    def take(match: re.Match[str]) -> str:
        name = normalise.fold(match["name"])
        value = _value(name, match["value"].strip('"“”«»„'))
        if value is None:
            return match.group()
        values[_FIELDS[name]].append(value)
        return " "

    left = _OPERATOR.sub(take, query)
    phrases = tuple(phrase for found in _QUOTED.findall(left) for phrase in found if normalise.words(phrase))
    return Limited(" ".join(left.split()), _filters(values), phrases)


def spans(query: str) -> list[tuple[int, int]]:
    """Where operators and phrases stand in a query: what is not to be put right."""
    operators = [match.span() for match in _OPERATOR.finditer(query)]
    return operators + [match.span() for match in _QUOTED.finditer(query)]


def both(given: SearchFilters, read_out: SearchFilters) -> SearchFilters:
    """``given`` with the limits of a query beside them; where both name a field, the query's count."""
    stated = {field.name: value for field in fields(read_out) if (value := getattr(read_out, field.name))}
    return replace(given, **stated)


def told(filters: SearchFilters, phrases: tuple[str, ...]) -> tuple[str, ...]:
    """What was read, as operators."""
    named = [("collection", (filters.collection,)), ("tag", filters.tags), ("language", filters.languages)]
    named += [("type", filters.types), ("source", filters.sources)]
    named += [("since", (filters.since,)), ("until", (filters.until,))]
    operators = [f"{name}:{value}" for name, values in named for value in values if value]
    return (*operators, *(f"“{phrase}”" for phrase in phrases))


def _value(name: str, written: str) -> str | None:
    field = _FIELDS.get(name)
    if field not in {"since", "until"}:
        return written if field else None
    try:
        first, last = span_of(written.rstrip(".,،؛;?؟!"))
    except UserError:
        return None
    if name not in _OUTSIDE:
        return first if field == "since" else last
    return days_after(last, 1) if field == "since" else days_after(first, -1)


def _filters(values: dict[str, list[str]]) -> SearchFilters:
    def last(name: str) -> str | None:
        return values[name][-1] if values.get(name) else None

    return SearchFilters(
        collection=last("collection"),
        tags=tuple(values.get("tags", ())),
        languages=tuple(map(language_code, values.get("languages", ()))),
        types=tuple(values.get("types", ())),
        sources=tuple(values.get("sources", ())),
        since=last("since"),
        until=last("until"),
    )
