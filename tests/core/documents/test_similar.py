# SPDX-License-Identifier: AGPL-3.0-or-later
"""Documents that say nearly the same, whatever their format, spelling and page breaks."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from core.documents.store import Documents
from tests.core.documents.conftest import Ingest


def test_copies_drafts_and_strangers(
    documents: Documents, ingested: Ingest, samples: Path, tmp_path: Path
) -> None:
    text = (samples / "inspection-log.md").read_text(encoding="utf-8")
    (tmp_path / "log.txt").write_text(text)
    copy = docx.Document()
    for line in text.upper().splitlines():
        copy.add_paragraph(line)
    copy.save(str(tmp_path / "copy.docx"))
    (tmp_path / "draft.txt").write_text(text.replace("Crack", "The old crack").replace("2024", "2025"))
    (tmp_path / "half.txt").write_text(text[: len(text) // 2])
    (tmp_path / "other.txt").write_text((samples / "crack-measurements.txt").read_text(encoding="utf-8"))
    entries = ingested(tmp_path)
    near = documents.similar(str(entries["log.txt"]["id"]), 0.1)
    likeness = {Path(one.document).name: one.likeness for one in near}
    assert next(iter(likeness)) == "copy.docx"
    assert likeness["copy.docx"] > 0.95
    assert likeness["half.txt"] == pytest.approx(0.5, abs=0.15)
    assert 0.2 < likeness["draft.txt"] < 0.95
    assert "other.txt" not in likeness
    assert [Path(one.document).name for one in documents.similar(str(entries["log.txt"]["id"]), 0.9)] == [
        "copy.docx"
    ]


def test_arabic_is_compared_without_vowel_signs_and_a_correction_is_heeded(
    documents: Documents, ingested: Ingest, tmp_path: Path
) -> None:
    plain = "أغلقت هيئة الطرق والجسور الجسر أمام جميع المركبات مساء السبت بعد أن اتسع الشق في الدعامة الثالثة"
    (tmp_path / "plain.txt").write_text(plain)
    (tmp_path / "vowels.txt").write_text(plain.replace("الجسر", "الجِسْرَ").replace("أمام", "امـام"))
    (tmp_path / "empty.txt").write_text("?")
    entries = ingested(tmp_path)
    first = str(entries["plain.txt"]["id"])
    assert [one.likeness for one in documents.similar(first)] == [1.0]
    documents.correct(first, 1, "نص آخر لا علاقة له بما سبق من الكلام على الإطلاق")
    assert documents.similar(first, 0.1) == []
    assert documents.similar(str(entries["empty.txt"]["id"])) == []
