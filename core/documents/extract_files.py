# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading files without a workspace: the command ``extract``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from core.documents import originals
from core.documents.extract.pool import Ended, PageRead, Pool
from core.documents.room import Room, TooMuchError
from core.documents.walk import printable
from core.errors import UserError
from core.settings import ExtractSettings


class _File:
    """What is read; ``given`` names it in the answer."""

    def __init__(self, given: str, name: str, room: Room, depth: int, passwords: tuple[str, ...]) -> None:
        self.given = given
        self.name = name
        self.waiting: dict[int, dict[str, Any]] = {}
        self.next = 1
        self.passwords = passwords
        self._room = room
        self._depth = depth

    def member(self, name: str, error: UserError | None, pieces: Iterator[bytes]) -> _Member:
        self._room.enter(self.name, self._depth + 1)
        given = f"{self.given}!{printable(name)}"
        content: IO[bytes] | UserError
        try:
            content = error or originals.spooled(self._room.counted(pieces, self.name))
        except TooMuchError:
            raise
        except UserError as problem:
            content = problem
        return _Member(given, self._room, self._depth + 1, self.passwords, content)

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


class _GivenFile(_File):
    def __init__(self, path: Path, settings: ExtractSettings, passwords: tuple[str, ...]) -> None:
        super().__init__(printable(str(path)), printable(path.name), Room(settings), 0, passwords)
        self._file = path

    @contextmanager
    def path(self) -> Iterator[str]:
        with originals.opened(self._file.absolute(), self.name) as content:
            yield originals.path_of(content, self._file.absolute())


class _Member(_File):
    """A file within another one, unpacked into memory, or why it cannot be had."""

    def __init__(
        self, given: str, room: Room, depth: int, passwords: tuple[str, ...], content: IO[bytes] | UserError
    ) -> None:
        name = given.rpartition("!")[2].rpartition("/")[2] or given
        super().__init__(given, name, room, depth, passwords)
        self._content = content

    @contextmanager
    def path(self) -> Iterator[str]:
        if isinstance(self._content, UserError):
            raise self._content
        with self._content as content:
            yield originals.path_of(content, Path(self.given))


def extract_files(
    paths: Sequence[Path], settings: ExtractSettings | None = None, passwords: tuple[str, ...] = ()
) -> Iterator[dict[str, Any]]:
    """The pages of files as the command line's contract has them, each as soon as it is ready.

    The pages of one file come in order; files are read side by side, so that theirs may come in between.
    A file that cannot be read is told once, without a page.
    """
    chosen = settings or ExtractSettings()
    pool = Pool(chosen)
    try:
        for event in pool.read(_GivenFile(path, chosen, passwords) for path in paths):
            source: _File = event.source
            if isinstance(event, PageRead):
                yield from (_line(source, page) for page in source.in_order(event.page))
            elif isinstance(event, Ended) and event.error is not None:
                yield _refused(source, event.error)
    finally:
        pool.close()


def _line(source: _File, page: dict[str, Any]) -> dict[str, Any]:
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


def _refused(source: _File, error: UserError) -> dict[str, Any]:
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
