# SPDX-License-Identifier: AGPL-3.0-or-later
"""People, organisations and places, told by the words that stand before and behind their names.

These are rules, not knowledge: a name without a title, a known given name or a telling word is not found,
and some words that look like a name's are taken for one. Found once on a page, a person's name is found
wherever the page repeats it.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.documents.entities.arabic import ARABIC
from core.documents.entities.english import ENGLISH
from core.documents.entities.found import Found
from core.documents.entities.plain import name_value
from core.documents.entities.script import Patterns, Script

PERSON, ORGANISATION, PLACE = "person", "organisation", "place"
_GROUP = "name"


def organisations(text: str) -> Iterator[Found]:
    """Names that begin or end with a word such as Ministry, Ltd, شركة, هيئة."""
    for script in _scripts(text):
        yield from _named(text, ORGANISATION, script.organisations)


def places(text: str) -> Iterator[Found]:
    """Names with a word such as Street, Wadi, مدينة, جسر, and countries and great cities."""
    for script in _scripts(text):
        yield from _named(text, PLACE, script.places)


def people(text: str) -> Iterator[Found]:
    """Names behind a title or beginning with a given name, then each again where the page repeats it."""
    sure = [found for script in _scripts(text) for found in _told(text, script)]
    yield from sure
    for name in sorted({text[found.start : found.end] for found in sure}, key=len, reverse=True):
        if " " in name:
            yield from _repeated(text, name)


def _scripts(text: str) -> list[Script]:
    return [script for script in (ENGLISH, ARABIC) if script.letters.search(text)]


def _told(text: str, script: Script) -> Iterator[Found]:
    yield from _named(text, PERSON, script.people)
    for match in script.pair.finditer(text):
        if match["first"].lower() in script.given:
            yield _found(text, PERSON, match.start(), match.end("rest"))


def _repeated(text: str, name: str) -> Iterator[Found]:
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not text[end : end + 1].isalnum() and not text[max(0, start - 1) : start].isalnum():
            yield _found(text, PERSON, start, end)
        start = text.find(name, end)


def _named(text: str, kind: str, patterns: Patterns) -> Iterator[Found]:
    for pattern in patterns:
        group = _GROUP if _GROUP in pattern.groupindex else 0
        for match in pattern.finditer(text):
            yield _found(text, kind, *match.span(group))


def _found(text: str, kind: str, start: int, end: int) -> Found:
    return Found(start, end, kind, name_value(text[start:end]))
