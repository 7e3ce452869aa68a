# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where things lie: the program's own resources, and the folders of a workspace."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PROGRAM = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))
RESOURCES = PROGRAM / "resources"
MODELS = PROGRAM / "models"
# The second OCR engine's packages, apart from all others.
EASYOCR = (PROGRAM if hasattr(sys, "_MEIPASS") else Path(sys.prefix)) / "easyocr"


@dataclass(frozen=True)
class WorkspacePaths:
    """The layout of one workspace folder."""

    root: Path

    @property
    def vault(self) -> Path:
        return self.root / "vault.json"

    @property
    def database(self) -> Path:
        return self.root / "isnad.db"

    @property
    def blobs(self) -> Path:
        return self.root / "blobs"

    @property
    def models(self) -> Path:
        return self.root / "models"

    @property
    def vectors(self) -> Path:
        return self.root / "vectors"

    @property
    def runs(self) -> Path:
        return self.root / "runs"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def locks(self) -> Path:
        return self.root / "locks"

    def make(self) -> None:
        """Creates the folders, readable by their owner only."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in (self.blobs, self.models, self.vectors, self.runs, self.reports, self.locks):
            folder.mkdir(exist_ok=True, mode=0o700)


def default_workspace() -> Path:
    """``ISNAD_WORKSPACE`` or the platform's data folder."""
    import platformdirs

    named = os.environ.get("ISNAD_WORKSPACE")
    return Path(named) if named else Path(platformdirs.user_data_dir("isnad", appauthor=False))


@contextmanager
def atomic_write(target: Path) -> Iterator[IO[bytes]]:
    """A binary file that appears under ``target`` whole or not at all."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Makes a rename in ``folder`` survive a power cut; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
