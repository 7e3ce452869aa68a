# SPDX-License-Identifier: AGPL-3.0-or-later
"""A resident child answers, is told from a dead one, and comes back after any death."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import psutil
import pytest

from core.errors import BugError
from core.jobs.resident import Resident, WorkerDiedError, WorkerTimeoutError


@pytest.fixture
def check() -> Iterator[Resident]:
    resident = Resident("The check process", ["check"], {})
    yield resident
    resident.close()


def test_it_answers_and_ends_with_its_parents_pipe(check: Resident) -> None:
    assert "threads" in check.call("device") or "GiB" in check.call("device")
    pid = check.pid
    assert pid is not None
    check.close()
    assert not psutil.pid_exists(pid)


def test_kill_9_is_told_and_the_next_call_works(check: Resident) -> None:
    first = check.call("device")
    assert check.pid is not None
    threading.Timer(0.05, os.kill, (check.pid, signal.SIGKILL)).start()
    with pytest.raises(WorkerDiedError, match="The check process was killed"):
        check.call("embed")
    assert check.call("device") == first


def test_a_dead_child_can_be_closed_whatever_it_was_still_to_be_told(check: Resident) -> None:
    check.call("device")
    assert check.pid is not None
    child = psutil.Process(check.pid)
    child.kill()
    child.wait()
    check._write({"cancel": 1, "words": "x" * 100})
    check.close()
    assert not check.running


def test_silence_is_ended_after_the_time_given(check: Resident) -> None:
    with pytest.raises(WorkerTimeoutError, match="no answer"):
        check.call("device", timeout=0.01)
    assert not check.running
    assert check.call("device")


def test_a_fault_in_the_child_is_a_bug_with_its_trace(check: Resident) -> None:
    with pytest.raises(BugError, match="KeyError"):
        check.call("no such method")
    assert check.running
