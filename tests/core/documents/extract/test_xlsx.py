# SPDX-License-Identifier: AGPL-3.0-or-later
"""Workbooks: sheets as tables, values as people read them."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from core.documents.extract import xlsx
from core.errors import UserError
from tests.core.documents.conftest import opened, texts


def saved(book: Workbook, path: Path) -> Path:
    book.save(path)
    return path


def test_values_are_told_as_people_read_them(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "الدعامات"
    sheet.append(["Pier", "Depth", "Seen", "At", "Safe"])
    sheet.append(["P|3", 2.80, dt.datetime(2026, 3, 16), dt.datetime(2026, 3, 16, 14, 5), True])  # noqa: DTZ001
    sheet.append([None, 4.0, dt.date(2026, 3, 17), None, None])
    reader = opened(saved(book, tmp_path / "a.xlsx"))
    assert "".join(texts(reader)) == (
        "# الدعامات\n\n| Pier | Depth | Seen | At | Safe |\n| --- | --- | --- | --- | --- |\n"
        "| P\\|3 | 2.8 | 2026-03-16 | 2026-03-16 14:05:00 | TRUE |\n|  | 4 | 2026-03-17 |  |  |"
    )


def test_a_formula_is_told_by_its_last_value(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["=1+1"])
    plain = saved(book, tmp_path / "plain.xlsx")
    file = tmp_path / "a.xlsx"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"<v></v>", b"<v>2</v>"))
    assert "| 2 |" in texts(opened(file))[0]


def test_a_long_sheet_takes_pages_each_with_the_header(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Number", "Word"])
    for number in range(500):
        book.active.append([number, "word " * 4])
    book.create_sheet("Second").append(["alone"])
    book["Second"].sheet_state = "hidden"
    reader = opened(saved(book, tmp_path / "a.xlsx"))
    pages = texts(reader)
    assert len(pages) > 3
    assert all(page.startswith("# Sheet\n\n| Number | Word |\n| --- | --- |") for page in pages[:-1])
    assert sum(page.count("| word") for page in pages) == 500
    assert (pages[-1], reader.page(len(pages)).reason) == ("# Second\n\n| alone |\n| --- |", "hidden sheet")


def test_what_is_too_much_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx._Left, "__init__", lambda self: setattr(self, "cells", 10))
    book = Workbook()
    for number in range(20):
        book.active.append([f"row {number}"])
    reader = opened(saved(book, tmp_path / "a.xlsx"))
    assert "row 3" in reader.page(1).text
    with pytest.raises(UserError, match="the rest was not read"):
        reader.page(2)


def test_an_xml_bomb_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["text"])
    plain = saved(book, tmp_path / "plain.xlsx")
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            target.writestr(name, bomb if "sheet1" in name else source.read(name))
    with pytest.raises(UserError, match=r"bomb\.xlsx is a damaged Excel workbook"):
        opened(file)
