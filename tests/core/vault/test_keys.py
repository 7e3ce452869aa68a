# SPDX-License-Identifier: AGPL-3.0-or-later
"""A workspace opens with its passphrase and with nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.errors import UserError
from core.vault import keys


def test_the_passphrase_gives_the_key_back(tmp_path: Path) -> None:
    made = keys.create(tmp_path / "vault.json", "four plain words here")
    assert keys.unlock(tmp_path / "vault.json", "four plain words here").raw == made.raw


def test_a_wrong_passphrase_is_refused_in_words(tmp_path: Path) -> None:
    keys.create(tmp_path / "vault.json", "four plain words here")
    with pytest.raises(UserError, match="does not open"):
        keys.unlock(tmp_path / "vault.json", "four plain words There")


def test_the_vault_file_does_not_hold_the_key(tmp_path: Path) -> None:
    made = keys.create(tmp_path / "vault.json", "four plain words here")
    stored = (tmp_path / "vault.json").read_bytes()
    assert made.raw not in stored
    assert made.raw.hex().encode() not in stored
    assert (tmp_path / "vault.json").stat().st_mode & 0o077 == 0


def test_an_existing_vault_is_never_overwritten(tmp_path: Path) -> None:
    keys.create(tmp_path / "vault.json", "four plain words here")
    with pytest.raises(UserError, match="already is a workspace"):
        keys.create(tmp_path / "vault.json", "four other words here")


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="too short"):
        keys.create(tmp_path / "vault.json", "short")
    assert not (tmp_path / "vault.json").exists()


@pytest.mark.parametrize("content", ["", "{}", "[]", "not json", json.dumps({"format": 1})])
def test_a_damaged_vault_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "vault.json").write_text(content)
    with pytest.raises(UserError, match=r"damaged"):
        keys.unlock(tmp_path / "vault.json", "four plain words here")


def test_purposes_get_different_keys(tmp_path: Path) -> None:
    made = keys.create(tmp_path / "vault.json", "four plain words here")
    derived = {made.raw, made.purpose("database"), made.purpose("blobs"), made.purpose("audit")}
    assert len(derived) == 4
    assert {len(key) for key in derived} == {32}


def test_the_key_has_no_printable_form(tmp_path: Path) -> None:
    made = keys.create(tmp_path / "vault.json", "four plain words here")
    assert str(made.raw) not in repr(made)
