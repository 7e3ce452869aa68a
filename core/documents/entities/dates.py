# SPDX-License-Identifier: AGPL-3.0-or-later
"""Days as English and Arabic write them, in the Gregorian calendar and the Hijri one.

Values are ISO 8601: "2024-03-16", for a span "2024-03-09/2024-03-11", for a month "2024-03", for a day
without its year "--03-16". Hijri days become Gregorian ones by the Umm al-Qura calendar (1343 to 1500 AH); a
Hijri day outside it keeps its own numbers, marked "AH", and no day on the timeline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from core.documents.entities.found import Found
from core.documents.entities.plain import lowered

DATE = "date"
_ENGLISH = (
    "january|jan",
    "february|feb",
    "march|mar",
    "april|apr",
    "may",
    "june|jun",
    "july|jul",
    "august|aug",
    "september|sept|sep",
    "october|oct",
    "november|nov",
    "december|dec",
)
_ARABIC = (
    "يناير|كانون الثاني|جانفي",
    "فبراير|شباط|فيفري",
    "مارس|اذار|مارث",
    "ابريل|نيسان|افريل",
    "مايو|ايار|ماي",
    "يونيو|يونيه|حزيران|جوان",
    "يوليو|يوليه|تموز|جويلية",
    "اغسطس|اب|غشت|اوت",
    "سبتمبر|ايلول|شتنبر",
    "اكتوبر|تشرين الاول",
    "نوفمبر|تشرين الثاني|نونبر",
    "ديسمبر|كانون الاول|دجنبر",
)
_HIJRI = (
    "محرم|المحرم|muharram",
    "صفر|safar",
    "ربيع الاول|rabi al-awwal|rabi i",
    "ربيع الاخر|ربيع الثاني|rabi al-thani|rabi al-akhir|rabi ii",
    "جمادى الاولى|جمادى الاول|jumada al-ula|jumada al-awwal|jumada i",
    "جمادى الاخرة|جمادى الثانية|jumada al-thani|jumada al-thaniyah|jumada al-akhirah|jumada ii",
    "رجب|rajab",
    "شعبان|shaban|sha'ban",
    "رمضان|ramadan|ramadhan",
    "شوال|shawwal",
    "ذو القعدة|ذي القعدة|dhu al-qadah|dhu al-qi'dah|dhul qadah|dhul-qadah",
    "ذو الحجة|ذي الحجة|dhu al-hijjah|dhul hijjah|dhul-hijjah",
)
# name -> (number of the month, whether it is a Hijri one)
_MONTHS = {
    name: (number, calendar is _HIJRI)
    for calendar in (_ENGLISH, _ARABIC, _HIJRI)
    for number, names in enumerate(calendar, 1)
    for name in names.split("|")
}
_LONGEST_FIRST = sorted(_MONTHS, key=len, reverse=True)
_SHORT = 4
# Any month's name, for a text that is lowered and plain.
MONTH = (
    "(?:"
    + "|".join(
        re.escape(name).replace(r"\ ", r"\s") + (r"\.?" if name.isascii() and len(name) <= _SHORT else "")
        for name in _LONGEST_FIRST
    )
    + r")(?!\w)"
)
_DAY = r"(?<![0-9a-z.,/:-])(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\d)"
_LAST_DAY = _DAY.removeprefix(r"(?<![0-9a-z.,/:-])")
_YEAR = r"(?:1[0-9]|20)\d\d(?!\.?\d)(?![^\Wهم])"
_OF = r"\s{1,2}(?:of\s|من\s|من\sشهر\s|شهر\s)?"
_TO = r"\s{0,2}(?:-|to|until|through|and|الى|حتى|و)\s{0,2}"
_BEFORE_YEAR = rf"(?:\s?[/(]\s?(?:{MONTH})\)?)?,?\s{{1,2}}(?:من\s)?(?:عام\s|سنة\s|لعام\s)?"
_ERA = r"(?:\s?(?:م(?!\w)|(?P<era>هـ|ه(?!\w)|ah(?!\w)|h(?!\w))))?"

_WORDS = re.compile(
    rf"(?P<day>{_DAY})(?:{_OF}(?P<month0>{MONTH}))?(?:{_TO}(?P<day2>{_LAST_DAY}))?{_OF}(?P<month>{MONTH})"
    rf"(?:{_BEFORE_YEAR}(?P<year>{_YEAR}){_ERA})?"
)
_MONTH_FIRST = re.compile(
    rf"(?<!\w)(?P<month>{MONTH})\s(?P<day>{_DAY})(?:{_TO}(?P<day2>{_LAST_DAY}))?(?:,?\s(?P<year>{_YEAR}){_ERA})?"
)
_MONTH_ALONE = re.compile(rf"(?<!\w)[وبلف]?(?P<month>{MONTH}){_BEFORE_YEAR}(?P<year>{_YEAR}){_ERA}")
_YEAR_FIRST = re.compile(
    rf"(?<![\w/.-])(?P<year>\d{{4}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?![\d/-])"
    rf"(?:t\d\d:\d\d[\d:.+z-]{{0,15}})?{_ERA}"
)
_DAY_FIRST = re.compile(
    rf"(?<![\w/.-])(?P<day>\d{{1,2}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<year>\d{{4}})(?![\w/-]){_ERA}"
)
_FIRST_GREGORIAN = 1600


def dates(text: str) -> Iterator[Found]:
    """Every day, span of days and month that ``text`` (of core.documents.entities.plain) names."""
    low = lowered(text)
    for pattern in (_YEAR_FIRST, _DAY_FIRST, _WORDS, _MONTH_FIRST, _MONTH_ALONE):
        for match in pattern.finditer(low):
            value = _value(match.groupdict())
            if value is not None:
                day = value[:10] if len(value) >= 10 and value[0] != "-" and "AH" not in value else None
                yield Found(*_span(match), DATE, value, day)


def _span(match: re.Match[str]) -> tuple[int, int]:
    """Without the letter that Arabic writes before a month's name."""
    month = match.start("month")
    alone = "day" not in match.groupdict()
    return (month if alone else match.start()), match.end()


