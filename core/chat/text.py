# SPDX-License-Identifier: AGPL-3.0-or-later
"""Questions as they are taken in: readable characters only, and of a length that someone might ask."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from core.errors import UserError

LONGEST_QUESTION = 8000
# Joiners shape Persian and Indic words; all other invisible marks (bidi overrides among them) only deceive.
_KEPT = {"\n", "\t", "\u200c", "\u200d"}
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
# Hebrew, Arabic and their neighbours, with their presentation forms, and the old scripts that run leftward.
_FROM_THE_RIGHT = r"\u05be-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_LEFTWARD = re.compile(f"[{_FROM_THE_RIGHT}]")
_RIGHTWARD = re.compile(rf"[^\W\d_{_FROM_THE_RIGHT}]")


def question_from(typed: str) -> str:
    """``typed`` without control characters, bidi overrides and the like, in composed letters.

    Raises :class:`UserError` when nothing is left, or more than 8,000 characters.
    """
    if len(typed) > LONGEST_QUESTION:
        raise UserError(
            f"The question has {len(typed):,} characters; {LONGEST_QUESTION:,} at most can be asked.",
            do="Put a long text into the documents and ask about it.",
        )
    text = readable(typed)
    if not any(character.isalnum() for character in text):
        raise UserError("The question is empty.", do="Write what you want to know.")
    return text


def readable(text: str, *, trimmed: bool = True) -> str:
    """``text`` in composed letters, without control characters, bidi overrides and other invisible marks."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.isprintable():
        text = "".join(c for c in text if c in _KEPT or unicodedata.category(c) not in _INVISIBLE)
    return text.strip() if trimmed else text


def reads_rightward(text: str) -> bool:
    """Whether most of its letters run from left to right; so does a text without letters."""
    if not holds_leftward(text):
        return True
    kinds = Counter(map(unicodedata.bidirectional, text))
    return kinds["L"] >= kinds["R"] + kinds["AL"]


def holds_leftward(text: str) -> bool:
    """Whether there is a letter of a script that runs from right to left."""
    return _LEFTWARD.search(text) is not None


def holds_rightward(text: str) -> bool:
    """Whether there is a letter of any other script."""
    return _RIGHTWARD.search(text) is not None


def title_from(question: str, length: int = 60) -> str:
    """A conversation's name: the beginning of its first question, cut at a word."""
    line = " ".join(question.split())
    return line if len(line) <= length else f"{line[:length].rpartition(' ')[0] or line[:length]}…"
