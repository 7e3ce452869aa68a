# SPDX-License-Identifier: AGPL-3.0-or-later
"""What plain words say of the documents that are asked for: "invoices from March 2023", "تقارير قبل 2020",
"the letters in Arabic". Only where documents are spoken of: "born in 2021" says nothing of them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from core.documents.entities.dates import dates
from core.documents.entities.plain import lowered, plain
from core.retrieval.normalise import fold
from core.retrieval.scope import days_after, language_code, span_of
from core.retrieval.understanding.intent import ARABIC_DOCUMENTS, DOCUMENTS
from core.retrieval.understanding.understood import Period

_OF_DOCUMENTS = re.compile(rf"\b(?:{DOCUMENTS})\b|(?<!\w)(?:{fold(ARABIC_DOCUMENTS)})(?!\w)")
_YEAR = re.compile(r"(?<![\w.,/-])(?:(?<!\w)[وفبل])?((?:1[6-9]|20)\d\d)(?![\w/-]|[.,]\d)")
_SET = r"(?:\s*(?:the|year|years|month of|عام|سنة|شهر|يوم|العام|السنة)){0,2}\s*$"
_BEFORE = re.compile(rf"(?<!\w)(?:before|prior to|earlier than|قبل){_SET}")
_UP_TO = re.compile(rf"(?<!\w)(?:until|till|up to|حتى|لغاية){_SET}")
_AFTER = re.compile(rf"(?<!\w)(?:after|later than|بعد){_SET}")
_SINCE = re.compile(rf"(?<!\w)(?:since|منذ){_SET}")
_WITHIN = re.compile(
    rf"(?<!\w)(?:in|of|from|dated|for|during|on|في|من|ل|خلال|بتاريخ|عن|لعام|لسنة|عام|سنة|بعام){_SET}"
)
_TO = re.compile(r"\s*(?:and|to|until|till|through|-|–|و|الى|إلى|حتى)\s*(?:عام|سنة|شهر)?\s*")
_NAMED = "arabic|english|french|german|spanish|persian|turkish|hebrew|urdu"
_ARABIC_NAMED = "عربيه|انجليزيه|فرنسيه|المانيه|اسبانيه|فارسيه|تركيه|عبريه|ارديه"
_WRITTEN = re.compile(
    rf"\b(?:written )?in (?P<a>{_NAMED})\b|\b(?P<b>{_NAMED})(?: language)? (?:{DOCUMENTS})\b"
    rf"|(?<!\w)(?:ب|باللغه )(?P<c>ال(?:{_ARABIC_NAMED}))(?!\w)"
)


class _Day(NamedTuple):
    start: int
    end: int
    first: str
    last: str


def period_of(query: str) -> Period | None:
    """From when to when the documents are that a query asks for; None where it does not say."""
    even = lowered(plain(query))
    if not _OF_DOCUMENTS.search(fold(query)):
        return None
    days = _days(even)
    if len(days) == 2 and _TO.fullmatch(even[days[0].end : days[1].start]):
        return Period(min(days[0].first, days[1].first), max(days[0].last, days[1].last))
    return _period(even[: days[0].start], days[0]) if len(days) == 1 else None


def language_asked(query: str) -> str | None:
    """The language that a query wants its documents in, as a code; None where it does not say."""
    folded = fold(query)
    match = _WRITTEN.search(folded) if _OF_DOCUMENTS.search(folded) else None
    return language_code(match["a"] or match["b"] or match["c"]) if match else None


def _period(ahead: str, day: _Day) -> Period | None:
    if _BEFORE.search(ahead):
        return Period(None, days_after(day.first, -1))
    if _UP_TO.search(ahead):
        return Period(None, day.last)
    if _AFTER.search(ahead):
        return Period(days_after(day.last, 1), None)
    if _SINCE.search(ahead):
        return Period(day.first, None)
    joined = ahead[-1:] in {"ل", "ب"}
    return Period(day.first, day.last) if joined or _WITHIN.search(ahead) or _follows(ahead) else None


def _follows(ahead: str) -> bool:
    """Whether the word just before is a document's: "invoices March 2023", "تقارير 2021"."""
    last = fold(ahead).split()[-1:]
    return bool(last and _OF_DOCUMENTS.fullmatch(last[0]))


def _days(even: str) -> list[_Day]:
    found: list[_Day] = []
    for one in sorted(dates(even), key=lambda one: one.start - one.end):
        if any(day.start < one.end and one.start < day.end for day in found):
            continue
        first, _, last = one.value.partition("/")
        if "AH" not in one.value and not one.value.startswith("-"):
            found.append(_Day(one.start, one.end, span_of(first)[0], span_of(last or first)[1]))
    for match in _YEAR.finditer(even):
        start, end = match.span(1)
        if not any(day.start < end and start < day.end for day in found):
            found.append(_Day(start, end, *span_of(match[1])))
    return sorted(set(found))
