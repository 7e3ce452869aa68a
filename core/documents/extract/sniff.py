# SPDX-License-Identifier: AGPL-3.0-or-later
"""What kind of file this is, by its content first and its name second."""

from __future__ import annotations

import lzma
import re
import tarfile
import zipfile
import zlib
from pathlib import PurePath
from typing import IO

from core.documents.collect.repository import MARK
from core.errors import UserError

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODP = "application/vnd.oasis.opendocument.presentation"
ODG = "application/vnd.oasis.opendocument.graphics"
EPUB = "application/epub+zip"
RTF = "application/rtf"
HTML = "text/html"
XML = "application/xml"
JSON = "application/json"
CSV = "text/csv"
PLAIN = "text/plain"
MAIL = "message/rfc822"
MBOX = "application/mbox"
OUTLOOK = "application/vnd.ms-outlook"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
PPT = "application/vnd.ms-powerpoint"
# An Office file of any kind, encrypted as a whole.
LOCKED_OFFICE = "application/x-ole-storage"
BUNDLE = "application/x-git-bundle"
# A repository's own folder, as core.documents.collect.repository packs it.
GIT_HISTORY = "application/x-git-history"
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
_DOCUMENTS = {b"{\\rtf": RTF, b"# v2 git bundle\n": BUNDLE, b"# v3 git bundle\n": BUNDLE}
_COMPRESSED = {b"\x1f\x8b": GZIP, b"BZh": BZIP2, b"\xfd7zXZ\x00": XZ}
_NOT_READ = {
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"(\xb5/\xfd": "a Zstandard archive",
    b"MSCF": "a Cabinet archive",
    b"!BDN": "an Outlook mailbox (.pst)",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"SQLite format 3\x00": "a database",
    b"%!PS": "a PostScript file",
    b"OggS": "a sound or video file",
    b"ID3": "a sound file",
    b"fLaC": "a sound file",
    b"\x1aE\xdf\xa3": "a video file",
    b"GGUF": "a language model's weights",
    b"\x89HDF\r\n\x1a\n": "a file of data arrays (HDF5)",
    b"PAR1": "a table of data (Parquet)",
    b"\x00asm": "a program",
    b"\x00\x01\x00\x00\x00": "a font",
    b"wOFF": "a font",
    b"wOF2": "a font",
    b"\x80\x02": "a Python pickle, which can hold a program",
}
# What a file claims to be by its name, when its content shows nothing of the kind.
_CLAIMED = {
    ".pdf": "PDF",
    ".docx": "Word file",
    ".xlsx": "Excel workbook",
    ".pptx": "PowerPoint presentation",
    ".odt": "OpenDocument text",
    ".ods": "OpenDocument spreadsheet",
    ".odp": "OpenDocument presentation",
    ".epub": "e-book",
    ".msg": "Outlook message",
    ".zip": "ZIP archive",
    ".png": "PNG image",
    ".jpg": "JPEG image",
    ".jpeg": "JPEG image",
    ".tif": "TIFF image",
    ".tiff": "TIFF image",
    ".webp": "WebP image",
    ".gif": "GIF image",
    ".bmp": "BMP image",
}
# By a word in the content type of the main part; the first that fits.
_OPEN_XML = (
    ("wordprocessingml", DOCX),
    ("ms-word", DOCX),
    ("presentationml", PPTX),
    ("ms-powerpoint", PPTX),
    ("sheet.binary", "a binary Excel workbook (.xlsb)"),
    ("spreadsheetml", XLSX),
    ("ms-excel", XLSX),
    ("visio", "a Visio drawing"),
)
_MAIN_PARTS = {"word/document": DOCX, "ppt/presentation": PPTX, "xl/workbook": XLSX}
_OPEN_DOCUMENT = {f"{kind}{form}": kind for kind in (ODT, ODS, ODP, ODG) for form in ("", "-template")}
_NOT_READ_ZIPS = {
    "AndroidManifest.xml": "an Android program",
    "Index/Document.iwa": "an Apple iWork document",
    "FixedDocumentSequence.fdseq": "an XPS document",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_KINDS = {
    "EncryptedPackage": LOCKED_OFFICE,
    "__properties_version1.0": OUTLOOK,
    "WordDocument": DOC,
    "Workbook": XLS,
    "Book": XLS,
    "PowerPoint Document": PPT,
    "VisioDocument": "a Visio drawing",
    "Contents": "a Publisher file",
}
_OLE_NAMES = (".doc", ".xls", ".ppt", ".msg", ".docx", ".xlsx", ".pptx")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_XML_START = re.compile(rb"<\?xml\s|<!DOCTYPE\s+(?!html)|<([A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*(\s[^<>]*)?/?>")
_JSON_START = re.compile(rb"\{\s*(\"|\}|$)|\[\s*([\"{\[\]]|-?[0-9]|true|false|null|$)")
_MAIL_HEADER = re.compile(rb"^([A-Za-z][A-Za-z0-9-]*):[ \t]", re.MULTILINE)
_MAIL_START = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:([ \t]|\r?\n[ \t])")
# What is in nearly every mail, and what nobody types by hand.
_MAIL_USUAL = {b"from", b"to", b"subject", b"date", b"cc", b"sender", b"reply-to"}
_MAIL_TECHNICAL = {
    *(b"received", b"message-id", b"mime-version", b"return-path", b"delivered-to", b"dkim-signature"),
    *(
        b"content-type",
        b"content-transfer-encoding",
        b"x-mailer",
        b"x-received",
        b"in-reply-to",
        b"references",
    ),
}
_MBOX_START = re.compile(
    rb"From \S+ .*[0-9]{4}.*\r?\n[A-Za-z][A-Za-z0-9-]*:|From - .*\r?\n[A-Za-z][A-Za-z0-9-]*:"
)
_TABLES = {".csv", ".tsv", ".tab", ".psv"}


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
    if head[4:8] == b"ftyp":
        raise unread(name, "a video, sound or HEIC picture file")
    if PurePath(name).suffix.lower() == ".safetensors" and head[8:9] == b"{":
        raise unread(name, "a language model's weights")
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
    known = _IMAGES | _DOCUMENTS
    return next((kind for magic, kind in known.items() if head.startswith(magic)), None)


def _by_container(file: IO[bytes], head: bytes, name: str) -> str | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _inside_zip(file, name)
    if head.startswith(_OLE):
        return _inside_ole(file, name)
    compressed = next((kind for magic, kind in _COMPRESSED.items() if head.startswith(magic)), None)
    if head[257:262] == b"ustar" and head.startswith(MARK.encode()):
        return GIT_HISTORY
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
            kind = _open_xml(archive, members) or _open_document(archive, members)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, zlib.error, EOFError, OSError) as error:
        what = _CLAIMED.get(PurePath(name).suffix.lower(), "archive")
        raise UserError(
            f"{name} is a damaged {what}: its end is missing.", do="Get the file again from where it came."
        ) from error
    if any(member.endswith("/data.pkl") for member in members):
        raise unread(name, "a language model's weights")
    kind = kind or next((_NOT_READ_ZIPS[member] for member in _NOT_READ_ZIPS if member in members), None)
    if kind is not None and "/" not in kind:
        raise unread(name, kind)
    return kind or ZIP


