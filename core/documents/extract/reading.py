# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every format's reader gives: pages with their text, the place of each word, and an image."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from core.documents.pages import Word
from core.records import Box

TEXT, OCR, FAILED = "text", "ocr", "failed"


@dataclass(frozen=True)
class PageText:
    """The text of one page. ``confidence`` 0..1 where it was recognised, None where it was there."""

    text: str
    source: str = TEXT
    words: Sequence[Word] = field(default_factory=tuple)
    confidence: float | None = None


class Reader(Protocol):
    """An opened file of some format. Pages count from 1."""

    media_type: str
    page_count: int

    def page(self, number: int) -> PageText:
        """The page's text. Raises :class:`core.errors.UserError` when it cannot be had."""
        ...

    def image(self, number: int, dpi: int) -> bytes:
        """The page as a PNG; empty for formats that have no image."""
        ...

    def close(self) -> None: ...


# One word as it is found: its text and its box.
Piece = tuple[str, Box]


def flow(paragraphs: Iterable[Iterable[Iterable[Piece]]]) -> tuple[str, list[Word]]:
    """Paragraphs of lines of words as one text: blanks between words, an empty line between paragraphs."""
    parts: list[str] = []
    words: list[Word] = []
    length = 0
    between = ""
    for paragraph in paragraphs:
        for line in paragraph:
            for text, box in line:
                words.append(Word(length + len(between), length + len(between) + len(text), box))
                parts += (between, text)
                length += len(between) + len(text)
                between = " "
            between = "\n" if parts else ""
        between = "\n\n" if parts else ""
    return "".join(parts), words
