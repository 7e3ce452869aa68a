# SPDX-License-Identifier: AGPL-3.0-or-later
"""OpenDocument texts, spreadsheets and presentations, as LibreOffice writes them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from core.errors import UserError
from tests.core.documents.conftest import opened, picture_of, saved, texts

NS = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        *(
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("draw", "drawing"),
            ("style", "style"),
        ),
        *(("fo", "xsl-fo-compatible"), ("meta", "meta"), ("presentation", "presentation")),
    )
)
NS += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
META = (
    f"<office:document-meta {NS}><office:meta><dc:title>تقرير</dc:title><meta:initial-creator>Ana"
    "</meta:initial-creator><meta:creation-date>2026-03-16T10:00:00.123456789</meta:creation-date>"
    "</office:meta></office:document-meta>"
)


def made(path: Path, kind: str, body: str, styles: str = "", parts: dict[str, bytes] | None = None) -> Path:
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    inner = {"text": "text", "spreadsheet": "spreadsheet", "presentation": "presentation"}[kind]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("meta.xml", META)
        archive.writestr(
            "content.xml",
            f"<office:document-content {NS}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:{inner}>{body}</office:{inner}></office:body></office:document-content>",
        )
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return path


def test_a_text_with_all_that_it_can_hold(tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="P1"><style:paragraph-properties fo:break-before="page"/></style:style>'
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1"/></text:list-style>'
    )
    body = (
        '<text:h text:outline-level="2">Cracks</text:h><text:p>Three<text:s text:c="2"/>piers'
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Or four.</text:p>"
        "</text:note-body></text:note>.</text:p>"
        '<text:list text:style-name="L1"><text:list-item><text:p>one</text:p></text:list-item>'
        "<text:list-item><text:p>two</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>Pier</text:p></table:table-cell>"
        '<table:table-cell office:date-value="2026-03-16T00:00:00"><text:p>16/3</text:p>'
        "</table:table-cell></table:table-row></table:table>"
        '<text:p text:style-name="P1">next<draw:frame><draw:image xlink:href="Pictures/a.png"/></draw:frame>'
        "</text:p>"
    )
    picture = saved(picture_of("Closed in March", "for repair"), "PNG")
    reader = opened(made(tmp_path / "a.odt", "text", body, styles, {"Pictures/a.png": picture}))
    assert (reader.facts.title, reader.facts.author) == ("تقرير", "Ana")
    assert reader.facts.created == "2026-03-16T10:00:00"
    first, second = texts(reader)
    assert first == (
        "## Cracks\n\nThree  piers[^1].\n\n1. one\n2. two\n\n"
        "| Pier | 2026-03-16 |\n| --- | --- |\n\n[^1]: Or four."
    )
    assert second == "next\n\n[Picture: Closed in March for repair]"


def test_a_spreadsheet_with_a_million_empty_rows(tmp_path: Path) -> None:
    body = (
        '<table:table table:name="Piers"><table:table-row><table:table-cell><text:p>Pier</text:p>'
        '</table:table-cell><table:table-cell table:number-columns-repeated="1023"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2">'
        "<text:p>x</text:p></table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="1048573"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    reader = opened(made(tmp_path / "a.ods", "spreadsheet", body))
    assert texts(reader) == ["# Piers\n\n| Pier |  |\n| --- | --- |\n| x | x |\n| x | x |"]


def test_a_presentation_has_its_notes(tmp_path: Path) -> None:
    body = (
        '<draw:page><draw:frame presentation:class="title"><draw:text-box><text:p>Bridge</text:p>'
        "</draw:text-box></draw:frame><draw:frame><draw:text-box><text:p>closed</text:p></draw:text-box></draw:frame>"
        "<presentation:notes><draw:frame><draw:text-box><text:p>why?</text:p></draw:text-box></draw:frame>"
        "</presentation:notes></draw:page><draw:page/>"
    )
    reader = opened(made(tmp_path / "a.odp", "presentation", body))
    assert texts(reader) == ["# Bridge\n\nclosed\n\nNotes:\nwhy?", ""]


def test_a_locked_file_is_told(tmp_path: Path) -> None:
    locked = {"META-INF/manifest.xml": b"<manifest:encryption-data/>"}
    with pytest.raises(UserError, match=r"a\.odt is locked"):
        opened(made(tmp_path / "a.odt", "text", "", parts=locked))
