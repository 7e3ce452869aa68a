# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole chain by the command line, on real models: from documents to a cited answer.

The tests of this file are one story and run in order: each stands on what the one before it made.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from core.paths import PROGRAM, RESOURCES

SAMPLES = RESOURCES / "samples"
QUICK = {"max_steps": 6, "batch_size": 2, "max_length": 96, "rank": 4, "save_every": 2, "eval_every": 3}


class Isnad:
    """The command line over one workspace."""

    def __init__(self, folder: Path) -> None:
        (folder / "passphrase").write_text("only for tests\n")
        places = {
            "ISNAD_WORKSPACE": str(folder / "ws"),
            "ISNAD_PASSPHRASE_FILE": str(folder / "passphrase"),
        }
        self.environment = os.environ | places

    def start(self, *words: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "main.py", *map(str, words)],
            cwd=PROGRAM,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def json(self, *words: str | Path, code: int = 0) -> Any:
        """The object a command answers with ``--json``."""
        return json.loads(self._run(code, *words, "--json"))

    def lines(self, *words: str | Path) -> list[Any]:
        """The objects a command answers with ``--jsonl``."""
        return [json.loads(line) for line in self._run(0, *words, "--jsonl").splitlines()]

    def _run(self, code: int, *words: str | Path) -> str:
        child = self.start(*words)
        out, err = child.communicate(timeout=900)
        assert child.returncode == code, err
        assert "Traceback" not in err
        return out


@pytest.fixture(scope="module")
def isnad(tmp_path_factory: pytest.TempPathFactory) -> Isnad:
    made = Isnad(tmp_path_factory.mktemp("chain"))
    made.json("init")
    return made


def test_every_sample_is_accounted_for(isnad: Isnad) -> None:
    answer = isnad.json("ingest", SAMPLES / "case", code=1)
    status = {Path(document["path"]).name: document["status"] for document in answer["documents"]}
    assert set(status) == {file.name for file in (SAMPLES / "case").iterdir()}
    assert {name for name, state in status.items() if state != "ready"} == {"completion-certificate.pdf"}
    assert sum(document["pages_ocr"] for document in answer["documents"]) >= 4


