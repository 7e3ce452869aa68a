# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much a file may hold within: archives in archives, and bombs that unpack without end."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from core.errors import UserError
from core.settings import ExtractSettings


class TooMuchError(UserError):
    """No more of the outermost file is unpacked."""


class Room:
    """What one outermost file may still unpack, all that lies within it together. Thread-safe."""

    def __init__(self, settings: ExtractSettings) -> None:
        self._settings = settings
        self._members = 0
        self._bytes = 0
        self._lock = threading.Lock()

    def enter(self, name: str, depth: int) -> None:
        """Counts one file within ``name``, so many levels below the outermost one.

        Raises :class:`TooMuchError` when they are too many or too deep.
        """
        with self._lock:
            self._members += 1
            if self._members > self._settings.max_members:
                raise _too_much(name, f"more than {self._settings.max_members:,} files")
        if depth > self._settings.max_depth:
            raise _too_much(name, f"files more than {self._settings.max_depth} levels deep")

    def counted(self, pieces: Iterator[bytes], name: str) -> Iterator[bytes]:
        """The pieces of one file within ``name``.

        Raises :class:`TooMuchError` when all files within the outermost one together are too large.
        """
        for piece in pieces:
            with self._lock:
                self._bytes += len(piece)
                if self._bytes > self._settings.max_unpacked_bytes:
                    size = self._settings.max_unpacked_bytes / 1e9
                    raise _too_much(name, f"more than {size:.1f} GB")
            yield piece


def _too_much(name: str, what: str) -> TooMuchError:
    return TooMuchError(
        f"{name} holds {what}: what was unpacked until then is kept, the rest was not opened.",
        do="Unpack it yourself and add what you need of it.",
    )
