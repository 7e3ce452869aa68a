# SPDX-License-Identifier: AGPL-3.0-or-later
"""E-books."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from core.documents.extract.sniff import EPUB
from core.errors import UserError
from tests.core.documents.conftest import opened, texts

OPF = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>
<dc:title>الجسر</dc:title><dc:creator>Ana</dc:creator><dc:date>2026-03-16</dc:date></metadata><manifest>
<item id="b" href="two%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="../one.xhtml" media-type="application/xhtml+xml"/>
<item id="gone" href="gone.xhtml" media-type="application/xhtml+xml"/>
<item id="c" href="a.css" media-type="text/css"/></manifest>
<spine><itemref idref="a"/><itemref idref="gone"/><itemref idref="c"/><itemref idref="b"/></spine>
</package>"""
CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="text/book.opf"/></rootfiles></container>"""


def book(path: Path, **more: str) -> Path:
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "text/book.opf": OPF,
        "one.xhtml": '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>'
        "<body><h1>One</h1><p>First&#160;chapter.</p></body></html>",
        "text/two b.xhtml": "<html><body><h2>Two</h2><p>" + "Second chapter. " * 600 + "</p></body></html>",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (parts | more).items():
            archive.writestr(name, content)
    return path


def test_chapters_come_in_the_order_of_the_book(tmp_path: Path) -> None:
    reader = opened(book(tmp_path / "a.epub"))
    pages = texts(reader)
    assert reader.media_type == EPUB
    assert pages[0] == "# One\n\nFirst chapter."
    assert pages[1].startswith("## Two\n\nSecond chapter.")
    assert len(pages) > 3
    assert (reader.facts.title, reader.facts.author) == ("الجسر", "Ana")
    assert reader.facts.created == "2026-03-16"


def test_a_protected_book_is_told(tmp_path: Path) -> None:
    drm = (
        '<encryption><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/></encryption>'
    )
    with pytest.raises(UserError, match=r"a\.epub is protected"):
        opened(book(tmp_path / "a.epub", **{"META-INF/encryption.xml": drm}))


def test_a_book_without_its_parts_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"a\.epub is a damaged e-book"):
        opened(book(tmp_path / "a.epub", **{"text/book.opf": "<package"}))
