# SPDX-License-Identifier: AGPL-3.0-or-later
"""Archives: ZIP and TAR, plain or compressed, and single files compressed with gzip, bzip2 or xz."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any

from core.documents.extract.charset import decode
from core.documents.extract.reading import Given, Member, PageText, Reader
from core.errors import UserError

_UNICODE_NAME = 0x800
_ENCRYPTED = 0x1
_COMPRESSED: dict[str, Callable[[Path], Any]] = {
    "application/gzip": gzip.open,
    "application/x-bzip2": bz2.open,
    "application/x-xz": lzma.open,
}
_DAMAGED = (zipfile.BadZipFile, tarfile.TarError, OSError, EOFError, zlib.error, lzma.LZMAError, ValueError)


class _Archive(Reader):
    """Has no pages of its own."""

    page_count = 0
    holds_members = True

    def page(self, number: int) -> PageText:
        raise UserError(f"{self._name} has no page {number}: it is an archive.")

    def _damaged(self) -> UserError:
        return UserError(f"{self._name} is a damaged archive.", do="Get the file again from where it came.")


class ZipReader(_Archive):
    def __init__(self, given: Given) -> None:
        super().__init__(given)
        try:
            self._archive = zipfile.ZipFile(given.path)
        except _DAMAGED as error:
            raise self._damaged() from error
        if not self._files():
            raise UserError(f"{given.name} is an archive without files.")

    def members(self) -> Iterator[Member]:
        for info in self._files():
            locked = "It is locked with a password." if info.flag_bits & _ENCRYPTED else None
            yield Member(_inner(_zip_name(info)), partial(self._archive.open, info), locked)

    def close(self) -> None:
        self._archive.close()

    def _files(self) -> list[zipfile.ZipInfo]:
        return [info for info in self._archive.infolist() if not info.is_dir()]


class TarReader(_Archive):
    """Read from front to back: a compressed one cannot be entered anywhere else."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        try:
            with tarfile.open(given.path) as archive:
                first = archive.next()
        except _DAMAGED as error:
            raise self._damaged() from error
        if first is None:
            raise UserError(f"{given.name} is an archive without files.")

    def members(self) -> Iterator[Member]:
        try:
            with tarfile.open(self._given.path, errors="surrogateescape") as archive:
                for info in archive:
                    if info.isfile():
                        yield Member(_inner(info.name), partial(_opened, archive, info))
        except _DAMAGED as error:
            raise UserError(f"{self._name} is damaged: what lies behind the damage is lost.") from error


class CompressedReader(_Archive):
    """One compressed file, called as its archive without the ending."""

    def members(self) -> Iterator[Member]:
        inner = re.sub(r"\.(gz|bz2|xz)$", "", self._name, flags=re.IGNORECASE)
        yield Member(inner, partial(_COMPRESSED[self.media_type], self._given.path))


def _opened(archive: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    content = archive.extractfile(info)
    if content is None:
        raise UserError("It is no file.")
    return content


def _inner(name: str) -> str:
    """A path inside, that can lead nowhere else: nothing of it is ever used as a path on the disk."""
    parts = re.split(r"[/\\]+", name)
    return "/".join(part for part in parts if part not in {"", ".", ".."}) or "file"


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Old archives hold names in the character set of the machine that made them."""
    if info.flag_bits & _UNICODE_NAME or info.filename.isascii():
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return decode(raw)
