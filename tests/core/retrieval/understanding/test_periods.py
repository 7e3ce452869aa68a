# SPDX-License-Identifier: AGPL-3.0-or-later
"""Days and languages that plain words say of documents are read, and none out of other questions."""

from __future__ import annotations

import pytest

from core.retrieval.understanding.periods import language_asked, period_of


@pytest.mark.parametrize(
    ("query", "period"),
    [
        ("invoices from March 2023", "2023-03-01…2023-03-31"),
        ("reports of 2021", "2021-01-01…2021-12-31"),
        ("the letters before 2020", "…2019-12-31"),
        ("contracts since May 2019", "2019-05-01…"),
        ("emails after 3 May 2024", "2024-05-04…"),
        ("memos until June 2020", "…2020-06-30"),
        ("reports between 2018 and 2020", "2018-01-01…2020-12-31"),
        ("report dated 3 May 2024", "2024-05-03…2024-05-03"),
        ("what does the report for the year 2021 say", "2021-01-01…2021-12-31"),
        ("فواتير مارس 2023", "2023-03-01…2023-03-31"),
        ("تقارير عام ٢٠٢١", "2021-01-01…2021-12-31"),
        ("التقرير السنوي لعام 2021", "2021-01-01…2021-12-31"),
        ("الرسائل قبل 2020", "…2019-12-31"),
        ("العقود منذ مايو 2019", "2019-05-01…"),
        ("التقارير بين 2018 و2020", "2018-01-01…2020-12-31"),
        ("تقارير 1 رمضان 1445", "2024-03-11…2024-03-11"),
    ],
)
def test_periods(query: str, period: str) -> None:
    assert str(period_of(query)) == period


@pytest.mark.parametrize(
    "query",
    [
        "when was he born in 2021?",
        "revenue in March 2021",
        "reports of 2020 and letters of 2022",
        "ما إيرادات 2021؟",
        "متى صدر القرار؟",
        "invoice 2023456",
        "",
    ],
)
def test_no_period(query: str) -> None:
    assert period_of(query) is None


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("letters in Arabic", "ar"),
        ("Arabic documents about the bridge", "ar"),
        ("التقارير بالإنجليزية", "en"),
        ("الوثائق باللغة العربية", "ar"),
        ("what does isnad mean in Arabic?", None),
        ("ما معنى إسناد بالإنجليزية؟", None),
    ],
)
def test_languages(query: str, language: str | None) -> None:
    assert language_asked(query) == language
