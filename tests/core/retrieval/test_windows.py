# SPDX-License-Identifier: AGPL-3.0-or-later
"""Windows are whole sentences, lose no word, and never exceed the limit where a word allows it."""

from __future__ import annotations

from collections.abc import Sequence

from core.retrieval.windows import sentences, windows


def count(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_sentences_of_both_scripts_and_of_paragraphs() -> None:
    text = "Is it closed? Yes, since 3.5 days!\n\nA heading\n\nلماذا أُغلق؟ بسبب شرخ. انتهى"
    assert _sentences(text) == [
        "Is it closed?",
        "Yes, since 3.5 days!",
        "A heading",
        "لماذا أُغلق؟",
        "بسبب شرخ.",
        "انتهى",
    ]


def test_as_many_sentences_as_fit_and_no_word_lost() -> None:
    text = "One two three. Four five. Six seven eight nine. Ten."
    found = [text[start:end] for start, end in windows(text, 5, count)]
    assert found == ["One two three. Four five.", "Six seven eight nine. Ten."]


def test_a_sentence_without_an_end_is_cut_at_words() -> None:
    text = " ".join(f"word{number}" for number in range(1000))
    found = [text[start:end] for start, end in windows(text, 64, count)]
    assert " ".join(found).split() == text.split()
    assert max(count(found)) <= 80  # parts of about the same length in letters


def test_one_endless_word_is_cut_anywhere() -> None:
    text = "x" * 1000
    found = windows(text, 10, lambda texts: [len(text) for text in texts])
    assert "".join(text[start:end] for start, end in found) == text
    assert max(end - start for start, end in found) <= 10


def test_nothing_but_white_space_has_no_windows() -> None:
    assert windows(" \n\n\t ", 64, count) == []
