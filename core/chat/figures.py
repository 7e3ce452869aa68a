# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers in one form, however they are written: digits of any script, and words in English and Arabic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from core.retrieval.normalise import fold

# "P3" and "A4" are names, not numbers.
_DIGITS = re.compile(r"(?<![^\W\d_])\d+(?:[.,:/]\d+)*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+")

_ONES_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS_ENGLISH = "twenty thirty forty fifty sixty seventy eighty ninety"
# Written as people write them, folded below; alternatives of one value side by side.
_ONES_ARABIC = (
    "صفر|واحد واحدة أحد إحدى|اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي|ثلاث ثلاثة|أربع أربعة|خمس خمسة|"
    "ست ستة|سبع سبعة|ثمان ثماني ثمانية|تسع تسعة|عشر عشرة"
)
_TENS_ARABIC = (
    "عشرون عشرين|ثلاثون ثلاثين|أربعون أربعين|خمسون خمسين|ستون ستين|سبعون سبعين|ثمانون ثمانين|تسعون تسعين"
)
_HUNDRED = ("مئة", "مائة", "مئه")
_TWO_HUNDRED = "مئتان مئتين مئتي مائتان مائتين مائتي"
_SCALES_ARABIC = {
    1_000: "ألف ألفا آلاف الاف",
    1_000_000: "مليون مليونا ملايين",
    1_000_000_000: "مليار مليارا مليارات بليون",
}
_DUALS_ARABIC = {2_000: "ألفان ألفين ألفي", 2_000_000: "مليونان مليونين", 2_000_000_000: "ملياران مليارين"}
_SCALES_ENGLISH = {1_000: "thousand", 1_000_000: "million", 1_000_000_000: "billion"}


class Figure(NamedTuple):
    """``text[start:end]`` names ``value``: Western digits, thousands unmarked ("2855000", "18:45")."""

    start: int
    end: int
    value: str


class _Word(NamedTuple):
    """``kind``: one (0-19), ten, hundred (a factor after 1-9), scale (a factor), whole (complete)."""

    kind: str
    value: int


def _vocabulary() -> dict[str, _Word]:
    words = {word: _Word("one", value) for value, word in enumerate(_ONES_ENGLISH.split())}
    words |= {word: _Word("ten", 20 + 10 * i) for i, word in enumerate(_TENS_ENGLISH.split())}
    words["hundred"] = _Word("hundred", 100)
    words |= {word: _Word("scale", value) for value, word in _SCALES_ENGLISH.items()}
    arabic: dict[str, _Word] = {}
    for value, forms in enumerate(_ONES_ARABIC.split("|")):
        arabic |= {form: _Word("one", value) for form in forms.split()}
        if 3 <= value <= 9:
            stem = forms.split()[0]
            arabic[f"{stem}ا"] = arabic[f"{stem}يا"] = _Word("one", value)
            arabic |= {f"{stem}{hundred}": _Word("whole", 100 * value) for hundred in _HUNDRED}
    for i, forms in enumerate(_TENS_ARABIC.split("|")):
        arabic |= {form: _Word("ten", 20 + 10 * i) for form in forms.split()}
    arabic |= {form: _Word("hundred", 100) for form in _HUNDRED}
    arabic |= {form: _Word("whole", 200) for form in _TWO_HUNDRED.split()}
    for value, forms in _SCALES_ARABIC.items():
        arabic |= {form: _Word("scale", value) for form in forms.split()}
    for value, forms in _DUALS_ARABIC.items():
        arabic |= {form: _Word("whole", value) for form in forms.split()}
    return words | {fold(form): word for form, word in arabic.items()}


_WORDS = _vocabulary()
_TEEN = {fold("عشر"), fold("عشرة")}
_AND = "و"
_ARTICLE = re.compile("[وبف]?ال|لل|[بلف]")


def numbers(text: str) -> frozenset[str]:
    """The values of all numbers in ``text``."""
    return frozenset(figure.value for figure in figures(text))


def figures(text: str) -> list[Figure]:
    """The numbers in ``text`` in order; offsets are into ``fold(text)``, which is where they were found."""
    folded = fold(text).replace("٫", ".").replace("٬", ",")
    return sorted([*_in_digits(folded), *_in_words(folded)])


def _in_digits(folded: str) -> Iterator[Figure]:
    for match in _DIGITS.finditer(folded):
        value = _THOUSANDS.sub("", match.group()).rstrip(".,:/")
        following = _TOKEN.match(folded, match.end() + 1)
        scale = _WORDS.get(following.group()) if following and folded[match.end()].isspace() else None
        if scale and scale.kind == "scale" and following and value.replace(".", "", 1).isdigit():
            yield Figure(match.start(), following.end(), f"{(Decimal(value) * scale.value).normalize():f}")
        else:
            yield Figure(match.start(), match.end(), value)


def _in_words(folded: str) -> Iterator[Figure]:
    run: list[tuple[int, int, _Word]] = []
    linked = False
    for match in _TOKEN.finditer(folded):
        token, joined = match.group(), False
        if token not in _WORDS and token.startswith(_AND) and token[1:] in _WORDS:
            token, joined = token[1:], True
        elif token not in _WORDS and (article := _ARTICLE.match(token)) and token[article.end() :] in _WORDS:
            token, joined = token[article.end() :], token.startswith(_AND)
        word = _WORDS.get(token)
        gap = folded[run[-1][1] : match.start()] if run else ""
        if word is None:
            # "two hundred and five": the word goes on with the number when one follows.
            linked = match.group() == "and" and bool(run) and run[-1][2].kind in {"hundred", "scale"}
            if not linked:
                yield from _read(run)
                run = []
            continue
        if token in _TEEN and run and run[-1][2].kind == "one" and run[-1][2].value < 10 and not joined:
            start, _, before = run[-1]
            run[-1] = (start, match.end(), _Word("one", before.value + 10))
            continue
        if run and not (_continues(run[-1][2], word, joined or linked) and len(gap) <= 5):
            yield from _read(run)
            run = []
        run.append((match.start(), match.end(), word))
        linked = False
    yield from _read(run)


def _continues(before: _Word, word: _Word, joined: bool) -> bool:
    """Whether ``word`` goes on with the number that ``before`` ends so far."""
    if word.kind in {"hundred", "scale"}:
        return word.value > before.value or before.kind in {"hundred", "whole", "scale"}
    if joined:
        small = before.kind == "one" and word.kind == "ten"
        return small or before.kind in {"hundred", "scale", "whole"} or before.value >= 100
    english_tens = before.kind == "ten" and word.kind == "one" and 0 < word.value < 10
    return english_tens or before.kind in {"hundred", "scale"}


def _read(run: list[tuple[int, int, _Word]]) -> Iterator[Figure]:
    # A scale that stands alone behind digits was read with them; "one" alone is a pronoun as often.
    if not run or (len(run) == 1 and (run[0][2].kind == "scale" or run[0][2].value == 1)):
        return
    total = part = 0
    for _, _, word in run:
        if word.kind == "hundred":
            part = max(part, 1) * word.value
        elif word.kind == "scale":
            total += max(part, 1) * word.value
            part = 0
        else:
            part += word.value
    yield Figure(run[0][0], run[-1][1], str(total + part))
