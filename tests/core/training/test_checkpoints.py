# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checkpoints come back whole, or the one before them does; and nothing of them lies about in the plain."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.training.checkpoints import Checkpoints
from core.workspace import Workspace

SECRET = b"the weights remember the third pier"


@pytest.fixture
def checkpoints(workspace: Workspace) -> Checkpoints:
    return Checkpoints(workspace, "r" * 32)


def _write(folder: Path, step: int) -> Path:
    plain = folder / f"checkpoint-{step}"
    plain.mkdir(parents=True)
    (plain / "adapter_model.safetensors").write_bytes(SECRET + str(step).encode())
    (plain / "training_args.bin").write_bytes(b"a pickle")
    return plain


def _sealed(workspace: Workspace) -> list[Path]:
    return sorted((workspace.paths.runs / ("r" * 32)).glob("*.sealed"))


def test_the_newest_comes_back_as_it_was(checkpoints: Checkpoints, tmp_path: Path) -> None:
    for step in (2, 4):
        checkpoints.seal(_write(tmp_path, step), step)

    restored = checkpoints.restore(tmp_path / "back")

    assert restored is not None
    step, folder = restored
    assert step == 4
    assert [path.name for path in folder.iterdir()] == ["adapter_model.safetensors"]
    assert (folder / "adapter_model.safetensors").read_bytes() == SECRET + b"4"


def test_sealing_removes_the_plain_files_and_all_but_two_checkpoints(
    checkpoints: Checkpoints, workspace: Workspace, tmp_path: Path
) -> None:
    for step in (2, 4, 6):
        plain = _write(tmp_path, step)
        checkpoints.seal(plain, step)
        assert not plain.exists()

    assert checkpoints.steps() == [4, 6]
    assert len(_sealed(workspace)) == 2
    assert all(SECRET not in path.read_bytes() for path in workspace.paths.root.rglob("*") if path.is_file())


@pytest.mark.parametrize("left", [0, 20, -1])
def test_a_half_written_checkpoint_gives_way_to_the_one_before(
    checkpoints: Checkpoints, workspace: Workspace, tmp_path: Path, left: int
) -> None:
    for step in (2, 4):
        checkpoints.seal(_write(tmp_path, step), step)
    newest = _sealed(workspace)[-1]
    newest.write_bytes(newest.read_bytes()[:left])

    restored = checkpoints.restore(tmp_path / "back")

    assert restored is not None
    assert restored[0] == 2
    assert checkpoints.steps() == [2]


def test_without_a_whole_checkpoint_there_is_none(
    checkpoints: Checkpoints, workspace: Workspace, tmp_path: Path
) -> None:
    assert checkpoints.restore(tmp_path / "back") is None
    checkpoints.seal(_write(tmp_path, 2), 2)
    _sealed(workspace)[0].write_bytes(b"")
    assert checkpoints.restore(tmp_path / "back") is None


@pytest.mark.parametrize("needed", [0, 10**15])
def test_the_workshop_is_private_gone_afterwards_and_cleans_up_after_a_killed_worker(
    checkpoints: Checkpoints, needed: int
) -> None:
    with checkpoints.workshop(needed) as folder:
        leftover = folder.parent / f"{folder.name}-left"
        assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()
    leftover.mkdir()
    (leftover / "adapter_model.safetensors").write_bytes(SECRET)
    with checkpoints.workshop(needed):
        assert not leftover.exists()


def test_removing_leaves_nothing(checkpoints: Checkpoints, workspace: Workspace, tmp_path: Path) -> None:
    checkpoints.seal(_write(tmp_path, 2), 2)
    checkpoints.remove()
    assert list(workspace.paths.runs.iterdir()) == []
