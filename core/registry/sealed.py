# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plain bytes for libraries that insist on a path, without plain text on a disk."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def memory_file(pieces: Iterable[bytes], *, suffix: str = "") -> Iterator[Path]:
    """A path that holds ``pieces`` one after the other for as long as the block runs.

    On Linux it is anonymous memory (memfd_create(2)) reached through ``/proc/self/fd``: this process alone
    can open it and nothing reaches a disk. Elsewhere it is a temporary file, gone when the block ends.
    """
    if sys.platform == "linux":
        with os.fdopen(os.memfd_create("isnad", os.MFD_CLOEXEC), "wb", buffering=0) as file:
            for piece in pieces:
                _write_all(file.fileno(), piece)
            yield Path(f"/proc/self/fd/{file.fileno()}")
    else:
        handle, name = tempfile.mkstemp(prefix="isnad-", suffix=suffix)
        try:
            with os.fdopen(handle, "wb") as on_disk:
                on_disk.writelines(pieces)
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)


def _write_all(descriptor: int, piece: bytes) -> None:
    """One write(2) moves 2 GiB at most."""
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
