# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rich text (RTF): headings, tables and page breaks are marked before the markup is taken off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.documents.extract import markdown
from core.documents.extract.package import damaged, iso_day
from core.documents.extract.reading import Facts, Given, PageText, Reader
from core.documents.extract.text import paged, tidy

# Control characters that stand for structure until the text is plain: no RTF file holds them.
_START, _CELL, _ROW, _HEADING = "\x1c", "\x1f", "\x1e", "\x1d"
_MARKS = (
    (re.compile(r"\\page(?![a-zA-Z0-9]) ?"), r"\\par\\'0c"),
    (re.compile(r"\\trowd(?![a-zA-Z0-9])"), r"\\'1c"),
    (re.compile(r"\\(?:nest)?cell(?![a-zA-Z0-9])"), r"\\'1f"),
    (re.compile(r"\\(?:nest)?row(?![a-zA-Z0-9])"), r"\\'1e"),
    (re.compile(r"\\outlinelevel([0-8])(?![0-9])"), r"\\'1d\1 "),
)
_FOOTNOTE = re.compile(r"\{(?:\\\*)?\\footnote(?![a-zA-Z])")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_CREATED = re.compile(
    r"\{\\(creatim|revtim)\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})(?:\\hr(\d{1,2})\\min(\d{1,2}))?"
)


class RtfReader(Reader):
    """Its pages have no image."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        raw = given.path.read_bytes()
        # Some programs write letters as they are instead of escaping them.
        source = re.sub(rb"[\x80-\xff]", lambda found: b"\\'%02x" % found[0][0], raw).decode("ascii")
        try:
            self.facts = _facts(source)
            text = _plain(_marked(source))
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise damaged(given.name, "a damaged RTF file") from error
        self._pages = [page for page in paged(tidy(_structured(text))) if page.strip()] or [""]
        self.page_count = len(self._pages)

    def page(self, number: int) -> PageText:
        return PageText(self._pages[number - 1])


def _plain(source: str) -> str:
    from striprtf import striprtf

    return str(striprtf.rtf_to_text(source, errors="replace"))  # type: ignore[no-untyped-call]


def _marked(source: str) -> str:
    for pattern, mark in _MARKS:
        source = pattern.sub(mark, source)
    return "".join(_with_footnotes(source))


def _with_footnotes(source: str) -> Iterator[str]:
    """Footnotes as part of the text, in square brackets, since they would be dropped otherwise."""
    start = 0
    for found in _FOOTNOTE.finditer(source):
        if found.start() < start:
            continue
        end = _closing(source, found.end())
        yield from (source[start : found.start()], "{ [Footnote:", source[found.end() : end], "]")
        start = end
    yield source[start:]


def _closing(source: str, start: int) -> int:
    """Where the group ends that was open at ``start``."""
    depth = 1
    for found in _BRACE.finditer(source, start):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return found.start()
    return len(source)


def _structured(text: str) -> str:
    """The marks turned into Markdown; rows that follow each other are one table."""
    parts: list[str] = []
    rows: list[list[str]] = []
    for piece in re.split(f"({_START}[^{_ROW}]*{_ROW})", text):
        if piece.endswith(_ROW):
            rows.append([markdown.cell(_unmarked(cell)) for cell in piece.rstrip(_ROW).split(_CELL)[:-1]])
        elif piece.strip():
            parts += ["", *markdown.table(rows), ""] if rows else []
            rows = []
            parts += [_heading(line) for line in piece.strip("\n").split("\n")]
    return "\n".join([*parts, "", *markdown.table(rows)])


def _heading(line: str) -> str:
    level = re.search(rf"{_HEADING}([0-8])", line)
    text = _unmarked(line)
    if level is None or not text.strip():
        return text
    return f"\n{'#' * min(6, int(level[1]) + 1)} {text.strip()}\n"


def _unmarked(text: str) -> str:
    return re.sub(rf"{_HEADING}[0-8] ?|[{_START}{_CELL}{_ROW}]", "", text)


def _facts(source: str) -> Facts:
    days = {found[1]: _day(found) for found in _CREATED.finditer(source[:100_000])}
    return Facts(
        title=_info(source, "title"),
        author=_info(source, "author"),
        created=days.get("creatim", ""),
        modified=days.get("revtim", ""),
    )


def _info(source: str, word: str) -> str:
    found = re.search(rf"\{{\\{word} ([^{{}}]*)\}}", source[:100_000])
    if found is None:
        return ""
    page = re.search(r"\\ansicpg\d{1,5}", source[:1000])
    return " ".join(_plain(f"{{\\rtf1{page[0] if page else ''} {found[1]}}}").split())


def _day(found: re.Match[str]) -> str:
    year, month, day = (int(found[place]) for place in (2, 3, 4))
    clock = f"T{int(found[5]):02}:{int(found[6]):02}" if found[5] else ""
    return iso_day(f"{year:04}-{month:02}-{day:02}{clock}")
