# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cuts the text of a page into overlapping chunks, counted in tokens of the embedder's tokenizer."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from core.documents.language import language_of
from core.paths import MODELS
from core.settings import ChunkSettings

TOKENIZER = MODELS / "all-minilm-l6-v2" / "tokenizer.json"
# Where a chunk may end, best first: a paragraph, a line, a sentence, a word.
_BORDERS = tuple(re.compile(pattern) for pattern in (r"\n\s*\n\s*", r"\n\s*", r"(?<=[.!?؟؛…])\s+", r"\s+"))
# Pieces of words and single signs: about as many as a tokenizer makes of them.
_ESTIMATE = re.compile(r"\w{1,4}|[^\w\s]")
# A chunk is cut at the best border in this last part of it.
_TAIL = 0.35

Span = tuple[int, int]
Tokenise = Callable[[str], Sequence[Span]]


class Chunk(NamedTuple):
    """``text[start:end]`` of a page, its tokens and its language."""

    start: int
    end: int
    tokens: int
    language: str


def chunks_of(
    text: str, settings: ChunkSettings, tokenise: Tokenise | None = None, *, body: Span | None = None
) -> list[Chunk]:
    """Chunks of at most ``settings.tokens`` tokens, which overlap by at most ``settings.overlap``.

    They never begin or end within a word, unless the word alone is longer than a chunk. With ``body`` they
    are of that span of the text alone: without what every page says at its head and foot.
    """
    if body is not None:
        first, last = body
        inner = chunks_of(text[first:last], settings, tokenise)
        return [chunk._replace(start=chunk.start + first, end=chunk.end + first) for chunk in inner]
    tokens = (tokenise or tokeniser())(text)
    starts = [start for start, _ in tokens]
    borders = [[found.end() for found in pattern.finditer(text)] for pattern in _BORDERS]
    found: list[Chunk] = []
    first = 0
    while first < len(tokens):
        last = _end(tokens, starts, borders, first, settings.tokens)
        start, end = tokens[first][0], tokens[last - 1][1]
        found.append(Chunk(start, end, last - first, language_of(text[start:end])))
        if last == len(tokens):
            break
        first = _next(starts, borders, first, last, settings.overlap)
    return found


def tokeniser() -> Tokenise:
    """The starter embedder's tokenizer; an estimate where that model is not installed."""
    return _of_model(TOKENIZER) if TOKENIZER.exists() else estimate


def estimate(text: str) -> list[Span]:
    return [found.span() for found in _ESTIMATE.finditer(text)]


@cache
def _of_model(file: Path) -> Tokenise:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_truncation()
    tokenizer.no_padding()

    def tokenise(text: str) -> list[Span]:
        return [
            (start, end)
            for start, end in tokenizer.encode(text, add_special_tokens=False).offsets
            if end > start
        ]

    return tokenise


def _end(tokens: Sequence[Span], starts: list[int], borders: list[list[int]], first: int, most: int) -> int:
    """The token after the last of the chunk that begins with ``first``."""
    limit = first + most
    if limit >= len(tokens):
        return len(tokens)
    low, high = starts[limit - max(1, int(most * _TAIL))], starts[limit]
    for places in borders:
        border = _last_in(places, low, high)
        if border is not None:
            return bisect_left(starts, border)
    earlier = _last_in(borders[-1], starts[first] + 1, high)
    return limit if earlier is None else bisect_left(starts, earlier)


def _next(starts: list[int], borders: list[list[int]], first: int, last: int, overlap: int) -> int:
    """Where the next chunk begins: at a sentence in the first half of the overlap, else at its first word."""
    back = max(first + 1, last - overlap)
    *_, sentences, words = borders
    for places, until in ((sentences, (back + last) // 2), (words, last)):
        border = _first_in(places, starts[back], starts[until])
        if border is not None:
            return bisect_left(starts, border)
    return last


def _last_in(places: list[int], low: int, high: int) -> int | None:
    found = bisect_right(places, high) - 1
    return places[found] if found >= 0 and places[found] > low else None


def _first_in(places: list[int], low: int, high: int) -> int | None:
    found = bisect_left(places, low)
    return places[found] if found < len(places) and places[found] <= high else None