def _value(parts: dict[str, str | None]) -> str | None:
    month, hijri = month_of(parts["month"] or "")
    year = int(parts["year"]) if parts["year"] else None
    if year is not None and not hijri:
        hijri = bool(parts.get("era")) or year < _FIRST_GREGORIAN
    day, last = _number(parts.get("day")), _number(parts.get("day2"))
    if (parts["month"] or "").isdigit() and month > 12 >= (day or 0):
        month, day = day or 0, month
    end = _iso(year, month, last if last is not None else day, hijri)
    if last is None and not parts.get("month0"):
        return end
    month0 = parts.get("month0")
    first_month = month_of(month0)[0] if month0 else month
    start = _iso(year, first_month, day, hijri)
    return f"{start}/{end}" if start and end and last is not None else end


def _iso(year: int | None, month: int, day: int | None, hijri: bool) -> str | None:
    """None for what is no day of a calendar."""
    if not 1 <= month <= 12:
        return None
    if year is None:
        return None if day is None or day > 31 or hijri else f"--{month:02}-{day:02}"
    if day is None:
        return f"{year:04}-{month:02}" + (" AH" if hijri else "")
    if hijri:
        return _gregorian(year, month, day)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


@lru_cache(maxsize=10_000)
def _gregorian(year: int, month: int, day: int) -> str | None:
    from hijridate import Hijri

    try:
        return str(Hijri(year, month, day).to_gregorian().isoformat())
    except OverflowError:
        return f"{year:04}-{month:02}-{day:02} AH" if day <= 30 else None
    except ValueError:
        return None


def month_of(written: str) -> tuple[int, bool]:
    """The number of a month that is written as a number or, lowered, as MONTH; whether it is a Hijri one."""
    if written.isdigit():
        return int(written), False
    return _MONTHS[" ".join(written.rstrip(".").split())]


def _number(written: str | None) -> int | None:
    digits = re.match(r"\d+", written or "")
    return int(digits.group()) if digits else None
