# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sealed files, named by their content: originals, adapters.

The name is HMAC-SHA256 of the plain content under the workspace's key: it tells an outsider nothing.
Content is AES-256-GCM in frames of 1 MiB; each frame's number and whether it is the last are authenticated,
so frames can be neither reordered nor cut off (the STREAM construction, Hoang et al. 2015).
"""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from core.errors import UserError
from core.paths import atomic_write

FRAME = 1024 * 1024
_MAGIC = b"ISNAD\x01"
_PREFIX = 7


class Blobs:
    """The sealed files of one workspace. ``key`` is 32 bytes."""

    def __init__(self, folder: Path, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._folder = folder
        self._name_key = hashlib.sha256(b"name" + key).digest()
        self._cipher = AESGCM(key)

    def put(self, source: Path) -> str:
        """Seals the file ``source``; returns its name. Content already there is not written again."""
        with source.open("rb") as file:
            return self.put_stream(file)

    def put_bytes(self, content: bytes) -> str:
        import io

        return self.put_stream(io.BytesIO(content))

    def put_stream(self, source: IO[bytes]) -> str:
        """Seals what ``source`` (seekable) holds; returns its name."""
        name = self._name(source)
        target = self._path(name)
        if target.exists():
            return name
        target.parent.mkdir(exist_ok=True, mode=0o700)
        source.seek(0)
        self.seal(source, target)
        return name

    def open(self, name: str) -> Iterator[bytes]:
        """The plain content, frame by frame. Raises :class:`UserError` when it is gone or was changed."""
        yield from self.unseal(self._path(name))

    def seal(self, source: IO[bytes], target: Path) -> None:
        """Seals what ``source`` holds from where it stands; ``target`` appears whole or not at all."""
        with atomic_write(target) as sealed:
            for piece in self._seal(source):
                sealed.write(piece)

    def unseal(self, path: Path) -> Iterator[bytes]:
        """The plain content of a file that :meth:`seal` wrote. Raises as :meth:`open` does."""
        from cryptography.exceptions import InvalidTag

        try:
            with path.open("rb") as sealed:
                yield from self._unseal(sealed)
        except FileNotFoundError:
            raise UserError(
                f"The stored file {path.name[:12]} is missing from the workspace.",
                do="Add the document again.",
            ) from None
        except (InvalidTag, struct.error, EOFError) as error:
            raise UserError(
                f"The stored file {path.name[:12]} was changed or damaged.",
                do="Restore the workspace from a backup.",
            ) from error

    def read(self, name: str) -> bytes:
        return b"".join(self.open(name))

    def remove(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def names(self) -> set[str]:
        return {path.name for path in self._folder.glob("??/*") if not path.name.startswith(".")}

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def _name(self, source: IO[bytes]) -> str:
        digest = hmac.new(self._name_key, digestmod=hashlib.sha256)
        source.seek(0)
        while piece := source.read(FRAME):
            digest.update(piece)
        return digest.hexdigest()

    def _seal(self, source: IO[bytes]) -> Iterator[bytes]:
        prefix = os.urandom(_PREFIX)
        yield _MAGIC + prefix
        number, piece = 0, source.read(FRAME)
        while True:
            following = source.read(FRAME)
            yield self._cipher.encrypt(_nonce(prefix, number, last=not following), piece, _MAGIC)
            if not following:
                return
            number, piece = number + 1, following

    def _unseal(self, sealed: IO[bytes]) -> Iterator[bytes]:
        header = sealed.read(len(_MAGIC) + _PREFIX)
        if header[: len(_MAGIC)] != _MAGIC or len(header) != len(_MAGIC) + _PREFIX:
            raise EOFError
        prefix = header[len(_MAGIC) :]
        number, piece = 0, sealed.read(FRAME + 16)
        while True:
            following = sealed.read(FRAME + 16)
            yield self._cipher.decrypt(_nonce(prefix, number, last=not following), piece, _MAGIC)
            if not following:
                return
            number, piece = number + 1, following


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + struct.pack(">IB", number, last)
