# SPDX-License-Identifier: AGPL-3.0-or-later
"""Paths to plain content that does not touch the disk."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from core.registry.sealed import memory_file


def test_content_can_be_read_and_is_gone_afterwards() -> None:
    with memory_file([b"one ", b"two"]) as path:
        assert path.read_bytes() == b"one two"
    assert not path.exists()


def test_what_a_library_writes_can_be_read() -> None:
    with memory_file() as path:
        path.write_bytes(b"x" * 3_000_000)
        assert path.stat().st_size == 3_000_000


@pytest.mark.skipif(sys.platform != "linux", reason="other systems use a temporary file")
def test_it_lies_in_memory_on_linux() -> None:
    with memory_file([b"secret"]) as path:
        assert "memfd" in str(path.readlink())


def test_elsewhere_it_is_a_private_file_that_is_removed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delattr(os, "memfd_create", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with memory_file([b"secret"]) as path:
        assert path.read_bytes() == b"secret"
        assert path.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == []
