# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers have one form, in digits or words of either language."""

from __future__ import annotations

import pytest

from core.chat.figures import numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2,855,000 dinars", {"2855000"}),
        ("٢٬٤٦٠٬٠٠٠ دينار", {"2460000"}),
        ("٤١٫٦ طنا", {"41.6"}),
        ("pier P3, gauge CG-07", {"07"}),
        ("at 18:45 on 16/3", {"18:45", "16/3"}),
        ("four divers, 14.", {"4", "14"}),
        ("two hundred and five men", {"205"}),
        ("twenty-one divers and three boats", {"21", "3"}),
        ("three thousand four hundred", {"3400"}),
        ("2.5 million dinars", {"2500000"}),
        ("٣ آلاف دينار", {"3000"}),
        ("خمسة وعشرون شاهدا", {"25"}),
        ("مئة وخمسة وعشرين يوما", {"125"}),
        ("اثنا عشر شهرا وثلاثة أيام", {"12", "3"}),
        ("ألفان وأربعمائة وخمسون", {"2450"}),
        ("خمسة عشر ألفا", {"15000"}),
        ("مليون ومئتي ألف", {"1200000"}),
        ("five and six", {"5", "6"}),
        ("one of them, أحد الشهود", set()),
    ],
)
def test_numbers_in_one_form(text: str, expected: set[str]) -> None:
    assert numbers(text) == expected
