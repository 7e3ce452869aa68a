# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file is what its content says; its name helps only to say what is wrong."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from core.documents.extract import sniff
from core.errors import UserError
from tests.core.documents.conftest import saved


def kind(content: bytes, name: str, tmp_path: Path) -> str:
    (tmp_path / "file").write_bytes(content)
    with (tmp_path / "file").open("rb") as file:
        return sniff.media_type(file, name)


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP"])
def test_pictures_by_content_whatever_the_name(form: str, tmp_path: Path) -> None:
    content = saved(Image.new("L", (9, 9)), form)
    assert kind(content, "a.txt", tmp_path) == f"image/{form.lower()}"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"junk before\n%PDF-1.7\n", sniff.PDF),
        (zipped("[Content_Types].xml", "word/document.xml"), sniff.DOCX),
        (b"<!DOCTYPE html><p>x", sniff.HTML),
        (zipped("a.txt"), sniff.ZIP),
        (zipped("%PDF-1.7 in a name.pdf"), sniff.ZIP),
        (gzip.compress(b"text"), sniff.GZIP),
        (b"BMW and MZ are makes of motor cycles", sniff.PLAIN),
        (b"MZ was one of them", sniff.PLAIN),
        ("جسر مغلق".encode("utf-16-le"), sniff.PLAIN),
    ],
)
def test_other_kinds_by_content(content: bytes, expected: str, tmp_path: Path) -> None:
    assert kind(content, "name.dat", tmp_path) == expected


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (zipped("xl/workbook.xml"), "Excel"),
        (b"\x7fELF\x02\x01\x01\x00", "program"),
        (b"{\\rtf1 text}", "RTF"),
        (bytes(range(256)) * 20, "unknown kind"),
    ],
)
def test_what_is_not_read_is_named(content: bytes, what: str, tmp_path: Path) -> None:
    with pytest.raises(sniff.UnreadError, match=what):
        kind(content, "name.bin", tmp_path)


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.png", "a.tiff"])
def test_a_file_that_is_not_what_its_name_says(name: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="whatever its name says"):
        kind(b"just a line of text", name, tmp_path)


def test_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"a\.pdf is empty"):
        kind(b"", "a.pdf", tmp_path)


def test_a_word_file_with_a_password(shared_data: Path) -> None:
    with (
        (shared_data / "files" / "bug53475-password-is-pass.docx").open("rb") as file,
        pytest.raises(UserError, match=r"locked\.docx is locked"),
    ):
        sniff.media_type(file, "locked.docx")
