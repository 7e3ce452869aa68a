# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checkpoints of a run: written plain in passing, kept sealed, because weights remember what they read."""

from __future__ import annotations

import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from core.errors import UserError
from core.vault.blobs import Blobs
from core.workspace import Workspace

_KEPT = 2
_SUFFIX = ".sealed"
_MEMORY = Path("/dev/shm")  # noqa: S108 - only as the parent of a private folder
# Pickled by the trainer and never read again.
_NOT_KEPT = {"training_args.bin"}


class Checkpoints:
    """The sealed checkpoints of one run, newest last. A half-written one never gets its name."""

    def __init__(self, workspace: Workspace, run_id: str) -> None:
        self._folder = workspace.paths.runs / run_id
        self._blobs: Blobs = workspace.blobs

    def seal(self, plain: Path, step: int) -> None:
        """Keeps the folder ``plain`` as the checkpoint of ``step``, then removes it; one older stays."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with packed(plain) as tar:
            self._blobs.seal(tar, self._path(step))
        shutil.rmtree(plain)
        for old in self.steps()[:-_KEPT]:
            self._path(old).unlink()

    def steps(self) -> list[int]:
        return sorted(int(path.stem.rpartition("-")[2]) for path in self._folder.glob(f"step-*{_SUFFIX}"))

    def restore(self, into: Path) -> tuple[int, Path] | None:
        """Unpacks the newest whole checkpoint below ``into``: (its step, its folder); None without one.

        One that was damaged is passed over for the one before it, and removed.
        """
        for step in reversed(self.steps()):
            folder = into / f"checkpoint-{step}"
            try:
                unpack(self._blobs.unseal(self._path(step)), folder)
            except (UserError, tarfile.TarError):
                shutil.rmtree(folder, ignore_errors=True)
                self._path(step).unlink()
                continue
            return step, folder
        return None

    def remove(self) -> None:
        """When the run is over."""
        shutil.rmtree(self._folder, ignore_errors=True)

    @contextmanager
    def workshop(self, needed_bytes: int) -> Iterator[Path]:
        """A private folder for plain files, gone at the end: in memory where ``needed_bytes`` fit, else here.

        What a killed worker left behind is removed first.
        """
        name = f"isnad-{self._folder.name}"
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for leftover in (*_MEMORY.glob(f"{name}-*"), *self._folder.glob(f"{name}-*")):
            shutil.rmtree(leftover, ignore_errors=True)
        in_memory = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > 2 * needed_bytes
        with tempfile.TemporaryDirectory(
            prefix=f"{name}-", dir=_MEMORY if in_memory else self._folder, ignore_cleanup_errors=True
        ) as folder:
            yield Path(folder)

    def _path(self, step: int) -> Path:
        return self._folder / f"step-{step:08d}{_SUFFIX}"


@contextmanager
def packed(folder: Path) -> Iterator[IO[bytes]]:
    """The files of ``folder`` as an uncompressed tar without users or times, open for reading.

    It lies in a file without a name beside them, so nothing of it outlives this process.
    """
    with tempfile.TemporaryFile(dir=folder.parent) as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            for path in sorted(folder.iterdir()):
                if path.name not in _NOT_KEPT:
                    with path.open("rb") as content:
                        tar.addfile(_entry(path), content)
        file.seek(0)
        yield file


def _entry(path: Path) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(path.name)
    entry.size = path.stat().st_size
    return entry


def unpack(pieces: Iterator[bytes], folder: Path) -> None:
    """Writes the files of a tar that :func:`packed` made. Raises TarError when it is not one."""
    folder.mkdir(parents=True)
    with tempfile.TemporaryFile(dir=folder.parent) as file:
        for piece in pieces:
            file.write(piece)
        file.seek(0)
        with tarfile.open(fileobj=file, mode="r:") as tar:
            tar.extractall(folder, filter="data")
