# SPDX-License-Identifier: AGPL-3.0-or-later
"""``models`` on the command line: answers in JSON, sentences for people, exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.app import App
from core.cli import commands
from core.registry import gate
from core.registry.gguf.facts import chat_facts
from core.registry.versions import register_run
from tests.conftest import PASSPHRASE
from tests.core.registry import tiny_model
from tests.core.registry.made import add_run, lora, set_gate
from tests.core.retrieval.conftest import put
from tests.core.retrieval.encoders import tiny

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the starter models, a tiny one, and a version of that; its gate stands open."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "passphrase").write_text(PASSPHRASE)
    base = tiny_model.write(folder / "tiny.gguf", license="CC0-1.0")
    app = App.create(folder / "ws", PASSPHRASE)
    version_id = register_run(app.workspace, add_run(app.workspace, base, lora(base)))
    gate.check(app.workspace, version_id, lambda *_: None)
    app.close()
    return folder


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """``run(*words)`` → exit code, standard output, standard error."""

    def run(*words: str | Path) -> tuple[int, str, str]:
        common = ["--workspace", str(folder / "ws"), "--passphrase-file", str(folder / "passphrase")]
        code = commands.main(["models", *map(str, words), *common])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def _json(run: Run, *words: str | Path) -> Any:
    code, out, err = run(*words, "--json")
    assert code == 0, err
    return json.loads(out)


def test_list_shows_models_and_versions(run: Run) -> None:
    found = _json(run, "list")
    assert {"smollm2-135m", "all-minilm-l6-v2", "tiny"} <= {model["name"] for model in found["models"]}
    assert [(version["name"], version["gate"]) for version in found["versions"]] == [("bridge-1", "passed")]
    _, out, _ = run("list")
    assert "gate passed" in out


@pytest.mark.model
def test_a_collection_is_searched_through_an_embedder(folder: Path, run: Run, tmp_path: Path) -> None:
    app = App.open(folder / "ws", PASSPHRASE)
    put(app.workspace, {"closure.txt": "The bridge is closed."}, "papers")
    app.close()
    code, out, _ = run("import", tiny.embedder(tmp_path / "small"), "--languages", "en")
    assert code == 0
    assert "It is used in: en." in out
    assert _json(run, "use", "small", "--collection", "papers")["chunks"] == 1
    code, out, _ = run("use", "--collection", "papers")
    assert code == 0
    assert "the embedder that knows its language" in out
    code, _, err = run("use", "tiny", "--collection", "papers")
    assert code == 2
    assert "tiny is no embedder" in err


def test_show_takes_names_and_beginnings_of_ids(run: Run) -> None:
    version = _json(run, "show", "bridge-1")
    assert _json(run, "show", version["id"][:8]) == version
    assert _json(run, "show", "tiny")["metadata"]["quantisation"] == "Q8_0"
    code, _, err = run("show", "nothing")
    assert code == 2
    assert "isnad models list" in err


def test_card_and_lineage(run: Run) -> None:
    code, out, _ = run("card", "bridge-1")
    assert code == 0
    assert out.startswith("# bridge-1\n")
    assert _json(run, "card", "bridge-1")["card"].strip() == out.strip()
    assert [node["kind"] for node in _json(run, "lineage", "bridge-1")["nodes"]][:2] == ["version", "run"]


def test_import_says_what_it_took(run: Run, tmp_path: Path) -> None:
    path = tiny_model.write(tmp_path / "another.gguf", seed=5)
    model = _json(run, "import", path, "--name", "second", "--languages", "en,ar")
    assert (model["name"], model["languages"], model["kind"]) == ("second", ["en", "ar"], "chat-gguf")
    assert _json(run, "import", path)["id"] == model["id"]


@pytest.mark.parametrize(
    ("content", "says"), [(b"", "is empty"), (b"%PDF-1.7 no model at all", "is not a GGUF file")]
)
def test_import_refuses_in_plain_words(run: Run, tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "bad.gguf"
    path.write_bytes(content)
    code, out, err = run("import", path, "--json")
    assert code == 2
    assert says in err
    assert str(path) in err
    assert "Traceback" not in err
    assert says in json.loads(out)["error"]


def test_export(run: Run, tmp_path: Path) -> None:
    found = _json(run, "export", "bridge-1", tmp_path / "out")
    assert [Path(file).name for file in found["files"]] == [
        "bridge-1.adapter.gguf",
        "card.md",
        "lineage.json",
    ]
    assert all(Path(file).stat().st_size for file in found["files"])
    code, _, err = run("export", "bridge-1", tmp_path / "out")
    assert code == 2
    assert "is not overwritten" in err


def test_a_version_that_failed_is_not_exported(run: Run, folder: Path, tmp_path: Path) -> None:
    app = App.open(folder / "ws", PASSPHRASE)
    [version] = app.registry.list()
    set_gate(app.workspace, version.id, "failed")
    try:
        code, _, err = run("export", "bridge-1", tmp_path / "out")
    finally:
        set_gate(app.workspace, version.id, "passed")
        app.close()
    assert code == 2
    assert "has not passed the gate" in err


@pytest.mark.slow
def test_a_merged_export_is_a_whole_model(run: Run, folder: Path, tmp_path: Path) -> None:
    sealed = set((folder / "ws" / "blobs").glob("*/*"))
    found = _json(run, "export", "bridge-1", tmp_path / "out", "--merged")
    assert Path(found["files"][0]).name == "bridge-1.Q8_0.gguf"
    facts = chat_facts(Path(found["files"][0]))
    assert (facts["chat_template"], facts["parameters"]) == (True, 107_968)
    assert len(set((folder / "ws" / "blobs").glob("*/*")) - sealed) == 1, "only the quantised file stays"
    assert not list((folder / "ws" / "models").rglob("*.gguf")), "no plain file"


@pytest.mark.slow
def test_gate_and_quantise_as_jobs(run: Run) -> None:
    report = _json(run, "gate", "bridge-1")
    assert report["passed"] is True
    assert report["kl_mean"] < report["bounds"]["kl_mean"]
    made = _json(run, "quantise", "tiny", "q4_0")
    assert Path(made["path"]).stat().st_size == made["size"]
    code, _, err = run("quantise", "tiny", "Q99")
    assert code == 2
    assert "There is no quantisation Q99" in err
