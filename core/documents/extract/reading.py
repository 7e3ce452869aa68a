# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every format's reader gives: pages with their text, the place of each word, and an image."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any, ClassVar

from core.documents.ocr.engine import Engine
from core.documents.pages import Word
from core.records import Box
from core.settings import ExtractSettings

TEXT, OCR, FAILED = "text", "ocr", "failed"


@dataclass(frozen=True)
class PageText:
    """The text of one page, in logical order.

    ``confidence`` 0..1 where it was recognised, None where it was there. ``reason`` says in a few words why
    the text comes from where it does, ``engine`` what recognised it ("tesseract 5.3.0"). ``label`` is the
    page's number as it is printed. ``body`` is the span of ``text`` between running header and footer; None:
    all of it.
    """

    text: str
    source: str = TEXT
    words: Sequence[Word] = field(default_factory=tuple)
    confidence: float | None = None
    reason: str = ""
    engine: str = ""
    label: str = ""
    body: tuple[int, int] | None = None


def framed(page: PageText, header: str, footer: str) -> PageText:
    """A page that has no words with boxes, between its running header and footer, where it has them."""
    if not header and not footer:
        return page
    before, behind = f"{header}\n\n" if header else "", f"\n\n{footer}" if footer else ""
    body = (len(before), len(before) + len(page.text))
    return replace(page, text=f"{before}{page.text}{behind}", body=body)


def failed(number: int, why: str) -> dict[str, Any]:
    """What is told of a page that cannot be read, in the form in which a child tells its pages."""
    return {
        "number": number,
        "source": FAILED,
        "text": "",
        "confidence": None,
        "words": "",
        "languages": "",
        "seconds": 0.0,
        "error": why,
        "reason": "",
        "engine": "",
        "label": "",
        "body": None,
    }


@dataclass(frozen=True)
class Facts:
    """What a file says about itself. Days as ISO 8601 ("2026-11-20" or with a time); empty: not told."""

    title: str = ""
    author: str = ""
    created: str = ""
    modified: str = ""


@dataclass(frozen=True)
class Member:
    """A file within a file: ``name`` is its path inside, with "/". ``open`` gives its content, read once.

    ``error`` says why it cannot be had; then ``open`` is never called.
    """

    name: str
    open: Callable[[], IO[bytes]]
    error: str | None = None


@dataclass(frozen=True)
class Given:
    """A file to be opened: ``name`` is what messages call it, ``passwords`` are tried in turn."""

    path: Path
    name: str
    media_type: str
    settings: ExtractSettings
    engine: Engine
    passwords: tuple[str, ...] = ()


class Reader(ABC):
    """An opened file of some format. Pages count from 1; a mere container of other files has none.

    Opening raises :class:`core.errors.UserError` for a file that is locked or hopelessly damaged.
    ``password`` is the one that opened it, where one was needed.
    """

    page_count: int
    facts: Facts = Facts()
    password: str | None = None
    holds_members: ClassVar[bool] = False

    def __init__(self, given: Given) -> None:
        self._given = given
        self._name = given.name
        self.media_type = given.media_type

    @abstractmethod
    def page(self, number: int) -> PageText:
        """The page's text. Raises :class:`core.errors.UserError` when it cannot be had."""

    def image(self, number: int, dpi: int) -> bytes:
        """The page as a PNG; empty for formats that have no image."""
        return b""

    def members(self) -> Iterator[Member]:
        """The files within, each once, in the order in which they can be unpacked."""
        return iter(())

    def close(self) -> None:
        """Lets go of the file."""
        return


# One word as it is found: its text and its box.
Piece = tuple[str, Box]

_SOFT_HYPHEN = "\xad"
_HYPHENS = frozenset({"-", "\u2010", _SOFT_HYPHEN})
# The first half of a word; not of "state-of-the-art" or of an address, whose hyphen is their own.
_CUT = re.compile(r"[^-\u2010@/\\]*[^\W\d_][-\u2010]")


def flow(paragraphs: Iterable[Iterable[Iterable[Piece]]]) -> tuple[str, list[Word]]:
    """Paragraphs of lines of words as one text: blanks between words, an empty line between paragraphs.

    A word that is cut at the end of its line becomes whole on that line; each half keeps its own box.
    """
    parts: list[str] = []
    words: list[Word] = []
    at = 0
    between = ""
    for paragraph in paragraphs:
        follows = False
        for line in paragraph:
            for text, box in line:
                after = " "
                # Nearly no line ends with a hyphen: the cheap tests go first.
                if follows and parts[-1][-1:] in _HYPHENS and _is_cut(parts[-1], text):
                    parts[-1] = parts[-1][:-1]
                    at -= 1
                    words[-1] = words[-1]._replace(end=at)
                    between, after = "", "\n"
                at += len(between)
                end = at + len(text)
                words.append(Word(at, end, box))
                parts += (between, text)
                at = end
                between, follows = after, False
            between, follows = ("\n", True) if parts else ("", False)
        between = "\n\n" if parts else ""
    return "".join(parts), words


def _is_cut(upper: str, lower: str) -> bool:
    """Whether a word with a hyphen at the end of a line goes on with the first one of the next."""
    if upper[-1] == _SOFT_HYPHEN:
        return len(upper) > 1
    return lower[:1].islower() and _CUT.fullmatch(upper) is not None
