# SPDX-License-Identifier: AGPL-3.0-or-later
"""What kind of file this is, by its content first and its name second."""

from __future__ import annotations

import lzma
import mmap
import tarfile
import zipfile
import zlib
from pathlib import PurePath
from typing import IO

from core.errors import UserError

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = "text/html"
PLAIN = "text/plain"
ZIP = "application/zip"
TAR = "application/x-tar"
GZIP = "application/gzip"
BZIP2 = "application/x-bzip2"
XZ = "application/x-xz"

_HEAD = 4096
_IMAGES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
    b"II+\x00": "image/tiff",
    b"MM\x00+": "image/tiff",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
IMAGES = (*dict.fromkeys(_IMAGES.values()), "image/webp", "image/bmp")
_COMPRESSED = {b"\x1f\x8b": GZIP, b"BZh": BZIP2, b"\xfd7zXZ\x00": XZ}
_NOT_READ = {
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"{\\rtf": "an RTF file",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"SQLite format 3\x00": "a database",
    b"%!PS": "a PostScript file",
    b"OggS": "a sound or video file",
    b"ID3": "a sound file",
    b"fLaC": "a sound file",
    b"\x1aE\xdf\xa3": "a video file",
}
# What a file claims to be by its name, when its content shows nothing of the kind.
_CLAIMED = {
    ".pdf": "PDF",
    ".docx": "Word file",
    ".png": "PNG image",
    ".jpg": "JPEG image",
    ".jpeg": "JPEG image",
    ".tif": "TIFF image",
    ".tiff": "TIFF image",
    ".webp": "WebP image",
    ".gif": "GIF image",
    ".bmp": "BMP image",
}
_OFFICE = {
    "xl/workbook.xml": "an Excel workbook",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "content.xml": "an OpenDocument file",
    "META-INF/container.xml": "an e-book",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class UnreadError(UserError):
    """The file is of a kind that is not read."""


def media_type(file: IO[bytes], name: str) -> str:
    """The media type of an opened file. Raises :class:`UserError` for what is not read, saying what it is."""
    head = file.read(_HEAD)
    if not head:
        raise UserError(f"{name} is empty.", do="Get the file again from where it came.")
    found = _by_container(file, head, name) or _by_magic(head)
    if found is not None:
        return found
    for magic, what in _NOT_READ.items():
        # A text, too, may begin with the letters MZ.
        if head.startswith(magic) and (b"\x00" in head or not magic.isalnum()):
            raise unread(name, what)
    claim = _CLAIMED.get(PurePath(name).suffix.lower())
    if claim is not None:
        raise UserError(
            f"{name} is no {claim}, whatever its name says: it is damaged or something else.",
            do="Get the file again from where it came.",
        )
    return _text_type(head, name)


def unread(name: str, what: str) -> UnreadError:
    return UnreadError(
        f"{name} is {what}, which Isnad does not read.", do="Save or unpack it as PDF, DOCX or text."
    )


def _by_magic(head: bytes) -> str | None:
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"BM") and head[6:10] == b"\x00\x00\x00\x00":
        return "image/bmp"
    return next((kind for magic, kind in _IMAGES.items() if head.startswith(magic)), None)


def _by_container(file: IO[bytes], head: bytes, name: str) -> str | None:
    if head.startswith(b"PK\x03\x04"):
        return _inside_zip(file, name)
    if head.startswith(_OLE):
        raise _ole(file, name)
    compressed = next((kind for magic, kind in _COMPRESSED.items() if head.startswith(magic)), None)
    if head[257:262] == b"ustar" or (compressed is not None and _holds_tar(file)):
        return TAR
    return compressed


def _holds_tar(file: IO[bytes]) -> bool:
    file.seek(0)
    try:
        with tarfile.open(fileobj=file, mode="r|*") as archive:
            return archive.next() is not None
    except (tarfile.TarError, OSError, EOFError, zlib.error, lzma.LZMAError):
        return False


def _inside_zip(file: IO[bytes], name: str) -> str:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        what = "Word file" if name.lower().endswith(".docx") else "archive"
        raise UserError(
            f"{name} is a damaged {what}: its end is missing.", do="Get the file again from where it came."
        ) from error
    if any(member.startswith("word/document") for member in members):
        return DOCX
    office = next((_OFFICE[member] for member in _OFFICE if member in members), None)
    if office is not None:
        raise unread(name, office)
    return ZIP


def _ole(file: IO[bytes], name: str) -> UserError:
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            return locked(name)
    return unread(name, "an old Office file (.doc, .xls, .ppt, .msg)")


class LockedError(UserError):
    """The file needs a password, or another one."""


def locked(name: str, *, tried: bool = False) -> LockedError:
    what = "none of the passwords opens it" if tried else "it needs its password"
    return LockedError(
        f"{name} is locked: {what}.",
        do="Give its password in the window, or with --password-file on the command line.",
    )


def _text_type(head: bytes, name: str) -> str:
    if b"\x00" in head and not head.startswith(_UTF16) and not _looks_like_utf16(head):
        raise unread(name, "a file of an unknown kind")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:256].lower()
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        return HTML
    return PLAIN


def _looks_like_utf16(head: bytes) -> bool:
    """Text in UTF-16 without a mark at its start: every second byte is nearly always one of two values."""
    for side in (head[0::2], head[1::2]):
        common = sum(side.count(byte) for byte in (0x00, 0x06, 0x20))
        if len(side) >= 8 and common > 0.9 * len(side):
            return True
    return False
