# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a command writes and where: results to standard output, all else to standard error."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, is_dataclass
from typing import Any

from core.records import Job, Progress

OK, SOME_FAILED, USER_MISTAKE, OUR_FAULT, CANCELLED = 0, 1, 2, 3, 130


def plain(value: Any) -> Any:
    """Records as dictionaries, for JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return value


def result(args: argparse.Namespace, value: Any, human: str) -> None:
    """The command's one result: an object with ``--json``, else the text meant for people."""
    text = json.dumps(plain(value), ensure_ascii=False) if args.json else human
    if text:
        print(text, flush=True)


def line(value: Any) -> None:
    """One line of a ``--jsonl`` answer, written as it is ready."""
    print(json.dumps(plain(value), ensure_ascii=False), flush=True)


def tell(text: str) -> None:
    """A remark for the person at the terminal."""
    print(text, file=sys.stderr, flush=True)


def fields(record: Any) -> str:
    """Each field of a record with its value, a line each."""
    return "\n".join(f"{name}: {value}" for name, value in plain(record).items())


def table(rows: list[list[Any]], head: list[str]) -> str:
    """Columns aligned with spaces; numbers to the right."""
    cells = [[str(cell) if cell is not None else "" for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in [head, *cells]) for i in range(len(head))]
    right = [bool(rows) and all(isinstance(row[i], int | float) for row in rows) for i in range(len(head))]

    def form(row: list[str]) -> str:
        parts = [c.rjust(w) if r else c.ljust(w) for c, w, r in zip(row, widths, right, strict=True)]
        return "  ".join(parts).rstrip()

    return "\n".join(form(row) for row in [head, *cells])


class ProgressLine:
    """Progress on one line of a terminal; on a pipe, a line only when the message changes."""

    def __init__(self) -> None:
        self._last = ""
        self._terminal = sys.stderr.isatty()

    def __call__(self, progress: Progress) -> None:
        text = self._text(progress)
        if text == self._last:
            return
        self._last = text
        if self._terminal:
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)

    def end(self, job: Job) -> None:
        if self._terminal and self._last:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        if job.error:
            tell(job.error)

    @staticmethod
    def _text(progress: Progress) -> str:
        share = f"{100 * progress.done / progress.total:3.0f} %  " if progress.total else ""
        left = f"  about {duration(progress.left)} left" if progress.left is not None else ""
        return f"{share}{progress.message}{left}"


def duration(seconds: float) -> str:
    """Seconds in words a person would use: "8 s", "3 min", "1 h 20 min"."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
