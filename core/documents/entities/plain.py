# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text as the recognisers read it, of the same length as the page's, and names in one spelling."""

from __future__ import annotations

import re
import unicodedata

_ARABIC_INDIC = {ord(digit): str(i % 10) for i, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_LETTERS = str.maketrans("أإآٱ٫٬–—‐‑‒−’‘ʼ′″”“،\u00a0\u202f\u2007", "اااا.,------''''\"\"\",   ")
_TABLE = _ARABIC_INDIC | _LETTERS
_ASCII_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_VOWELS = re.compile(r"[\u064b-\u065f\u0670\u0640\u200c-\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """``text`` with Western digits, bare alefs and plain marks, each character in its place."""
    return text.translate(_TABLE)


def lowered(text: str) -> str:
    """``text`` in lower case, each character in its place: patterns without a flag are twice as fast."""
    low = text.lower()
    return low if len(low) == len(text) else text.translate(_ASCII_LOWER)


def name_value(words: str) -> str:
    """One spelling of a name: lower case, single blanks, no vowel signs, bare alefs."""
    folded = unicodedata.normalize("NFKC", _VOWELS.sub("", words)).translate(_TABLE)
    return " ".join(folded.lower().replace("'s ", " ").split()).removesuffix("'s")
