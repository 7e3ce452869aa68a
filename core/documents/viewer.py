# SPDX-License-Identifier: AGPL-3.0-or-later
"""Draws pages for a window, from the sealed originals, in a confined process."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

from core.settings import ExtractSettings
from core.workspace import Workspace

if TYPE_CHECKING:
    from core.documents.extract.pool import Child


class Viewer:
    """Draws pages in an extract child, which keeps the last document open. Thread-safe."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._child: Child | None = None
        self._blob = ""
        self._path = ""
        self._resources = ExitStack()
        self._lock = threading.Lock()

    def image(self, blob: str, name: str, passwords: tuple[str, ...], number: int, dpi: int) -> bytes:
        """The page as a PNG; empty where there is none. Raises :class:`core.errors.UserError`."""
        from core.documents.extract.pool import Place

        with self._lock:
            child = self._started()
            if blob != self._blob:
                self._open(blob)
            return child.image(Place(blob, self._path, name, passwords), number, dpi)

    def forget(self) -> None:
        """Lets go of the document that is open."""
        with self._lock:
            self._resources.close()
            self._blob = ""

    def close(self) -> None:
        self.forget()
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            child.close()

    def _started(self) -> Child:
        from core.documents.extract.pool import Child

        if self._child is None:
            self._child = Child(ExtractSettings())
        return self._child

    def _open(self, blob: str) -> None:
        from core.documents import originals

        self._resources.close()
        self._blob = ""
        self._path = self._resources.enter_context(originals.unsealed(self._workspace.blobs, blob))
        self._blob = blob
