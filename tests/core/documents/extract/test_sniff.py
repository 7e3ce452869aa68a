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
        (gzip.compress(b"text", mtime=0), sniff.GZIP),
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
        (zipped("FixedDocumentSequence.fdseq"), "XPS"),
        (b"\x7fELF\x02\x01\x01\x00", "program"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "7-Zip"),
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


def office(main: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        kind = f"application/vnd.openxmlformats-officedocument.{main}.main+xml"
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{kind}"/></Types>')
        archive.writestr("somewhere/else.xml", "x")
    return buffer.getvalue()


def declared(mimetype: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", mimetype)
    return buffer.getvalue()


MAIL = b"Received: by x\r\nFrom: a@b\r\nTo: c@d\r\nSubject: Bridge\r\n\r\nText"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (office("wordprocessingml.document"), sniff.DOCX),
        (office("presentationml.slideshow"), sniff.PPTX),
        (office("spreadsheetml.template"), sniff.XLSX),
        (declared("application/epub+zip"), sniff.EPUB),
        (declared("application/vnd.oasis.opendocument.spreadsheet"), sniff.ODS),
        (b"{\\rtf1 text}", sniff.RTF),
        (MAIL, sniff.MAIL),
        (b"From a@b Fri Nov 20 10:00:00 2026\n" + MAIL, sniff.MBOX),
        (b'<?xml version="1.0"?><a/>', sniff.XML),
        (b'{"a": 1}', sniff.JSON),
        (b"[1, 2]", sniff.JSON),
        # Notes that look like it and are not.
        (b"From: me\nTo: you\nSubject: typed by hand\n\nText", sniff.PLAIN),
        (b"From the bridge we saw it.\nNote: nothing", sniff.PLAIN),
        (b"[see below] and {so on}", sniff.PLAIN),
        (b"<sigh> he said", sniff.PLAIN),
        (b"a,b\n1,2\n", sniff.PLAIN),
    ],
)
def test_documents_by_content(content: bytes, expected: str, tmp_path: Path) -> None:
    assert kind(content, "name.dat", tmp_path) == expected


def test_a_table_of_text_is_known_by_its_name(tmp_path: Path) -> None:
    assert kind(b"a,b\n1,2\n", "A.CSV", tmp_path) == sniff.CSV


def test_a_locked_word_file_is_known(shared_data: Path) -> None:
    with (shared_data / "files" / "bug53475-password-is-pass.docx").open("rb") as file:
        assert sniff.media_type(file, "locked.docx") == sniff.LOCKED_OFFICE
