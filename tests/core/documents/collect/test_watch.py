# SPDX-License-Identifier: AGPL-3.0-or-later
"""A watched folder hands on what is new, once, and when it is whole."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from core.documents.collect.watch import Watch


def test_a_file_is_handed_on_once_it_stopped_growing(tmp_path: Path) -> None:
    handed: list[list[Path]] = []
    watch = Watch(tmp_path, handed.append)
    file = tmp_path / "a.txt"
    file.write_text("one")
    assert watch.look() == []
    file.write_text("one two")
    assert watch.look() == []
    assert watch.look() == [file]
    assert watch.look() == []
    assert handed == [[file]]


def test_a_changed_file_is_handed_on_again(tmp_path: Path) -> None:
    file = tmp_path / "in" / "a.txt"
    file.parent.mkdir()
    file.write_text("one")
    watch = Watch(tmp_path, lambda _: None)
    assert [watch.look(), watch.look()] == [[], [file]]
    os.utime(file, ns=(1, 1))
    assert [watch.look(), watch.look()] == [[], [file]]


def test_what_could_not_be_queued_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    refused = [True]

    def queue(files: list[Path]) -> None:
        if refused:
            refused.clear()
            raise OSError

    watch = Watch(tmp_path, queue)
    watch.look()
    with pytest.raises(OSError):
        watch.look()
    assert watch.look() == [tmp_path / "a.txt"]


def test_a_folder_that_is_away_is_waited_for(tmp_path: Path) -> None:
    watch = Watch(tmp_path / "later", lambda _: None)
    assert watch.look() == []
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "a.txt").write_text("one")
    watch.look()
    assert watch.look() == [tmp_path / "later" / "a.txt"]


def test_it_looks_until_it_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    stop = threading.Event()
    Watch(tmp_path, lambda _: stop.set()).run(stop, 0.01)
    assert stop.is_set()
