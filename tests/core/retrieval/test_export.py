# SPDX-License-Identifier: AGPL-3.0-or-later
"""Exported hits can be read back with their document, page, place and text, in either script."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from core.errors import UserError
from core.records import Hit, SearchResult
from core.retrieval.export import export

HITS = (
    Hit(1, 2.5, "en/closure.txt", "d" * 32, 3, "c" * 32, 10, 40, "A crack\nin the pier.", 10, 40),
    Hit(2, 1.5, "ar/closure.txt", "e" * 32, 1, "f" * 32, 0, 12, "شرخ في الدعامة", 0, 12),
    Hit(3, 0.5, "=cmd()", "a" * 32, 1, "b" * 32, 0, 3, "=1+1\x07", 0, 3),
)
RESULT = SearchResult("crack", "cracks", "en", "hybrid", HITS, 0.1, note="Only words were searched.")


def test_json(tmp_path: Path) -> None:
    export(RESULT, tmp_path / "hits.json")
    found = json.loads((tmp_path / "hits.json").read_text(encoding="utf-8"))
    assert found["query"] == "crack"
    assert found["hits"][1]["text"] == "شرخ في الدعامة"


def test_a_table_without_formulas(tmp_path: Path) -> None:
    export(RESULT, tmp_path / "hits.CSV")
    with (tmp_path / "hits.CSV").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["document"], row["page"], row["start"], row["end"]) for row in rows[:2]] == [
        ("en/closure.txt", "3", "10", "40"),
        ("ar/closure.txt", "1", "0", "12"),
    ]
    assert rows[0]["text"] == "A crack\nin the pier."
    assert rows[2]["document"] == "'=cmd()"


def test_markdown_quotes_each_hit_with_its_place(tmp_path: Path) -> None:
    export(RESULT, tmp_path / "hits.md")
    text = (tmp_path / "hits.md").read_text(encoding="utf-8")
    assert "## 1. en/closure.txt, page 3, characters 10–40 (score 2.5)\n\n> A crack\n> in the pier." in text
    assert "Searched for: cracks" in text
    assert "Only words were searched." in text


def test_word_runs_from_right_to_left_where_arabic_does(tmp_path: Path) -> None:
    from docx import Document

    export(RESULT, tmp_path / "hits.docx")
    paragraphs = Document(str(tmp_path / "hits.docx")).paragraphs
    (arabic,) = [one for one in paragraphs if one.text == "شرخ في الدعامة"]
    assert arabic.runs[0].font.rtl
    assert "w:bidi" in arabic._p.xml
    assert "2. ar/closure.txt, page 1, characters 0–12 (score 1.5)" in [one.text for one in paragraphs]
    assert "=1+1" in [one.text for one in paragraphs]


@pytest.mark.parametrize("name", ["hits.xyz", "hits", "no/such/folder/hits.md"])
def test_what_cannot_be_written_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError):
        export(RESULT, tmp_path / name)
