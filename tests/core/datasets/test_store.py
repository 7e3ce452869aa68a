# SPDX-License-Identifier: AGPL-3.0-or-later
"""Datasets as a person meets them: brought in whole, reviewed, split without leaks, handed out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.app import App
from core.errors import UserError
from core.records import ImportReport


def _write(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def _pair(number: int, **more: Any) -> dict[str, Any]:
    return {"prompt": f"Question {number}?", "completion": f"Answer {number}.", **more}


@pytest.fixture
def imported(app: App, tmp_path: Path) -> ImportReport:
    """Forty pairs out of eight documents."""
    rows = [_pair(n, document=f"report-{n % 8}.pdf", page=n % 3 + 1) for n in range(40)]
    return app.datasets.import_file(_write(tmp_path / "pairs.jsonl", rows), "pairs")


@pytest.mark.parametrize(
    ("row", "question", "answer"),
    [
        ({"instruction": "Add", "input": "2 and 3", "output": "5"}, "Add\n2 and 3", "5"),
        (
            {"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello"}]},
            "Hi",
            "Hello",
        ),
        (
            {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Yes"}]},
            "Hi",
            "Yes",
        ),
        ({"prompt": "One?", "completion": "Two."}, "One?", "Two."),
        ({"question": "من؟", "answer": "مازن"}, "من؟", "مازن"),
        ({"text": "my card is lost", "label": "lost_card"}, "my card is lost", "lost_card"),
        ({"text": "بطاقتي ضاعت", "label": 3}, "بطاقتي ضاعت", "3"),
    ],
)
def test_every_shape_becomes_a_conversation(
    app: App, tmp_path: Path, row: dict[str, Any], question: str, answer: str
) -> None:
    report = app.datasets.import_file(_write(tmp_path / "rows.jsonl", [row]), "rows")
    messages = app.datasets.examples(report.dataset_id)[0].messages
    assert messages[-2:] == (("user", question), ("assistant", answer))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"prompt": "Who?", "completion": "  "}, "there is no answer"),
        ({"prompt": "Who?"}, "there is no answer"),
        ({"prompt": "", "completion": "Me."}, "there is no question"),
        ({"messages": [{"role": "user", "content": "Hi"}]}, "there is no answer"),
        ({"messages": [], "label": True}, "its conversation is empty"),
        ({"messages": [{"role": "user", "content": "x"}], "label": False}, "it is marked as a bad answer"),
        ({"colour": "red"}, "its fields are of no known shape"),
        ("only text", "it is no object"),
        (_pair(0), "it is the same as row 1"),
    ],
)
def test_a_row_left_out_is_told_with_its_number(app: App, tmp_path: Path, row: Any, why: str) -> None:
    report = app.datasets.import_file(_write(tmp_path / "rows.jsonl", [_pair(0), row, _pair(1)]), "rows")
    assert report.examples == 2
    assert [rejected.row for rejected in report.rejected] == [2]
    assert why in report.rejected[0].why


def test_a_broken_line_loses_only_itself(app: App, tmp_path: Path) -> None:
    file = _write(tmp_path / "rows.jsonl", [_pair(0), _pair(1)])
    file.write_text(file.read_text() + '{"prompt": "cut of')
    report = app.datasets.import_file(file, "rows")
    assert report.examples == 2
    assert [(rejected.row, rejected.why) for rejected in report.rejected] == [(3, "it is no JSON")]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", b"[{", "damaged"),
        ("a.jsonl", b"", "no usable example"),
        ("a.csv", b"text,label\n\xff\xfe\xfd,1\n", "UTF-8"),
        ("a.parquet", b"PAR1 this is none", "damaged"),
        ("a.docx", b"PK", "no known kind"),
    ],
)
def test_a_bad_file_is_refused_in_words_and_leaves_nothing(
    app: App, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError, match=said):
        app.datasets.import_file(tmp_path / name, "bad")
    assert app.datasets.list() == []


def test_parquet_and_csv_hold_the_same_as_jsonl(app: App, tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    rows = [{"text": f"text {n}", "label": f"label{n % 2}"} for n in range(7)]
    parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "rows.parquet")
    (tmp_path / "rows.csv").write_text("text,label\n" + "".join(f"{r['text']},{r['label']}\n" for r in rows))
    _write(tmp_path / "rows.jsonl", rows)
    found = {}
    for suffix in ("parquet", "csv", "jsonl"):
        report = app.datasets.import_file(tmp_path / f"rows.{suffix}", suffix)
        found[suffix] = [example.messages for example in app.datasets.examples(report.dataset_id)]
    assert found["parquet"] == found["csv"] == found["jsonl"]
    assert {dataset.kind for dataset in app.datasets.list()} == {"label"}


@pytest.mark.parametrize(
    ("file", "examples"),
    [("alpaca_en_demo.json", 900), ("glaive_toolcall_en_demo.json", 200), ("v1_sft_demo.jsonl", 50)],
)
def test_real_files_of_other_programs(app: App, shared_data: Path, file: str, examples: int) -> None:
    report = app.datasets.import_file(shared_data / "finetune" / "formats" / file, "real")
    assert report.examples >= examples
    assert len(report.rejected) < 0.2 * examples


def test_no_document_stands_on_two_sides(app: App, imported: ImportReport) -> None:
    counts = app.datasets.split(imported.dataset_id, validation=0.2, test=0.2)
    assert sum(counts.values()) == 40
    assert all(counts[side] >= 5 for side in ("train", "validation", "test"))
    sides: dict[str, set[str]] = {}
    for example in app.datasets.examples(imported.dataset_id):
        sides.setdefault(example.document or "", set()).add(example.split)
    assert all(len(found) == 1 for found in sides.values())
    held_out = next(
        check for check in app.datasets.check(imported.dataset_id) if check.name == "Held out for real"
    )
    assert held_out.ok


def test_the_same_seed_gives_the_same_split(app: App, imported: ImportReport) -> None:
    def sides(seed: int) -> list[str]:
        app.datasets.split(imported.dataset_id, seed=seed)
        return [example.split for example in app.datasets.examples(imported.dataset_id)]

    assert sides(1) == sides(1)
    assert any(sides(1) != sides(seed) for seed in range(2, 6))


def test_the_hash_follows_what_would_be_trained(app: App, imported: ImportReport) -> None:
    before = app.datasets.get(imported.dataset_id).hash
    first, second, *_ = app.datasets.examples(imported.dataset_id)
    app.datasets.set_state([first.id], "rejected")
    without = app.datasets.get(imported.dataset_id).hash
    app.datasets.set_state([first.id], "accepted")
    assert app.datasets.get(imported.dataset_id).hash == before
    app.datasets.edit(second.id, [("user", "Question 1?"), ("assistant", "Another answer.")])
    assert len({before, without, app.datasets.get(imported.dataset_id).hash}) == 3


def test_an_edit_keeps_what_was_there_first(app: App, imported: ImportReport) -> None:
    first = app.datasets.examples(imported.dataset_id)[0]
    edited = app.datasets.edit(first.id, [("user", "A better question?"), ("assistant", "Better.")])
    assert (edited.edited, edited.state) == (True, "accepted")
    assert app.datasets.original(first.id) == first.messages
    with pytest.raises(UserError, match="needs a question and an answer"):
        app.datasets.edit(first.id, [("user", "A question?"), ("assistant", " ")])


def test_check_finds_what_is_wrong(app: App, tmp_path: Path) -> None:
    rows = [_pair(0), {"prompt": "question 0?", "completion": "Something else."}, _pair(2)]
    report = app.datasets.import_file(_write(tmp_path / "rows.jsonl", rows), "rows")
    bad = {check.name for check in app.datasets.check(report.dataset_id) if not check.ok}
    assert bad == {"Enough examples", "One answer each"}


def test_export_can_be_brought_in_again(app: App, imported: ImportReport, tmp_path: Path) -> None:
    app.datasets.export(imported.dataset_id, tmp_path / "out.jsonl")
    again = app.datasets.import_file(tmp_path / "out.jsonl", "again")
    assert again.examples == 40
    first, second = (app.datasets.examples(d)[7] for d in (imported.dataset_id, again.dataset_id))
    assert (first.messages, first.document, first.page) == (second.messages, second.document, second.page)
    with pytest.raises(UserError, match="exists already"):
        app.datasets.export(imported.dataset_id, tmp_path / "out.jsonl")


def test_a_taken_name_is_refused(app: App, imported: ImportReport, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="already"):
        app.datasets.import_file(_write(tmp_path / "more.jsonl", [_pair(1)]), "pairs")
    assert len(app.datasets.list()) == 1
