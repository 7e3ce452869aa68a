# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is known of one page besides its text: where each word stands, and which languages it is in.

A word is a span of the page's text and a box in fractions of the page's width and height. The words of a page
are kept as arrays of whole numbers, one after the other: the array code of the spans ("H": two bytes, "I":
four), every word's start, every word's end, every word's left, top, right and bottom in 1/10,000 (two bytes).
Compressing them would cost more time than reading them out of a PDF, and save a tenth.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from typing import NamedTuple

from core.documents.boxes import around, on_one_line
from core.documents.language import UNKNOWN, language_of
from core.records import Box, PageLine

_SCALE = 10_000
_FARTHEST = 32_767
_MOST_IN_TWO_BYTES = 65_535
_SHARE_WORTH_NAMING = 0.1
_LINE = re.compile(r"[^\n]+")
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+")
_OTHER = re.compile(r"[^\W\d\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+")


class Word(NamedTuple):
    """``text[start:end]`` of a page, and its box."""

    start: int
    end: int
    box: Box


def encode_words(words: Sequence[Word]) -> bytes:
    if not words:
        return b""
    starts, ends, boxes = zip(*words, strict=True)
    kind = "H" if max(ends) <= _MOST_IN_TWO_BYTES else "I"
    scaled = [round(edge * _SCALE) for box in boxes for edge in box]
    try:
        edges = array("h", scaled)
    except OverflowError:
        edges = array("h", [min(max(edge, -_FARTHEST), _FARTHEST) for edge in scaled])
    return b"".join((kind.encode(), array(kind, starts + ends).tobytes(), edges.tobytes()))


def decode_words(stored: bytes | None) -> list[Word]:
    if not stored:
        return []
    spans, edges = array(stored[:1].decode()), array("h")
    count = (len(stored) - 1) // (2 * spans.itemsize + 4 * edges.itemsize)
    middle = 1 + 2 * count * spans.itemsize
    spans.frombytes(stored[1:middle])
    edges.frombytes(stored[middle:])
    places = [edge / _SCALE for edge in edges]
    boxes = zip(places[::4], places[1::4], places[2::4], places[3::4], strict=True)
    return list(map(Word, spans[:count], spans[count:], boxes))


def boxes_of(words: Sequence[Word], start: int, end: int) -> tuple[Box, ...]:
    """The boxes of the words that ``start:end`` touches, those of one line merged into one."""
    lines: list[Box] = []
    for word in words:
        if word.start < end and word.end > start:
            if lines and on_one_line(lines[-1], word.box):
                lines[-1] = around((lines[-1], word.box))
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
        box = around(boxes) if boxes else None
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
