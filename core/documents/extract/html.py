# SPDX-License-Identifier: AGPL-3.0-or-later
"""Saved web pages: what a browser shows of them. The bytes tell the charset, not what pages claim."""

from __future__ import annotations

from typing import Any

from core.documents.extract.charset import UnknownCharsetError, decode
from core.documents.extract.markup import parse_html, to_markdown
from core.documents.extract.package import iso_day
from core.documents.extract.reading import Facts, Given, PageText, Reader
from core.documents.extract.sniff import unread
from core.documents.extract.text import paged, tidy

_AUTHOR = ("author", "dc.creator", "dcterms.creator", "article:author")
_CREATED = ("article:published_time", "dcterms.created", "dc.date", "date", "pubdate")
_MODIFIED = ("article:modified_time", "dcterms.modified", "last-modified")


class HtmlReader(Reader):
    """A page of markup is a page of text, a long one several; its pages have no image."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        try:
            root = parse_html(decode(given.path.read_bytes()))
        except UnknownCharsetError:
            raise unread(given.name, "a web page of an unknown character set") from None
        text = tidy(to_markdown(root))
        self.facts = _facts(root) if root is not None else Facts()
        title = self.facts.title
        self._pages = paged(text if not title or title in text[:500] else f"{title}\n\n{text}")
        self.page_count = len(self._pages)

    def page(self, number: int) -> PageText:
        return PageText(self._pages[number - 1])


def _facts(root: Any) -> Facts:
    said: dict[str, str] = {}
    for meta in root.iter("meta"):
        key = (meta.get("name") or meta.get("property") or "").lower()
        said.setdefault(key, " ".join((meta.get("content") or "").split()))
    title = next(root.iter("title"), None)
    return Facts(
        title=" ".join((title.text or "").split()) if title is not None else "",
        author=_first(said, _AUTHOR),
        created=iso_day(_first(said, _CREATED)),
        modified=iso_day(_first(said, _MODIFIED)),
    )


def _first(said: dict[str, str], keys: tuple[str, ...]) -> str:
    return next((said[key] for key in keys if said.get(key)), "")
