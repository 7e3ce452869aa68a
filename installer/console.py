# SPDX-License-Identifier: AGPL-3.0-or-later
"""What set-up says: one line a step with its time, and mistakes in plain sentences."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class SetupError(Exception):
    """Set-up cannot go on: ``what`` happened, and what to ``do`` about it."""

    def __init__(self, what: str, do: str = "") -> None:
        self.what = what
        self.do = do
        super().__init__(f"{what} {do}".strip())


class KilledError(SetupError):
    """A program that set-up started was killed: what it was writing may lie there half done."""


@contextmanager
def step(name: str) -> Iterator[list[str]]:
    """Prints ``name`` while the step runs, then its seconds, then the notes it left in the yielded list."""
    print(f"  {name} … ", end="", flush=True)
    notes: list[str] = []
    start = time.monotonic()
    try:
        yield notes
    except BaseException:
        print("stopped", flush=True)
        raise
    print(f"{time.monotonic() - start:.1f} s", flush=True)
    for note in notes:
        print(f"      {note}", flush=True)
