# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line's contract for init, jobs and audit: JSON, sentences and exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.paths import PROGRAM


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "passphrase").write_text("only for tests\n")
    names = {"ISNAD_WORKSPACE": str(tmp_path / "ws"), "ISNAD_PASSPHRASE_FILE": str(tmp_path / "passphrase")}
    return os.environ | names


def _isnad(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "main.py", *words],
        cwd=PROGRAM,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_init_answers_in_json_and_refuses_a_second_time(environment: dict[str, str]) -> None:
    first = _isnad(environment, "init", "--json")
    assert first.returncode == 0
    assert json.loads(first.stdout) == {
        "workspace": environment["ISNAD_WORKSPACE"],
        "schema": 2,
        "encrypted": True,
    }
    second = _isnad(environment, "init")
    assert second.returncode == 2
    assert "already is a workspace" in second.stderr


def test_a_wrong_passphrase_is_refused(environment: dict[str, str], tmp_path: Path) -> None:
    _isnad(environment, "init")
    (tmp_path / "passphrase").write_text("something else\n")
    done = _isnad(environment, "jobs", "list")
    assert done.returncode == 2
    assert "does not open" in done.stderr
    assert "Traceback" not in done.stderr


def test_audit_verifies_a_fresh_workspace(environment: dict[str, str]) -> None:
    _isnad(environment, "init")
    done = _isnad(environment, "audit", "verify", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["ok"] is True


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["jobs"], "required"),
        (["jobs", "show", "nothing"], "no job"),
        (["no-such-command"], "no-such-command"),
        (["init", "--unknown"], "--unknown"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(environment: dict[str, str], words: list[str], said: str) -> None:
    if words[0] == "jobs":
        _isnad(environment, "init")
    done = _isnad(environment, *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_help_names_every_command(environment: dict[str, str]) -> None:
    done = _isnad(environment, "--help")
    assert done.returncode == 0
    for command in (
        "init",
        "doctor",
        "extract",
        "ingest",
        "search",
        "dataset",
        "train",
        "runs",
        "models",
        "agents",
        "chat",
    ):
        assert f" {command} " in done.stdout
