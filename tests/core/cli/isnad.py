# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line as tests call it."""

from __future__ import annotations

import pytest

from core.cli import commands


class Isnad:
    """Runs a command in this process; gives its exit code, standard output and standard error."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture

    def __call__(self, *words: str) -> tuple[int, str, str]:
        self._capture.readouterr()
        code = commands.main(list(words))
        out, err = self._capture.readouterr()
        return code, out, err
