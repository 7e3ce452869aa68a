# SPDX-License-Identifier: AGPL-3.0-or-later
"""The text layer of a PDF page: reading it, and judging whether it is real."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import Any

from core.documents.extract.mupdf import pymupdf
from core.documents.extract.reading import PageText, flow
from core.records import Box

_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
# Fewer letters and digits than this are a page number or a stamp, not a page.
_FEWEST = 20
_GARBAGE_SHARE = 0.15
# Unmapped glyphs: the replacement character, private use, control and unassigned characters.
_GARBAGE = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]")
_FORMS = re.compile("[\ufb00-\ufb06\ufb1d-\ufdfb\ufe70-\ufefc]")


def read(page: Any) -> PageText:
    """The layer's text in logical order, presentation forms as plain letters."""
    width, height = page.rect.width or 1.0, page.rect.height or 1.0

    def place(box: tuple[float, ...]) -> Box:
        return (box[0] / width, box[1] / height, box[2] / width, box[3] / height)

    words = page.get_text("words", flags=_FLAGS)
    text, placed = flow(
        [
            [(clean(word[4]), place(word)) for word in line]
            for _, line in groupby(block, key=lambda word: word[6])
        ]
        for _, block in groupby(words, key=lambda word: word[5])
    )
    return PageText(text, words=placed)


def clean(text: str) -> str:
    """Without surrogates and control characters, presentation forms as the letters they stand for."""
    text = _FORMS.sub(lambda form: unicodedata.normalize("NFKC", form.group()), text)
    return text.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")


def is_garbage(text: str) -> bool:
    return len(_GARBAGE.findall(text)) > _GARBAGE_SHARE * max(1, len(text))


def is_real(text: str) -> bool:
    """Whether the layer holds a page's worth of readable characters."""
    return not is_garbage(text) and sum(map(str.isalnum, text)) >= _FEWEST
