# SPDX-License-Identifier: AGPL-3.0-or-later
"""Starting this program again in another role, and what a child does first."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
from typing import Any

from core import offline
from core.paths import PROGRAM

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38


def start(*words: str, outlive: bool = False, pipes: bool = True) -> subprocess.Popen[bytes]:
    """Starts ``main.py worker WORDS…``. Its standard input is always a pipe: the only way to give it a key.

    ``outlive``: the child belongs to no terminal and goes on when this process ends.
    ``pipes``: standard output is a pipe too; otherwise nobody listens.
    """
    program = (
        [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, str(PROGRAM / "main.py")]
    )
    debug = os.environ.get("ISNAD_DEBUG") == "1"
    options: dict[str, Any] = {}
    if sys.platform == "win32":
        options["creationflags"] = subprocess.CREATE_NO_WINDOW
    else:
        options["start_new_session"] = True
    environment = {name: value for name, value in os.environ.items() if name != "ISNAD_PASSPHRASE_FILE"}
    if not outlive:
        environment["ISNAD_PARENT"] = str(os.getpid())
    return subprocess.Popen(
        [*program, "worker", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE if pipes else subprocess.DEVNULL,
        stderr=None if debug else subprocess.DEVNULL,
        env=environment,
        **options,
    )


def greet(child: subprocess.Popen[bytes], hello: dict[str, Any]) -> None:
    """Sends the first line, keys included, and closes the pipe: a job's worker needs no more."""
    with child.stdin as pipe:  # type: ignore[union-attr]
        pipe.write(json.dumps(hello).encode() + b"\n")


def confine(*, memory_bytes: int | None = None, file_bytes: int | None = None) -> None:
    """First words of every worker: no network, no new privileges, no life without its parent, and limits.

    Linux enforces all of it; other systems what they have. Call while the process has a single thread.
    """
    offline.enter_empty_network_namespace()
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        parent = os.environ.pop("ISNAD_PARENT", None)
        if parent is not None:
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            if os.getppid() != int(parent):
                os._exit(0)
    if sys.platform != "win32":
        _limit(memory_bytes, file_bytes)


def _limit(memory_bytes: int | None, file_bytes: int | None) -> None:
    import resource

    limits = {resource.RLIMIT_AS: memory_bytes, resource.RLIMIT_FSIZE: file_bytes, resource.RLIMIT_CORE: 0}
    for kind, value in limits.items():
        if value is not None:
            resource.setrlimit(kind, (value, value))


def ended_how(returncode: int | None) -> str:
    """A dead process in words: "was killed (signal 9: SIGKILL)", "ended with code 3"."""
    if returncode is None:
        return "vanished"
    if returncode < 0:
        name = signal.Signals(-returncode).name
        return f"was killed (signal {-returncode}: {name})"
    return f"ended with code {returncode}"
