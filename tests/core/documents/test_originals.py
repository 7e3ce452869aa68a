# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a child is given to read, and that nothing plain stays behind."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from core.documents import originals
from core.errors import UserError
from core.workspace import Workspace


def test_a_sealed_original_is_plain_in_memory_only(workspace: Workspace) -> None:
    blob = workspace.blobs.put_bytes(b"the secret of the bridge")
    with originals.unsealed(workspace.blobs, blob) as path:
        assert Path(path).read_bytes() == b"the secret of the bridge"
        if sys.platform == "linux":
            assert os.readlink(path).startswith("/memfd:")  # noqa: PTH115 - what the kernel calls it
    assert not Path(path).exists()
    for file in workspace.paths.root.rglob("*"):
        assert not file.is_file() or b"the secret" not in file.read_bytes()


def test_an_opened_file_can_be_read_by_its_path_after_it_vanished(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("still here")
    with originals.opened(file, "a.txt") as content:
        file.unlink()
        assert Path(originals.path_of(content, file)).read_text() == "still here"


def test_a_file_that_vanished_before_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"a\.txt vanished"), originals.opened(tmp_path / "a.txt", "a.txt"):
        pass


def test_a_pipe_in_the_place_of_a_file_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError, match="no longer a file"), originals.opened(tmp_path / "pipe", "pipe"):
        pass
