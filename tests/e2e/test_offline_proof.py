# SPDX-License-Identifier: AGPL-3.0-or-later
"""``doctor --prove-offline``: the main job under strace, and the proof's own ability to fail."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from core.doctor import proof
from core.errors import UserError
from core.paths import PROGRAM


@pytest.fixture(scope="module", autouse=True)
def _traceable() -> None:
    try:
        proof.require_strace()
    except UserError as error:
        pytest.skip(error.sentence)


def test_the_main_job_makes_no_inet_call() -> None:
    done = subprocess.run(
        [sys.executable, "main.py", "doctor", "--prove-offline", "--json"],
        cwd=PROGRAM,
        capture_output=True,
        text=True,
        check=False,
    )
    shown = json.loads(done.stdout)
    assert shown["attempts"] == []
    assert shown["inet_calls"] == 0, [step["inet_calls"] for step in shown["steps"]]
    assert shown["ok"] is True
    assert done.returncode == 0


def test_the_proof_sees_a_call_where_there_is_one(tmp_path: Path) -> None:
    program = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))"
    calls, code = proof.watch([sys.executable, "-c", program], tmp_path)
    assert code == 0
    assert any("connect" in call for call in calls)


def test_local_sockets_do_not_count(tmp_path: Path) -> None:
    program = "import socket; socket.socketpair()"
    assert proof.watch([sys.executable, "-c", program], tmp_path) == ((), 0)
