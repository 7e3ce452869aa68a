# SPDX-License-Identifier: AGPL-3.0-or-later
"""Excel workbooks: each sheet as a table, cut into pages; of formulas the values last computed."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from core.documents.extract import markdown, package
from core.documents.extract.reading import Given, PageText, Reader
from core.documents.extract.text import tidy
from core.errors import UserError

_WHAT = "a damaged Excel workbook"
# More would take minutes to read and as long to chunk; what lies behind is told to be missing.
MOST_CELLS = 2_000_000


@dataclass(frozen=True)
class _Page:
    text: str
    reason: str = ""
    error: str = ""


class XlsxReader(Reader):
    """Its pages have no image."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self.facts = package.office_facts(given, _WHAT)
        self._pages = _read(given)
        self.page_count = len(self._pages)

    def page(self, number: int) -> PageText:
        page = self._pages[number - 1]
        if page.error:
            raise UserError(page.error, do="Save its parts as workbooks of their own.")
        return PageText(page.text, reason=page.reason)


def _read(given: Given) -> list[_Page]:
    from openpyxl import load_workbook

    try:
        # It warns of what it does not keep; nothing is to be kept here.
        with given.path.open("rb") as file, warnings.catch_warnings(action="ignore"):
            workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            try:
                return list(_pages(workbook, given.name)) or [_Page("")]
            finally:
                workbook.close()
    except (SyntaxError, TypeError, AttributeError, IndexError, *package.BROKEN) as error:
        raise package.damaged(given.name, _WHAT) from error


def _pages(workbook: Any, name: str) -> Iterator[_Page]:
    left = _Left()
    for sheet in workbook.worksheets:
        # What a workbook says about its size is often wrong.
        sheet.reset_dimensions()
        hidden = "hidden sheet" if sheet.sheet_state != "visible" else ""
        rows = list(_rows(sheet, left))
        for page in markdown.pages_of_rows(f"# {' '.join(sheet.title.split())}", rows):
            yield _Page(tidy(page), hidden)
        if left.cells <= 0:
            yield _Page("", error=f"{name} has more than {MOST_CELLS:,} cells; the rest was not read.")
            return


@dataclass
class _Left:
    cells: int = MOST_CELLS


def _rows(sheet: Any, left: _Left) -> Iterator[list[str]]:
    """The rows that say something, without what is empty to their right."""
    for values in sheet.iter_rows(values_only=True):
        left.cells -= len(values)
        if left.cells <= 0:
            return
        cells = [shown(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield cells


def shown(value: object) -> str:
    """A cell's value: days as ISO 8601, whole numbers without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float):
        with suppress(OverflowError, ValueError):
            return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.15g}"
    return markdown.cell(str(value))
