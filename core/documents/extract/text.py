# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plain text of any kind: form feeds part pages; what is long is cut into pages of about 3,000 characters."""

from __future__ import annotations

import re

from core.documents.extract.charset import UnknownCharsetError, decode
from core.documents.extract.reading import Facts, Given, PageText, Reader
from core.documents.extract.sniff import PLAIN, unread

PAGE_CHARACTERS = 3000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKDOWN = re.compile(r".*\.(md|markdown|mkd)", re.IGNORECASE)
_TITLE = re.compile(r"^# +(.+?)[ #]*$", re.MULTILINE)


class TextReader(Reader):
    """Text without a layout of its own: its pages have no image."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        try:
            text = decode(given.path.read_bytes())
        except UnknownCharsetError:
            raise unread(given.name, "text in an unknown character set, or no text at all") from None
        if len(_CONTROL.findall(text[:100_000])) > 0.02 * min(len(text), 100_000):
            raise unread(given.name, "a file of an unknown kind")
        shaped = self.shaped(text)
        if shaped is None:
            self.media_type = PLAIN
        self._pages = paged(tidy(text)) if shaped is None else shaped or [""]
        self.page_count = len(self._pages)
        if _MARKDOWN.fullmatch(given.name) and (title := _TITLE.search(text)) is not None:
            self.facts = Facts(title=title[1])

    def shaped(self, text: str) -> list[str] | None:
        """The pages of a text that has a form of its own; None when it proves to have none."""
        return paged(tidy(text))

    def page(self, number: int) -> PageText:
        return PageText(self._pages[number - 1])


def tidy(text: str) -> str:
    """One kind of line end, no control characters but tab, line feed and form feed."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def paged(text: str) -> list[str]:
    """The pages of a text; at least one, even if it is empty."""
    sheets = [sheet.strip("\n").rstrip() for sheet in text.split("\f")]
    while len(sheets) > 1 and not sheets[-1]:
        sheets.pop()
    return [page for sheet in sheets for page in _cut(sheet)]


def _cut(sheet: str) -> list[str]:
    """Pieces of at most 1.5 pages, cut at the last empty line, else line end, else blank within a page."""
    pages: list[str] = []
    start = 0
    while len(sheet) - start > 1.5 * PAGE_CHARACTERS:
        end = _border(sheet, start + PAGE_CHARACTERS // 2, start + PAGE_CHARACTERS)
        pages.append(sheet[start:end].strip("\n"))
        start = end
    pages.append(sheet[start:].strip("\n"))
    return pages


def _border(text: str, low: int, high: int) -> int:
    for mark in ("\n\n", "\n", " "):
        found = text.rfind(mark, low, high)
        if found >= 0:
            return found + len(mark)
    return high
