# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of the documents view: where a page's text comes from, and days as people read them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from core.records import Page
from gui import language
from gui.documents import words

PAGE = Page("p", "d", 1, "text", "Some text", None, "en", 0.1, None, reason="text layer")


def _plain(text: str) -> str:
    return "".join(character for character in text if character not in "\u2066\u2067\u2068\u2069")


def test_where_the_text_comes_from_and_why() -> None:
    assert words.source_note(PAGE) == ("text of the document", "muted")
    read = replace(
        PAGE, source="ocr", confidence=0.93, engine="tesseract 5.3", reason="no text layer, odd paper"
    )
    told, role = words.source_note(read)
    assert _plain(told) == "read from the image by tesseract 5.3, 93 % sure: it has no text layer, odd paper"
    assert role == "muted"
    assert words.source_note(replace(read, confidence=0.5))[1] == "warn"
    failed = replace(PAGE, source="failed", error="Page 1 is missing.")
    told, role = words.source_note(failed)
    assert _plain(told) == "could not be read: Page 1 is missing."
    assert role == "bad"
    assert words.source_note(replace(PAGE, source="corrected"))[0] == "corrected by hand"


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("date", "2024-03-16", "2024-03-16"),
        ("date", "2024-04-15/2024-04-22", "2024-04-15 – 2024-04-22"),
        ("date", "--03-11", "03-11, no year told"),
        ("person", "salma haroun", "salma haroun"),
    ],
)
def test_values_as_people_read_them(kind: str, value: str, told: str) -> None:
    assert _plain(words.value(kind, value)) == told


def test_every_kind_that_core_finds_has_a_word_in_arabic(qapp: QApplication) -> None:
    from core.documents.entities.recognisers import KINDS

    language.use(qapp, "ar")
    for kind in KINDS:
        word = words.kind(kind).word()
        assert any("\u0600" <= letter <= "\u06ff" for letter in word), kind
