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
    assert read(file) == "Bridge\n\nClosed & barred\n\nOn 16 March.\n\nPier | Depth\n\nP3 | 2.8"


def test_the_bytes_are_believed_not_the_page(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    page = '<html><meta charset="UTF-8"><p>كان هناك رجل حكيم في القرية</p></html>'
    file.write_bytes(page.encode("cp1256"))
    assert read(file) == "كان هناك رجل حكيم في القرية"


def test_a_real_page_that_claims_the_wrong_charset(shared_data: Path) -> None:
    assert "في قرية من القرى كان هناك رجل حكيم" in read(
        shared_data / "files" / "testArabicMisleadingCharset.html"
    )
