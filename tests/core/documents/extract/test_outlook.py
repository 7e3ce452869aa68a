# SPDX-License-Identifier: AGPL-3.0-or-later
"""Outlook messages, and the other files of the old Office formats."""

from __future__ import annotations

import os
import shutil
import struct
from pathlib import Path

import docx
import pytest

from core.documents.extract.sniff import OUTLOOK, UnreadError
from core.errors import UserError
from tests.core.documents.conftest import opened, texts
from tests.core.documents.extract.compound import Tree, compound

Value = str | bytes | int
TEXT, BINARY, NUMBER, MOMENT = 0x001F, 0x0102, 0x0003, 0x0040


def properties(header: int, told: dict[int, Value]) -> Tree:
    """The streams of an object with these properties. Source: [MS-OXMSG] 2.4."""
    streams: Tree = {}
    table = bytes(header)
    for number, value in told.items():
        if isinstance(value, int):
            form = MOMENT if value > 2**32 else NUMBER
            table += struct.pack("<HHIQ", form, number, 6, value)
            continue
        form = TEXT if isinstance(value, str) else BINARY
        content = value.encode("utf-16-le") if isinstance(value, str) else value
        table += struct.pack("<HHIII", form, number, 6, len(content) + (2 if form == TEXT else 0), 0)
        streams[f"__substg1.0_{number:04X}{form:04X}"] = content
    return streams | {"__properties_version1.0": table}


def message(body: dict[int, Value]) -> bytes:
    # 2026-03-16 10:00 UTC in tenths of a microsecond since 1601.
    sent = (1773655200 + 11644473600) * 10_000_000
    told: dict[int, Value] = {
        0x001A: "IPM.Note",
        0x0037: "إغلاق الجسر",
        0x0C1A: "Ana",
        0x0C1F: "ana@example.org",
        0x0039: sent,
    }
    tree = properties(32, {0x340D: 0x40000, **told, **body})
    tree["__recip_version1.0_#00000000"] = properties(8, {0x3001: "Omar", 0x39FE: "o@example.org", 0x0C15: 1})
    tree["__attach_version1.0_#00000000"] = properties(
        8, {0x3707: "list.txt", 0x3701: b"one pier", 0x3705: 1}
    )
    tree["__nameid_version1.0"] = {}
    return compound(tree)


def test_a_message_with_its_attachment(tmp_path: Path) -> None:
    (tmp_path / "a.msg").write_bytes(message({0x1000: "The bridge is closed.\r\nAna"}))
    reader = opened(tmp_path / "a.msg")
    assert reader.media_type == OUTLOOK
    assert (reader.facts.title, reader.facts.created) == ("إغلاق الجسر", "2026-03-16T10:00:00Z")
    assert "".join(texts(reader)) == (
        'From: "Ana" <ana@example.org>\nTo: Omar <o@example.org>\nDate: 2026-03-16T10:00:00Z\n'
        "Subject: إغلاق الجسر\n\nThe bridge is closed.\nAna"
    )
    assert [(member.name, member.open().read()) for member in reader.members()] == [("list.txt", b"one pier")]


def test_a_message_in_html_alone(tmp_path: Path) -> None:
    html = "<html><body><p>الجسر <b>مغلق</b> الآن في هذا اليوم</p></body></html>".encode("cp1256")
    (tmp_path / "a.msg").write_bytes(message({0x1013: html}))
    assert texts(opened(tmp_path / "a.msg"))[0].endswith("\n\nالجسر مغلق الآن في هذا اليوم")


def test_a_cut_off_message_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.msg").write_bytes(message({0x1000: "Text"})[:2000])
    with pytest.raises(UserError, match=r"a\.msg is a damaged"):
        opened(tmp_path / "a.msg")


@pytest.mark.parametrize("stream", ["WordDocument", "Workbook", "PowerPoint Document"])
def test_old_office_files_need_libreoffice(stream: str, tmp_path: Path) -> None:
    if shutil.which("soffice") or shutil.which("libreoffice"):
        pytest.skip("LibreOffice is installed")
    (tmp_path / "a.doc").write_bytes(compound({stream: b"x" * 100}))
    with pytest.raises(UnreadError, match=r"only LibreOffice can open it"):
        opened(tmp_path / "a.doc")


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for LibreOffice is a shell script")
def test_what_libreoffice_makes_of_an_old_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice itself is seldom there: a script puts a file where it would."""
    made = docx.Document()
    made.add_paragraph("The bridge is closed.")
    made.save(str(tmp_path / "made.docx"))
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\nfor last; do :; done\necho "$last" > {tmp_path}/seen\n'
        f'cp {tmp_path}/made.docx "${{last%.doc}}.docx"\n'
    )
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    (tmp_path / "a.doc").write_bytes(compound({"WordDocument": b"x" * 100}))
    reader = opened(tmp_path / "a.doc")
    assert texts(reader) == ["The bridge is closed."]
    reader.close()
    assert not Path((tmp_path / "seen").read_text().strip()).parent.exists()


def test_other_old_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.vsd").write_bytes(compound({"VisioDocument": b"x"}))
    with pytest.raises(UnreadError, match="Visio"):
        opened(tmp_path / "a.vsd")
