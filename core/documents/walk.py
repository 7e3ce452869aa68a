# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files that are meant by a list of files and folders."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from core.documents.collect.folders import WEIGHTS, entered, weights
from core.documents.collect.repository import is_repository

_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


@dataclass(frozen=True)
class Met:
    """A file that was met: ``path`` as given, ``file`` where it lies. ``problem``: why it is none to read."""

    path: str
    file: Path
    problem: str | None = None

    @property
    def name(self) -> str:
        return printable(self.file.name)


def walk(given: Iterable[tuple[str, str]], without: Path | None = None) -> Iterator[Met]:
    """Every file under the (path as given, absolute path) pairs, once, sorted within its folder.

    A Git repository's own folder is one file: its history. Of a snapshot of a model its weights are met with
    a problem. Links are followed, but no folder is entered twice, and ``without`` not at all. Pipes, sockets,
    devices and folders that may not be entered are met with a problem; nothing is opened.
    """
    seen_files: set[str] = set()
    heavy: set[str] = set()
    seen_folders = {_identity(without.stat())} if without is not None else set()
    waiting = [(path, Path(absolute)) for path, absolute in reversed(list(given))]
    while waiting:
        path, file = waiting.pop()
        try:
            facts = file.stat()
        except OSError as error:
            yield Met(printable(path), file, _no_stat(file, error))
            continue
        if stat.S_ISDIR(facts.st_mode):
            if _identity(facts) not in seen_folders:
                seen_folders.add(_identity(facts))
                if is_repository(file):
                    yield Met(printable(path), file)
                    continue
                try:
                    names = sorted(os.listdir(file), reverse=True)  # noqa: PTH208 - names alone
                except OSError as error:
                    yield Met(printable(path), file, f"The folder cannot be opened: {reason(error)}.")
                    continue
                heavy |= {str(file / name) for name in weights(names)}
                names = entered(names)
                waiting += [(os.path.join(path, name), file / name) for name in names]  # noqa: PTH118 - as given
        elif str(file) not in seen_files:
            seen_files.add(str(file))
            kind = _KINDS.get(stat.S_IFMT(facts.st_mode))
            problem = WEIGHTS if str(file) in heavy else None
            yield Met(printable(path), file, f"This is {kind}, not a file." if kind else problem)


def printable(path: str) -> str:
    """The path with what is no text in it (names are bytes on Linux) replaced."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def reason(error: OSError) -> str:
    """Why the system refused, as part of a sentence."""
    text = error.strerror or type(error).__name__
    return text[:1].lower() + text[1:]


def _identity(facts: os.stat_result) -> tuple[int, int]:
    return facts.st_dev, facts.st_ino


def _no_stat(file: Path, error: OSError) -> str:
    if file.is_symlink():
        return "This is a link to something that is not there."
    return f"The file cannot be reached: {reason(error)}."
