# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plain content under a path, for libraries that want one, off the disk where the system allows it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def memory_file(pieces: Iterable[bytes] = ()) -> Iterator[Path]:
    """A file of this process alone that holds ``pieces`` and is gone at the end; it can also be written to.

    On Linux it lives in memory (memfd_create(2)); the path is of use to this process only. Elsewhere it is a
    temporary file that only the owner can read, emptied before it is removed.
    """
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("isnad", os.MFD_CLOEXEC)
        path, temporary = Path(f"/proc/self/fd/{descriptor}"), None
    else:
        descriptor, name = tempfile.mkstemp(prefix="isnad-")
        path = temporary = Path(name)
    try:
        with os.fdopen(descriptor, "r+b", closefd=False) as file:
            file.writelines(pieces)
        if temporary is not None:
            # Windows lets nobody else write to a file that is open here.
            os.close(descriptor)
        yield path
    finally:
        if temporary is None:
            os.close(descriptor)
        else:
            os.truncate(temporary, 0)
            temporary.unlink()
