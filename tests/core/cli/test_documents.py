# SPDX-License-Identifier: AGPL-3.0-or-later
"""The contract of extract, ingest and documents: JSON, sentences and exit codes."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from core.cli import commands
from core.workspace import Workspace
from tests.conftest import PASSPHRASE

PAGE_FIELDS = {"file", "page", "source", "text", "confidence", "languages", "seconds", "error"}
FILE_FIELDS = {"id", "path", "sha256", "status", "pages", "pages_ocr", "pages_failed", "error"}


class Isnad:
    """Runs commands in this process; keeps what they wrote."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.errors = ""

    def __call__(self, *words: str | Path) -> tuple[int, str]:
        code = commands.main([str(word) for word in words])
        out, self.errors = self._capsys.readouterr()
        return code, out

    def json(self, *words: str | Path) -> tuple[int, dict[str, Any]]:
        code, out = self(*words, "--json")
        answer: dict[str, Any] = json.loads(out)
        return code, answer


@pytest.fixture
def isnad(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Isnad:
    (tmp_path / "passphrase").write_text(f"{PASSPHRASE}\n")
    monkeypatch.setenv("ISNAD_WORKSPACE", str(workspace.paths.root))
    monkeypatch.setenv("ISNAD_PASSPHRASE_FILE", str(tmp_path / "passphrase"))
    return Isnad(capsys)


def test_extract_writes_a_line_for_each_page(isnad: Isnad, samples: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7")
    files = [samples / "inquiry-report.pdf", samples / "press-statement.txt", tmp_path / "broken.pdf"]
    code, out = isnad("extract", *files, "--jsonl")
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert all(set(line) == PAGE_FIELDS for line in lines)
    report = [line for line in lines if line["file"] == str(files[0])]
    assert [line["page"] for line in report] == [1, 2, 3, 4]
    assert all(
        (line["source"], line["languages"], line["error"]) == ("text", ["en"], None) for line in report
    )
    (statement,) = [line for line in lines if line["file"] == str(files[1])]
    assert statement["languages"] == ["ar"]
    (broken,) = [line for line in lines if line["file"] == str(files[2])]
    assert (broken["page"], broken["source"], broken["text"]) == (None, "failed", "")
    assert "broken.pdf is a damaged PDF" in broken["error"]


def test_extract_needs_no_workspace(isnad: Isnad, samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISNAD_WORKSPACE", "/nowhere")
    code, out = isnad("extract", samples / "press-statement.txt")
    assert code == 0
    assert "بيان صحفي" in out
    assert "press-statement.txt" in isnad.errors


def test_extract_tells_all_missing_files_at_once(isnad: Isnad, samples: Path) -> None:
    code, out = isnad("extract", samples / "press-statement.txt", "/nowhere/a", "/nowhere/b", "--jsonl")
    assert (code, out) == (2, "")
    assert "/nowhere/a" in isnad.errors
    assert "/nowhere/b" in isnad.errors


def test_ingest_list_show_and_delete(isnad: Isnad, samples: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(samples / "press-statement.txt", folder)
    (folder / "empty.pdf").touch()
    os.mkfifo(folder / "pipe")
    code, answer = isnad.json("ingest", folder, "--collection", "case")
    assert code == 1
    assert set(answer) == {"documents", "seconds"}
    assert all(set(entry) == FILE_FIELDS for entry in answer["documents"])
    entries = {Path(entry["path"]).name: entry for entry in answer["documents"]}
    assert {name: entry["status"] for name, entry in entries.items()} == {
        "press-statement.txt": "ready",
        "empty.pdf": "failed",
        "pipe": "failed",
    }
    assert isnad.json("ingest", folder / "press-statement.txt", "--collection", "case")[0] == 0
    code, listed = isnad.json("documents", "list", "--collection", "case")
    assert code == 0
    assert {Path(document["path"]).name for document in listed["documents"]} == {
        "press-statement.txt",
        "empty.pdf",
    }
    identity = entries["press-statement.txt"]["id"]
    code, shown = isnad.json("documents", "show", identity[:8])
    assert (code, shown["name"], shown["collection"]) == (0, "press-statement.txt", "case")
    assert "بيان صحفي" in shown["page_list"][0]["text"]
    assert isnad.json("documents", "delete", identity[:8]) == (0, {"deleted": [identity]})
    assert isnad("documents", "show", identity[:8])[0] == 2
    assert "There is no document" in isnad.errors


def test_ingest_of_nothing_that_exists_is_the_callers_mistake(isnad: Isnad) -> None:
    code, answer = isnad.json("ingest", "/nowhere/at/all")
    assert code == 2
    assert "/nowhere/at/all" in answer["error"]


def test_ingest_can_be_left_alone(isnad: Isnad, samples: Path, workspace: Workspace) -> None:
    from core.jobs.supervisor import Jobs

    code, answer = isnad.json("ingest", samples / "press-statement.txt", "--detach")
    assert code == 0
    job = Jobs(workspace).wait(answer["job_id"])
    assert job.state == "succeeded"
    code, _ = isnad.json("documents", "list")
    assert code == 0


def test_retry_of_what_is_ready_is_the_callers_mistake(isnad: Isnad, samples: Path) -> None:
    _, answer = isnad.json("ingest", samples / "press-statement.txt")
    code, _ = isnad("documents", "retry", answer["documents"][0]["id"])
    assert code == 2
    assert "nothing to try again" in isnad.errors


def test_pages_are_corrected_restored_and_read_again(isnad: Isnad, samples: Path, tmp_path: Path) -> None:
    _, answer = isnad.json("ingest", samples / "inspection-log.md")
    identity = answer["documents"][0]["id"]
    (tmp_path / "page.txt").write_text("Seen by Salma Haroun on 3 May 2024.", encoding="utf-8")
    code, page = isnad.json("documents", "correct", identity, "1", "--file", tmp_path / "page.txt")
    assert (code, page["source"], page["text"]) == (0, "corrected", "Seen by Salma Haroun on 3 May 2024.")
    assert isnad("documents", "correct", identity, "1", "--file", "/nowhere")[0] == 2
    code, found = isnad.json("documents", "timeline")
    assert (code, [entry["day"] for entry in found["entries"]]) == (0, ["2024-05-03"])
    code, found = isnad.json("documents", "entities", identity[:8], "--kind", "person")
    assert [entity["value"] for entity in found["entities"]] == ["salma haroun"]
    assert isnad.json("documents", "restore", identity, "1")[1]["source"] == "text"
    code, answer = isnad.json("documents", "retry", identity, "--page", "1")
    assert (code, answer["documents"][0]["status"]) == (0, "ready")
    assert isnad("documents", "retry")[0] == 2
    assert isnad("documents", "retry", "--failures")[0] == 2
    assert "No document has pages that failed" in isnad.errors


def test_tags_names_and_likeness(isnad: Isnad, samples: Path, tmp_path: Path) -> None:
    text = (samples / "inspection-log.md").read_text(encoding="utf-8")
    (tmp_path / "copy.txt").write_text(f"{text}\nSeen.\n")
    _, answer = isnad.json("ingest", samples / "inspection-log.md", tmp_path / "copy.txt")
    copy, log = sorted((entry["id"] for entry in answer["documents"]), key=lambda one: one != _copy(answer))
    assert isnad("documents", "tag", "read first", log)[0] == 0
    _, listed = isnad.json("documents", "list", "--tag", "read first")
    assert [document["tags"] for document in listed["documents"]] == [["read first"]]
    assert isnad("documents", "untag", "read first", log)[0] == 0
    assert isnad.json("documents", "list", "--tag", "read first") == (0, {"documents": []})
    assert isnad.json("documents", "list", "--failed") == (0, {"documents": []})
    _, found = isnad.json("documents", "similar", log)
    assert [one["document_id"] for one in found["similar"]] == [copy]
    assert found["similar"][0]["likeness"] > 0.9
    _, found = isnad.json("documents", "entities", "--kind", "person")
    assert {"kind": "person", "value": "yusuf kanaan", "mentions": 2, "documents": 2} in found["counts"]
    _, found = isnad.json("documents", "entities", "--kind", "person", "--value", "yusuf kanaan")
    assert len(found["entities"]) == 2


def test_passwords_come_from_a_file(isnad: Isnad, samples: Path, tmp_path: Path) -> None:
    from core.documents.extract.mupdf import pymupdf

    file, secret = tmp_path / "locked.pdf", tmp_path / "passwords"
    document = pymupdf.open(samples / "consultant-letter.pdf")
    document.save(file, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="open sesame", owner_pw="x")
    secret.write_text("no\nopen sesame\n")
    assert isnad("extract", file)[0] == 1
    code, out = isnad("extract", file, "--password-file", secret)
    assert code == 0
    assert "Aldercott" in out
    _, answer = isnad.json("ingest", file)
    identity = answer["documents"][0]["id"]
    assert isnad("documents", "unlock", identity, "--password-file", secret)[0] == 2
    assert "must hold one line" in isnad.errors
    secret.write_text("open sesame\n")
    code, answer = isnad.json("documents", "unlock", identity, "--password-file", secret)
    assert (code, answer["documents"][0]["status"]) == (0, "ready")


def test_an_ingest_is_paused_and_resumed(isnad: Isnad, samples: Path, workspace: Workspace) -> None:
    from core.documents.store import Documents
    from core.jobs.supervisor import Jobs

    job_id = Documents(workspace, Jobs(workspace)).ingest([samples / "press-statement.txt"])
    code, job = isnad.json("jobs", "pause", job_id)
    assert (code, job["state"]) == (0, "paused")
    code, job = isnad.json("jobs", "resume", job_id)
    assert (code, job["state"]) == (0, "succeeded")
    assert isnad("jobs", "pause", job_id)[0] == 2


def _copy(answer: dict[str, Any]) -> str:
    return str(next(entry["id"] for entry in answer["documents"] if entry["path"].endswith("copy.txt")))
