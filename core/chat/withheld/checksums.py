# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers that prove themselves: payment cards and the identity numbers of some countries."""

from __future__ import annotations

from datetime import date


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    doubled = (sum(divmod(int(digit) * 2, 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(int(digit) for digit in digits[-1::-2])) % 10 == 0


def payment_card(digits: str) -> bool:
    """13 to 19 digits of a card's issuer (first digit 2 to 6) that add up."""
    return 13 <= len(digits) <= 19 and digits[0] in "23456" and len(set(digits)) > 1 and luhn(digits)


def egyptian(digits: str) -> bool:
    """Century, day of birth, governorate: 14 digits."""
    if len(digits) != 14 or digits[0] not in "23":
        return False
    year = {"2": 1900, "3": 2000}[digits[0]] + int(digits[1:3])
    governorate = int(digits[7:9])
    return _is_day(year, digits[3:5], digits[5:7]) and (1 <= governorate <= 35 or governorate == 88)


def emirati(digits: str) -> bool:
    """784 (ISO 3166-1), a year of birth, seven digits and a check digit."""
    return len(digits) == 15 and digits.startswith("784") and digits[3:5] in {"19", "20"} and luhn(digits)


def turkish(digits: str) -> bool:
    """Eleven digits of which the last two check the others."""
    if len(digits) != 11 or digits[0] == "0":
        return False
    numbers = [int(digit) for digit in digits]
    tenth = (7 * sum(numbers[0:9:2]) - sum(numbers[1:8:2])) % 10
    return numbers[9] == tenth and numbers[10] == sum(numbers[:10]) % 10


def american(area: str, group: str, serial: str) -> bool:
    """A social security number of an area, group and serial that are given out."""
    return area not in {"000", "666"} and area[0] != "9" and group != "00" and serial != "0000"


def _is_day(year: int, month: str, day: str) -> bool:
    try:
        date(year, int(month), int(day))
    except ValueError:
        return False
    return True
