# SPDX-License-Identifier: AGPL-3.0-or-later
"""E-books (EPUB): each chapter begins a page, a long one takes several. Source: EPUB 3.3, W3C."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from core.documents.extract import markup, package
from core.documents.extract.charset import UnknownCharsetError, decode
from core.documents.extract.reading import Facts, Given, PageText, Reader
from core.documents.extract.text import paged, tidy
from core.errors import UserError

_WHAT = "a damaged e-book"
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_MARKUP = {"application/xhtml+xml", "text/html", "application/x-dtbook+xml"}


class EpubReader(Reader):
    """Its pages have no image."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._package = package.Package(given.path, given.name, _WHAT)
        self._refuse_protected()
        found = next(self._package.tree(_CONTAINER).iter("{*}rootfile"), None)
        if found is None:
            raise package.damaged(given.name, _WHAT)
        path = found.get("full-path", "")
        root = self._package.tree(path)
        self.facts = _facts(root)
        chapters = (self._chapter(part) for part in _spine(root, posixpath.dirname(path)))
        self._pages = [page for text in chapters if text.strip() for page in paged(text)] or [""]
        self.page_count = len(self._pages)
        self._package.close()

    def page(self, number: int) -> PageText:
        return PageText(self._pages[number - 1])

    def _chapter(self, part: str) -> str:
        """Empty for a chapter that the book names and does not hold."""
        if part not in self._package.names:
            return ""
        try:
            text = decode(self._package.read(part))
        except UnknownCharsetError:
            return ""
        return tidy(markup.to_markdown(markup.parse_html(text)))

    def _refuse_protected(self) -> None:
        """Fonts may be obfuscated; text that is encrypted belongs to a shop's own program."""
        if _ENCRYPTION not in self._package.names:
            return
        methods = {
            method.get("Algorithm", "")
            for method in self._package.tree(_ENCRYPTION).iter("{*}EncryptionMethod")
        }
        if not methods <= set(_FONTS):
            raise UserError(
                f"{self._name} is protected by the shop that sold it (DRM), so its text cannot be read.",
                do="Ask its publisher for a copy without protection.",
            )


def _spine(root: Any, folder: str) -> Iterator[str]:
    """The paths of the chapters, in the order of the book."""
    items = {item.get("id"): item for item in root.iter("{*}item")}
    for reference in root.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is not None and item.get("media-type") in _MARKUP:
            yield posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))


def _facts(root: Any) -> Facts:
    day = next((element.text or "" for element in root.iter("{http://purl.org/dc/elements/1.1/}date")), "")
    changed = next(
        (m.text or "" for m in root.iter("{*}meta") if m.get("property") == "dcterms:modified"), ""
    )
    return replace(
        package.dublin_core(root),
        created=package.iso_day(day.strip()),
        modified=package.iso_day(changed.strip()),
    )
