# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which module reads which kind of file. A new format is a module, a line here, and its mark in sniff.py."""

from __future__ import annotations

from pathlib import Path

from core.documents.extract import sniff
from core.documents.extract.reading import Reader
from core.documents.ocr.engine import Engine
from core.errors import UserError
from core.settings import ExtractSettings


def open_reader(path: Path, name: str, settings: ExtractSettings, engine: Engine) -> Reader:
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
    if kind == sniff.PDF:
        from core.documents.extract import pdf

        return pdf.PdfReader(path, name, settings, engine)
    if kind == sniff.DOCX:
        from core.documents.extract import docx

        return docx.DocxReader(path, name)
    if kind == sniff.HTML:
        from core.documents.extract import html

        return html.HtmlReader(path, name)
    if kind.startswith("image/"):
        from core.documents.extract import image

        return image.ImageReader(path, name, kind, settings, engine)
    from core.documents.extract import text

    return text.TextReader(path, name)
