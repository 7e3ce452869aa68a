# SPDX-License-Identifier: AGPL-3.0-or-later
"""PDF: the text layer of a page where it has a real one, else OCR of its picture."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import IO, Any

from core.documents.extract import forms, layer
from core.documents.extract.furniture import Furniture
from core.documents.extract.mupdf import pymupdf
from core.documents.extract.package import iso_day
from core.documents.extract.reading import TEXT, Facts, Given, Member, PageText, Reader
from core.documents.extract.regions import completed, regions_of
from core.documents.extract.sniff import locked
from core.documents.ocr.recognise import is_blank, recognise_page
from core.errors import UserError

# A page is rendered with at most this many points, however large its author made it.
_MAX_RENDERED = 40_000_000
_POINTS_AN_INCH = 72
# What MuPDF raises at what it cannot make sense of; PyMuPDF wraps it in a RuntimeError at some places only.
_BROKEN = (pymupdf.mupdf.FzErrorFormat, pymupdf.mupdf.FzErrorSyntax, pymupdf.mupdf.FzErrorLimit)
_DATE = re.compile(r"D?:?(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)")


class PdfReader(Reader):
    """A damaged file is read as far as its pages can be found; its attachments are files within."""

    holds_members = True

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._settings = given.settings
        self._engine = given.engine
        self._document, self.password = _open(given)
        self.page_count = self._document.page_count
        self._layers: dict[int, layer.Layer] = {}
        self._furniture = Furniture(self.page_count, self._layer)
        self.facts = _facts(self._document.metadata or {})

    def page(self, number: int) -> PageText:
        pymupdf.TOOLS.reset_mupdf_warnings()
        try:
            page = self._load(number)
            found = self._page(page, number)
            label = page.get_label()
        except _BROKEN as error:
            raise self._damaged(number) from error
        found = replace(found, label=label) if label else found
        if found.source == TEXT:
            found = self._furniture.marked(found, number)
        self._layers = {ahead: read for ahead, read in self._layers.items() if ahead > number}
        return forms.completed(found, page)

    def _layer(self, number: int) -> layer.Layer:
        """A page's layer, kept until the page's own turn has passed."""
        if number not in self._layers:
            self._layers[number] = layer.read(self._load(number))
        return self._layers[number]

    def _page(self, page: Any, number: int) -> PageText:
        found = self._layer(number)
        text = found.text
        why = layer.doubt(text)
        if not why and (layer.is_real(text) or not layer.may_hide_text(page)):
            return self._with_regions(page, found)
        picture = _picture(page, self._settings.ocr_dpi)
        if not text and is_blank(picture):
            self._refuse_damaged(page, number)
            return found.page()
        recognised = recognise_page(picture, self._engine, self._settings.ocr_dpi, why or layer.NO_LAYER)
        return found.page() if layer.is_better(text, recognised.text, why) else recognised

    def _with_regions(self, page: Any, found: layer.Layer) -> PageText:
        """The layer's text, where needed with what is recognised in parts of the page."""
        regions = regions_of(found)
        if not regions:
            return found.page()
        picture = _picture(page, self._settings.ocr_dpi)
        return completed(found, regions, picture, self._engine, self._settings.ocr_dpi)

    def image(self, number: int, dpi: int) -> bytes:
        page = self._load(number)
        return bytes(_pixels(page, dpi, pymupdf.csRGB).tobytes("png"))

    def members(self) -> Iterator[Member]:
        for place in range(self._document.embfile_count()):
            told = self._document.embfile_info(place)
            name = told.get("ufilename") or told.get("filename") or f"attachment-{place + 1}"
            yield Member(_unmangled(name), partial(self._attachment, place))

    def _attachment(self, place: int) -> IO[bytes]:
        return io.BytesIO(self._document.embfile_get(place))

    def close(self) -> None:
        self._document.close()

    def _load(self, number: int) -> Any:
        try:
            page = self._document.load_page(number - 1)
            # MuPDF shows an empty page in the place of one that is not in the file.
            there = self._document.xref_get_key(page.xref, "Type")[0] != "null"
        except (RuntimeError, ValueError):
            there = False
        if not there:
            raise UserError(
                f"Page {number} of {self._name} is missing: the file is damaged or was cut off.",
                do="Get the file again from where it came.",
            )
        return page

    def _refuse_damaged(self, page: Any, number: int) -> None:
        """Raises when a page is empty only because what stands on it cannot be read."""
        complained = "error" in pymupdf.TOOLS.mupdf_warnings()
        if complained or any(self._is_missing(xref) for xref in page.get_contents()):
            raise self._damaged(number)

    def _damaged(self, number: int) -> UserError:
        return UserError(
            f"Page {number} of {self._name} is damaged: nothing on it can be read.",
            do="Get the file again from where it came.",
        )

    def _is_missing(self, xref: int) -> bool:
        return not self._document.xref_is_stream(xref)


def _open(given: Given) -> tuple[Any, str | None]:
    try:
        document = pymupdf.open(given.path, filetype="pdf")
    except (RuntimeError, ValueError) as error:
        raise _damaged(given.name) from error
    password = None
    if document.needs_pass:
        password = next(filter(document.authenticate, given.passwords), None)
        if password is None:
            raise locked(given.name, tried=bool(given.passwords))
    if document.page_count == 0:
        raise _damaged(given.name)
    return document, password


def _unmangled(name: str) -> str:
    """PyMuPDF gives the UTF-8 of an attachment's name as if each byte were a letter."""
    try:
        return name.encode("latin-1").decode()
    except ValueError:
        return name


def _facts(told: dict[str, str | None]) -> Facts:
    return Facts(
        title=(told.get("title") or "").strip(),
        author=(told.get("author") or "").strip(),
        created=_day(told.get("creationDate") or ""),
        modified=_day(told.get("modDate") or ""),
    )


def _day(date: str) -> str:
    """ISO 8601 for a PDF's date (ISO 32000-1, 7.9.4): D:YYYYMMDDHHmmSS and a time zone."""
    found = _DATE.match(date)
    return iso_day(f"{found[1]}-{found[2]}-{found[3]}T{found[4]}:{found[5]}:{found[6]}") if found else ""


def _damaged(name: str) -> UserError:
    return UserError(
        f"{name} is a damaged PDF: no page can be found in it.", do="Get the file again from where it came."
    )


def _picture(page: Any, dpi: int) -> Any:
    from PIL import Image

    pixels = _pixels(page, dpi, pymupdf.csGRAY)
    return Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)


def _pixels(page: Any, dpi: int, colours: Any) -> Any:
    scale = dpi / _POINTS_AN_INCH
    points = page.rect.width * page.rect.height * scale * scale
    if points > _MAX_RENDERED:
        scale *= (_MAX_RENDERED / points) ** 0.5
    return page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=colours, alpha=False)
