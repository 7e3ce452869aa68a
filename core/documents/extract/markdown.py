# SPDX-License-Identifier: AGPL-3.0-or-later
"""The little Markdown that structure is told in: tables, and pages of long ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from core.documents.extract.text import PAGE_CHARACTERS

Row = Sequence[str]
# A header longer than this is not worth its repetition on every page.
_LONG_HEADER = PAGE_CHARACTERS // 3


def cell(text: str) -> str:
    """A text as it may stand between two bars."""
    return " ".join(text.split()).replace("|", "\\|")


def row(cells: Iterable[str]) -> str:
    """A line of a table; the cells as of :func:`cell`."""
    return f"| {' | '.join(cells)} |"


def table(rows: Iterable[Row]) -> list[str]:
    """The lines of a table whose first row is its header; shorter rows are filled up."""
    told = [list(cells) for cells in rows]
    width = max((len(cells) for cells in told), default=0)
    lines = [row(cells + [""] * (width - len(cells))) for cells in told]
    return [*lines[:1], row(["---"] * width), *lines[1:]] if width else []


def pages_of_rows(title: str, rows: Iterable[Row]) -> Iterator[str]:
    """A long table as pages of about 3,000 characters, each with ``title`` and the first row on top."""
    found = iter(rows)
    header = next(found, None)
    if header is None:
        yield title
        return
    repeated = header if len(row(header)) <= _LONG_HEADER else [""] * len(header)
    page, length = [header], len(row(header))
    for cells in found:
        line = len(row(cells))
        if length + line > PAGE_CHARACTERS and len(page) > 1:
            yield _page(title, page)
            page, length = [repeated], len(row(repeated))
        page.append(cells)
        length += line
    yield _page(title, page)


def _page(title: str, rows: list[Row]) -> str:
    lines = "\n".join(table(rows))
    return f"{title}\n\n{lines}" if title else lines
