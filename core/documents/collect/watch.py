# SPDX-License-Identifier: AGPL-3.0-or-later
"""A watched folder: what is new or changed in it is handed on once it stopped growing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from core.documents.walk import walk

Stamp = tuple[int, int]


class Watch:
    """Looks at a folder again and again, since not every file system tells of changes.

    ``queue`` gets the files to be read, such as a call of Documents.ingest; when it raises, they are handed
    on again at the next look. ``without`` is a folder that is left out, such as the workspace.
    """

    def __init__(
        self, folder: Path, queue: Callable[[list[Path]], object], without: Path | None = None
    ) -> None:
        self._folder = folder.absolute()
        self._queue = queue
        self._without = without
        self._seen: dict[Path, Stamp] = {}
        self._handed: dict[Path, Stamp] = {}

    def look(self) -> list[Path]:
        """Hands on and returns the files that are as they were at the last look, and not handed on yet."""
        now = self._stamps()
        ready = [
            file
            for file, stamp in now.items()
            if self._seen.get(file) == stamp and self._handed.get(file) != stamp
        ]
        self._seen = now
        if ready:
            self._queue(ready)
            self._handed |= {file: now[file] for file in ready}
        # A file that went away and comes back is a new one.
        self._handed = {file: stamp for file, stamp in self._handed.items() if file in now}
        return ready

    def run(self, stop: threading.Event, seconds: float = 5.0) -> None:
        """Looks every so many seconds until ``stop`` is set. Meant for a thread of its own."""
        while not stop.wait(seconds):
            self.look()

    def _stamps(self) -> dict[Path, Stamp]:
        """Size and time of the last change of each file; nothing while the folder is away."""
        if not self._folder.is_dir():
            return {}
        stamps: dict[Path, Stamp] = {}
        for met in walk([(str(self._folder), str(self._folder))], self._without):
            try:
                facts = met.file.stat()
            except OSError:
                continue
            if met.problem is None and facts.st_size > 0:
                stamps[met.file] = (facts.st_size, facts.st_mtime_ns)
        return stamps
