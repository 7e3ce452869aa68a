# SPDX-License-Identifier: AGPL-3.0-or-later
"""Office files that are encrypted as a whole, opened with their password. Source: [MS-OFFCRYPTO]."""

from __future__ import annotations

import hashlib
import io
import struct
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from xml.parsers.expat import ExpatError

from core.documents import originals
from core.documents.extract import sniff
from core.documents.extract.package import damaged
from core.documents.extract.reading import Given
from core.documents.extract.within import Within

_KEY_BLOCK = bytes.fromhex("146e0be7abacd0d6")
_MOST_SPINS = 10_000_000
_BROKEN = (
    *(OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError),
    *(struct.error, ExpatError),
)


class LockedOfficeReader(Within):
    """What is within is an Office Open XML file."""

    def __init__(self, given: Given) -> None:
        content, password = decrypted(given)
        super().__init__(given, kept(content), password)


def decrypted(given: Given) -> tuple[bytes, str]:
    """The plain file and the password that opened it. Raises :class:`core.errors.UserError`."""
    from msoffcrypto import OfficeFile
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, ParseError

    with given.path.open("rb") as file:
        try:
            locked = OfficeFile(file)
            for password in given.passwords:
                content = _opened(locked, file, password)
                if content is not None:
                    return content, password
        except (FileFormatError, ParseError, DecryptionError, *_BROKEN) as error:
            raise damaged(given.name, "a locked Office file that is damaged") from error
    raise sniff.locked(given.name, tried=bool(given.passwords))


def is_encrypted(path: Path) -> bool:
    """Whether a file of the old Office formats has a password."""
    from msoffcrypto import OfficeFile
    from msoffcrypto.exceptions import FileFormatError, ParseError

    try:
        with path.open("rb") as file:
            return bool(OfficeFile(file).is_encrypted())
    except (FileFormatError, ParseError, *_BROKEN):
        return False


def _opened(locked: Any, file: IO[bytes], password: str) -> bytes | None:
    """The plain content; None with a wrong password."""
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

    plain = io.BytesIO()
    try:
        file.seek(0)
        info = getattr(locked, "info", {})
        if info.get("passwordHashAlgorithm") == "SHA1":
            locked.load_key(secret_key=_agile_key(info, password))
        else:
            locked.load_key(password=password)
        locked.decrypt(plain)
    except (InvalidKeyError, DecryptionError):
        return None
    return plain.getvalue()


def _agile_key(info: dict[str, Any], password: str) -> bytes:
    """The key of a file whose hashes are shorter than its keys, which msoffcrypto does not pad.

    Source: [MS-OFFCRYPTO] 2.3.4.11 and 2.3.4.13.
    """
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    if info["spinValue"] > _MOST_SPINS:
        raise ValueError
    digest = hashlib.sha1(info["passwordSalt"] + password.encode("utf-16-le")).digest()  # noqa: S324 - its form
    for turn in range(info["spinValue"]):
        digest = hashlib.sha1(struct.pack("<I", turn) + digest).digest()  # noqa: S324 - its form
    digest = hashlib.sha1(digest + _KEY_BLOCK).digest()  # noqa: S324 - its form
    key = digest.ljust(info["passwordKeyBits"] // 8, b"\x36")[: info["passwordKeyBits"] // 8]
    cipher = Cipher(algorithms.AES(key), modes.CBC(info["passwordSalt"].ljust(16, b"\x36")[:16])).decryptor()
    return (cipher.update(info["encryptedKeyValue"]) + cipher.finalize())[: len(key)]


@contextmanager
def kept(content: bytes) -> Iterator[Path]:
    """A path to the content while the context lasts: memory on Linux, elsewhere a file of this user's."""
    if sys.platform == "linux":
        with originals.spooled([content]) as memory:
            yield Path(originals.path_of(memory, Path()))
    else:
        with tempfile.TemporaryDirectory(prefix="isnad-") as folder:
            file = Path(folder) / "content"
            file.write_bytes(content)
            yield file
