# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was filled in and noted on a PDF page but is not among its text: form fields, notes and comments."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from core.documents.extract.mupdf import pymupdf
from core.documents.extract.reading import PageText
from core.documents.pages import Word
from core.records import Box

TICKED = "✓"
_NOT_TOLD = {
    pymupdf.PDF_WIDGET_TYPE_BUTTON,
    pymupdf.PDF_WIDGET_TYPE_SIGNATURE,
    pymupdf.PDF_WIDGET_TYPE_UNKNOWN,
}
_PASSWORD = pymupdf.PDF_TX_FIELD_IS_PASSWORD
# How PDF writes that a box is not ticked (ISO 32000-1, 12.7.4.2.3).
_OFF = {"", "Off", "False"}
# The index of XFA names: "form1[0].page1[0].name[0]".
_INDEX = re.compile(r"\[\d+\]$")


class _Filled(NamedTuple):
    """What stands in a box (in fractions of the page), and what it is called."""

    name: str
    value: str
    box: Box


def completed(found: PageText, page: Any) -> PageText:
    """The page's text with a line for each value and note that it does not show, at the end of its body."""
    if not page.annot_xrefs():
        return found
    try:
        filled = [*_fields(page), *_notes(page)]
    except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):
        # A damaged form takes no text from its page.
        return found
    lines = [(f"{name}: {value}", box) for name, value, box in filled if not _is_shown(value, box, found)]
    return _with(found, lines) if lines else found


def _fields(page: Any) -> Iterator[_Filled]:
    for field in page.widgets():
        if field.field_type in _NOT_TOLD or field.field_flags & _PASSWORD:
            continue
        value = _value(field)
        if value:
            name = field.field_label or _INDEX.sub("", (field.field_name or "").rpartition(".")[2])
            yield _Filled(_line(name), value, _fractions(field.rect, page))


def _value(field: Any) -> str:
    """The value in one line; empty where nothing was filled in, or another button of the group is on."""
    given = field.field_value
    if field.field_type == pymupdf.PDF_WIDGET_TYPE_CHECKBOX:
        return "" if str(given) in _OFF else TICKED
    if field.field_type == pymupdf.PDF_WIDGET_TYPE_RADIOBUTTON:
        return "" if str(given) in _OFF or given != field.on_state() else str(given)
    return _line(", ".join(map(str, given)) if isinstance(given, list | tuple) else str(given or ""))


def _notes(page: Any) -> Iterator[_Filled]:
    for note in page.annots():
        content = _line(note.info.get("content") or "")
        if content:
            yield _Filled("Note", content, _fractions(note.rect, page))


def _line(text: str) -> str:
    return " ".join(text.split())


def _fractions(rect: Any, page: Any) -> Box:
    left, top, right, bottom = rect * page.rotation_matrix
    width, height = page.rect.width or 1.0, page.rect.height or 1.0
    return (
        min(max(left / width, 0.0), 1.0),
        min(max(top / height, 0.0), 1.0),
        min(max(right / width, 0.0), 1.0),
        min(max(bottom / height, 0.0), 1.0),
    )


def _is_shown(value: str, box: Box, found: PageText) -> bool:
    """Whether the words within a box say it already."""
    inside = (found.text[word.start : word.end] for word in found.words if _is_within(word.box, box))
    return _folded(value) in _folded("".join(inside))


def _is_within(inner: Box, outer: Box) -> bool:
    across, down = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= across <= outer[2] and outer[1] <= down <= outer[3]


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _with(found: PageText, lines: list[tuple[str, Box]]) -> PageText:
    """The page with lines put behind its body as a paragraph."""
    start, end = found.body or (0, len(found.text))
    text = "\n\n" if end else ""
    words = [word for word in found.words if word.start < end]
    for line, box in lines:
        words.append(Word(end + len(text), end + len(text) + len(line), box))
        text += line + "\n"
    text = text[:-1]
    words += (
        Word(word.start + len(text), word.end + len(text), word.box)
        for word in found.words
        if word.start >= end
    )
    body = (start, end + len(text)) if found.body else None
    return replace(found, text=found.text[:end] + text + found.text[end:], words=words, body=body)
