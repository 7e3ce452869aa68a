# SPDX-License-Identifier: AGPL-3.0-or-later
"""A Git repository's own folder as one file, to be read elsewhere: nothing in it is understood here."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

from core.errors import UserError

# What the first file within is called, so that the reader knows what it has.
MARK = "git-history"
_MOST_BYTES = 512 * 1024**2
_WANTED = ("HEAD", "packed-refs", "shallow")
_FOLDERS = ("refs", "objects")
_BLOCK = 512


def is_repository(folder: Path) -> bool:
    """Whether it is what Git keeps a history in: ``.git`` of a working tree, or a bare repository."""
    try:
        return (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()
    except OSError:
        return False


def packed(folder: Path, name: str) -> Iterator[bytes]:
    """A tar file of what holds the history; links are left out. Raises :class:`UserError`."""
    bare = folder.name != ".git"
    left = _MOST_BYTES
    for file in _files(folder):
        try:
            left -= file.stat().st_size
            if left < 0:
                raise UserError(
                    f"The history in {name} is larger than {_MOST_BYTES / 1e6:.0f} MB and was not read.",
                    do="Add a bundle of the part that you need (git bundle create).",
                )
            content = file.read_bytes()
        except OSError:
            # Git repacks whenever it likes; what is gone has its content elsewhere.
            continue
        inner = f"{MARK}{'-bare' if bare else ''}/{file.relative_to(folder).as_posix()}"
        info = tarfile.TarInfo(inner)
        info.size = len(content)
        yield info.tobuf(tarfile.PAX_FORMAT) + content + bytes(-len(content) % _BLOCK)
    yield bytes(2 * _BLOCK)


def _files(folder: Path) -> Iterator[Path]:
    yield from (folder / name for name in _WANTED if (folder / name).is_file())
    for part in _FOLDERS:
        for place, inner, names in os.walk(folder / part):
            inner.sort()
            files = (Path(place) / name for name in sorted(names))
            yield from (file for file in files if not file.is_symlink())
