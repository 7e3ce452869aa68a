# SPDX-License-Identifier: AGPL-3.0-or-later
"""Word files: paragraphs and tables in the order of the document, tables as Markdown.

A Word file has no pages of its own. A new page begins where its author put a page break or where the program
that wrote it last drew one (w:lastRenderedPageBreak); a file without either is one page.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.documents.extract.reading import Given, PageText, Reader
from core.documents.extract.text import tidy
from core.errors import UserError

# A file this large inside, and packed this tightly, was made to fill the memory.
_MAX_UNPACKED = 1024**3
_MAX_RATIO = 200
_SMALL = 64 * 1024**2
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


class DocxReader(Reader):
    """Its pages have no image."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        _refuse_bomb(given.path, given.name)
        document = _open(given.path, given.name)
        self._pages = [page.strip("\n") for page in "".join(_parts(document)).split("\f")]
        self._pages = [tidy(page) for page in self._pages if page.strip()] or [""]
        self.page_count = len(self._pages)

    def page(self, number: int) -> PageText:
        return PageText(self._pages[number - 1])


def _open(path: Path, name: str) -> Any:
    import docx
    from docx.opc.exceptions import OpcError

    try:
        with path.open("rb") as file:
            return docx.Document(file)
    except (OpcError, SyntaxError, zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
        raise _damaged(name) from error


def _refuse_bomb(path: Path, name: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise _damaged(name) from error
    packed = path.stat().st_size
    if unpacked > _MAX_UNPACKED or (unpacked > _SMALL and unpacked > _MAX_RATIO * packed):
        raise UserError(
            f"{name} would unpack from {packed / 1e6:.1f} MB to {unpacked / 1e6:,.0f} MB and was not opened.",
            do="Make sure that it is what it claims to be.",
        )


def _damaged(name: str) -> UserError:
    return UserError(f"{name} is a damaged Word file.", do="Get the file again from where it came.")


def _parts(document: Any) -> Iterator[str]:
    """The text of the body, piece by piece, a form feed for each new page."""
    from docx.table import Table

    for block in _blocks(document):
        if isinstance(block, Table):
            yield from ("\n", *(_row(row) for row in _table(block)), "\n")
        else:
            yield _paragraph(block) + "\n\n"


def _blocks(document: Any) -> Iterator[Any]:
    """Paragraphs and tables in document order, also those inside content controls."""
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    for element in document.element.body.iter(f"{_W}p", f"{_W}tbl"):
        container = next((a.tag for a in element.iterancestors() if a.tag in {f"{_W}tbl", f"{_W}p"}), None)
        if container is None:
            yield Table(element, document) if element.tag == f"{_W}tbl" else Paragraph(element, document)


def _paragraph(paragraph: Any) -> str:
    text = _run_text(paragraph._p)  # noqa: SLF001 - python-docx's way to the XML
    style = (paragraph.style.name if paragraph.style is not None else "") or ""
    level = re.fullmatch(r"(?:Heading |Title)(\d?)", style)
    if level and text.strip("\f\n "):
        return re.sub(r"^(\f*)\s*", rf"\1{'#' * int(level[1] or 1)} ", text, count=1)
    return f"- {text}" if style.startswith("List Bullet") and text.strip() else text


def _run_text(element: Any) -> str:
    """What the paragraph shows: inserted text too, deleted text and alternatives for old programs not."""
    parts: list[str] = []
    for child in element.iterchildren():
        if child.tag in {f"{_W}del", f"{_W}pPr", f"{_W}rPr", _ALTERNATIVE}:
            continue
        parts.append(_MARKS[child.tag](child) if child.tag in _MARKS else _run_text(child))
    return "".join(parts)


def _break(element: Any) -> str:
    return "\f" if element.get(f"{_W}type") == "page" else "\n"


_MARKS: dict[str, Any] = {
    f"{_W}t": lambda element: element.text or "",
    f"{_W}tab": lambda _: "\t",
    f"{_W}br": _break,
    f"{_W}cr": lambda _: "\n",
    f"{_W}noBreakHyphen": lambda _: "-",
    f"{_W}lastRenderedPageBreak": lambda _: "\f",
    f"{_W}instrText": lambda _: "",
}


def _table(table: Any) -> Iterator[list[str]]:
    """Rows of cells; a merged cell is told once, empty where it reaches further."""
    rows = list(_rows(table))
    width = max((len(row) for row in rows), default=0)
    for number, row in enumerate(rows):
        yield row + [""] * (width - len(row))
        if number == 0:
            yield ["---"] * width


def _rows(table: Any) -> Iterator[list[str]]:
    for row in table._tbl.tr_lst:  # noqa: SLF001 - python-docx's own walk over cells is quadratic
        cells: list[str] = []
        for cell in row.tc_lst:
            continued = cell.vMerge == "continue"
            cells.append("" if continued else _cell(cell))
            cells += [""] * (cell.grid_span - 1)
        yield cells


def _cell(cell: Any) -> str:
    texts = (_run_text(paragraph) for paragraph in cell.iter(f"{_W}p"))
    return " ".join(" ".join(texts).split()).replace("|", "\\|")


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
