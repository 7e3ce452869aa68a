# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small real wheels for the set-up tests: written by hand, or packed anew from what is installed."""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import zipfile
from pathlib import Path


def make_wheel(folder: Path, name: str, version: str, files: dict[str, bytes]) -> Path:
    """A wheel of ``files`` (path in the wheel → content) that pip accepts."""
    stem = f"{name.replace('-', '_')}-{version}"
    info = f"{stem}.dist-info"
    content = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    return _write(folder / f"{stem}-py3-none-any.whl", info, content)


def pack_installed(folder: Path, name: str) -> Path:
    """A wheel with the files of an installed pure-Python package."""
    distribution = importlib.metadata.distribution(name)
    paths = [path for path in distribution.files or [] if ".." not in path.parts and path.suffix != ".pyc"]
    info = next(path.parts[0] for path in paths if path.name == "WHEEL")
    content = {path.as_posix(): path.read_binary() for path in paths if path.name != "RECORD"}
    return _write(folder / f"{name}-{distribution.version}-py3-none-any.whl", info, content)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write(path: Path, info: str, content: dict[str, bytes]) -> Path:
    record = [f"{name},{_digest(data)},{len(data)}" for name, data in content.items()]
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
        archive.writestr(f"{info}/RECORD", "\n".join([*record, f"{info}/RECORD,,"]) + "\n")
    return path


def _digest(data: bytes) -> str:
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
