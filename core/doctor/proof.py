# SPDX-License-Identifier: AGPL-3.0-or-later
"""The proof that nothing leaves the machine: the main job, watched by strace, with no network to reach.

Each step is a real command in a process of its own, in an empty network namespace; strace writes down every
network call of it and of its children. Only local families (AF_UNIX, AF_NETLINK) are allowed.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.app import App
from core.errors import UserError
from core.paths import PROGRAM, RESOURCES

CASE = RESOURCES / "samples" / "case"
TRAIN_STEPS = 2
_INET = re.compile(r"\b(AF_INET6?|AF_PACKET)\b")


@dataclass(frozen=True)
class Step:
    """One watched command: its exit code and the network calls strace saw in it."""

    name: str
    seconds: float
    exit_code: int
    inet_calls: tuple[str, ...]


@dataclass(frozen=True)
class Proof:
    """``inet_calls`` counts what strace saw, ``attempts`` lists what our own guard refused."""

    ok: bool
    inet_calls: int
    attempts: tuple[str, ...]
    isolated: bool
    steps: tuple[Step, ...]


def prove(on_step: Callable[[Step], None] = lambda _: None) -> Proof:
    """Runs the main job in a scratch workspace that is deleted afterwards.

    Raises :class:`UserError` where strace is missing or may not trace.
    """
    require_strace()
    cut_off = _cut_off()
    with tempfile.TemporaryDirectory(prefix="isnad-proof-") as name:
        scratch = Path(name)
        (scratch / "passphrase").write_text(secrets.token_hex(16))
        steps = []
        for title, words in _commands(scratch):
            steps.append(_watched(title, words, scratch, cut_off))
            on_step(steps[-1])
        attempts = _refused(scratch)
    calls = sum(len(step.inet_calls) for step in steps)
    whole = all(step.exit_code in {0, 1} for step in steps)
    return Proof(whole and not calls and not attempts, calls, attempts, bool(cut_off), tuple(steps))


def _commands(scratch: Path) -> Iterator[tuple[str, list[str]]]:
    yield "make a workspace", ["init"]
    yield "ingest the sample case", ["ingest", str(CASE)]
    yield "search in English", ["search", "who ordered the closure of the bridge"]
    yield "search in Arabic", ["search", "متى أغلق الجسر"]
    yield "import a dataset", ["dataset", "import", str(CASE.parent / "train.jsonl"), "--name", "proof"]
    settings = {"max_steps": TRAIN_STEPS, "batch_size": 1, "max_length": 96, "eval_every": TRAIN_STEPS}
    words = [word for name, value in settings.items() for word in ("--set", f"{name}={value}")]
    yield "train", ["train", "--dataset", "proof", "--base", "smollm2-135m", "--method", "lora", *words]
    yield "chat", ["chat", "--agent", "assistant", "Who ordered the closure of the bridge?"]


def _watched(title: str, words: list[str], scratch: Path, cut_off: list[str]) -> Step:
    program = (
        [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, str(PROGRAM / "main.py")]
    )
    places = {
        "ISNAD_WORKSPACE": str(scratch / "ws"),
        "ISNAD_PASSPHRASE_FILE": str(scratch / "passphrase"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    began = time.monotonic()
    calls, code = watch([*program, *words, "--json"], scratch, cut_off=cut_off, environment=places)
    return Step(title, round(time.monotonic() - began, 1), code, calls)


def watch(
    command: list[str],
    scratch: Path,
    *,
    cut_off: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> tuple[tuple[str, ...], int]:
    """Runs a command under strace; returns the calls that named an internet family, and its exit code."""
    trace = scratch / "trace"
    strace = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=%network", "-o", str(trace)]
    done = subprocess.run(
        [*cut_off, *strace, *command],
        env={**os.environ, **(environment or {})},
        capture_output=True,
        check=False,
    )
    seen = trace.read_text(errors="replace").splitlines()
    trace.unlink()
    return tuple(line.split(" ", 1)[1] for line in seen if _INET.search(line)), done.returncode


def _refused(scratch: Path) -> tuple[str, ...]:
    app = App.open(scratch / "ws", (scratch / "passphrase").read_text())
    try:
        return tuple(app.refused_calls())
    finally:
        app.close()


def require_strace() -> None:
    """Raises :class:`UserError` where processes cannot be watched."""
    if sys.platform != "linux":
        raise UserError("The proof needs Linux: it watches the program with strace.")
    if shutil.which("strace") is None:
        raise UserError(
            "strace is not installed.", do="Install the package strace, then run the proof again."
        )
    probe = subprocess.run(
        ["strace", "-f", "-qq", "-o", os.devnull, "true"], capture_output=True, check=False
    )
    if probe.returncode != 0:
        raise UserError(
            "strace may not trace processes here.",
            do="Allow ptrace (kernel.yama.ptrace_scope) or run as root.",
        )


def _cut_off() -> list[str]:
    """The words before a command that leave it no network, or none where the kernel forbids it."""
    for words in (["unshare", "-n"], ["unshare", "-r", "-n"]):
        try:
            if subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0:
                return words
        except OSError:
            return []
    return []
