# SPDX-License-Identifier: AGPL-3.0-or-later
"""The program as it is started: opens by a passphrase file, ends cleanly, one window per workspace."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from core.paths import PROGRAM
from gui import app

# As main.py does it, with a person who closes each window a moment after it is there.
PROGRAM_TEXT = """
import sys
from core import offline
offline.install()
from PySide6.QtCore import QTimer
import gui.app as program
from gui.errors import MessageWindow

class Window(program.MainWindow):
    def __init__(self, ops, folder):
        super().__init__(ops, folder)
        ops.opened.connect(self.seen)

    def seen(self):
        print("opened", self.ops.app.workspace.paths.root, flush=True)
        QTimer.singleShot(200, self.close)

class Message(MessageWindow):
    def open(self):
        super().open()
        print(self.error.what, flush=True)
        QTimer.singleShot(50, self.reject)

program.MainWindow, program.errors.MessageWindow = Window, Message
sys.exit(program.main(sys.argv[1:]))
"""


def _start(folder: Path, settings: Path, *words: str) -> subprocess.Popen[str]:
    environment = os.environ | {"XDG_CONFIG_HOME": str(settings), "TMPDIR": str(settings)}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM_TEXT, "--workspace", str(folder), *words],
        cwd=PROGRAM,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_it_opens_by_a_passphrase_file_and_ends_cleanly(case_workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "passphrase").write_text("only for tests\n", encoding="utf-8")
    running = _start(case_workspace, tmp_path, "--passphrase-file", str(tmp_path / "passphrase"))
    told, faults = running.communicate(timeout=90)
    assert running.returncode == 0, faults
    assert told.splitlines() == [f"opened {case_workspace}"]
    assert "Traceback" not in faults


def test_a_second_window_of_the_same_workspace_says_so_and_goes(
    case_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    held = app.single_instance(case_workspace)
    assert held is not None
    running = _start(case_workspace, tmp_path)
    told, _ = running.communicate(timeout=90)
    assert running.returncode == 2
    assert "already open in another window" in told
    held.unlock()
