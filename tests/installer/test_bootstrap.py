# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first thing a stranger runs answers in plain sentences."""

from __future__ import annotations

import subprocess
import sys

import pytest

from installer import bootstrap
from installer.layout import here

SCRIPT = here().installer / "bootstrap.py"


def test_names_its_commands() -> None:
    done = subprocess.run([sys.executable, SCRIPT, "--help"], capture_output=True, text=True, check=True)

    for command in ("setup", "tour", "test", "run", "bench", "models", "lock", "bundle", "clean"):
        assert f"\n    {command} " in done.stdout


def test_runs_from_any_folder_and_refuses_an_unknown_command(tmp_path: object) -> None:
    done = subprocess.run(
        [sys.executable, SCRIPT, "fly"], cwd=str(tmp_path), capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert "invalid choice: 'fly'" in done.stderr


def test_an_old_python_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setenv("PATH", "")

    with pytest.raises(
        SystemExit, match=r"needs Python 3\.11 or 3\.12, and this is 3\.9\. Install python3\.11"
    ):
        bootstrap.use_supported_python()
