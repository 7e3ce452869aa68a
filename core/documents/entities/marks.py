# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks of machines and registers: IBANs, numbers of papers, IP addresses, hashes, coordinates."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from core.documents.entities.found import Found
from core.documents.entities.plain import lowered

IBAN, ID, IP, HASH, COORDINATES = "iban", "id", "ip", "hash", "coordinates"
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)")
_IPV6 = re.compile(r"(?<![\w:.])(?=[0-9a-f:]*:[0-9a-f:]*:)[0-9a-f:]{3,39}(?![\w:])")
_HASH = re.compile(r"(?<!\w)(?:[0-9a-f]{128}|[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?!\w)")
_ID = re.compile(
    r"(?<!\w)(?P<label>passport|national id|identity card|id card|id|licence|license|plate|registration|"
    r"account|contract|order|notice|certificate|decree|reference|inquiry|invoice|case|file|permit|"
    r"جواز(?:\sسفر)?|هوية|الهوية|بطاقة|رخصة(?:\s\w{1,10}){0,2}|لوحة|سجل|حساب|عقد|قرار|القرار|اشعار|شهادة|مرسوم|"
    r"فاتورة|قضية|القضية|معاملة|تعميم|كتاب)"
    r"(?:\s(?:no|nr|number|رقم|ذات الرقم|ذو الرقم)[.:]?\s?|\s?#\s?|:\s|"
    r"\s(?=[a-z0-9]{1,10}[/-][a-z0-9]))(?:is\s)?"
    r"(?P<mark>[a-z0-9](?:[a-z0-9/_-]{0,30}[a-z0-9])?)(?!\w)",
)
_MINUTES = r"(?:(?P<{0}m>\d{{1,2}}(?:\.\d+)?)\s?'\s?(?:(?P<{0}s>\d{{1,2}}(?:\.\d+)?)\s?(?:\"|'')\s?)?)?"
_DEGREES = r"(?P<{0}>-?\d{{1,3}}(?:\.\d+)?)\s?°?\s?" + _MINUTES
_NAMED_PLACE = re.compile(
    _DEGREES.format("lat")
    + r"(?P<ns>[ns](?!\w)|شمالا?(?!\w)|جنوبا?(?!\w))\s?,?\s?"
    + _DEGREES.format("lon")
    + r"(?P<ew>[ew](?!\w)|شرقا?(?!\w)|غربا?(?!\w))",
)
_BARE_PLACE = re.compile(
    r"(?<![\w.,-])(?P<lat>-?\d{1,2}\.\d{4,10})\s?,\s?(?P<lon>-?\d{1,3}\.\d{4,10})(?![\w.])"
)
_SOUTH_OR_WEST = ("s", "w", "ج", "غ")


def marks(text: str) -> Iterator[Found]:
    """IBANs that add up, valid IP addresses, hashes, coordinates as decimal degrees, numbers of papers."""
    low = lowered(text)
    yield from _coordinates(low)
    for match in _HASH.finditer(low):
        if not match.group().isdigit():
            yield Found(match.start(), match.end(), HASH, match.group())
    for match in _IBAN.finditer(text):
        value = match.group().replace(" ", "")
        if _adds_up(value):
            yield Found(match.start(), match.end(), IBAN, value.lower())
    for pattern in (_IPV4, _IPV6):
        for match in pattern.finditer(low):
            try:
                address = ipaddress.ip_address(match.group())
            except ValueError:
                continue
            yield Found(match.start(), match.end(), IP, str(address))
    for match in _ID.finditer(low):
        if any(character.isdigit() for character in match["mark"]):
            label = " ".join(match["label"].removeprefix("ال").split())
            yield Found(match.start(), match.end(), ID, f"{label} {match['mark']}")


def _adds_up(iban: str) -> bool:
    """ISO 13616: the first four characters moved to the end, letters as numbers, remainder 1 by 97."""
    return int("".join(str(int(character, 36)) for character in iban[4:] + iban[:4])) % 97 == 1


def _coordinates(text: str) -> Iterator[Found]:
    for match in _NAMED_PLACE.finditer(text):
        parts = match.groupdict()
        latitude, longitude = (_decimal(parts, name, side) for name, side in (("lat", "ns"), ("lon", "ew")))
        if abs(latitude) <= 90 and abs(longitude) <= 180:
            yield Found(match.start(), match.end(), COORDINATES, f"{latitude:.5f},{longitude:.5f}")
    for match in _BARE_PLACE.finditer(text):
        latitude, longitude = float(match["lat"]), float(match["lon"])
        if abs(latitude) <= 90 and abs(longitude) <= 180:
            yield Found(match.start(), match.end(), COORDINATES, f"{latitude:.5f},{longitude:.5f}")


def _decimal(parts: dict[str, str | None], name: str, side: str) -> float:
    minutes, seconds = float(parts[f"{name}m"] or 0), float(parts[f"{name}s"] or 0)
    degrees = float(parts[name] or 0) + minutes / 60 + seconds / 3600
    return -degrees if (parts[side] or "").startswith(_SOUTH_OR_WEST) else degrees
