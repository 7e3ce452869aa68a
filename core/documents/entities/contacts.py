# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ways to reach someone: telephone numbers, mail addresses, addresses of the Web."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.documents.entities.found import Found
from core.documents.entities.plain import lowered

PHONE, MAIL, URL = "phone", "mail", "url"
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_URL = re.compile(
    r"(?<!\w)(?:(?:[Hh][Tt][Tt][Pp][Ss]?|[Ff][Tt][Pp])://|[Ww]{3}\.)[^\s<>\"'()\[\]{}|\\^`,]{3,2000}"
)
_HOST = re.compile(r"(?:[A-Za-z]+://)?[^/?#]*")
_DIGITS = r"\d(?:[ ()./-]{0,2}\d){%s}"
_INTERNATIONAL = re.compile(rf"(?<![\w+])(?:\+|00){_DIGITS % '6,14'}(?!\d)")
_LABELLED = re.compile(
    r"(?<!\w)(?:tel(?:ephone)?|phone|mobile|cell|fax|call|هاتف|الهاتف|جوال|الجوال|موبايل|فاكس|الفاكس|نقال|بالرقم)"
    rf"(?:\s(?:no|number|رقم))?[.:\s]{{1,3}}(?P<number>\+?{_DIGITS % '2,14'})(?!\d)"
)
_LOCAL = re.compile(r"(?<![\w.,/+-])0\d{1,3}[ -]\d{3}[ -]?\d{3,4}(?![\w/-]|[.,]\d)")
_MOST_DIGITS = 15


def addresses(text: str) -> Iterator[Found]:
    """Mail addresses in lower case, and those of the Web with their host in lower case."""
    for match in _MAIL.finditer(text):
        yield Found(match.start(), match.end(), MAIL, match.group().lower())
    for match in _URL.finditer(text):
        address = match.group().rstrip(".;:!?،؛؟")
        host = _HOST.match(address)
        end = host.end() if host else 0
        yield Found(match.start(), match.start() + len(address), URL, address[:end].lower() + address[end:])


def phones(text: str) -> Iterator[Found]:
    """Telephone numbers as their digits, with "+" before a country's code."""
    low = lowered(text)
    for pattern, group in ((_INTERNATIONAL, 0), (_LABELLED, "number"), (_LOCAL, 0)):
        for match in pattern.finditer(low):
            value = _phone(match[group])
            if value is not None:
                yield Found(*match.span(group), PHONE, value)


def _phone(written: str) -> str | None:
    digits = re.sub(r"\D", "", written)
    if digits.startswith("00"):
        digits, written = digits[2:], "+"
    if len(digits) > _MOST_DIGITS:
        return None
    return f"+{digits}" if written.startswith("+") else digits