def _open_xml(archive: zipfile.ZipFile, members: set[str]) -> str | None:
    """An Office Open XML package by the type of its main part. Source: ECMA-376, part 2."""
    if "[Content_Types].xml" in members:
        types = _read(archive, "[Content_Types].xml")
        mains = [
            kind.lower() for kind in re.findall(r'ContentType="([^"]*)"', types) if "main" in kind.lower()
        ]
        mains = [kind for kind in mains if kind.endswith(("main+xml", ".main", "main"))]
        found = next((kind for main in mains for word, kind in _OPEN_XML if word in main), None)
        if found is not None:
            return found
    return next(
        (kind for part, kind in _MAIN_PARTS.items() if any(m.startswith(part) for m in members)), None
    )


def _open_document(archive: zipfile.ZipFile, members: set[str]) -> str | None:
    """OpenDocument and EPUB say what they are in a part of their own."""
    if "mimetype" in members:
        said = _read(archive, "mimetype").strip()
        if said == EPUB:
            return EPUB
        if said in _OPEN_DOCUMENT:
            return _OPEN_DOCUMENT[said]
    if "META-INF/container.xml" in members:
        return EPUB
    return ODT if {"content.xml", "styles.xml", "META-INF/manifest.xml"} <= members else None


def _read(archive: zipfile.ZipFile, member: str) -> str:
    """The start of a part; nothing where it is locked."""
    if archive.getinfo(member).flag_bits & 1:
        return ""
    with archive.open(member) as content:
        return content.read(1 << 20).decode("utf-8", "replace")


def _inside_ole(file: IO[bytes], name: str) -> str:
    """A file of the old Office formats, by the names of its streams. Source: [MS-CFB]."""
    import olefile

    file.seek(0)
    try:
        with olefile.OleFileIO(file) as storage:
            streams = {path[0] for path in storage.listdir()}
    except (OSError, ValueError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged_ole(name) from error
    kind = next((kind for stream, kind in _OLE_KINDS.items() if stream in streams), None)
    if kind is None and _ends(name, *_OLE_NAMES):
        raise _damaged_ole(name)
    if kind is None or "/" not in kind:
        raise unread(name, kind or "a file of some old Windows program")
    return kind


def _damaged_ole(name: str) -> UserError:
    return UserError(
        f"{name} is a damaged file of an old Office format.", do="Get the file again from where it came."
    )


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
    # In UTF-16 every second byte is zero where the letters are Latin.
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"")
    if start[:256].lower().startswith((b"<!doctype html", b"<html")) or b"<html" in start[:512].lower():
        return HTML
    if _MBOX_START.match(start):
        return MBOX
    if _is_mail(start, name):
        return MAIL
    if _XML_START.match(start) and (start.startswith(b"<?xml") or _ends(name, ".xml", ".svg", ".rss")):
        return XML
    if _JSON_START.match(start):
        return JSON
    return CSV if PurePath(name).suffix.lower() in _TABLES else PLAIN


def _ends(name: str, *endings: str) -> bool:
    return name.lower().endswith(endings)


def _is_mail(start: bytes, name: str) -> bool:
    """Whether it begins with the headers of a mail; by its name a few of them are enough."""
    if not _MAIL_START.match(start):
        return False
    block = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    keys = {key.lower() for key in _MAIL_HEADER.findall(block)}
    if _ends(name, ".eml", ".mht", ".mhtml", ".emlx"):
        return len(keys & (_MAIL_USUAL | _MAIL_TECHNICAL)) >= 1
    return len(keys & _MAIL_USUAL) >= 2 and bool(keys & _MAIL_TECHNICAL)


def _looks_like_utf16(head: bytes) -> bool:
    """Text in UTF-16 without a mark at its start: every second byte is nearly always one of two values."""
    for side in (head[0::2], head[1::2]):
        common = sum(side.count(byte) for byte in (0x00, 0x06, 0x20))
        if len(side) >= 8 and common > 0.9 * len(side):
            return True
    return False
