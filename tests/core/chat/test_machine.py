# SPDX-License-Identifier: AGPL-3.0-or-later
"""A model too big for the memory is refused before it is loaded."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from core.chat import machine
from core.errors import UserError

GIB = 1024**3


def test_the_figures_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = tmp_path / "huge.gguf"
    with model.open("wb") as file:
        file.truncate(8 * GIB)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=2 * GIB))

    with pytest.raises(UserError, match=r"huge.gguf needs about 8.2 GiB of memory; 2.0 GiB are free"):
        machine.check_model_fits(model)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"gone.gguf cannot be read: No such file"):
        machine.check_model_fits(tmp_path / "gone.gguf")


def test_the_context_is_what_memory_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=4 * GIB))
    assert machine.context_tokens(128 * 1024) == int(4 * GIB * 0.3) // (128 * 1024) // 256 * 256
    assert machine.context_tokens(10) == machine.MAX_CONTEXT
    assert machine.context_tokens(GIB) == machine.MIN_CONTEXT


def test_threads_stay_within_the_cores_we_may_use() -> None:
    assert 1 <= machine.threads() <= (psutil.cpu_count() or 1)
