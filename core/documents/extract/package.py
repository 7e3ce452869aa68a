# SPDX-License-Identifier: AGPL-3.0-or-later
"""Documents that are ZIP files of XML (Office Open XML, OpenDocument, EPUB), opened with suspicion."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

from core.documents.extract.reading import Facts, Given
from core.errors import UserError

# A file this large inside, and packed this tightly, was made to fill the memory.
_MAX_UNPACKED = 1024**3
_MAX_RATIO = 200
_SMALL = 64 * 1024**2
_MAX_PART = 256 * 1024**2
_ISO_DAY = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?")
_DC = "{http://purl.org/dc/elements/1.1/}"
_DCTERMS = "{http://purl.org/dc/terms/}"
BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, EOFError, NotImplementedError)


def damaged(name: str, what: str) -> UserError:
    """``what`` with its article: "a damaged Word file"."""
    return UserError(f"{name} is {what}.", do="Get the file again from where it came.")


def refuse_bomb(path: Path, name: str, what: str) -> None:
    """Raises :class:`UserError` for a package that would unpack to far more than it should, or is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except BROKEN as error:
        raise damaged(name, what) from error
    packed = path.stat().st_size
    if unpacked > _MAX_UNPACKED or (unpacked > _SMALL and unpacked > _MAX_RATIO * packed):
        raise UserError(
            f"{name} would unpack from {packed / 1e6:.1f} MB to {unpacked / 1e6:,.0f} MB and was not opened.",
            do="Make sure that it is what it claims to be.",
        )


class Package:
    """A ZIP file of parts, checked to be no bomb. ``what`` is how messages call a damaged one."""

    def __init__(self, path: Path, name: str, what: str) -> None:
        refuse_bomb(path, name, what)
        self._archive = zipfile.ZipFile(path)
        self._name = name
        self._what = what
        self.names = frozenset(self._archive.namelist())

    def read(self, part: str) -> bytes:
        """Raises :class:`UserError` for a part that is missing, damaged or far too large."""
        try:
            if self._archive.getinfo(part).file_size > _MAX_PART:
                raise UserError(f"{self._name} is too large inside ({part}).", do="Split it into parts.")
            return self._archive.read(part)
        except (*BROKEN, RuntimeError) as error:
            raise damaged(self._name, self._what) from error

    def tree(self, part: str) -> Any:
        """The root element of a part. Raises :class:`UserError`."""
        from lxml import etree

        try:
            return parse(self.read(part))
        except etree.XMLSyntaxError as error:
            raise damaged(self._name, self._what) from error

    def refuse_strict(self) -> None:
        """Raises :class:`UserError` for the strict kind of Office Open XML, whose names are all different."""
        if "_rels/.rels" in self.names and b"purl.oclc.org/ooxml" in self.read("_rels/.rels"):
            raise UserError(
                f"{self._name} is in the strict form of Office Open XML, which Isnad does not read.",
                do="Save it in the ordinary form (.docx, .xlsx, .pptx).",
            )

    def core_facts(self) -> Facts:
        """What an Office Open XML package says about itself; nothing where it says it badly."""
        try:
            root = self.tree("docProps/core.xml") if "docProps/core.xml" in self.names else None
        except UserError:
            root = None
        return Facts() if root is None else dublin_core(root)

    def close(self) -> None:
        self._archive.close()


def office_facts(given: Given, what: str) -> Facts:
    """The facts of an Office Open XML file, which is checked to be no bomb and not of the strict kind."""
    opened = Package(given.path, given.name, what)
    try:
        opened.refuse_strict()
        return opened.core_facts()
    finally:
        opened.close()


def parse(xml: bytes) -> Any:
    """The root element. No entity is resolved, no other file read. Raises lxml's XMLSyntaxError."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    return etree.fromstring(xml, parser)


def dublin_core(root: Any) -> Facts:
    """Facts from the Dublin Core elements below ``root``."""
    return Facts(
        title=_told(root, f"{_DC}title"),
        author=_told(root, f"{_DC}creator"),
        created=iso_day(_told(root, f"{_DCTERMS}created")),
        modified=iso_day(_told(root, f"{_DCTERMS}modified")),
    )


def iso_day(text: str) -> str:
    """The text where it is a day, or a day and time, of ISO 8601; else nothing."""
    return text if _ISO_DAY.fullmatch(text) else ""


def _told(root: Any, tag: str) -> str:
    element = next(root.iter(tag), None)
    return " ".join((element.text or "").split()) if element is not None else ""
