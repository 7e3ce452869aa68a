# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which languages a chat model speaks, by asking it what every speaker of a language knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from core.retrieval.normalise import fold

LONGEST_ANSWER = 32
_TOLD = {"en": "Answer in one short sentence.", "ar": "أجب بجملة قصيرة واحدة بالعربية."}
# Questions, and what must stand in a right answer; both sides of the comparison are folded.
_ASKED = {
    "en": (
        ("What is the capital of France?", r"\bparis\b"),
        ("How many days does a week have?", r"\b(?:7|seven)\b"),
        ("What is the opposite of hot?", r"\bcold\b"),
    ),
    "ar": (
        ("ما هي عاصمة فرنسا؟", "باريس"),
        ("كم عدد أيام الأسبوع؟", r"\b(?:7|سبعه?|السبعه?)\b"),
        ("ما عكس كلمة حار؟", r"\b(?:ال)?بارده?\b"),
    ),
}
_ENOUGH = 2
_LETTER = {"en": re.compile(r"[a-z]"), "ar": re.compile(r"[\u0620-\u064a]")}
_ANY_LETTER = re.compile(r"[^\W\d_]")
_MOSTLY = 0.8


def spoken(answer: Callable[[str, str], str]) -> tuple[str, ...]:
    """The codes of the languages that a model speaks, of those this program speaks; empty: none of them.

    ``answer``: from what a model is told and asked to what it writes, the likeliest.
    """
    return tuple(_found(answer))


def _found(answer: Callable[[str, str], str]) -> Iterator[str]:
    for language, questions in _ASKED.items():
        right = sum(_right(language, answer(_TOLD[language], asked), wanted) for asked, wanted in questions)
        if right >= _ENOUGH:
            yield language


def _right(language: str, text: str, wanted: str) -> bool:
    """Whether the answer is right, and in the script of its question."""
    written = fold(text)
    letters = len(_ANY_LETTER.findall(written))
    own = len(_LETTER[language].findall(written))
    return own >= _MOSTLY * letters and re.search(fold(wanted), written) is not None
