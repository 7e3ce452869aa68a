# SPDX-License-Identifier: AGPL-3.0-or-later
"""Folders that are more than folders, as a walk meets them."""

from __future__ import annotations

from pathlib import Path

from dulwich.repo import Repo

from core.documents.walk import walk


def met(folder: Path) -> dict[str, str | None]:
    found = walk([(str(folder), str(folder))])
    return {Path(file.path).relative_to(folder).as_posix(): file.problem for file in found}


def laid(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)


def test_a_repository_is_its_files_and_its_history(tmp_path: Path) -> None:
    Repo.init(tmp_path).close()
    laid(tmp_path, "readme.md", "src/a.py")
    assert met(tmp_path) == {".git": None, "readme.md": None, "src/a.py": None}


def test_a_folder_that_is_only_called_so_is_walked(tmp_path: Path) -> None:
    laid(tmp_path, ".git/notes.txt")
    assert met(tmp_path) == {".git/notes.txt": None}


def test_the_weights_of_a_snapshot_are_named(tmp_path: Path) -> None:
    cache = tmp_path / "models--a--b"
    laid(cache, "blobs/1", "refs/main", "snapshots/9/README.md", "snapshots/9/config.json")
    (cache / "snapshots" / "9" / "model.safetensors").symlink_to(cache / "blobs" / "1")
    found = met(tmp_path)
    inner = "models--a--b/snapshots/9"
    assert set(found) == {f"{inner}/README.md", f"{inner}/config.json", f"{inner}/model.safetensors"}
    assert "weights" in (found[f"{inner}/model.safetensors"] or "")


def test_weights_alone_are_any_file(tmp_path: Path) -> None:
    laid(tmp_path, "firmware.bin")
    assert met(tmp_path) == {"firmware.bin": None}


def test_a_mail_folder_without_what_is_being_delivered(tmp_path: Path) -> None:
    laid(tmp_path, "cur/1:2,S", "new/2", "tmp/3")
    assert set(met(tmp_path)) == {"cur/1:2,S", "new/2"}
