# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nothing leaves the machine, and what tries is counted."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable

import pytest

from core import offline
from core.app import App
from core.paths import PROGRAM


def _connect() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
        sock.connect(("127.0.0.1", 9))


def _send() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(b"x", ("127.0.0.1", 9))


def _bind() -> None:
    with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as sock:
        sock.bind(("::1", 0))


@pytest.mark.parametrize(
    "call",
    [
        _connect,
        _send,
        _bind,
        lambda: socket.getaddrinfo("localhost", 80),
        lambda: socket.gethostbyname("localhost"),
    ],
)
def test_every_way_out_is_refused_and_recorded(call: Callable[[], object]) -> None:
    before = len(offline.attempts())
    with pytest.raises(offline.NetworkRefusedError):
        call()
    assert len(offline.attempts()) == before + 1
    assert offline.attempts()[-1].caller.startswith("test_offline.py")


def test_pipes_between_processes_still_work() -> None:
    left, right = socket.socketpair()
    with left, right:
        left.sendall(b"inside")
        assert right.recv(6) == b"inside"


def test_the_workspace_counts_refused_attempts(app: App) -> None:
    assert app.network_attempts() == 0
    with pytest.raises(offline.NetworkRefusedError):
        _connect()
    assert app.network_attempts() >= 1


def test_a_closed_workspace_hears_no_more(app: App) -> None:
    app.workspace.close()
    before = app.network_attempts()
    with pytest.raises(offline.NetworkRefusedError):
        _connect()
    assert app.network_attempts() == before


@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")
def test_a_worker_sees_no_network_interface_but_an_unused_loopback() -> None:
    program = (
        "from core import offline\n"
        "entered = offline.enter_empty_network_namespace()\n"
        "print(entered, open('/proc/net/dev').read().count(':'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROGRAM, capture_output=True, text=True, check=True
    )
    entered, interfaces = done.stdout.split()
    if entered == "False":
        pytest.skip("this kernel allows no network namespaces here")
    assert interfaces == "1"
