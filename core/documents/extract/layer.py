# SPDX-License-Identifier: AGPL-3.0-or-later
"""The text layer of a PDF page: reading it, and judging whether it is real."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
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
# What :func:`clean` would change.
_UNCLEAN = re.compile("[\x00\ud800-\udfff\ufb00-\ufb06\ufb1d-\ufdfb\ufe70-\ufefc]")
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
# From boxes in points to such in fractions of a page.
Place = Callable[[Sequence[Box]], list[Box]]


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
    place = _place(page)
    pictures = _pictures(sheet, place)
    written = "".join([word[4] for word in words])
    if written.isascii() or not order.RTL.search(written):
        return Layer(_as_written(words, place, _UNCLEAN.search(written) is not None), pictures)
    raw = sheet.extractRAWDICT()
    mended = VISUAL_MENDED if order.is_visual(raw) else FORMS_MENDED if _RTL_FORMS.search(written) else ""
    blocks = [
        [
            [(clean(text), box) for (text, _), box in zip(line, place([box for _, box in line]), strict=True)]
            for line in block
        ]
        for block in order.paragraphs(raw)
    ]
    return Layer(blocks, pictures, mended)


def _as_written(words: Sequence[Any], place: Place, unclean: bool) -> list[Block]:
    """The blocks of a page without right-to-left letters, out of PyMuPDF's "words"."""
    if not words:
        return []
    texts = [clean(word[4]) for word in words] if unclean else [word[4] for word in words]
    pieces = list(zip(texts, place([word[:4] for word in words]), strict=True))
    lines = [word[5:7] for word in words]
    starts = [
        0,
        *(i for i, (line, before) in enumerate(zip(lines[1:], lines, strict=False), 1) if line != before),
    ]
    blocks: list[Block] = []
    last = -1
    for start, end in zip(starts, [*starts[1:], len(words)], strict=True):
        if lines[start][0] != last:
            last = lines[start][0]
            blocks.append([])
        blocks[-1].append(pieces[start:end])
    return blocks


def _place(page: Any) -> Place:
    """From points to fractions of the page; text is told of the page before it was turned."""
    shown = page.rect
    across, down = 1 / (shown.width or 1.0), 1 / (shown.height or 1.0)

    def place(boxes: Sequence[Box]) -> list[Box]:
        return [
            (left * across, top * down, right * across, bottom * down) for left, top, right, bottom in boxes
        ]

    if not page.rotation:
        return place
    turn = page.rotation_matrix
    return lambda boxes: place([tuple(pymupdf.Rect(box) * turn) for box in boxes])


def _pictures(sheet: Any, place: Place) -> list[Box]:
    """The boxes of the pictures that are large enough to hold text, cut to the page."""
    found = []
    for left, top, right, bottom in place([picture["bbox"] for picture in sheet.extractIMGINFO()]):
        box = (max(left, 0.0), max(top, 0.0), min(right, 1.0), min(bottom, 1.0))
        if box[0] < box[2] and box[1] < box[3] and (box[2] - box[0]) * (box[3] - box[1]) > _PICTURE_SHARE:
            found.append(box)
    return found


def clean(text: str) -> str:
    """Without surrogates and control characters, presentation forms as the letters they stand for."""
    if _UNCLEAN.search(text) is None:
        return text
    text = _FORMS.sub(lambda form: unicodedata.normalize("NFKC", form.group()), text)
    return text.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")


def doubt(text: str) -> str:
    """Why the layer of a page is not to be believed as a whole; empty where it is."""
    if not text:
        return NO_LAYER
    if not is_readable(text):
        return UNMAPPED
    accented = 0 if text.isascii() else len(_ACCENTED.findall(text))
    if accented and accented > _ACCENTED_SHARE * max(_FEWEST, _letters(text)):
        return UNLIKE
    return UNLIKE if _ARABIC.search(text) and spelling(text).is_doubtful else ""


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
    return is_readable(text) and sum(1 for _ in islice(filter(str.isalnum, text), _FEWEST)) == _FEWEST


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
