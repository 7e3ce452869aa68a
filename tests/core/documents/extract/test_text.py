# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plain text: its pages, and what is no text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.documents.extract.text import PAGE_CHARACTERS, TextReader, paged
from core.errors import UserError
from tests.core.documents.conftest import given


def pages(path: Path) -> list[str]:
    reader = TextReader(given(path))
    return [reader.page(number).text for number in range(1, reader.page_count + 1)]


def test_a_short_text_is_one_page_with_plain_line_ends(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("الأول\r\nالثاني\rالثالث".encode("cp1256"))
    assert pages(file) == ["الأول\nالثاني\nالثالث"]


def test_form_feeds_part_pages(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("one\f\ntwo\n\f")
    assert pages(file) == ["one", "two"]


def test_a_long_text_is_cut_between_paragraphs_and_loses_nothing() -> None:
    text = "\n\n".join(f"Paragraph {number}. " + "word " * 60 for number in range(60))
    found = paged(text)
    assert len(found) > 3
    assert all(len(page) <= 1.5 * PAGE_CHARACTERS for page in found)
    assert all(page.startswith("Paragraph") for page in found)
    assert " ".join(" ".join(found).split()) == " ".join(text.split())


def test_a_long_line_without_blanks_is_cut_all_the_same() -> None:
    assert "".join(paged("x" * 20_000)) == "x" * 20_000


def test_an_xml_file_is_shown_as_it_is_and_reads_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    file = tmp_path / "a.xml"
    file.write_text(f'<!DOCTYPE a [<!ENTITY s SYSTEM "file://{secret}">]><a>&s;</a>')
    assert "&s;" in pages(file)[0]
    assert "the secret" not in pages(file)[0]


def test_noise_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "noise.txt"
    file.write_bytes(os.urandom(5000))
    with pytest.raises(UserError, match=r"noise\.txt"):
        TextReader(given(file))
