# SPDX-License-Identifier: AGPL-3.0-or-later
"""Repairs what Tesseract's Arabic data cannot say: its alphabet lacks the Arabic comma.

It reads "،" as ",", as a closing "»" that nothing opened, or as a lone hamza or zero.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from core.documents.ocr.engine import RecognisedWord

_ARABIC = re.compile("[\u0621-\u064a]")
_LATIN = re.compile("[A-Za-z]")
_ALONE = {",", "»", "ء", "٠", "ء»", "»ء"}
# A final hamza after any other letter is a comma, but for these words.
_BEFORE_HAMZA = "اويىآئؤأإ"
_HAMZA_WORDS = re.compile(
    "(?:و|ف|ب|ك|ل|ال|وال|بال|لل|فال|كال)?(?:جز|بد|عب|مل|دف|بط|كف|مر|نش|در|بر|رز|خب|هز|رد|وط|قر|كل)ء"
)
_MISREAD = re.compile("(?<=[\u0621-\u064a\\d])[,»]+$")
_STRAY_QUOTE = re.compile("(?<=[\u0621-\u064a])[”“]+$")


def is_arabic(line: Sequence[RecognisedWord]) -> bool:
    """Whether most letters of the line are Arabic."""
    text = "".join(word.text for word in line)
    return len(_ARABIC.findall(text)) > len(_LATIN.findall(text))


def has_latin(word: RecognisedWord) -> bool:
    return _LATIN.search(word.text) is not None


def with_commas(line: Sequence[RecognisedWord]) -> list[RecognisedWord]:
    """The words of an Arabic line, commas put where the engine had to write something else."""
    quoted = False
    found = []
    for place, word in enumerate(line):
        text = word.text
        opens, closes = "«" in text, "»" in text
        if not (quoted and closes) and not opens:
            text = _repaired(text, first=place == 0)
        quoted = (quoted or opens) and not closes
        found.append(word if text == word.text else replace(word, text=text))
    return found


def _repaired(text: str, *, first: bool) -> str:
    if text in _ALONE:
        return text if first else "،"
    text = _STRAY_QUOTE.sub("", _MISREAD.sub("،", text))
    if text.endswith("ء،"):
        text = text if text[-3:-2] in _BEFORE_HAMZA else f"{text[:-2]}،"
    lone = text.endswith("ء") and len(text) > 2 and text[-2] not in _BEFORE_HAMZA and _ARABIC.match(text[-2])
    return f"{text[:-1]}،" if lone and not _HAMZA_WORDS.fullmatch(text) else text
