# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables as text (CSV, TSV): Markdown tables, cut into pages, the first row on each of them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from core.documents.extract import markdown
from core.documents.extract.text import TextReader, tidy

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 50
# So many of the first rows must be equally wide.
_EVEN = 0.8
_STATED = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)


class CsvReader(TextReader):
    """A file whose rows are not equally wide is read as plain text."""

    def shaped(self, text: str) -> list[str] | None:
        stated = _STATED.match(text)
        text = text[stated.end() :] if stated else text
        delimiter = stated[1] if stated else _delimiter(text)
        if delimiter is None:
            return None
        try:
            rows = [[markdown.cell(cell) for cell in row] for row in _rows(text, delimiter)]
        except csv.Error:
            return None
        return [tidy(page) for page in markdown.pages_of_rows("", (row for row in rows if any(row)))]


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _delimiter(text: str) -> str | None:
    """The one that makes the most rows equally wide, and these the widest."""
    found = max((*_evenness(text, delimiter), delimiter) for delimiter in _DELIMITERS)
    return found[2] if found[0] >= _EVEN else None


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    try:
        widths = Counter(len(row) for row in islice(_rows(text, delimiter), _SAMPLE) if row)
    except csv.Error:
        return 0.0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return (count / widths.total(), width) if width > 1 else (0.0, 0)
