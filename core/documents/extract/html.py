# SPDX-License-Identifier: AGPL-3.0-or-later
"""Saved web pages: their text without markup. The bytes tell the charset, not what pages claim."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from core.documents.extract.charset import UnknownCharsetError, decode
from core.documents.extract.reading import Given, PageText, Reader
from core.documents.extract.sniff import unread
from core.documents.extract.text import paged, tidy

_HIDDEN = {"script", "style", "template", "noscript", "svg"}
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "figure"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol"),
        *("p", "pre", "section", "table", "tbody", "thead", "tr", "ul", "title"),
    )
)


class HtmlReader(Reader):
    """A page of markup is a page of text; its pages have no image."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        try:
            parser = _Text()
            parser.feed(decode(given.path.read_bytes()))
        except UnknownCharsetError:
            raise unread(given.name, "a web page of an unknown character set") from None
        self._pages = paged(tidy(parser.text()))
        self.page_count = len(self._pages)

    def page(self, number: int) -> PageText:
        return PageText(self._pages[number - 1])


class _Text(HTMLParser):
    """Collects what a browser would show; cells of a table row are parted by " | "."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _HIDDEN
        if tag in _BLOCKS:
            self._parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _HIDDEN))
        if tag in {"td", "th"}:
            self._parts.append(" | ")
        elif tag in _BLOCKS:
            self._parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._parts.append(re.sub(r"\s+", " ", data))

    def text(self) -> str:
        lines = (line.strip().removesuffix(" |").strip() for line in "".join(self._parts).split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
