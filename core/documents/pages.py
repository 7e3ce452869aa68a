# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is known of one page besides its text: where each word stands, and which languages it is in.

A word is a span of the page's text and a box in fractions of the page's width and height. The words of a page
are kept as zlib-compressed JSON: one flat list of whole numbers, six a word (start, end, left, top, right,
bottom), the box in 1/10,000.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Sequence
from functools import reduce
from typing import NamedTuple

from core.documents.language import UNKNOWN, language_of
from core.records import Box, PageLine

_SCALE = 10_000
_QUICK = 2
_SHARE_WORTH_NAMING = 0.1
_LINE = re.compile(r"[^\n]+")
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+")
_OTHER = re.compile(r"[^\W\d\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+")


class Word(NamedTuple):
    """``text[start:end]`` of a page, and its box."""

    start: int
    end: int
    box: Box


def encode_words(words: Iterable[Word]) -> bytes:
    flat: list[int] = []
    for start, end, (left, top, right, bottom) in words:
        flat += (
            start,
            end,
            round(left * _SCALE),
            round(top * _SCALE),
            round(right * _SCALE),
            round(bottom * _SCALE),
        )
    return zlib.compress(json.dumps(flat, separators=(",", ":")).encode(), _QUICK)


def decode_words(stored: bytes | None) -> list[Word]:
    if not stored:
        return []
    flat = json.loads(zlib.decompress(stored))
    boxes = [number / _SCALE for number in flat]
    return [
        Word(flat[i], flat[i + 1], (boxes[i + 2], boxes[i + 3], boxes[i + 4], boxes[i + 5]))
        for i in range(0, len(flat), 6)
    ]


def boxes_of(words: Sequence[Word], start: int, end: int) -> tuple[Box, ...]:
    """The boxes of the words that ``start:end`` touches, those of one line merged into one."""
    lines: list[Box] = []
    for word in words:
        if word.start < end and word.end > start:
            if lines and _on_one_line(lines[-1], word.box):
                lines[-1] = _union(lines[-1], word.box)
            else:
                lines.append(word.box)
    return tuple(lines)


def lines_of(text: str, words: Sequence[Word]) -> list[PageLine]:
    """The lines of a text that are not empty, each with the box of its words."""
    found = []
    for line in _LINE.finditer(text):
        if line.group().isspace():
            continue
        boxes = [word.box for word in words if word.start < line.end() and word.end > line.start()]
        box = reduce(_union, boxes) if boxes else None
        found.append(PageLine(line.start(), line.end(), line.group(), box))
    return found


def languages_of(text: str) -> str:
    """Codes of the languages of a text, the commonest first: "ar,en". Empty where none can be told.

    Arabic script and the rest are told apart; the lesser is named when it has a tenth of the letters.
    """
    if _ARABIC.search(text) is None:
        code = language_of(text)
        return "" if code == UNKNOWN else code
    weights = {}
    for part in (_ARABIC.findall(text), _OTHER.findall(text)):
        weights[language_of(" ".join(part))] = sum(map(len, part))
    weights.pop(UNKNOWN, None)
    enough = _SHARE_WORTH_NAMING * sum(weights.values())
    named = sorted((code for code in weights if weights[code] >= enough), key=lambda code: -weights[code])
    return ",".join(named)


def _on_one_line(first: Box, second: Box) -> bool:
    common = min(first[3], second[3]) - max(first[1], second[1])
    return common > 0.5 * min(first[3] - first[1], second[3] - second[1])


def _union(first: Box, second: Box) -> Box:
    return (
        min(first[0], second[0]),
        min(first[1], second[1]),
        max(first[2], second[2]),
        max(first[3], second[3]),
    )
