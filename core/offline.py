# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keeps every process off the network; imported before anything else.

Two layers: environment switches that tell libraries not to try, and an audit hook (PEP 578) that refuses and
records whatever tries all the same. Workers add a third with :func:`enter_empty_network_namespace`.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SWITCHES = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "TRL_EXPERIMENTAL_SILENCE": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "WANDB_DISABLED": "true",
    "TOKENIZERS_PARALLELISM": "false",
    # Workers must not leave bytes of documents in shared caches outside the workspace.
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
}

_LOOKUPS = {
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.getnameinfo",
}
_CALLS = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000


class NetworkRefusedError(OSError):
    """Raised in place of a call that would have left the machine."""


@dataclass(frozen=True)
class Attempt:
    """One refused call: when (Unix seconds), which audit event, which program file asked."""

    at: float
    event: str
    caller: str


_attempts: list[Attempt] = []
_listeners: list[Callable[[Attempt], None]] = []
_inside = threading.local()
_installed = False


def attempts() -> tuple[Attempt, ...]:
    """The calls refused in this process so far, oldest first."""
    return tuple(_attempts)


def on_attempt(listener: Callable[[Attempt], None]) -> None:
    """Calls ``listener`` after each refusal, in the thread that made the call."""
    _listeners.append(listener)


def off_attempt(listener: Callable[[Attempt], None]) -> None:
    """Takes a listener out again."""
    if listener in _listeners:
        _listeners.remove(listener)


def heard() -> bool:
    """Whether anyone in this process keeps count of refusals."""
    return bool(_listeners)


def relay(attempt: Attempt) -> None:
    """Counts a refusal that happened in a child which has no workspace to count it in."""
    _record(attempt)


def install() -> None:
    """Sets the switches and the audit hook, once for this process; the hook cannot be removed."""
    global _installed  # noqa: PLW0603 - an audit hook is process-wide by nature
    os.environ.update(SWITCHES)
    # urllib3 tries IPv6 by binding a socket when it is imported, unless it hears that there is none.
    socket.has_ipv6 = False
    if not _installed:
        _installed = True
        sys.addaudithook(_guard)


def _guard(event: str, args: tuple[Any, ...]) -> None:
    if event not in _CALLS and event not in _LOOKUPS:
        return
    if event in _CALLS and _stays_inside(args[0]):
        return
    _refuse(event)


def _stays_inside(sock: Any) -> bool:
    local_families = {getattr(socket, "AF_UNIX", None), getattr(socket, "AF_NETLINK", None)}
    return sock.family in local_families - {None} or _is_socketpair_emulation()


def _is_socketpair_emulation() -> bool:
    """Windows has no socketpair(2): Python builds one over loopback, and asyncio needs it."""
    if os.name != "nt":
        return False
    frame = sys._getframe(3)  # noqa: SLF001
    return frame.f_code.co_filename == socket.__file__ and "socketpair" in frame.f_code.co_name


def _refuse(event: str) -> None:
    # A count that cannot be written down must not take the refusal's place.
    with contextlib.suppress(Exception):
        _record(Attempt(time.time(), event, _caller()))
    raise NetworkRefusedError(f"{event} refused: Isnad works without a network")


def _record(attempt: Attempt) -> None:
    _attempts.append(attempt)
    if getattr(_inside, "listening", False):
        return
    _inside.listening = True
    try:
        for listener in _listeners:
            listener(attempt)
    finally:
        _inside.listening = False


def _caller() -> str:
    """The innermost program file outside the standard socket modules; no addresses, no arguments."""
    frame = sys._getframe(1)  # noqa: SLF001
    while frame.f_back is not None and Path(frame.f_code.co_filename).name in {"offline.py", "socket.py"}:
        frame = frame.f_back
    return f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}"


def enter_empty_network_namespace() -> bool:
    """Moves this process (still single-threaded) into a network namespace with no interface.

    Returns whether the kernel allowed it. Linux only; elsewhere False. See unshare(2), user_namespaces(7).
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    uid, gid = os.getuid(), os.getgid()
    if libc.unshare(_CLONE_NEWNET) == 0:
        return True
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        return False
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    return True
