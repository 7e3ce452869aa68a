# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finds what a person types in the texts of pages: any case, Arabic with or without its marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_MARKS = "[\u0610-\u061a\u0640\u064b-\u065f\u0670]*"
# Letters that people write for one another.
_ALIKE = ("اأإآٱ", "هة", "يىئ", "وؤ", "0٠۰", "1١۱", "2٢۲", "3٣۳", "4٤۴", "5٥۵", "6٦۶", "7٧۷", "8٨۸", "9٩۹")
_CLASSES = {letter: f"[{group}]" for group in _ALIKE for letter in group}
_QUOTES = dict.fromkeys("'‘’\"“”", "['‘’\"“”]")
_MOST = 20_000


@dataclass(frozen=True)
class Found:
    """``start:end`` of the text of page ``page``."""

    page: int
    start: int
    end: int


def pattern(words: str) -> re.Pattern[str] | None:
    """What finds ``words`` as they follow each other, over line ends too; None when nothing was typed."""
    wanted = re.sub(_MARKS, "", words)
    parts = ["".join(_letter(character) for character in word) for word in wanted.split()]
    return re.compile(r"\s+".join(parts), re.IGNORECASE) if parts else None


def find(pages: Iterable[tuple[int, str]], words: str) -> list[Found]:
    """All places of ``words`` in pages given as number and text, in their order (the first 20,000)."""
    wanted = pattern(words)
    found: list[Found] = []
    if wanted is None:
        return found
    for number, text in pages:
        found += (Found(number, *match.span()) for match in wanted.finditer(text))
        if len(found) >= _MOST:
            return found[:_MOST]
    return found


def word_around(text: str, offset: int) -> tuple[int, int] | None:
    """The span of the word that the character at ``offset`` belongs to; None between words."""
    for match in re.compile(r"\S+").finditer(text, max(0, offset - 200)):
        if match.start() > offset:
            return None
        if offset < match.end():
            return match.span()
    return None


def _letter(character: str) -> str:
    if character in _CLASSES:
        return _CLASSES[character] + _MARKS
    if character in _QUOTES:
        return _QUOTES[character]
    return re.escape(character) + (_MARKS if "\u0600" <= character <= "\u06ff" else "")
