# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text as the index sees it: folded letters, stems, and character 4-grams.

Both scripts go through one road, word by word, so that a query and a chunk that mix them still meet.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from typing import Any

GRAM = 4
# Stands at both ends of a word, so that beginnings and ends are told from middles. FTS5 takes this letter
# (U+02CD) for a part of a word, and nobody writes it.
_EDGE = "ˍ"
_WORD = re.compile(r"[^\W_]+")
_THOUSANDS = re.compile(r"(?<=\d)[,٬](?=\d{3}(?!\d))")
_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3]")
_LETTERS = {"ٱ": "ا", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ە": "ه", "ہ": "ه", "ـ": ""}
# Marks of combining class 10 and above are vowel signs, hamzas and accents; lower ones are letters' parts
# in Indic scripts and kana.
_MARK_CLASS = 10


class _Folding(dict[int, str]):
    """A table for str.translate that works out each character when it first comes."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    kept = [_LETTERS.get(c, _digit(c)) for c in apart if not _is_mark(c)]
    return unicodedata.normalize("NFC", "".join(kept))


def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) >= _MARK_CLASS or unicodedata.category(character) == "Cf"


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


_FOLDING = _Folding()


def fold(text: str) -> str:
    """``text`` without what writers vary: case, accents, tashkeel, tatweel, hamza seats, alef maqsura,
    ta marbuta, presentation forms, invisible marks, and the script of digits."""
    return text.translate(_FOLDING)


def fold_with_map(text: str) -> tuple[str, list[int]]:
    """``fold(text)``, and for each of its characters the offset in ``text`` that it came from."""
    parts = [_FOLDING[ord(character)] for character in text]
    return "".join(parts), [offset for offset, part in enumerate(parts) for _ in part]


def words(text: str) -> list[str]:
    """The runs of letters and digits of ``fold(text)``; 2,600,000 is one of them."""
    return _WORD.findall(_THOUSANDS.sub("", fold(text)))


def stems(text: str) -> list[str]:
    """The words of ``text``, each stemmed by its script: Arabic lightly, all else as English."""
    return [stem(word) for word in words(text)]


def grams(text: str) -> list[str]:
    """The character 4-grams of the words of ``text``, edges included; a shorter word stands for itself."""
    return [gram for word in words(text) for gram in _grams(word)]


@lru_cache(maxsize=200_000)
def _grams(word: str) -> tuple[str, ...]:
    edged = f"{_EDGE}{word}{_EDGE}"
    return tuple(edged[i : i + GRAM] for i in range(max(1, len(edged) - GRAM + 1)))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A folded word stemmed by its script."""
    return light_stem(word) if is_arabic(word) else str(_stemmers().english.stemWord(word))


def is_arabic(folded: str) -> bool:
    """Whether a folded text has an Arabic letter."""
    return _ARABIC.search(folded) is not None


class _Stemmers(threading.local):
    """One for each thread: a stemmer keeps the word that it is at in itself."""

    def __init__(self) -> None:
        import snowballstemmer

        self.english: Any = snowballstemmer.stemmer("english")


@lru_cache(maxsize=1)
def _stemmers() -> _Stemmers:
    return _Stemmers()


_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")
_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")


def light_stem(word: str) -> str:
    """light10 of a folded Arabic word: "and", the article and the inflections off, two letters at least left.

    Larkey, Ballesteros and Connell, "Light Stemming for Arabic Information Retrieval", in Arabic
    Computational Morphology (2007), after their SIGIR 2002 paper.
    """
    if word.startswith("و") and len(word) >= 4:
        word = word[1:]
    for article in _ARTICLES:
        if word.startswith(article) and len(word) >= len(article) + 2:
            word = word[len(article) :]
            break
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + 2:
            word = word[: -len(suffix)]
    return word
