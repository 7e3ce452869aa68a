# SPDX-License-Identifier: AGPL-3.0-or-later
"""Saved web pages."""

from __future__ import annotations

from pathlib import Path

from core.documents.extract.html import HtmlReader
from tests.core.documents.conftest import given


def read(path: Path) -> str:
    return HtmlReader(given(path)).page(1).text


def test_what_a_browser_shows_is_kept_and_the_rest_is_not(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(
        "<!doctype html><html><head><title>Bridge</title><style>p {color: red}</style></head>"
        "<body><script>alert(1)</script><h1>Closed &amp; barred</h1><p>On\n 16   March.</p>"
        "<table><tr><th>Pier</th><th>Depth</th></tr><tr><td>P3</td><td>2.8</td></tr></table></body></html>"
    )
    assert read(file) == (
        "Bridge\n\n# Closed & barred\n\nOn 16 March.\n\n| Pier | Depth |\n| --- | --- |\n| P3 | 2.8 |"
    )


def test_the_bytes_are_believed_not_the_page(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    page = '<html><meta charset="UTF-8"><p>كان هناك رجل حكيم في القرية</p></html>'
    file.write_bytes(page.encode("cp1256"))
    assert read(file) == "كان هناك رجل حكيم في القرية"


def test_a_real_page_that_claims_the_wrong_charset(shared_data: Path) -> None:
    assert "في قرية من القرى كان هناك رجل حكيم" in read(
        shared_data / "files" / "testArabicMisleadingCharset.html"
    )


def test_lists_and_facts(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(
        "<html><head><title>Bridge</title><meta name=author content='Ana Ruiz'>"
        "<meta property='article:published_time' content='2026-03-16T10:00:00Z'></head><body><h1>Bridge</h1>"
        "<ol start=3><li>three<ul><li>inner</ul><li><p>four</p></ol><pre>a\n  b</pre>"
        "<table><tr><td><p>only a frame</p></td></tr></table></body></html>"
    )
    reader = HtmlReader(given(file))
    assert reader.page(1).text == "# Bridge\n\n3. three\n  - inner\n4. four\n\na\n  b\n\nonly a frame"
    assert (reader.facts.title, reader.facts.author) == ("Bridge", "Ana Ruiz")
    assert reader.facts.created == "2026-03-16T10:00:00Z"


def test_markup_made_to_harm_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text("<html>" + "<div><ul><li>" * 20_000 + "deep")
    read(file)
    file.write_text("<html><body>")
    assert not read(file)
