# SPDX-License-Identifier: AGPL-3.0-or-later
"""The workspace's master key: made once, wrapped by a passphrase, kept in the keyring where there is one.

The vault file holds only the wrapped key: AES-256-GCM under Argon2id(passphrase, salt) (RFC 9106, second
recommended option: 64 MiB, 3 passes, 4 lanes). Purposes get their own keys through HKDF-SHA256 (RFC 5869).
"""

from __future__ import annotations

import base64
import json
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import UserError
from core.paths import atomic_write

KEY_BYTES = 32
MIN_PASSPHRASE = 8
_KEYRING_SERVICE = "isnad"
_ARGON2 = {"time_cost": 3, "memory_cost": 64 * 1024, "parallelism": 4}


@dataclass(frozen=True, repr=False)
class MasterKey:
    """The raw 32-byte key of one workspace. Never printed: no repr."""

    raw: bytes

    def purpose(self, name: str) -> bytes:
        """A 32-byte key for one purpose ("database", "blobs", "audit")."""
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=f"isnad/{name}".encode()).derive(self.raw)


def create(vault: Path, passphrase: str) -> MasterKey:
    """Makes a key, writes its wrapped form to ``vault`` and offers it to the keyring.

    Raises :class:`UserError` for a passphrase that is too short or a vault that exists.
    """
    if vault.exists():
        raise UserError(f"{vault.parent} already is a workspace.", do="Open it, or choose another folder.")
    if len(passphrase) < MIN_PASSPHRASE:
        raise UserError(
            f"The passphrase is too short: {len(passphrase)} characters.",
            do=f"Use at least {MIN_PASSPHRASE}; a few words are easy to remember.",
        )
    key = MasterKey(os.urandom(KEY_BYTES))
    salt, nonce = os.urandom(16), os.urandom(12)
    wrapped = _cipher(passphrase, salt, _ARGON2).encrypt(nonce, key.raw, b"isnad vault 1")
    content: dict[str, Any] = {
        "format": 1,
        "id": uuid.uuid4().hex,
        "argon2id": _ARGON2,
        "salt": base64.b64encode(salt).decode(),
        "nonce": base64.b64encode(nonce).decode(),
        "wrapped": base64.b64encode(wrapped).decode(),
    }
    with atomic_write(vault) as file:
        file.write(json.dumps(content, indent=1).encode())
    _remember(content["id"], key)
    return key


def unlock(vault: Path, passphrase: str) -> MasterKey:
    """The key out of ``vault``. Raises :class:`UserError` for a wrong passphrase or a damaged vault."""
    from cryptography.exceptions import InvalidTag

    content = _read(vault)
    try:
        cipher = _cipher(passphrase, content["salt"], content["argon2id"])
        raw = cipher.decrypt(content["nonce"], content["wrapped"], b"isnad vault 1")
    except InvalidTag:
        raise UserError(
            f"The passphrase does not open {vault.parent}.",
            do="Try again; capital letters and the keyboard's language matter.",
        ) from None
    key = MasterKey(raw)
    _remember(content["id"], key)
    return key


def from_keyring(vault: Path) -> MasterKey | None:
    """The key as the system's keyring remembers it, or None."""
    import keyring
    from keyring.errors import KeyringError

    try:
        kept = keyring.get_password(_KEYRING_SERVICE, _read(vault)["id"])
    except (KeyringError, RuntimeError):
        return None
    return MasterKey(base64.b64decode(kept)) if kept else None


def forget(vault: Path) -> None:
    """Takes the key out of the system's keyring; the passphrase still opens the vault."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.delete_password(_KEYRING_SERVICE, _read(vault)["id"])
    except (KeyringError, RuntimeError):
        return


def _remember(vault_id: str, key: MasterKey) -> None:
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_KEYRING_SERVICE, vault_id, base64.b64encode(key.raw).decode())
    except (KeyringError, RuntimeError):
        # No keyring, or a locked one: the passphrase alone opens the workspace.
        return


def _read(vault: Path) -> dict[str, Any]:
    try:
        content = json.loads(vault.read_text())
        if content["format"] != 1:
            raise UserError(f"{vault} was written by a newer Isnad.", do="Open it with the newer program.")
        decoded = {name: base64.b64decode(content[name]) for name in ("salt", "nonce", "wrapped")}
        return {"id": content["id"], "argon2id": content["argon2id"], **decoded}
    except FileNotFoundError:
        raise UserError(
            f"{vault.parent} is not a workspace.", do="Make one with: isnad init --workspace DIR"
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"The vault file {vault} is damaged.", do="Restore it from a backup.") from error


def _cipher(passphrase: str, salt: bytes, cost: dict[str, int]) -> Any:
    from argon2.low_level import Type, hash_secret_raw
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(hash_secret_raw(passphrase.encode(), salt, hash_len=KEY_BYTES, type=Type.ID, **cost))
