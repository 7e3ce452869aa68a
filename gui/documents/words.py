# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the documents view names where a page's text comes from, why, and what is found in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from core.records import Document, Page
from gui import language

Word = Callable[[], str]
_SURE_ENOUGH = 0.8


@dataclass(frozen=True)
class Look:
    """An icon, a colour's role, and a word."""

    glyph: str
    role: str
    word: Word


# Where a page's text comes from.
SOURCES = {
    "text": Look(
        "text-box-outline", "ok", lambda: QCoreApplication.translate("Document words", "text of the document")
    ),
    "ocr": Look(
        "text-recognition",
        "accent",
        lambda: QCoreApplication.translate("Document words", "read from the image"),
    ),
    "corrected": Look(
        "pencil-outline", "hand", lambda: QCoreApplication.translate("Document words", "corrected by hand")
    ),
    "failed": Look(
        "alert-circle-outline",
        "bad",
        lambda: QCoreApplication.translate("Document words", "could not be read"),
    ),
}

# Why it comes from there: what core says, and the same in the window's language. That it has a text layer
# needs no word.
REASONS: dict[str, Word] = {
    "no text layer": lambda: QCoreApplication.translate("Document words", "it has no text layer"),
    "text inside pictures added": lambda: QCoreApplication.translate(
        "Document words", "text inside pictures was added"
    ),
    "glyphs without letters": lambda: QCoreApplication.translate(
        "Document words", "the letters of its text layer cannot be told"
    ),
    "Arabic in visual order mended": lambda: QCoreApplication.translate(
        "Document words", "Arabic that stood backwards was mended"
    ),
    "presentation forms mended": lambda: QCoreApplication.translate(
        "Document words", "Arabic letter forms were mended"
    ),
    "hidden slide": lambda: QCoreApplication.translate("Document words", "a hidden slide"),
    "text layer": lambda: "",
    "layer unlike the picture": lambda: QCoreApplication.translate(
        "Document words", "its text layer says something else than its picture"
    ),
}

KINDS = {
    "date": Look("calendar-outline", "text", lambda: QCoreApplication.translate("Document words", "Day")),
    "amount": Look("cash", "text", lambda: QCoreApplication.translate("Document words", "Amount")),
    "phone": Look("phone-outline", "text", lambda: QCoreApplication.translate("Document words", "Phone")),
    "mail": Look("at", "text", lambda: QCoreApplication.translate("Document words", "Mail address")),
    "url": Look("web", "text", lambda: QCoreApplication.translate("Document words", "Web address")),
    "iban": Look(
        "bank-outline", "text", lambda: QCoreApplication.translate("Document words", "Bank account")
    ),
    "id": Look(
        "card-account-details-outline",
        "text",
        lambda: QCoreApplication.translate("Document words", "Identity number"),
    ),
    "ip": Look(
        "ip-network-outline", "text", lambda: QCoreApplication.translate("Document words", "IP address")
    ),
    "hash": Look("pound", "text", lambda: QCoreApplication.translate("Document words", "Checksum")),
    "coordinates": Look(
        "map-marker-outline", "text", lambda: QCoreApplication.translate("Document words", "Coordinates")
    ),
    "person": Look("account-outline", "text", lambda: QCoreApplication.translate("Document words", "Person")),
    "organisation": Look(
        "domain", "text", lambda: QCoreApplication.translate("Document words", "Organisation")
    ),
    "place": Look("map-outline", "text", lambda: QCoreApplication.translate("Document words", "Place")),
}

_FILE_GLYPHS = {
    "epub": "book-open-page-variant-outline",
    "bundle": "source-branch",
    "pdf": "file-pdf-box",
    "word": "file-word-outline",
    "sheet": "file-excel-outline",
    "excel": "file-excel-outline",
    "csv": "file-table-outline",
    "presentation": "file-powerpoint-outline",
    "powerpoint": "file-powerpoint-outline",
    "image": "file-image-outline",
    "zip": "folder-zip-outline",
    "tar": "folder-zip-outline",
    "rfc822": "email-outline",
    "mbox": "email-multiple-outline",
    "outlook": "email-outline",
    "html": "file-code-outline",
    "json": "code-json",
    "xml": "file-xml-box",
}


def file_glyph(document: Document) -> str:
    """The picture for a file of this kind."""
    if document.locked:
        return "file-lock-outline"
    known = (glyph for name, glyph in _FILE_GLYPHS.items() if name in document.media_type)
    return next(known, "file-document-outline")


def is_bad(document: Document) -> bool:
    """Something of it could not be read."""
    return document.status in {"failed", "partial"} or document.locked


def kind(name: str) -> Look:
    """How a kind of name or mark is shown; one that is not known here by its own word."""
    return KINDS.get(name, Look("tag-outline", "text", lambda: name))


def value(kind_name: str, known_as: str) -> str:
    """The one spelling of a name or mark, as people read it: a day without its year, two days as a range."""
    if kind_name != "date":
        return language.isolate(known_as)
    days = known_as.split("/")
    told = " – ".join(day.removeprefix("--") for day in days)
    if known_as.startswith("--"):
        told = QCoreApplication.translate("Document words", "{day}, no year told").format(day=told)
    return language.left_to_right(told)


def source_note(page: Page) -> tuple[str, str]:
    """Where the page's text comes from, how sure it is, and why; and the colour's role for it."""
    words = SOURCES[page.source].word()
    role = "bad" if page.source == "failed" else "muted"
    if page.source == "ocr":
        words, role = _recognised(page)
    reason = _reason(page)
    if not reason or page.source == "corrected":
        return words, role
    return QCoreApplication.translate("Document words", "{words}: {reason}").format(
        words=words, reason=language.isolate(reason)
    ), role


def _recognised(page: Page) -> tuple[str, str]:
    confidence = page.confidence or 0.0
    sure = language.left_to_right(f"{round(100 * confidence)} %")
    role = "muted" if confidence >= _SURE_ENOUGH else "warn"
    if not page.engine:
        told = QCoreApplication.translate("Document words", "read from the image, {sure} sure")
        return told.format(sure=sure), role
    told = QCoreApplication.translate("Document words", "read from the image by {engine}, {sure} sure")
    return told.format(engine=language.left_to_right(page.engine), sure=sure), role


def _reason(page: Page) -> str:
    if page.source == "failed":
        return page.error or ""
    parts = (REASONS.get(part, lambda part=part: part)() for part in page.reason.split(", "))
    return QCoreApplication.translate("Document words", ", ").join(part for part in parts if part)


# The OCR engines that there are, as their makers write them.
ENGINES = {"tesseract": "Tesseract", "easyocr": "EasyOCR"}


def engine(name: str) -> str:
    """An OCR engine as its makers write it."""
    return ENGINES.get(name, name)
