# SPDX-License-Identifier: AGPL-3.0-or-later
"""``isnad watch``: what comes into the folder is read, until the person ends it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.paths import PROGRAM
from core.workspace import Workspace
from tests.conftest import PASSPHRASE


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
def test_a_file_that_comes_is_read_and_the_watch_ends_in_good_order(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "passphrase").write_text(PASSPHRASE)
    folder = tmp_path / "in"
    folder.mkdir()
    program = [sys.executable, str(PROGRAM / "main.py")]
    command = [*program, "watch", str(folder), "--seconds", "0.2", "--json"]
    place = {"ISNAD_WORKSPACE": workspace.paths.root, "ISNAD_PASSPHRASE_FILE": tmp_path / "passphrase"}
    environment = os.environ | {name: str(value) for name, value in place.items()}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as watching:
        (folder / "note.txt").write_text("The bridge was closed on 16 March.")
        assert watching.stdout is not None
        told = json.loads(watching.stdout.readline())
        watching.send_signal(signal.SIGINT)
        assert watching.wait() == 0
    assert (told["path"], told["status"]) == (str(folder / "note.txt"), "ready")
