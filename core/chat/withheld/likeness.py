# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much a word looks like a secret: a logistic score over its letters and the words before it."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise

# What is drawn by chance is dense in information, mixes kinds of characters and changes between them often;
# what people write has words, dates and numbers in it. Hashes and UUIDs are drawn too, but name things.
# Fitted by tests/bench/bench_withheld.py --fit on words that it makes itself, measured on others in
# tests/data/withheld.jsonl.
WEIGHTS = {
    "bias": -14.49,
    "length": -6.88,
    "entropy": 33.62,
    "kinds": -2.96,
    "changes": 1.67,
    "wordlike": -4.8,
    "named": 3.45,
    "assigned": 2.91,
    "identifier": -4.55,
    "hash": -7.52,
}
_KINDS = (str.islower, str.isupper, str.isdigit)
_WORD = re.compile(r"[^\W\d_]{3,}")
_VOWEL = re.compile(r"[aeiouyAEIOUYاويىةأإآ]")
_HASH = re.compile(r"(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128})")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# Addresses, paths, numbers with their marks, and what is put together from words and short numbers: names of
# files and functions, numbers of papers (INV-2024-00017); and the numbers of vehicles (ISO 3779).
_PART = r"(?:[^\W\d_]+\d{0,4}|\d{1,8}[A-Za-z]?)"
_IDENTIFIER = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:\w+://|www\.|/|\./|~/|[A-Za-z]:\\).*|[-+$]?[\d.,:/%$+-]+|10\.\d{4,9}/\S+"
    r"|[A-HJ-NPR-Z0-9]{11,13}\d{4,6}"
    rf"|[@_-]{{0,2}}{_PART}(?:[-'_/.=+]+{_PART})*_?"
)


def likeness(word: str, *, named: bool = False, assigned: bool = False) -> float:
    """0..1. ``named``: a word for a secret stands shortly before; ``assigned``: with “:” or “=” after it."""
    values = features(word, named=named, assigned=assigned)
    total = WEIGHTS["bias"] + sum(WEIGHTS[name] * value for name, value in values.items())
    return 1 / (1 + math.exp(-total))


def features(word: str, *, named: bool, assigned: bool) -> dict[str, float]:
    """Each between 0 and 1."""
    kinds = [_kind(character) for character in word]
    changes = sum(a != b for a, b in pairwise(kinds))
    wordy = sum(len(found) for found in _WORD.findall(word) if _reads_as_word(found))
    return {
        "length": min(len(word), 40) / 40,
        "entropy": _entropy(word) / 6,
        "kinds": len(set(kinds)) / 4,
        "changes": changes / max(1, len(word) - 1),
        "wordlike": wordy / len(word),
        "named": float(named),
        "assigned": float(assigned),
        "identifier": float(not assigned and _IDENTIFIER.fullmatch(word) is not None),
        "hash": float(not assigned and (_HASH.fullmatch(word) or _UUID.fullmatch(word)) is not None),
    }


def _kind(character: str) -> int:
    return next((kind for kind, fits in enumerate(_KINDS) if fits(character)), len(_KINDS))


def _reads_as_word(letters: str) -> bool:
    """One case but for its beginning, and vowels as often as words have them."""
    body = letters[1:]
    if not (body.islower() or letters.isupper() or not body.upper().isupper()):
        return False
    return 0.2 <= len(_VOWEL.findall(letters)) / len(letters) <= 0.8


def _entropy(word: str) -> float:
    """Bits a character, of Shannon (1948), over the word's own characters."""
    return -sum(n / len(word) * math.log2(n / len(word)) for n in Counter(word).values())
