# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line's contract for search: JSON, lines, sentences and exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.app import App
from core.paths import PROGRAM
from tests.core.retrieval.conftest import PASSPHRASE, SHELF, put


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A workspace with the shelf, searched by words only: nothing is embedded."""
    folder = tmp_path_factory.mktemp("search")
    (folder / "passphrase").write_text(f"{PASSPHRASE}\n")
    app = App.create(folder / "ws", PASSPHRASE)
    put(app.workspace, SHELF)
    app.close()
    names = {
        "ISNAD_WORKSPACE": str(folder / "ws"),
        "ISNAD_PASSPHRASE_FILE": str(folder / "passphrase"),
    }
    return os.environ | names


def _isnad(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "main.py", "search", *words],
        cwd=PROGRAM,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_one_query_in_json(environment: dict[str, str]) -> None:
    done = _isnad(environment, "متى أُغلق الجسر؟", "--k", "2", "--json")
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert found["query"] == "متى أُغلق الجسر؟"
    assert found["corrected"] is None
    assert found["language"] == "ar"
    assert found["seconds"] >= 0
    first = found["hits"][0]
    assert (first["rank"], first["document"], first["page"]) == (1, "ar/closure.txt", 1)
    assert {"score", "document_id", "chunk_id", "text"} <= first.keys()


def test_one_query_for_people(environment: dict[str, str]) -> None:
    done = _isnad(environment, "crack")
    assert done.returncode == 0
    assert "1. en/closure.txt, page 1" in done.stdout
    assert "Inspectors had found a crack in its third pier." in done.stdout
    assert "Nothing was found" in _isnad(environment, "zzzzzz").stdout


def test_what_a_mode_cannot_do_is_told(environment: dict[str, str]) -> None:
    done = _isnad(environment, "الجسر", "--mode", "dense", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["hits"] == []
    assert "No embedder here knows Arabic" in done.stderr


def test_many_queries_and_bad_lines(environment: dict[str, str], tmp_path: Path) -> None:
    lines = [
        '{"id": "a", "query": "crack in the pier"}',
        "no json",
        '{"id": "b"}',
        "",
        '{"query": "without an id"}',
        '{"id": 7, "query": ""}',
        '{"id": "a", "query": "المدرسة"}',
    ]
    (tmp_path / "queries.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = _isnad(environment, "--queries", str(tmp_path / "queries.jsonl"), "--jsonl", "--k", "1")
    assert done.returncode == 1
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", 7, "a"]
    assert [[hit["document"] for hit in answer["hits"]] for answer in answers] == [
        ["en/closure.txt"],
        [],
        ["ar/school.txt"],
    ]
    assert all("seconds" in answer for answer in answers)
    for number in (2, 3, 5):
        assert f"line {number}:" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "either a query or --queries"),
        (["a", "--queries", "b"], "either a query or --queries"),
        (["--queries", "nowhere.jsonl"], "nowhere.jsonl cannot be read"),
        (["a", "--mode", "fuzzy"], "no search mode “fuzzy”"),
        (["a", "--k", "101"], "101"),
        (["a", "--k", "many"], "Argument --k"),
        (["a", "--collection", "nowhere"], "no collection “nowhere”"),
    ],
)
def test_mistakes_are_told(environment: dict[str, str], words: list[str], told: str) -> None:
    done = _isnad(environment, *words)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
