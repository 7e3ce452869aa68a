# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading files without a workspace: the command ``extract``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.documents import originals
from core.documents.extract.pool import Ended, PageRead, Pool
from core.documents.walk import printable
from core.errors import UserError
from core.settings import ExtractSettings


class _GivenFile:
    def __init__(self, path: Path) -> None:
        self.given = printable(str(path))
        self.name = printable(path.name)
        self._file = path
        self.waiting: dict[int, dict[str, Any]] = {}
        self.next = 1

    @contextmanager
    def path(self) -> Iterator[str]:
        with originals.opened(self._file.absolute(), self.name) as content:
            yield originals.path_of(content, self._file.absolute())

    def wanted(self, pages: int) -> list[int]:
        return list(range(1, pages + 1))

    def refused(self, error: UserError) -> None:
        """Nothing was begun."""

    def in_order(self, page: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Holds a page back until those before it were told."""
        self.waiting[page["number"]] = page
        while self.next in self.waiting:
            yield self.waiting.pop(self.next)
            self.next += 1


def extract_files(paths: Sequence[Path], settings: ExtractSettings | None = None) -> Iterator[dict[str, Any]]:
    """The pages of files as the command line's contract has them, each as soon as it is ready.

    The pages of one file come in order; files are read side by side, so that theirs may come in between.
    A file that cannot be read is told once, without a page.
    """
    pool = Pool(settings or ExtractSettings())
    try:
        for event in pool.read(_GivenFile(path) for path in paths):
            source: _GivenFile = event.source
            if isinstance(event, PageRead):
                yield from (_line(source, page) for page in source.in_order(event.page))
            elif isinstance(event, Ended) and event.error is not None:
                yield _refused(source, event.error)
    finally:
        pool.close()


def _line(source: _GivenFile, page: dict[str, Any]) -> dict[str, Any]:
    return {
        "file": source.given,
        "page": page["number"],
        "source": page["source"],
        "text": page["text"],
        "confidence": page["confidence"],
        "languages": [code for code in page["languages"].split(",") if code],
        "seconds": page["seconds"],
        "error": page["error"],
    }


def _refused(source: _GivenFile, error: UserError) -> dict[str, Any]:
    return {
        "file": source.given,
        "page": None,
        "source": "failed",
        "text": "",
        "confidence": None,
        "languages": [],
        "seconds": 0.0,
        "error": error.sentence,
    }
