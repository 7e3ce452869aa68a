# SPDX-License-Identifier: AGPL-3.0-or-later
"""Gives an extract child a path to what it may read: an open file, or a sealed original in memory."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BufferedRandom, BufferedReader
from pathlib import Path
from typing import IO, cast

from core.documents.collect.repository import is_repository, packed
from core.documents.walk import reason
from core.errors import UserError
from core.vault.blobs import Blobs


@contextmanager
def opened(file: Path, name: str) -> Iterator[BufferedReader]:
    """A regular file, opened without ever waiting for a writer; a Git repository's folder as one file.

    Raises :class:`UserError`.
    """
    if is_repository(file):
        with spooled(packed(file, name)) as history:
            yield cast("BufferedReader", history)
        return
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(file, flags)
    except FileNotFoundError:
        raise UserError(
            f"{name} vanished before it could be read.", do="Look where it is now, and add it again."
        ) from None
    except OSError as error:
        raise UserError(f"{name} cannot be read: {reason(error)}.", do="Check its rights.") from None
    with os.fdopen(descriptor, "rb") as content:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise UserError(f"{name} is no longer a file.")
        yield content


def path_of(content: IO[bytes], file: Path) -> str:
    """A path to an opened file that another process of this user can open, even when its name is gone."""
    if sys.platform == "linux":
        return f"/proc/{os.getpid()}/fd/{content.fileno()}"
    else:  # noqa: RET505 - so that the type checker sees a branch for each platform
        return str(file)


def spooled(pieces: Iterable[bytes]) -> BufferedRandom:
    """What the pieces hold, as an open file without a name: on Linux memory, elsewhere a temporary file."""
    if sys.platform == "linux":
        file = os.fdopen(os.memfd_create("member", os.MFD_CLOEXEC), "w+b")
    else:
        file = cast("BufferedRandom", tempfile.TemporaryFile(prefix="isnad-"))  # noqa: SIM115 - given away
    try:
        file.writelines(pieces)
        file.flush()
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


@contextmanager
def unsealed(blobs: Blobs, blob: str) -> Iterator[str]:
    """A path to the plain content of a sealed file, gone when the context ends.

    On Linux it is memory, so nothing plain reaches the disk; elsewhere a file that only this user may read.
    """
    if sys.platform == "linux":
        descriptor = os.memfd_create("original", os.MFD_CLOEXEC)
        with os.fdopen(descriptor, "wb") as memory:
            memory.writelines(blobs.open(blob))
            memory.flush()
            yield f"/proc/{os.getpid()}/fd/{descriptor}"
    else:
        handle, name = tempfile.mkstemp(prefix="isnad-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(blobs.open(blob))
            yield name
        finally:
            Path(name).unlink(missing_ok=True)
