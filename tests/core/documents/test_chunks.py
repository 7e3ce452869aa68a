# SPDX-License-Identifier: AGPL-3.0-or-later
"""Chunks cover a page, hold no more than they may, overlap, and end where a reader would pause."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from core.documents import chunks
from core.documents.chunks import chunks_of, estimate
from core.settings import ChunkSettings

SETTINGS = ChunkSettings()
ENGLISH = "\n\n".join(
    " ".join(
        f"Sentence {number}.{part} tells of the bridge, its piers and the river below it."
        for part in range(9)
    )
    for number in range(12)
)
ARABIC = " ".join(f"قررت اللجنة في جلستها رقم {number} إغلاق الجسر أمام المركبات." for number in range(120))


@pytest.mark.parametrize("text", [ENGLISH, ARABIC, ENGLISH + "\n\n" + ARABIC])
@pytest.mark.parametrize("real", [True, False])
def test_every_chunk_of_a_long_page(text: str, real: bool, minilm: Path) -> None:
    tokenise = chunks.tokeniser() if real else estimate
    assert chunks.TOKENIZER.parent == minilm
    found = chunks_of(text, SETTINGS, tokenise)
    assert len(found) > 2
    covered: set[int] = set()
    for chunk in found:
        inside = text[chunk.start : chunk.end]
        assert inside == inside.strip()
        assert chunk.tokens <= SETTINGS.tokens
        assert len(tokenise(inside)) == chunk.tokens
        assert chunk.start == 0 or text[chunk.start - 1].isspace()
        assert chunk.end == len(text) or text[chunk.end].isspace()
        covered.update(range(chunk.start, chunk.end))
    assert all(place in covered for place, letter in enumerate(text) if not letter.isspace())
    for first, second in pairwise(found):
        assert second.start > first.start
        shared = len(tokenise(text[second.start : first.end]))
        assert 0 < shared <= SETTINGS.overlap


def test_chunks_end_with_paragraphs_or_sentences() -> None:
    found = chunks_of(ENGLISH, SETTINGS)
    assert all(ENGLISH[: chunk.end].endswith(".") for chunk in found)


def test_a_short_page_is_one_chunk_and_an_empty_one_none() -> None:
    text = "  The bridge is closed.\n"
    (chunk,) = chunks_of(text, SETTINGS)
    assert text[chunk.start : chunk.end] == "The bridge is closed."
    assert chunk.language == "en"
    assert chunks_of(" \n ", SETTINGS) == []


def test_a_word_longer_than_a_chunk_is_cut_all_the_same() -> None:
    text = "خ" * 3000
    found = chunks_of(text, SETTINGS)
    assert found[0].start == 0
    assert found[-1].end == len(text)
    assert all(chunk.tokens <= SETTINGS.tokens for chunk in found)


def test_the_language_is_the_chunks_own() -> None:
    found = chunks_of(ENGLISH + "\n\n" + ARABIC, SETTINGS)
    assert found[0].language == "en"
    assert found[-1].language == "ar"
