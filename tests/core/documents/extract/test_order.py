# SPDX-License-Identifier: AGPL-3.0-or-later
"""Glyphs seen from left to right come out in the order in which they are read."""

from __future__ import annotations

import pytest

from core.documents.extract.order import Glyph, logical


def read(visual: str, *, right_to_left: bool) -> str:
    glyphs = [Glyph(letter, (float(x), 0.0, float(x) + 1, 1.0)) for x, letter in enumerate(visual)]
    return "".join(glyph.text for _, glyph in logical(glyphs, right_to_left=right_to_left))


@pytest.mark.parametrize(
    "text",
    [
        "الجسر",
        "قرار رقم 31 لعام 2024",
        "في 16 مارس 2024، أغلق الجسر.",
        "الدعامة P3 بلغ 4.7 ملم",
        "مبلغ 85,000 دينار بنسبة 40% منه",
        "رقم الهاتف ١٢٣-٤٥٦",
        "شركة Aldercott Bridge Consultants للجسور",
    ],
)
def test_arabic_lines(text: str) -> None:
    assert read(displayed(text), right_to_left=True) == text


@pytest.mark.parametrize(
    "text",
    [
        "The word جسر means bridge",
        "Resolution القرار رقم of 2024",
        "Resolution القرار رقم 31 لعام 4.7 مارس was made",
        "plain English, 42 words.",
    ],
)
def test_latin_lines(text: str) -> None:
    assert read(displayed(text, rtl=False), right_to_left=False) == text


def displayed(text: str, *, rtl: bool = True) -> str:
    """How the line looks from left to right: what a person sees, written down by hand for these lines."""
    return SEEN[text] if text in SEEN else text[::-1] if rtl else text


SEEN = {
    "قرار رقم 31 لعام 2024": "2024 ماعل 31 مقر رارق",
    "في 16 مارس 2024، أغلق الجسر.": ".رسجلا قلغأ ،2024 سرام 16 يف",
    "الدعامة P3 بلغ 4.7 ملم": "ملم 4.7 غلب P3 ةماعدلا",
    "مبلغ 85,000 دينار بنسبة 40% منه": "هنم 40% ةبسنب رانيد 85,000 غلبم",
    "رقم الهاتف ١٢٣-٤٥٦": "١٢٣-٤٥٦ فتاهلا مقر",
    "شركة Aldercott Bridge Consultants للجسور": "روسجلل Aldercott Bridge Consultants ةكرش",
    "The word جسر means bridge": "The word رسج means bridge",
    "Resolution القرار رقم of 2024": "Resolution مقر رارقلا of 2024",
    "Resolution القرار رقم 31 لعام 4.7 مارس was made": "Resolution سرام 4.7 ماعل 31 مقر رارقلا was made",
    "plain English, 42 words.": "plain English, 42 words.",
}
