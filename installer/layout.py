# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where set-up finds and puts things in a checkout."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layout:
    """The files of one checkout that set-up reads and writes."""

    root: Path

    @property
    def pyproject(self) -> Path:
        return self.root / "pyproject.toml"

    @property
    def installer(self) -> Path:
        return self.root / "installer"

    @property
    def lock(self) -> Path:
        return self.installer / "lock.txt"

    @property
    def easyocr_lock(self) -> Path:
        return self.installer / "lock-easyocr.txt"

    @property
    def easyocr(self) -> Path:
        """Where core.paths looks for EasyOCR's packages."""
        return self.venv / "easyocr"

    @property
    def models(self) -> Path:
        return self.root / "models"

    @property
    def manifest(self) -> Path:
        return self.models / "manifest.toml"

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The environment's own interpreter."""
        folder, name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
        return self.venv / folder / name

    @property
    def stamp(self) -> Path:
        return self.venv / "isnad-stamp"

    @property
    def unfinished(self) -> Path:
        """Stands while packages are being installed; left over only by a run that was killed."""
        return self.venv / "isnad-unfinished"

    @property
    def log(self) -> Path:
        return self.venv / "isnad-setup.log"


def here() -> Layout:
    """The checkout this file belongs to."""
    return Layout(Path(__file__).resolve().parent.parent)
