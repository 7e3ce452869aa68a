# SPDX-License-Identifier: AGPL-3.0-or-later
"""Days in both scripts, both calendars and the ways in which people write them."""

from __future__ import annotations

import pytest

from core.documents.entities.recognisers import entities_of


def found(text: str) -> list[tuple[str, str, str | None]]:
    """Text, value and day of each date."""
    return [(text[e.start : e.end], e.value, e.day) for e in entities_of(text) if e.kind == "date"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("16 March 2024", "2024-03-16"),
        ("March 16, 2024", "2024-03-16"),
        ("Sept. 3rd, 2018", "2018-09-03"),
        ("2024-03-16", "2024-03-16"),
        ("2024-03-16T18:45:00Z", "2024-03-16"),
        ("16/03/2024", "2024-03-16"),
        ("3.16.2024", "2024-03-16"),
        ("2024/3/16", "2024-03-16"),
        ("١٦ مارس ٢٠٢٤", "2024-03-16"),
        ("١٦ آذار ٢٠٢٤", "2024-03-16"),
        ("16 آذار/مارس 2024", "2024-03-16"),
        ("5 كانون الثاني 2024", "2024-01-05"),
        ("الأول من نيسان".replace("الأول", "1") + " عام 2024", "2024-04-01"),
        ("٢٠٢٤/٣/١٦", "2024-03-16"),
        ("15 رمضان 1445هـ", "2024-03-25"),
        ("١ محرم ١٤٤٦ هـ", "2024-07-07"),
        ("10 ذو الحجة 1445", "2024-06-16"),
        ("12 Ramadan 1445 AH", "2024-03-22"),
        ("1445/9/15", "2024-03-25"),
    ],
)
def test_one_day_however_it_is_written(written: str, value: str) -> None:
    assert found(f"It was on {written}, they say.") == [(written, value, value)]


@pytest.mark.parametrize(
    ("written", "value", "day"),
    [
        ("9-11 March 2024", "2024-03-09/2024-03-11", "2024-03-09"),
        ("28 February to 3 March 2024", "2024-02-28/2024-03-03", "2024-02-28"),
        ("3 إلى 7 مارس 2024", "2024-03-03/2024-03-07", "2024-03-03"),
        ("30 و31 مارس 2024", "2024-03-30/2024-03-31", "2024-03-30"),
        ("November 2023", "2023-11", None),
        ("14 March", "--03-14", None),
        ("3 رجب 1200", "1200-07-03 AH", None),
    ],
)
def test_spans_months_and_what_no_timeline_can_show(written: str, value: str, day: str | None) -> None:
    assert found(f"From {written} on.") == [(written, value, day)]


@pytest.mark.parametrize(
    "text", ["31/02/2024", "version 2.10.3", "45/67/2024", "room 16 mar", "12:30:45", "2024-13-45"]
)
def test_what_is_no_day_is_not_taken_for_one(text: str) -> None:
    assert [value for _, value, _ in found(text) if not value.startswith("--")] == []
