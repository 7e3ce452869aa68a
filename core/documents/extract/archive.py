# SPDX-License-Identifier: AGPL-3.0-or-later
"""Archives: ZIP and TAR, plain or compressed, and single files compressed with gzip, bzip2 or xz.

Nothing is unpacked onto the disk, so no name within can lead anywhere; links and devices are left out.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

from core.documents.extract import sniff
from core.documents.extract.charset import UnknownCharsetError, decode
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
    """Also with a password, of the old kind or AES. One that opens some of its files is used for these."""

    def __init__(self, given: Given) -> None:
        from pyzipper import AESZipFile

        super().__init__(given)
        try:
            self._archive: Any = AESZipFile(given.path)
        except (*_DAMAGED, NotImplementedError) as error:
            raise self._damaged() from error
        _refuse_overlap(self._archive.infolist(), given.name)
        found = self._files()
        if not found:
            raise UserError(f"{given.name} is an archive without files.")
        locked = [info for info in found if _is_locked(info)]
        if locked:
            self.password = self._fitting(min(locked, key=lambda info: info.file_size))
        if self.password is None and len(locked) == len(found):
            raise sniff.locked(given.name, tried=bool(given.passwords))

    def members(self) -> Iterator[Member]:
        for info in self._files():
            closed = _is_locked(info) and self.password is None
            problem = "It is locked with a password." if closed else None
            yield Member(inner_path(_zip_name(info)), partial(self._opened, info), problem)

    def close(self) -> None:
        self._archive.close()

    def _opened(self, info: zipfile.ZipInfo) -> IO[bytes]:
        password = self.password.encode() if self.password is not None and _is_locked(info) else None
        try:
            content: IO[bytes] = self._archive.open(info, pwd=password)
        except RuntimeError as error:
            raise UserError("It is locked with another password.") from error
        except NotImplementedError as error:
            raise UserError("It is packed in a way that is not read.", do="Unpack it yourself.") from error
        return content

    def _fitting(self, info: zipfile.ZipInfo) -> str | None:
        """The first password with which the whole file comes out as it was; wrong ones may seem right."""
        for password in self._given.passwords:
            try:
                with self._archive.open(info, pwd=password.encode()) as content:
                    while content.read(1 << 20):
                        pass
            except (RuntimeError, *_DAMAGED):
                continue
            return password
        return None

    def _files(self) -> list[zipfile.ZipInfo]:
        return [
            info
            for info in self._archive.infolist()
            if not info.is_dir() and not stat.S_ISLNK(info.external_attr >> 16)
        ]


def _refuse_overlap(infos: list[zipfile.ZipInfo], name: str) -> None:
    """Files that share their packed bytes were made so that a small archive unpacks without end."""
    placed = sorted((info.header_offset, info.compress_size) for info in infos)
    for (offset, size), (following, _) in pairwise(placed):
        if offset + size > following:
            raise UserError(
                f"{name} holds files that lie within each other and was not opened.",
                do="Make sure that it is what it claims to be.",
            )


def _is_locked(info: zipfile.ZipInfo) -> bool:
    return bool(info.flag_bits & _ENCRYPTED)


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
                        yield Member(inner_path(info.name), partial(_opened, archive, info))
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


def inner_path(name: str) -> str:
    """A path inside, that can lead nowhere else: nothing of it is ever used as a path on the disk."""
    parts = re.split(r"[/\\]+", name)
    return "/".join(part for part in parts if part not in {"", ".", ".."}) or "file"


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Old archives hold names in the character set of the machine that made them."""
    if info.flag_bits & _UNICODE_NAME or info.filename.isascii():
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    try:
        return decode(raw)
    except UnknownCharsetError:
        return info.filename
