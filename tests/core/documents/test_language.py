# SPDX-License-Identifier: AGPL-3.0-or-later
"""A text's language is told from a sentence, and from the few words of a query."""

from __future__ import annotations

import pytest

from core.documents.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The bridge was closed on 3 May because of a crack in the third pier.", "en"),
        ("bridge closure", "en"),
        ("Why?", "en"),
        ("أُغلق الجسر في الثالث من مايو بسبب شرخ في الدعامة الثالثة.", "ar"),
        ("لماذا؟", "ar"),
        ("تقرير اللجنة (ISO 9001) عن الجسر المعلق", "ar"),
        ("The word الجسر means bridge, and it is used in the report as well.", "en"),
        ("پل در ماه مه به دلیل ترک خوردگی بسته شد و گزارش آن منتشر گردید", "fa"),
        ("Le pont est fermé depuis le mois de mai pour des travaux dans la ville.", "fr"),
        ("Die Brücke ist seit Mai gesperrt, weil ein Pfeiler einen Riss hat und das nicht sicher ist.", "de"),
        ("Мост был закрыт в мае", "und"),
        ("12.5 — 2024 / 3", "und"),
        ("", "und"),
    ],
)
def test_the_language_most_of_a_text_is_in(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_huge_text_is_judged_by_its_beginning() -> None:
    assert language_of("the pier of the bridge " * 200_000 + "الجسر " * 900_000) == "en"
