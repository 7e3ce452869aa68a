# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages as scanners give them: skewed, upside down, a single line, both languages, nothing at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from core.documents.extract.image import grey
from core.documents.extract.pdf import PdfReader
from core.documents.ocr.recognise import recognise_page, single_line
from core.documents.ocr.tesseract import Tesseract
from core.documents.pages import boxes_of
from core.settings import ExtractSettings
from tests.core.documents.conftest import given, picture_of

SETTINGS = ExtractSettings()
ENGINE = Tesseract(SETTINGS)
LINES = [
    "The bridge was closed on 16 March 2024 because of",
    "a crack in the third pier which had grown since",
    "the autumn, and which nobody had reported to the",
    "head of the department before the end of winter.",
]


@pytest.mark.parametrize("degrees", [0, 3, 90, 180])
def test_a_page_is_read_however_it_lies(degrees: int) -> None:
    picture = picture_of(*LINES).rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    page = recognise_page(picture, ENGINE, 300)
    assert page.text.split() == " ".join(LINES).split()
    start = page.text.index("March")
    (box,) = boxes_of(page.words, start, start + 5)
    edges = [round(edge * side) for edge, side in zip(box, picture.size * 2, strict=True)]
    assert min(picture.crop((edges[0], edges[1], edges[2], edges[3])).tobytes()) < 60
    assert (box[2] - box[0]) * (box[3] - box[1]) < 0.1


def test_a_line_cut_out_of_a_page_is_read_as_a_line() -> None:
    picture = picture_of(LINES[0])
    close = picture.crop((60, 55, picture.width - 60, 118))
    assert single_line(close) == (0, close.height)
    assert LINES[0] in recognise_page(close, ENGINE, 300).text
    assert single_line(picture) is not None
    assert LINES[0] in recognise_page(picture, ENGINE, 300).text


def test_two_lines_are_not_one() -> None:
    picture = picture_of(*LINES[:2])
    assert single_line(picture) is None
    assert recognise_page(picture, ENGINE, 300).text.split() == " ".join(LINES[:2]).split()


def test_an_empty_sheet_and_an_even_one_hold_nothing() -> None:
    for level in (255, 120):
        page = recognise_page(Image.new("L", (1700, 2200), level), ENGINE, 200)
        assert (page.text, page.confidence, page.source) == ("", None, "ocr")


def test_a_skewed_arabic_scan(samples: Path) -> None:
    page = PdfReader(given(samples / "mail-register-extract.pdf")).page(1)
    assert "هيئة الطرق والجسور في محافظة سهمارة، قلم السجل" in page.text
    assert "سلم الكتاب باليد إلى المهندس يوسف" in page.text
    assert page.confidence is not None
    assert page.confidence > 0.8


def test_both_languages_on_one_notice(samples: Path) -> None:
    with Image.open(samples / "site-notice.png") as notice:
        page = recognise_page(grey(notice), ENGINE, 130)
    assert "MAXIMUM LOAD 12 TONNES" in page.text
    assert "الحمولة القصوى 12 طنا" in page.text


def test_arabic_words_are_not_left_as_latin_ones(samples: Path) -> None:
    page = PdfReader(given(samples / "closure-order.pdf")).page(1)
    assert not [letter for letter in page.text if letter.isascii() and letter.isalpha()]
