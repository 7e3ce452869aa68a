# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which module reads which kind of file. A new format is a module, a line here, and its mark in sniff.py."""

from __future__ import annotations

import importlib
from pathlib import Path

from core.documents.extract import sniff
from core.documents.extract.reading import Given, Reader
from core.documents.ocr.engine import Engine
from core.errors import UserError
from core.settings import ExtractSettings

# Modules of core.documents.extract, loaded when the first file of their kind comes.
READERS = {
    sniff.PDF: "pdf:PdfReader",
    sniff.DOCX: "docx:DocxReader",
    sniff.PPTX: "pptx:PptxReader",
    sniff.XLSX: "xlsx:XlsxReader",
    **dict.fromkeys((sniff.ODT, sniff.ODS, sniff.ODP, sniff.ODG), "opendocument:OpenDocumentReader"),
    sniff.EPUB: "epub:EpubReader",
    sniff.RTF: "rtf:RtfReader",
    sniff.HTML: "html:HtmlReader",
    sniff.XML: "xml:XmlReader",
    sniff.JSON: "json:JsonReader",
    sniff.CSV: "csv:CsvReader",
    sniff.PLAIN: "text:TextReader",
    sniff.MAIL: "mail:MailReader",
    sniff.MBOX: "mbox:MboxReader",
    sniff.OUTLOOK: "outlook:OutlookReader",
    **dict.fromkeys((sniff.DOC, sniff.XLS, sniff.PPT), "old_office:OldOfficeReader"),
    sniff.LOCKED_OFFICE: "locked_office:LockedOfficeReader",
    sniff.BUNDLE: "git:BundleReader",
    sniff.GIT_HISTORY: "git:HistoryReader",
    sniff.ZIP: "archive:ZipReader",
    sniff.TAR: "archive:TarReader",
    sniff.GZIP: "archive:CompressedReader",
    sniff.BZIP2: "archive:CompressedReader",
    sniff.XZ: "archive:CompressedReader",
    **dict.fromkeys(sniff.IMAGES, "image:ImageReader"),
}


def open_reader(
    path: Path, name: str, settings: ExtractSettings, engine: Engine, passwords: tuple[str, ...] = ()
) -> Reader:
    """Opens ``path``; ``name`` is what messages call it.

    Raises :class:`UserError` for a file that is empty, too large, locked, damaged or of a kind not read.
    """
    size = path.stat().st_size
    if size > settings.max_file_bytes:
        raise UserError(
            f"{name} is too large: {size / 1e9:.1f} GB; {settings.max_file_bytes / 1e9:.1f} GB is the most.",
            do="Split it into parts.",
        )
    with path.open("rb") as file:
        kind = sniff.media_type(file, name)
    module, reader = READERS[kind].split(":")
    made: type[Reader] = getattr(importlib.import_module(f"core.documents.extract.{module}"), reader)
    return made(Given(path, name, kind, settings, engine, passwords))
