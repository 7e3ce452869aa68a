# SPDX-License-Identifier: AGPL-3.0-or-later
"""Folders are walked once, in order, and nothing is opened that could block."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from core.documents.walk import printable, walk


def met(*given: Path) -> list[tuple[str, str | None]]:
    return [(file.path, file.problem) for file in walk([(str(path), str(path.absolute())) for path in given])]


def test_folders_in_order_and_paths_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b.txt", "a/2.txt", "a/1.txt", "a/c/3.txt"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).touch()
    monkeypatch.chdir(tmp_path)
    assert [path for path, _ in met(Path("in"))] == ["in/a/1.txt", "in/a/2.txt", "in/a/c/3.txt", "in/b.txt"]


def test_each_file_once_however_often_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").touch()
    assert len(met(tmp_path, tmp_path / "a", tmp_path / "a" / "x.txt", tmp_path)) == 1


def test_links_are_followed_and_loops_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").touch()
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "link").symlink_to(tmp_path / "a" / "x.txt")
    (tmp_path / "broken").symlink_to(tmp_path / "gone")
    found = dict(met(tmp_path))
    assert set(found) == {str(tmp_path / name) for name in ("a/x.txt", "link", "broken")}
    assert "not there" in (found[str(tmp_path / "broken")] or "")


def test_pipes_sockets_and_devices_are_named_for_what_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        monkeypatch.chdir(tmp_path)
        # Only a socket of this machine's own kind; the path must be short.
        listening.bind("s")
        problems = [problem or "" for _, problem in met(tmp_path, Path("/dev/null"))]
    assert ["named pipe" in problems[0], "socket" in problems[1], "device" in problems[2]] == [True] * 3


@pytest.mark.skipif(os.geteuid() == 0, reason="root may enter every folder")
def test_a_folder_that_may_not_be_entered_is_told(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    ((path, problem),) = met(tmp_path)
    assert path.endswith("closed")
    assert "cannot be opened" in (problem or "")


def test_names_that_are_no_text_can_be_shown(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).touch()
    ((path, _),) = met(tmp_path)
    assert path.endswith("caf\ufffd.txt")
    assert printable("جسر.txt") == "جسر.txt"
