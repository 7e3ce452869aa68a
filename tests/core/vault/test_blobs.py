# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sealed files come back whole or not at all."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from core.errors import UserError
from core.vault.blobs import FRAME, Blobs

KEY = bytes(range(32))


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path, KEY)


@pytest.mark.parametrize("size", [0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME])
def test_what_went_in_comes_out(blobs: Blobs, size: int) -> None:
    content = os.urandom(size)
    assert blobs.read(blobs.put_bytes(content)) == content


def test_equal_content_is_stored_once(blobs: Blobs) -> None:
    assert blobs.put_bytes(b"the same") == blobs.put_bytes(b"the same")
    assert len(blobs.names()) == 1


def test_nothing_of_the_content_is_readable_on_disk(blobs: Blobs, tmp_path: Path) -> None:
    name = blobs.put_bytes(b"a secret sentence " * 1000)
    assert b"secret" not in (tmp_path / name[:2] / name).read_bytes()


@pytest.mark.parametrize("damage", ["flip", "cut", "swap", "append"])
def test_any_change_is_noticed(blobs: Blobs, tmp_path: Path, damage: str) -> None:
    name = blobs.put_bytes(os.urandom(3 * FRAME))
    file = tmp_path / name[:2] / name
    sealed = bytearray(file.read_bytes())
    frame, head = FRAME + 16, 13
    if damage == "flip":
        sealed[len(sealed) // 2] ^= 1
    elif damage == "cut":
        del sealed[head + 2 * frame :]
    elif damage == "swap":
        first, second = sealed[head : head + frame], sealed[head + frame : head + 2 * frame]
        sealed[head : head + 2 * frame] = second + first
    else:
        sealed += b"x"
    file.write_bytes(sealed)
    with pytest.raises(UserError, match="changed or damaged"):
        blobs.read(name)


def test_a_missing_file_is_told(blobs: Blobs) -> None:
    with pytest.raises(UserError, match="missing"):
        blobs.read("0" * 64)


def test_another_key_opens_nothing(blobs: Blobs, tmp_path: Path) -> None:
    name = blobs.put_bytes(b"content")
    with pytest.raises(UserError):
        Blobs(tmp_path, bytes(32)).read(name)


def test_a_failed_write_leaves_nothing(blobs: Blobs) -> None:
    class Broken(io.BytesIO):
        reads = 0

        def read(self, size: int | None = -1, /) -> bytes:
            self.reads += 1
            if self.reads > 3:
                raise OSError("the file vanished")
            return super().read(size)

    with pytest.raises(OSError, match="vanished"):
        blobs.put_stream(Broken(b"x" * FRAME))
    assert blobs.names() == set()


def test_a_file_sealed_under_a_name_of_its_own_comes_back_and_shows_damage(
    blobs: Blobs, tmp_path: Path
) -> None:
    target = tmp_path / "checkpoint-5.sealed"

    blobs.seal(io.BytesIO(b"x" * (FRAME + 7)), target)

    assert b"".join(blobs.unseal(target)) == b"x" * (FRAME + 7)
    target.write_bytes(target.read_bytes()[:-100])
    with pytest.raises(UserError, match="checkpoint-5"):
        list(blobs.unseal(target))
