# SPDX-License-Identifier: AGPL-3.0-or-later
"""What single sentences, rows and lines of a page establish: days, sums, clauses, labels; by rules, no model.

The same facts fill the tables of answers and the examples of datasets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import NamedTuple

from core.documents.entities.amounts import amounts
from core.documents.entities.contacts import MAIL, PHONE
from core.documents.entities.dates import dates
from core.documents.entities.found import Found
from core.documents.entities.marks import IBAN, ID
from core.documents.entities.plain import lowered, plain
from core.documents.entities.recognisers import entities_of
from core.documents.sentences import Unit

LABELS = ("none", "personal", "secret", "threat", "abuse")
_BAR = re.compile(r"\s*(?:\||\t)\s*")
_PREFIX = re.compile(r"(?<!\w)(?:بال|وال|لل|ال|ب)(?=\w{3})")
_BULLET = re.compile(r"^\s*[-*•–]\s+")
_DIGIT = re.compile(r"\d")
_NUMBER_ALONE = re.compile(r"\s*\d[\d.,٫٬]*\s*")
_WORD = re.compile(r"[^\W\d_]{2,}")
# How far above a number the name of its column may stand, and how many words that has at most.
_TABLE_REACH, _SHORT_LINE = 600, 3
_SECTION = re.compile(
    r"^[ \t]*(?:[-*•][ \t]+)?(?P<name>(?:المادة|الماده|مادة|البند|بند|القرار|الفقرة|فقرة|الشرط)[ ]"
    r"(?:\(?[0-9٠-٩]{1,4}\)?|ال\w{2,9}(?:[ ]عشرة?|[ ]وال\w{4,8})?)(?=\s*[:.–-])|"
    r"(?:Article|Art\.|Section|Sec\.|Clause|Paragraph|Para\.|Rule|Decision)[ ]"
    r"\(?(?:\d{1,4}(?:\.\d{1,3})*|[IVXLC]{1,6})\)?|§+[ ]?\d{1,4}[a-z]?)(?!\w)",
    re.MULTILINE,
)
# Numbers of papers that stand for a person; orders, invoices and cases do not.
_OF_A_PERSON = re.compile(
    r"(?:passport|national id|identity card|id card|id|licen[cs]e|plate|account|"
    r"جواز|هوية|بطاقة|رخصة|لوحة|حساب)\b"
)
_RULES = (
    (
        "secret",
        re.compile(
            r"\b(?:pass(?:word|code|phrase)|pin(?: code)?|(?:api|secret|access|private) key|access code)"
            r"\s*(?:is|:|=)\s*\S+|-----begin [a-z ]*private key|"
            r"(?:كلمة (?:ال)?(?:سر|مرور)|الرقم السري|رمز (?:الدخول|التحقق))\s*(?:هو|هي|:|=)\s*\S+"
        ),
    ),
    (
        "threat",
        re.compile(
            r"\b(?:will|shall|going to)\s(?:(?!not |never )\w+\s){0,2}"
            r"(?:kill|burn|bomb|shoot|stab|hurt|harm|beat|regret)\b|"
            r"(?<!\w)(?:سوف\s)?س?[انيت](?:قتل|حرق|فجر|ذبح|دمر)(?:ك|كم|ه|ها|هم)(?!\w)|(?<!\w)ستندم|"
            r"(?<!\w)ستدفع\w* الثمن"
        ),
    ),
    ("personal", re.compile(r"\b(?:service|badge|personnel) number\s+\w*\d|رقم (?:الخدمة|الوطني)\s*:?\s*\d")),
    (
        "abuse",
        re.compile(
            r"\b(?:idiot|moron|scum|vermin|bastard|worthless|imbecile)s?\b|"
            r"(?<!\w)(?:يا |ال)?(?:حقير|غبي|احمق|وغد|سافل|حثالة)\w{0,2}(?!\w)"
        ),
    ),
)
_CODE = frozenset(
    f".{end}"
    for end in (
        *("py", "js", "ts", "java", "c", "h", "cpp", "hpp", "cs", "go", "rs", "rb", "php", "sh", "sql"),
        *("pl", "r", "swift", "kt", "scala", "lua", "m"),
    )
)
_MOST_LINES = 40
_DEFINED = re.compile(
    r"^(?P<indent>[ \t]*)(?:(?:export|public|private|protected|static|async|abstract|final|pub)[ ]+)*"
    r"(?:def|class|function|func|fn|interface|struct|procedure)[ ]+(?P<name>\w+)",
    re.MULTILINE,
)


class Fact(NamedTuple):
    """What ``page[start:end]`` says. ``cell``: its day (ISO 8601), sum, section or label; ``text``: all."""

    start: int
    end: int
    cell: str
    text: str


Reader = Callable[[str, Unit], Iterator[Fact]]


def dated(page: str, unit: Unit) -> Iterator[Fact]:
    """Each day that the unit names, or else the day that stands in its heading."""
    if unit.kind == "heading":
        return
    written = page[unit.start : unit.end]
    found = list(dates(plain(written)))
    if unit.kind == "sentence" and found and not _says_more(written, found):
        return
    days = {one.day for one in found if one.day} or {one.day for one in dates(plain(unit.heading)) if one.day}
    for day in sorted(days):
        yield Fact(unit.start, unit.end, day, in_words(written, unit.heading))


def priced(page: str, unit: Unit) -> Iterator[Fact]:
    """Each sum of money in the unit, as written; in a table also a number under the name of a currency."""
    written = page[unit.start : unit.end]
    text = in_words(written, unit.heading)
    if unit.kind == "heading":
        return
    found = list(amounts(plain(written)))
    for one in found:
        yield Fact(unit.start, unit.end, written[one.start : one.end], text)
    if not found:
        for cell in (*_under_currency(written, unit.heading), *_below_currency(page, unit)):
            yield Fact(unit.start, unit.end, cell, text)


def clauses(page: str, unit: Unit) -> Iterator[Fact]:
    """The unit word for word, under the article or the heading that stands nearest above it."""
    if unit.kind != "heading":
        yield Fact(unit.start, unit.end, section_of(page, unit), page[unit.start : unit.end])


def labelled(page: str, unit: Unit) -> Iterator[Fact]:
    """The unit under one label of LABELS: what rules can tell. The first rule that fits decides."""
    text = page[unit.start : unit.end]
    yield Fact(unit.start, unit.end, label_of(text), " ".join(text.split()))


def label_of(text: str) -> str:
    low = lowered(plain(text))
    for label, rule in _RULES[:2]:
        if rule.search(low):
            return label
    if any(_identifies(found.kind, found.value) for found in entities_of(text)):
        return "personal"
    return next((label for label, rule in _RULES[2:] if rule.search(low)), "none")


def section_of(page: str, unit: Unit) -> str:
    """The article whose paragraph ``unit`` stands in, or else its heading; empty where there is neither."""
    paragraph = page.rfind("\n\n", 0, unit.start) + 1
    named = list(_SECTION.finditer(page, paragraph, unit.end))
    if named:
        return named[-1]["name"]
    if "|" not in unit.heading:
        return " ".join(unit.heading.split())
    # A row's heading ends with the names of its columns.
    words = _BAR.split(unit.heading)[0].split()
    said = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    lines = {line.strip("# ") for line in page[: unit.start].splitlines()}
    return next((heading for heading in said if heading in lines), "")


def block(page: str, document: str, start: int, end: int) -> tuple[int, int]:
    """The whole lines around ``page[start:end]``; in program text, the definition that they stand in."""
    start, end = page.rfind("\n", 0, start) + 1, _line_end(page, end)
    if PurePath(document).suffix.lower() in _CODE:
        around = [one for _, *one in definitions(page) if one[0] <= start and end <= one[1]]
        start, end = min(around, key=lambda one: one[1] - one[0], default=[start, end])
    return start, end


def definitions(page: str) -> Iterator[tuple[str, int, int]]:
    """(name, start, end) of each function and class: the lines indented deeper, and a closing mark."""
    for match in _DEFINED.finditer(page):
        end = _line_end(page, match.end())
        for _ in range(_MOST_LINES):
            following = page[end + 1 : _line_end(page, end + 1)]
            inner = following.startswith((match["indent"] + " ", match["indent"] + "\t"))
            closing = following.strip()[:1] in {"}", ")", "]"}
            if end >= len(page) or (following.strip() and not inner and not closing):
                break
            end = _line_end(page, end + 1)
        yield match["name"], match.start(), match.start() + len(page[match.start() : end].rstrip())


def line_numbers(page: str, start: int, end: int) -> tuple[int, int]:
    """The first and last line of ``page[start:end]``, from 1."""
    first = page.count("\n", 0, start) + 1
    return first, first + page.count("\n", start, end)


def in_words(written: str, heading: str) -> str:
    """A sentence on one line; a table's row with the names of its columns."""
    cells, names = _named(written, heading)
    if len(cells) == 1 or len(cells) != len(names):
        return " ".join(_BULLET.sub("", written).split())
    return "; ".join(
        [cells[0], *(f"{name}: {cell}" for name, cell in zip(names[1:], cells[1:], strict=True))]
    )


