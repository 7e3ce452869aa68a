# SPDX-License-Identifier: AGPL-3.0-or-later
"""JSON and lines of it."""

from __future__ import annotations

import json
from pathlib import Path

from core.documents.extract.sniff import JSON, PLAIN
from tests.core.documents.conftest import opened, texts


def test_an_outline_that_a_person_can_read(tmp_path: Path) -> None:
    value = {
        "اسم": "الجسر",
        "piers": [{"no": 1, "safe": False}, {"no": 2, "notes": ["a", "b"]}],
        "none": None,
    }
    (tmp_path / "a.json").write_text(json.dumps(value))
    reader = opened(tmp_path / "a.json")
    assert reader.media_type == JSON
    assert "".join(texts(reader)) == (
        "اسم: الجسر\npiers:\n  - no: 1\n    safe: false\n  - no: 2\n    notes:\n      - a\n      - b\n"
        "none: null"
    )


def test_lines_are_records(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"a": 1}\n\n{"a": "\\u0627"}\n')
    assert texts(opened(tmp_path / "a.jsonl")) == ["a: 1\n\na: ا"]


def test_what_is_no_json_is_text(tmp_path: Path) -> None:
    for content in ('{"a": 1', '{"a": ' + "[" * 100_000):
        (tmp_path / "a.json").write_text(content)
        reader = opened(tmp_path / "a.json")
        assert reader.media_type == PLAIN
        assert "".join(texts(reader)) == content
