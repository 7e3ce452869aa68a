# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads the sources of the sample case: a head of `key: value` lines, then pages of a small Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).resolve().parent.parent / "sources"
PAGE_BREAK = "\n<!-- page -->\n"

BlockKind = Literal["title", "heading", "paragraph", "aside", "bullets", "table"]


@dataclass(frozen=True)
class Block:
    """One block of a page: its lines, or for a table the cells of its rows, header first."""

    kind: BlockKind
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        """What a reader of the rendered block sees, markup removed."""
        rows = ("\n".join(" | ".join(row) for row in self.rows),) if self.rows else ()
        return "\n".join((*self.lines, *rows))


@dataclass(frozen=True)
class Source:
    """One document of the case as written: `head` says what becomes of it, `body` is all its text."""

    name: str
    head: dict[str, str]
    body: str

    @property
    def out(self) -> str:
        """The rendered document's file name."""
        return self.head["out"]

    @property
    def right_to_left(self) -> bool:
        """Whether the document is an Arabic one."""
        return self.head["language"] == "ar"

    @property
    def date(self) -> datetime:
        """The document's own date, at noon UTC: what its metadata carries instead of the day of rendering."""
        return datetime.strptime(self.head["date"], "%Y-%m-%d").replace(hour=12, tzinfo=UTC)

    @property
    def pages(self) -> list[list[Block]]:
        """The blocks of each page."""
        return [parse_blocks(page) for page in self.body.split(PAGE_BREAK)]

    @property
    def page_texts(self) -> list[str]:
        """The text of each readable page; plain text, Markdown and Word documents count as one page."""
        if self.head["kind"] in {"text", "markdown"}:
            return [self.body]
        readable = int(self.head.get("readable", len(self.pages)))
        return ["\n\n".join(block.text for block in page) for page in self.pages[:readable]]


def read_all() -> list[Source]:
    """All sources of the case, in the order of their names."""
    return [read(path) for path in sorted(FOLDER.glob("*.md"))]


def read(path: Path) -> Source:
    """One source; raises ValueError when its head is missing."""
    found = re.fullmatch(r"---\n(.*?)\n---\n+(.*)", path.read_text(encoding="utf-8"), re.DOTALL)
    if found is None:
        raise ValueError(f"{path.name} has no head between two lines of ---")
    head = dict(line.split(": ", 1) for line in found[1].splitlines())
    return Source(path.stem, head, found[2])


def parse_blocks(page: str) -> list[Block]:
    """The blocks of a page of Markdown, which blank lines part."""
    return [_block(part.splitlines()) for part in re.split(r"\n{2,}", page.strip())]


def _block(lines: list[str]) -> Block:
    first = lines[0]
    if first.startswith("|"):
        rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
        return Block("table", rows=(rows[0], *rows[2:]))
    marked: tuple[tuple[str, BlockKind], ...] = (
        ("# ", "title"),
        ("## ", "heading"),
        ("> ", "aside"),
        ("- ", "bullets"),
    )
    for mark, kind in marked:
        if first.startswith(mark):
            return Block(kind, tuple(line.removeprefix(mark) for line in lines))
    return Block("paragraph", tuple(lines))
