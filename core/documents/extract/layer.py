# SPDX-License-Identifier: AGPL-3.0-or-later
"""The text layer of a PDF page: reading it, and judging whether it is real."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import Any

from core.documents.extract import order
from core.documents.extract.mupdf import pymupdf
from core.documents.extract.reading import PageText, flow
from core.records import Box

_FLAGS = pymupdf.TEXT_PRESERVE_LIGATURES | pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
# Fewer letters and digits than this are a page number or a stamp, not a page.
_FEWEST = 20
_GARBAGE_SHARE = 0.15
_PICTURE_SHARE = 0.02
_MANY_SHAPES = 40
_CLEARLY_MORE = 1.5
# Unmapped glyphs: the replacement character, private use, control and unassigned characters.
_GARBAGE = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]")
_FORMS = re.compile("[\ufb00-\ufb06\ufb1d-\ufdfb\ufe70-\ufefc]")


def read(page: Any) -> PageText:
    """The layer's text in logical order, presentation forms as plain letters."""
    width, height = page.rect.width or 1.0, page.rect.height or 1.0
    turn = page.rotation_matrix if page.rotation else None

    def shown(box: Box) -> Box:
        """Text is told of the page before it was turned."""
        return box if turn is None else tuple(pymupdf.Rect(box) * turn)

    sheet = page.get_textpage(flags=_FLAGS)
    words = page.get_text("words", textpage=sheet)
    if any(order.RTL.search(word[4]) for word in words):
        blocks = order.paragraphs(page.get_text("rawdict", textpage=sheet))
    else:
        blocks = [
            [[(word[4], word[:4]) for word in line] for _, line in groupby(block, key=lambda word: word[6])]
            for _, block in groupby(words, key=lambda word: word[5])
        ]
    text, placed = flow(
        [
            [[(clean(text), _fraction(shown(box), width, height)) for text, box in line] for line in block]
            for block in blocks
        ]
    )
    return PageText(text, words=placed)


def _fraction(box: Box, width: float, height: float) -> Box:
    return (box[0] / width, box[1] / height, box[2] / width, box[3] / height)


def clean(text: str) -> str:
    """Without surrogates and control characters, presentation forms as the letters they stand for."""
    text = _FORMS.sub(lambda form: unicodedata.normalize("NFKC", form.group()), text)
    return text.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")


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


def is_better(text: str, recognised: str) -> bool:
    """Whether a poor layer still says more than what was recognised on the page's picture."""
    return is_readable(text) and _letters(recognised) < _CLEARLY_MORE * _letters(text)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
