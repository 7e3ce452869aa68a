# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is found on pages of the sample case, against what a person marked there."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import docx
import pytest

from core.documents.entities.recognisers import KINDS, entities_of
from core.documents.extract.mupdf import pymupdf

Marked = set[tuple[str, str]]

TRUTH: dict[str, dict[str, list[str]]] = {
    "inspection-log.md": {
        "person": ["salma haroun", "yusuf kanaan", "bilal ashqar", "wrenfield", "abu nizar"],
        "place": ["wadi halzam bridge"],
        "date": [
            *("2023-10-09", "2023-12-04", "2024-01-08", "2024-01-22", "2024-02-05", "2024-02-19"),
            *("2024-03-04", "2024-03-11", "2024-03-16", "2024-03-17"),
        ],
    },
    "مذكرة-شرطة-المرور.md": {
        "person": ["عادل مرواش", "سامي قطران"],
        "organisation": [
            *("شرطة المرور", "هيئة الطرق والجسور", "دائرة الصيانة", "مطاحن الوادي", "شركة حجر للمقالع"),
        ],
        "place": ["جسر وادي هلزم", "ام ريدان"],
        "date": ["2024-03-03", "2024-03-02"],
        "amount": ["1500 dinar"],
    },
    "press-statement.txt": {
        "person": ["رنا الجندلي"],
        "organisation": ["هيئة الطرق والجسور", "مستشفى برج صنان", "مدرسة برج صنان الثانوية"],
        "place": [
            *("محافظة سهمارة", "ام ريدان", "جسر وادي هلزم", "جسر عين طبار", "ساحة المحطة", "الطريق رقم 14"),
        ],
        "date": ["2024-03-17"],
        "phone": ["1187"],
    },
    "consultant-letter.pdf": {
        "person": ["yusuf kanaan", "kanaan", "oliver wrenfield"],
        "organisation": [
            *("aldercott bridge consultants", "sahmara roads and bridges authority"),
            "maintenance department",
        ],
        "place": ["almond terrace", "umm raydan", "wadi halzam bridge"],
        "date": ["2024-02-19", "2024-03-04"],
        "amount": ["18400 dinar"],
        "id": ["reference ab/2024/088"],
    },
    "witness-statement.docx": {
        "person": ["yusuf kanaan", "salma haroun"],
        "organisation": ["sahmara roads and bridges authority", "aldercott bridge consultants"],
        "date": [
            *("2024-04-22", "2023-10", "2024-02-19", "2024-03-14", "--03-11", "--03-15", "2023-12-06"),
        ],
        "amount": ["20000 dinar"],
        "id": ["inquiry wh-inq-2024"],
    },
    "محضر-فتح-العروض.docx": {
        "person": ["سهى الراوندي", "طارق بنزار"],
        "organisation": [
            *("لجنة المشتريات", "هيئة الطرق والجسور", "شركة رواسين لترميم المنشات", "شركة المنحنى"),
        ],
        "place": ["جسر وادي هلزم"],
        "date": ["2024-04-30", "2024-05-21", "2024-06-09"],
        "amount": ["2600000 dinar", "3000 dinar"],
    },
}


def text_of(file: Path) -> str:
    if file.suffix == ".pdf":
        return str(pymupdf.open(file)[0].get_text())
    if file.suffix == ".docx":
        return "\n".join(paragraph.text for paragraph in docx.Document(str(file)).paragraphs)
    return file.read_text(encoding="cp1256" if file.suffix == ".txt" else "utf-8")


@pytest.fixture(scope="module")
def compared(samples: Path) -> tuple[Marked, Marked]:
    """What was marked and what is found, each named by its document."""
    marked = {
        (f"{name} {kind}", value)
        for name, kinds in TRUTH.items()
        for kind, values in kinds.items()
        for value in values
    }
    found = {
        (f"{name} {entity.kind}", entity.value)
        for name in TRUTH
        for entity in entities_of(text_of(samples / name))
    }
    return marked, found


def test_most_of_what_a_person_marks_is_found(compared: tuple[Marked, Marked]) -> None:
    marked, found = compared
    assert len(marked & found) >= 0.95 * len(marked), marked - found


def test_most_of_what_is_found_a_person_marks(compared: tuple[Marked, Marked]) -> None:
    marked, found = compared
    assert len(marked & found) >= 0.95 * len(found), found - marked


def test_spans_are_of_the_text_as_it_is_and_never_overlap(samples: Path) -> None:
    text = text_of(samples / "مذكرة-شرطة-المرور.md")
    entities = entities_of(text)
    assert "٣ مارس ٢٠٢٤" in {text[entity.start : entity.end] for entity in entities}
    assert all(first.end <= second.start for first, second in pairwise(entities))


def test_a_name_is_found_again_without_its_title() -> None:
    text = "Captain Adel Marwash came. Later Adel Marwash left; وصل النقيب عادل مرواش ثم غادر عادل مرواش."
    assert Counter(entity.value for entity in entities_of(text)) == {"adel marwash": 2, "عادل مرواش": 2}


def test_every_kind_is_told(samples: Path) -> None:
    assert {found.kind for name in TRUTH for found in entities_of(text_of(samples / name))} <= set(KINDS)
    assert entities_of("") == []
