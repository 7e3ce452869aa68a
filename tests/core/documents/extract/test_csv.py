# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables as text."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.documents.extract.sniff import CSV, PLAIN
from tests.core.documents.conftest import opened, texts


def read(path: Path, content: str, encoding: str = "utf-8") -> list[str]:
    path.write_bytes(content.encode(encoding))
    return texts(opened(path))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_whatever_parts_its_cells(delimiter: str, tmp_path: Path) -> None:
    content = f'Pier{delimiter}Note\nP3{delimiter}"closed, or\nbarred | {delimiter}"\n\n'
    kept = " ".join(f"closed, or barred \\| {delimiter}".split())
    assert read(tmp_path / "a.csv", content) == [f"| Pier | Note |\n| --- | --- |\n| P3 | {kept} |"]


def test_arabic_of_an_old_program(tmp_path: Path) -> None:
    content = "sep=;\r\nالدعامة;العمق\r\nالأولى في المدينة;٢\r\nالثانية من اليمين;٣\r\n".replace(
        "٢", "2"
    ).replace("٣", "3")
    assert read(tmp_path / "a.csv", content, "cp1256")[0].splitlines()[2] == "| الأولى في المدينة | 2 |"


def test_a_long_table_takes_pages_each_with_the_header(tmp_path: Path) -> None:
    rows = "\n".join(f"{number},row {number} of the table" for number in range(400))
    pages = read(tmp_path / "a.csv", f"No,What\n{rows}\n")
    assert len(pages) > 3
    assert all(page.startswith("| No | What |\n| --- | --- |\n") for page in pages)
    assert sum(page.count("of the table") for page in pages) == 400


def test_what_is_no_table_is_text(tmp_path: Path) -> None:
    content = "A letter, in fact.\nWith lines\nof, very, different, widths,\nand more\n"
    assert read(tmp_path / "a.csv", content) == [content.strip()]
    assert opened(tmp_path / "a.csv").media_type == PLAIN
    read(tmp_path / "b.csv", "a,b\n1,2\n")
    assert opened(tmp_path / "b.csv").media_type == CSV
