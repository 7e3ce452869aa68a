# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words survive their storage, and a span becomes one box a line."""

from __future__ import annotations

import pytest

from core.documents.extract.reading import flow
from core.documents.pages import boxes_of, decode_words, encode_words, languages_of


def test_words_come_back_as_they_were_stored() -> None:
    _, words = flow([[[("one", (0.1, 0.1, 0.2, 0.15)), ("two", (0.25, 0.1, 0.35, 0.15))]]])
    found = decode_words(encode_words(words))
    assert [(word.start, word.end) for word in found] == [(0, 3), (4, 7)]
    assert found[1].box == pytest.approx(words[1].box, abs=1e-4)
    assert decode_words(None) == []


def test_text_and_words_agree() -> None:
    box = (0.0, 0.0, 0.1, 0.1)
    text, words = flow([[[("a", box), ("b", box)], [("c", box)]], [[("d", box)]]])
    assert text == "a b\nc\n\nd"
    assert [text[word.start : word.end] for word in words] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ((("the", "clo-"), ("sure", "of", "it")), "the closure\nof it"),
        ((("clo-",), ("sure",), ("of",)), "closure\nof"),
        ((("per\u2010",), ("ma\xad",), ("Nent",)), "permaNent"),
        ((("Ein", "Hand\xad"), ("Werk",)), "Ein HandWerk"),
        ((("1990-",), ("year",)), "1990-\nyear"),
        ((("Wadi-",), ("Halzam",)), "Wadi-\nHalzam"),
        ((("state-of-the-",), ("art",)), "state-of-the-\nart"),
        ((("closed", "-"), ("and",)), "closed -\nand"),
        ((("الجسر-",), ("مغلق",)), "الجسر-\nمغلق"),
        ((("clo-", "sure"),), "clo- sure"),
    ],
)
def test_a_word_cut_at_the_end_of_a_line_is_whole(lines: tuple[tuple[str, ...], ...], text: str) -> None:
    box = (0.0, 0.0, 0.1, 0.1)
    found, words = flow([[[(word, box) for word in line] for line in lines]])
    assert found == text
    spans = [(word.start, word.end) for word in words]
    assert spans == sorted(spans)
    for span, written in zip(spans, (word for line in lines for word in line), strict=True):
        assert found[slice(*span)] in (written, written[:-1])


def test_a_cut_word_lies_on_both_its_lines() -> None:
    above, below = (0.7, 0.1, 0.9, 0.12), (0.1, 0.2, 0.3, 0.22)
    text, words = flow([[[("clo-", above)], [("sure", below)]]])
    assert boxes_of(words, 0, len(text)) == (above, below)


def test_words_of_two_paragraphs_stay_apart() -> None:
    box = (0.0, 0.0, 0.1, 0.1)
    assert flow([[[("clo-", box)]], [[("sure", box)]]])[0] == "clo-\n\nsure"


def test_a_span_over_two_lines_is_two_boxes() -> None:
    first, second = (0.1, 0.10, 0.3, 0.12), (0.4, 0.101, 0.6, 0.121)
    below = (0.1, 0.2, 0.3, 0.22)
    _, words = flow([[[("one", first), ("two", second)], [("three", below)]]])
    assert boxes_of(words, 0, 100) == ((0.1, 0.10, 0.6, 0.121), below)
    assert boxes_of(words, 5, 6) == (second,)
    assert boxes_of(words, 3, 4) == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("The bridge was closed. " * 5, "en"),
        ("أُغلق الجسر أمام المركبات. " * 5, "ar"),
        ("أُغلق الجسر أمام المركبات. " * 5 + "The bridge was closed in the spring.", "ar,en"),
        ("The bridge was closed because of the crack. " * 20 + "جسر", "en"),
        ("12.5 — 31/3", ""),
        ("", ""),
    ],
)
def test_languages_of_a_page(text: str, codes: str) -> None:
    assert languages_of(text) == codes
