# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line's contract for search: JSON, lines, sentences and exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.app import App
from core.cli.commands import main
from core.paths import PROGRAM
from tests.core.retrieval.conftest import PASSPHRASE, SHELF, put

Isnad = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A workspace with the shelf, searched by words only: nothing is embedded."""
    folder = tmp_path_factory.mktemp("search")
    (folder / "passphrase").write_text(f"{PASSPHRASE}\n")
    app = App.create(folder / "ws", PASSPHRASE)
    put(app.workspace, SHELF | {"en/repair.txt": "The third pier of the bridge is sound again."})
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
        (["a", "--tag", "later"], "No document has the tag “later”"),
        (["a", "--since", "soon"], "“soon” is no day"),
        (["a", "--saved", "b"], "either a query or --queries"),
    ],
)
def test_mistakes_are_told(isnad: Isnad, words: list[str], told: str) -> None:
    code, _, error = isnad(*words)
    assert code == 2
    assert told in error
    assert "Traceback" not in error


@pytest.fixture
def isnad(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Isnad:
    """Runs the command in this process: (exit code, standard output, standard error)."""
    for name in ("ISNAD_WORKSPACE", "ISNAD_PASSPHRASE_FILE"):
        monkeypatch.setenv(name, environment[name])

    def run(*words: str) -> tuple[int, str, str]:
        code = main(["search", *words])
        written = capsys.readouterr()
        return code, written.out, written.err

    return run


def test_a_correction_is_shown_and_can_be_undone(isnad: Isnad) -> None:
    found = json.loads(isnad("the brigde inspecters", "--json")[1])
    assert found["corrected"] == "the bridge inspectors"
    assert found["hits"][0]["document"] == "en/closure.txt"
    assert json.loads(isnad("the brigde inspecters", "--as-typed", "--json")[1])["corrected"] is None
    assert "Searched for: the bridge" in isnad("the brigde", "--mode", "lexical")[1]


@pytest.mark.parametrize(
    ("words", "documents"),
    [
        (["bread", "--language", "ar"], []),
        (["الجسر", "--language", "Arabic", "--type", "txt", "--k", "1"], ["ar/closure.txt"]),
        (["crack", "--source", "text", "--collection", "documents"], ["en/closure.txt"]),
        (["crack", "--source", "ocr"], []),
        (["crack", "--document", "en/closure.txt"], ["en/closure.txt"]),
        (["crack", "--document", "en/ferry.txt"], []),
        (["crack", "--until", "1999"], []),
        (["crack", "--since", "1999"], ["en/closure.txt"]),
        (["crack type:pdf"], []),
    ],
)
def test_limits(isnad: Isnad, words: list[str], documents: list[str]) -> None:
    code, written, _ = isnad(*words, "--json")
    assert code == 0
    assert [hit["document"] for hit in json.loads(written)["hits"]] == documents


def test_facets_are_counted(isnad: Isnad) -> None:
    assert "languages: en (1)" in isnad("crack", "--facets")[1]
    assert json.loads(isnad("crack", "--json")[1])["facets"]["types"] == [["txt", 1]]


def test_hits_are_written_to_a_file(isnad: Isnad, tmp_path: Path) -> None:
    code, _, told = isnad("crack", "--export", str(tmp_path / "hits.md"))
    assert (code, str(tmp_path / "hits.md") in told) == (0, True)
    assert "en/closure.txt, page 1" in (tmp_path / "hits.md").read_text(encoding="utf-8")
    assert isnad("crack", "--export", str(tmp_path / "hits.xyz"))[0] == 2


def test_searches_are_kept_listed_run_again_and_forgotten(isnad: Isnad) -> None:
    assert isnad("crack", "--mode", "lexical", "--language", "en", "--save", "the crack")[0] == 0
    assert isnad("bread", "--save", "the crack")[0] == 2
    (kept,) = json.loads(isnad("--list-saved", "--json")[1])["saved"]
    assert (kept["name"], kept["query"], kept["filters"]["languages"]) == ("the crack", "crack", ["en"])
    again = json.loads(isnad("--saved", "the crack", "--json")[1])
    assert (again["mode"], [hit["document"] for hit in again["hits"]]) == ("lexical", ["en/closure.txt"])
    assert json.loads(isnad("--saved", "the crack", "--language", "ar", "--json")[1])["hits"] == []
    assert isnad("--forget", "the crack")[0] == 0
    code, _, told = isnad("--saved", "the crack")
    assert (code, "no saved search “the crack”" in told) == (2, True)


def test_passages_like_one(isnad: Isnad) -> None:
    found = json.loads(isnad("--similar", "en/closure.txt:1:37-83", "--json")[1])
    documents = [hit["document"] for hit in found["hits"]]
    assert documents[0] == "en/repair.txt"
    assert "en/closure.txt" not in documents
    for wrong in ("en/closure.txt", "en/closure.txt:9", "nowhere:1"):
        assert isnad("--similar", wrong)[0] == 2