def _named(row: str, heading: str) -> tuple[list[str], list[str]]:
    """A row's cells, and the names of its columns, which its heading ends with."""
    cells, names = _cells(row), _cells(heading)
    return cells, names[1:] if len(names) == len(cells) + 1 else names


def _cells(row: str) -> list[str]:
    return [" ".join(cell.split()) for cell in _BAR.split(row.strip().strip("|").strip())]


def _under_currency(row: str, heading: str) -> Iterator[str]:
    cells, names = _named(row, heading)
    if len(cells) == len(names) > 1:
        for name, cell in zip(names, cells, strict=True):
            if _DIGIT.search(cell) and _names_currency(name):
                yield cell


def _below_currency(page: str, unit: Unit) -> Iterator[str]:
    """The number on the unit's last line, under a line above that names a currency: a table read as lines."""
    *item, last = page[unit.start : unit.end].splitlines() or [""]
    if item and _NUMBER_ALONE.fullmatch(last):
        above = page[max(0, unit.start - _TABLE_REACH) : unit.start].splitlines()
        if any(len(line.split()) <= _SHORT_LINE and _names_currency(line) for line in above):
            yield last


def _names_currency(name: str) -> bool:
    return any(list(amounts(f"1 {word}")) for word in lowered(_PREFIX.sub("", plain(name))).split())


def _says_more(written: str, found: list[Found]) -> bool:
    """Whether words beside the days say what happened: "Date: 3 March 2024" does not."""
    rest = list(written)
    for one in found:
        rest[one.start : one.end] = " " * (one.end - one.start)
    return len(_WORD.findall("".join(rest))) > 1


def _identifies(kind: str, value: str) -> bool:
    return kind in {PHONE, MAIL, IBAN} or (kind == ID and bool(_OF_A_PERSON.match(value)))


def _line_end(page: str, at: int) -> int:
    end = page.find("\n", at)
    return len(page) if end < 0 else end
