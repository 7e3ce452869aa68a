# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which words of a text are denied: "was not signed", "no vehicles", «لم يوقّع»."""

from __future__ import annotations

import re

from core.chat.words import STOP
from core.retrieval.normalise import fold, stems

_ENGLISH = (
    "not never no none nobody nothing without neither nor cannot refused refuses failed fails declined denied"
)
_ARABIC = "لم لن لا ليس ليست ليسوا دون بدون غير عدم رفض رفضت نفي نفت"
_DENIES = frozenset(f"{_ENGLISH} {_ARABIC}".split()) | {
    f"{joined}{word}" for joined in "وف" for word in _ARABIC.split()
}
_CONTRACTED = re.compile(r"\b(\w+)n['’]t\b", re.IGNORECASE)
_NOT_ONLY = re.compile(
    r"\bnot (?:only|just|least)\b|\bno (?:later|earlier|sooner|fewer|less|more) than\b|\bno\.? \d"
)
_WORD = re.compile(r"[^\W_]+|[.;:!?،؛؟,]")
# A denial reaches this many words far, and ends at a mark or a "but".
_REACH = 5
_ARABIC_LETTER = re.compile(r"[\u0620-\u064a]")
_LEAST_ROOT, _LONGEST_ENDING = 3, 2
_COPULAS = frozenset(("يكن", "تكن", "يكون", "تكون", "يعد", "تعد"))
_TURNS = "but although while لكن بل الا"
_ENDS = frozenset(".;:!?،؛؟,") | frozenset(_TURNS.split())


def denied(text: str) -> frozenset[str]:
    """The stems that a denial in ``text`` stands before: of each the next word with a meaning of its own."""
    plain = _NOT_ONLY.sub(" ", _CONTRACTED.sub(r"\1 not", text).lower())
    words = _WORD.findall(fold(plain))
    found = set()
    for at, word in enumerate(words):
        if word in _DENIES:
            found.update(_first_meant(words[at + 1 : at + 1 + _REACH]))
    return frozenset(found)


def same_deed(one: str, other: str) -> bool:
    """Whether two stems are one word; Arabic verbs change at both ends: «يوقع» and «وقعت»."""
    if one == other:
        return True
    if not (_ARABIC_LETTER.match(one) and _ARABIC_LETTER.match(other)):
        return False
    short, long = sorted((_bare(one), _bare(other)), key=len)
    return len(short) >= _LEAST_ROOT and long.startswith(short) and len(long) - len(short) <= _LONGEST_ENDING


def _bare(stem: str) -> str:
    if len(stem) > _LEAST_ROOT + 1 and stem[0] in "فو":
        stem = stem[1:]
    return stem[1:] if len(stem) > _LEAST_ROOT and stem[0] in "ياتن" else stem


def _first_meant(words: list[str]) -> list[str]:
    for word in words:
        if word in _ENDS:
            break
        if word in _DENIES or word in _COPULAS:
            continue
        meant = [stem for stem in stems(word) if stem not in STOP]
        if meant:
            return meant
    return []
