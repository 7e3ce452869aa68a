# SPDX-License-Identifier: AGPL-3.0-or-later
"""What writers vary is folded away, and what is folded can be found again in the text."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from core.retrieval.normalise import fold, fold_with_map, grams, light_stem, stem, stems


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("مُحَمَّدٌ", "محمد"),
        ("العـــربية", "العربيه"),
        ("أحمد إلى آخر ٱلكتاب", "احمد الي اخر الكتاب"),
        ("مسؤول شيء بيئة", "مسوول شيء بييه"),
        ("ﻣﺪﺭﺳﺔ", "مدرسه"),
        ("١٢٣ ۴۵۶", "123 456"),
        ("کتاب فارسی", "كتاب فارسي"),
        ("Café ÉCOLE Straße", "cafe ecole strasse"),
        ("ﬁnal\u200b\u202eword\u00ad", "finalword"),
        ("Ⅳ ½ ㎏", "iv 1⁄2 kg"),
    ],
)
def test_fold(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize("text", ["الْمُدَرِّسُ ﬁnds Ⅳ", "", "ـــ", "plain"])
def test_the_map_leads_back_to_the_letters(text: str) -> None:
    folded, offsets = fold_with_map(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded)
    assert all(fold(text[offset]) and fold(text[offset])[0] in folded for offset in offsets)
    assert offsets == sorted(offsets)


def test_the_map_gives_the_span_of_a_word_with_its_vowel_signs() -> None:
    text = "قال الْمُدَرِّسُ كلمة"
    folded, offsets = fold_with_map(text)
    start = folded.index("المدرس")
    assert text[offsets[start] :].startswith("الْمُدَرِّس")


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("والمدرسون", "مدرس"),
        ("المدرسات", "مدرس"),
        ("بالجسر", "جسر"),
        ("للطلاب", "طلاب"),
        ("كتابها", "كتاب"),
        ("ورد", "ورد"),
        ("ال", "ال"),
        ("انا", "انا"),
    ],
)
def test_light_stems(word: str, stem: str) -> None:
    assert light_stem(word) == stem


def test_each_word_is_stemmed_by_its_own_script() -> None:
    assert stems("The closures of الجسور (2024)") == ["the", "closur", "of", "جسور", "2024"]


@pytest.mark.parametrize("written", ["2600000", "2,600,000", "٢٬٦٠٠٬٠٠٠", "٢,٦٠٠,٠٠٠"])
def test_a_large_number_is_one_word_however_it_is_written(written: str) -> None:
    assert stems(f"about {written} dinars") == ["about", "2600000", "dinar"]


def test_a_list_of_numbers_is_not_one_number() -> None:
    assert stems("in 2023,2024 and 1,2") == ["in", "2023", "2024", "and", "1", "2"]


def test_grams_know_where_a_word_begins_and_ends() -> None:
    assert grams("Bridge a") == ["ˍbri", "brid", "ridg", "idge", "dgeˍ", "ˍaˍ"]
    assert not set(grams("ridge")) & {"ˍbri", "brid"}


def test_threads_stem_beside_each_other() -> None:
    words = [
        f"{root}{ending}"
        for root in ("connect", "relat", "nation")
        for ending in ("ed", "ing", "ional", "ization")
    ]
    texts = [" ".join(f"{word}x{turn}ness {word}{turn}" for word in words) for turn in range(60)]
    with ThreadPoolExecutor(8) as threads:
        beside = list(threads.map(stems, texts))
    stem.cache_clear()
    assert beside == [stems(text) for text in texts]
