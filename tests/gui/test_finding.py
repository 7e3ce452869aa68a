# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding in a document: what a person types is found as it is written there."""

from __future__ import annotations

import pytest

from gui.finding import Found, find, word_around


@pytest.mark.parametrize(
    ("typed", "text", "there"),
    [
        ("Bridge", "the BRIDGE is", "BRIDGE"),
        ("closed to all", "closed to\n  all vehicles", "closed to\n  all"),
        ("إغلاق الجسر", "قرار اغلاق الجسر", "اغلاق الجسر"),
        ("مدرسة", "في مَدْرَسَةٍ قديمة", "مَدْرَسَةٍ"),
        ("محمد", "السيد محـــمد هنا", "محـــمد"),
        ("2024", "عام ٢٠٢٤ هجري", "٢٠٢٤"),
        ("a.b (c", "x a.b (c) y", "a.b (c"),
        ("can't", "they can’t", "can’t"),
    ],
)
def test_found_as_it_is_written(typed: str, text: str, there: str) -> None:
    (found,) = find([(3, text)], typed)
    assert found.page == 3
    assert text[found.start : found.end] == there


def test_places_come_in_the_order_of_the_pages() -> None:
    pages = [(1, "one two one"), (2, "none"), (3, "one")]
    assert find(pages, "one") == [Found(1, 0, 3), Found(1, 8, 11), Found(2, 1, 4), Found(3, 0, 3)]
    assert find(pages, "  ") == []


def test_the_word_around_an_offset() -> None:
    text = "pier P3 settled"
    assert word_around(text, 6) == (5, 7)
    assert word_around(text, 0) == (0, 4)
    assert word_around(text, 4) is None
    assert word_around(text, 99) is None
