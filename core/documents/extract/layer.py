# SPDX-License-Identifier: AGPL-3.0-or-later
"""The text layer of a PDF page: reading it, and judging whether it is real."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from core.documents.extract import order
from core.documents.extract.mupdf import pymupdf
from core.documents.extract.reading import PageText, Piece, flow
from core.documents.ocr.plausible import is_impossible, spelling
from core.documents.pages import Word
from core.records import Box

_FLAGS = (
    pymupdf.TEXT_PRESERVE_LIGATURES
    | pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_PRESERVE_IMAGES
)
# Fewer letters and digits than this are a page number or a stamp, not a page.
_FEWEST = 20
_GARBAGE_SHARE = 0.15
_PICTURE_SHARE = 0.02
_MANY_SHAPES = 40
_CLEARLY_MORE = 1.5
# Of the letters: those that stand for Arabic ones in fonts from before Unicode are all accented.
_ACCENTED_SHARE = 0.3
# Unmapped glyphs: the replacement character, private use, control and unassigned characters.
_GARBAGE = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]")
_FORMS = re.compile("[\ufb00-\ufb06\ufb1d-\ufdfb\ufe70-\ufefc]")
_RTL_FORMS = re.compile("[\ufb1d-\ufdfb\ufe70-\ufefc]")
_ARABIC = re.compile("[\u0621-\u064a]")
# What no Arabic word holds: letters of other scripts and phonetic signs, where a glyph is mapped wrongly.
_FOREIGN = re.compile("[A-Za-z\u00c0-\u05ff]")
_ACCENTED = re.compile("[\u00c0-\u00ff]")

TEXT_LAYER = "text layer"
NO_LAYER = "no text layer"
UNMAPPED = "glyphs without letters"
UNLIKE = "layer unlike the picture"
FORMS_MENDED = "presentation forms mended"
VISUAL_MENDED = "Arabic in visual order mended"

Block = list[list[Piece]]


@dataclass
class Layer:
    """Blocks of lines of words in logical order, boxes in fractions of the page.

    ``pictures`` are the boxes of the page's larger pictures, ``mended`` says what was done to the words.
    """

    blocks: list[Block]
    pictures: list[Box]
    mended: str = ""

    @property
    def text(self) -> str:
        return self._flowed[0]

    @cached_property
    def _flowed(self) -> tuple[str, list[Word]]:
        return flow(self.blocks)

    def page(self, reason: str = "") -> PageText:
        text, words = self._flowed
        return PageText(text, words=words, reason=reason or self.mended or TEXT_LAYER)


def read(page: Any) -> Layer:
    """The layer's text in logical order, presentation forms as plain letters."""
    sheet = page.get_textpage(flags=_FLAGS)
    words = sheet.extractWORDS()
    pictures = _pictures(sheet, page)
    place = _place(page)
    if not any(order.RTL.search(word[4]) for word in words if not word[4].isascii()):
        return Layer(_as_written(words, place), pictures)
    raw = page.get_text("rawdict", textpage=sheet, flags=_FLAGS & ~pymupdf.TEXT_PRESERVE_IMAGES)
    forms = any(_RTL_FORMS.search(word[4]) for word in words)
    mended = VISUAL_MENDED if order.is_visual(raw) else FORMS_MENDED if forms else ""
    blocks = [
        [[(clean(text), place(box)) for text, box in line] for line in block]
        for block in order.paragraphs(raw)
    ]
    return Layer(blocks, pictures, mended)


def _as_written(words: Sequence[Any], place: Callable[[Box], Box]) -> list[Block]:
    """The blocks of a page without right-to-left letters, out of PyMuPDF's "words"."""
    blocks: list[Block] = []
    last: tuple[int, int] | None = None
    for left, top, right, bottom, text, block, line, _ in words:
        if last is None or block != last[0]:
            blocks.append([[]])
        elif line != last[1]:
            blocks[-1].append([])
        last = (block, line)
        blocks[-1][-1].append((clean(text), place((left, top, right, bottom))))
    return blocks


def _place(page: Any) -> Callable[[Box], Box]:
    """From points to fractions of the page; text is told of the page before it was turned."""
    shown = page.rect
    across, down = 1 / (shown.width or 1.0), 1 / (shown.height or 1.0)

    def place(box: Box) -> Box:
        left, top, right, bottom = box
        return (left * across, top * down, right * across, bottom * down)

    if not page.rotation:
        return place
    turn = page.rotation_matrix
    return lambda box: place(tuple(pymupdf.Rect(box) * turn))


def _pictures(sheet: Any, page: Any) -> list[Box]:
    """The boxes of the pictures that are large enough to hold text, cut to the page."""
    place = _place(page)
    found = []
    for picture in sheet.extractIMGINFO():
        left, top, right, bottom = place(picture["bbox"])
        box = (max(left, 0.0), max(top, 0.0), min(right, 1.0), min(bottom, 1.0))
        if box[0] < box[2] and box[1] < box[3] and (box[2] - box[0]) * (box[3] - box[1]) > _PICTURE_SHARE:
            found.append(box)
    return found


def clean(text: str) -> str:
    """Without surrogates and control characters, presentation forms as the letters they stand for."""
    if text.isascii() and text.isprintable():
        return text
    text = _FORMS.sub(lambda form: unicodedata.normalize("NFKC", form.group()), text)
    return text.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")


def doubt(text: str) -> str:
    """Why the layer of a page is not to be believed as a whole; empty where it is."""
    if not text:
        return NO_LAYER
    if not is_readable(text):
        return UNMAPPED
    if text.isascii():
        return ""
    letters = _letters(text)
    if letters >= _FEWEST and len(_ACCENTED.findall(text)) > _ACCENTED_SHARE * letters:
        return UNLIKE
    return UNLIKE if spelling(text).is_doubtful else ""


def may_be_broken(text: str) -> bool:
    """Whether a page can hold words that are broken; cheaper than looking at each."""
    return not text.isascii() and bool(_GARBAGE.search(text) or _ARABIC.search(text))


def is_broken(word: str) -> bool:
    """Whether some glyph of the word says something else than it shows."""
    if word.isascii():
        return False
    if _GARBAGE.search(word):
        return True
    if not _ARABIC.search(word):
        return False
    return _FOREIGN.search(word) is not None or is_impossible(word)


def is_real(text: str) -> bool:
    """Whether the layer holds a page's worth of readable characters."""
    return is_readable(text) and _letters(text) >= _FEWEST


def is_readable(text: str) -> bool:
    """Whether there is text, and its glyphs are mapped to characters."""
    return bool(text) and len(_GARBAGE.findall(text)) <= _GARBAGE_SHARE * len(text)


def may_hide_text(page: Any) -> bool:
    """Whether the page shows pictures, or so many shapes that they could be letters."""
    least = _PICTURE_SHARE * abs(page.rect.width * page.rect.height)
    shapes = 0
    for kind, (left, top, right, bottom) in page.get_bboxlog():
        if "image" in kind or "img" in kind:
            if (right - left) * (bottom - top) > least:
                return True
        elif "path" in kind:
            shapes += 1
    return shapes > _MANY_SHAPES


def is_better(text: str, recognised: str, why: str) -> bool:
    """Whether a doubtful layer still says more than what was recognised on the page's picture."""
    if not is_readable(text):
        return False
    if why == UNLIKE:
        ours, theirs = spelling(recognised), spelling(text)
        return ours.words < theirs.words / 2 or (theirs.words > 0 and ours.score <= theirs.score)
    return _letters(recognised) < _CLEARLY_MORE * _letters(text)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
