# SPDX-License-Identifier: AGPL-3.0-or-later
"""Questions as they are taken in: readable characters only, and of a length that someone might ask."""

from __future__ import annotations

import unicodedata
from collections import Counter

from core.errors import UserError

LONGEST_QUESTION = 8000
# Joiners shape Persian and Indic words; all other invisible marks (bidi overrides among them) only deceive.
_KEPT = {"\n", "\t", "\u200c", "\u200d"}
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


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
    text = "".join(c for c in text if c in _KEPT or unicodedata.category(c) not in _INVISIBLE)
    return text.strip() if trimmed else text


def reads_rightward(text: str) -> bool:
    """Whether most of its letters run from left to right; so does a text without letters."""
    kinds = Counter(unicodedata.bidirectional(character) for character in text)
    return kinds["L"] >= kinds["R"] + kinds["AL"]


def title_from(question: str, length: int = 60) -> str:
    """A conversation's name: the beginning of its first question, cut at a word."""
    line = " ".join(question.split())
    return line if len(line) <= length else f"{line[:length].rpartition(' ')[0] or line[:length]}…"