def test_a_second_ingest_finds_only_duplicates(isnad: Isnad) -> None:
    answer = isnad.json(
        "ingest", SAMPLES / "case" / "inquiry-report.pdf", SAMPLES / "case" / "site-notice.png"
    )
    assert [document["status"] for document in answer["documents"]] == ["duplicate", "duplicate"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_most_questions_find_their_page_among_five(isnad: Isnad, tmp_path: Path, language: str) -> None:
    asked = [json.loads(line) for line in (SAMPLES / "questions.jsonl").read_text().splitlines()]
    asked = [question for question in asked if question["language"] == language]
    queries = tmp_path / "queries.jsonl"
    queries.write_text("".join(json.dumps({"id": q["id"], "query": q["question"]}) + "\n" for q in asked))
    found = {
        answer["id"]: answer["hits"] for answer in isnad.lines("search", "--queries", queries, "--k", "5")
    }
    right = [
        any(
            Path(hit["document"]).name == q["document"] and hit["page"] == q["page"] for hit in found[q["id"]]
        )
        for q in asked
    ]
    assert sum(right) >= 0.8 * len(asked)


def test_a_dataset_is_imported_whole(isnad: Isnad) -> None:
    answer = isnad.json("dataset", "import", SAMPLES / "train.jsonl", "--name", "findings")
    assert answer["examples"] == len((SAMPLES / "train.jsonl").read_text().splitlines())
    assert answer["rejected"] == []


def _settings() -> list[str]:
    return [word for name, value in QUICK.items() for word in ("--set", f"{name}={value}")]


@pytest.fixture(scope="module")
def killed_and_resumed(isnad: Isnad) -> Any:
    """A run whose worker is killed after its first checkpoint and which is then resumed to its end."""
    words = ["train", "--dataset", "findings", "--base", "smollm2-135m", "--method", "lora", *_settings()]
    queued = isnad.json(*words, "--detach")
    run_id = queued["run_id"]
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline:
        run = isnad.json("runs", "show", run_id)
        assert run["state"] in {"queued", "running"}, run
        if run["loss"] and run["loss"][-1][0] >= QUICK["save_every"]:
            break
    worker = _worker_of(queued["job_id"])
    os.kill(worker, signal.SIGKILL)
    while isnad.json("runs", "show", run_id)["state"] != "interrupted":
        assert time.monotonic() < deadline
        isnad.json("jobs", "list")
    isnad.json("runs", "resume", run_id)
    return isnad.json("runs", "show", run_id)


def _worker_of(job_id: str) -> int:
    import psutil

    found = [p.pid for p in psutil.process_iter(["cmdline"]) if job_id in (p.info["cmdline"] or [])]
    assert len(found) == 1
    return int(found[0])


def test_a_killed_run_resumes_without_doubling_a_step(killed_and_resumed: Any) -> None:
    run = killed_and_resumed
    assert run["state"] == "succeeded"
    steps = [step for step, _ in run["loss"]]
    assert steps == sorted(set(steps))
    assert steps[-1] == QUICK["max_steps"]
    assert run["tokens_per_second"] > 0
    assert run["peak_memory_bytes"] > 0


def test_training_lowers_the_held_out_loss(killed_and_resumed: Any) -> None:
    losses = dict(killed_and_resumed["eval"])
    assert losses[QUICK["max_steps"]] < losses[0]


def test_the_version_passed_its_gate_and_knows_its_sources(
    isnad: Isnad, killed_and_resumed: Any, tmp_path: Path
) -> None:
    version_id = killed_and_resumed["version_id"]
    assert isnad.json("models", "show", version_id)["gate"] == "passed"
    isnad.json("models", "export", version_id, tmp_path)
    assert [file.suffix for file in tmp_path.glob("*.gguf")] == [".gguf"]


def test_the_tuned_agent_answers_with_a_source(isnad: Isnad, killed_and_resumed: Any) -> None:
    isnad.json("agents", "create", "finder", "--version", killed_and_resumed["version_id"])
    answer = isnad.json("chat", "--agent", "finder", "How wide was the crack at pier P3 on 16 March 2024?")
    assert answer["answer"]
    assert answer["usage"]["completion_tokens"] > 0
    assert any(sentence["citations"] for sentence in answer["sentences"])


def test_an_arabic_question_is_answered_by_quoting(isnad: Isnad) -> None:
    answer = isnad.json("chat", "--agent", "assistant", "من أصدر أمر إغلاق الجسر؟")
    citations = [citation for sentence in answer["sentences"] for citation in sentence["citations"]]
    assert citations
    assert all(citation["quote"] for citation in citations)
    assert answer["usage"]["completion_tokens"] == 0


def test_the_audit_of_all_this_is_in_order(isnad: Isnad) -> None:
    assert isnad.json("audit", "verify")["ok"] is True


def test_nothing_of_the_documents_is_readable_in_the_workspace(isnad: Isnad) -> None:
    folder = Path(isnad.environment["ISNAD_WORKSPACE"])
    secrets = [word.encode(encoding) for word in ("Bayrami", "الجسر") for encoding in ("utf-8", "utf-16-le")]
    leaks = [
        file
        for file in folder.rglob("*")
        if file.is_file() and any(secret in file.read_bytes() for secret in secrets)
    ]
    assert leaks == []


def test_no_process_tried_to_leave_the_machine(isnad: Isnad) -> None:
    from core.app import App

    app = App.open(Path(isnad.environment["ISNAD_WORKSPACE"]), "only for tests")
    try:
        assert app.refused_calls() == []
    finally:
        app.close()
