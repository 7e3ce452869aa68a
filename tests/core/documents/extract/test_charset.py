# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text comes out as it was written, whatever encoding it was saved in."""

from __future__ import annotations

import codecs
import os

import pytest

from core.documents.extract.charset import UnknownCharsetError, decode

LONG = (
    "قررت اللجنة إغلاق الجسر أمام جميع المركبات بعد أن اتسع الشق في الدعامة الثالثة، "
    "وكلفت فريق الغوص بفحص الأساسات تحت الماء وتقديم تقريره قبل نهاية الشهر.\n"
) * 20
SHORT = "تقرير عن الجسر"
MIXED = "Pier P3: عرض الشق 4.7 mm — قرار رقم 31"
ENGLISH = "The bridge’s closure — “urgent”, said Zoë — cost £5m; a naïve café-owner paid €20 more."
FRENCH = "La chaussée a été fermée à la circulation après l'apparition d'une fissure côté élève."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", [LONG, SHORT, MIXED, ENGLISH, FRENCH])
def test_unicode(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("text", [LONG, SHORT, "الجسر", "قرار إغلاق"])
def test_arabic_windows(text: str) -> None:
    assert decode(text.encode("cp1256")) == text


@pytest.mark.parametrize("text", [LONG.replace("،", "\u060c"), "تقرير عن إغلاق الجسر في المدينة"])
@pytest.mark.parametrize("encoding", ["iso8859_6"])
def test_arabic_of_other_systems(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_arabic_with_latin_between() -> None:
    text = "عرض الشق في الدعامة P3 بلغ 4.7 mm يوم الإغلاق (report WH-31)"
    assert decode(text.encode("cp1256")) == text


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, "“Quoted”", "£5"])
def test_western_windows(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


def test_cyrillic_is_not_taken_for_arabic() -> None:
    text = "Мост был закрыт для всех машин после того, как трещина в опоре стала шире. " * 5
    assert decode(text.encode("cp1251")) == text


def test_utf8_cut_off_within_a_letter_stays_utf8() -> None:
    assert decode(LONG.encode()[:-2]).startswith(LONG[:1000])


def test_one_damaged_letter_does_not_change_the_encoding() -> None:
    content = bytearray(LONG.encode())
    content[300] = 0xFF
    assert decode(bytes(content)).count("\ufffd") <= 2
    assert decode(bytes(content))[-100:] == LONG[-100:]


def test_a_mark_wins_over_everything() -> None:
    assert decode(codecs.BOM_UTF16_BE + "جسر".encode("utf-16-be")) == "جسر"


def test_no_text_at_all_is_told_or_shows() -> None:
    noise = os.urandom(4000)
    try:
        text = decode(noise)
    except UnknownCharsetError:
        return
    assert text != noise.decode("latin-1")
