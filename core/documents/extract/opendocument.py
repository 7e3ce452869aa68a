# SPDX-License-Identifier: AGPL-3.0-or-later
"""OpenDocument texts, spreadsheets and presentations. Source: OASIS OpenDocument 1.3, part 3."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from core.documents.extract import markdown, package
from core.documents.extract.pictures import Pictures
from core.documents.extract.reading import Facts, Given, PageText, Reader, framed
from core.documents.extract.text import tidy
from core.errors import UserError

_WHAT = "a damaged OpenDocument file"
_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _TABLE, _DRAW, _OFFICE, _STYLE, _META, _PRESENTATION = (
    f"{{{_NS}{name}:1.0}}" for name in ("text", "table", "drawing", "office", "style", "meta", "presentation")
)
_FO = f"{{{_NS}xsl-fo-compatible:1.0}}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_NOTE = re.compile(r"\[\^(\d+)\]")
_MOST_CELLS = 2_000_000
_MOST_BLANKS = 200
# What stands in a text without being part of it.
_SILENT = {
    f"{_TEXT}{name}"
    for name in ("tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "list-header")
} | {f"{_OFFICE}forms", f"{_OFFICE}event-listeners", f"{_TABLE}shapes", f"{_PRESENTATION}notes"}


@dataclass(frozen=True)
class _Page:
    text: str
    header: str = ""
    footer: str = ""
    error: str = ""


class OpenDocumentReader(Reader):
    """A slide or sheet begins a page, a text does where its page breaks are. Its pages have no image."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._package = package.Package(given.path, given.name, _WHAT)
        self._refuse_locked()
        self.facts = _facts(self._package.tree("meta.xml")) if "meta.xml" in self._package.names else Facts()
        self._pictures = Pictures(given)
        self._pages = list(self._read()) or [_Page("")]
        self.page_count = len(self._pages)

    def page(self, number: int) -> PageText:
        page = self._pages[number - 1]
        if page.error:
            raise UserError(page.error, do="Save its parts as files of their own.")
        return framed(self._pictures.shown(page.text), page.header, page.footer)

    def close(self) -> None:
        self._package.close()

    def _refuse_locked(self) -> None:
        manifest = "META-INF/manifest.xml"
        if manifest in self._package.names and b"encryption-data" in self._package.read(manifest):
            raise UserError(
                f"{self._name} is locked: OpenDocument files with a password are not read.",
                do="Open it with its password and save it without one.",
            )

    def _read(self) -> Iterator[_Page]:
        content = self._package.tree("content.xml")
        body = next(content.iter(f"{_OFFICE}body"), None)
        kind = (
            next((child for child in body if isinstance(child.tag, str)), None) if body is not None else None
        )
        if kind is None:
            raise package.damaged(self._name, _WHAT)
        writer = _Writer(content, self._package, self._pictures)
        if kind.tag == f"{_OFFICE}spreadsheet":
            yield from _sheets(kind, writer, self._name)
        elif kind.tag in {f"{_OFFICE}presentation", f"{_OFFICE}drawing"}:
            yield from (_Page(writer.slide(slide)) for slide in kind.iter(f"{_DRAW}page"))
        else:
            header, footer = self._margins()
            yield from (_Page(text, header, footer) for text in writer.pages(kind))

    def _margins(self) -> tuple[str, str]:
        """The running header and footer of the first kind of page that has any."""
        if "styles.xml" not in self._package.names:
            return "", ""
        styles = self._package.tree("styles.xml")
        found = (next(styles.iter(f"{_STYLE}{name}"), None) for name in ("header", "footer"))
        first, second = ("" if part is None else _margin(part) for part in found)
        return first, second


def _margin(part: Any) -> str:
    for count in list(part.iter(f"{_TEXT}page-number", f"{_TEXT}page-count")):
        count.text = ""
    lines = (" ".join("".join(p.itertext()).split()) for p in part.iter(f"{_TEXT}p"))
    return tidy("\n".join(line for line in lines if line))


def _facts(root: Any) -> Facts:
    def told(tag: str) -> str:
        element = next(root.iter(tag), None)
        return " ".join((element.text or "").split()) if element is not None else ""

    return Facts(
        title=told(f"{_DC}title"),
        author=told(f"{_META}initial-creator") or told(f"{_DC}creator"),
        created=package.iso_day(told(f"{_META}creation-date")[:19]),
        modified=package.iso_day(told(f"{_DC}date")[:19]),
    )


class _Writer:
    """Turns the elements of one file into text; notes and comments are kept for the end of their page."""

    def __init__(self, content: Any, opened: package.Package, pictures: Pictures) -> None:
        self._package = opened
        self._pictures = pictures
        self._notes: dict[int, str] = {}
        self._beside: list[Any] = []
        self._breaks = {
            style.get(f"{_STYLE}name")
            for style in content.iter(f"{_STYLE}style")
            if any(p.get(f"{_FO}break-before") == "page" for p in style.iter(f"{_STYLE}paragraph-properties"))
        }
        self._numbered = {
            style.get(f"{_STYLE}name")
            for style in content.iter(f"{_TEXT}list-style")
            if next(style.iterchildren(f"{_TEXT}list-level-style-number"), None) is not None
        }

    def pages(self, body: Any) -> Iterator[str]:
        """The pages of a text that say something."""
        for raw in "".join(self._blocks(body)).split("\f"):
            text = tidy(re.sub(r"\n{3,}", "\n\n", raw).strip("\n"))
            if text.strip():
                notes = [self._notes[int(n)] for n in _NOTE.findall(text) if int(n) in self._notes]
                yield "\n\n".join((text.rstrip(), *notes))

    def slide(self, page: Any) -> str:
        notes = next(page.iterchildren(f"{_PRESENTATION}notes"), None)
        said = "".join(self._blocks(notes)).strip() if notes is not None else ""
        parts = ["".join(self._blocks(page)).replace("\f", "\n").strip()]
        comments = (self._comment(comment) for comment in page.iterchildren(f"{_OFFICE}annotation"))
        parts += [*(f"Notes:\n{said}" for _ in said[:1]), *comments]
        return tidy(re.sub(r"\n{3,}", "\n\n", "\n\n".join(part for part in parts if part)))

    def _blocks(self, container: Any, listed: tuple[int, str] = (0, "")) -> Iterator[str]:
        for element in container:
            if element.tag in _SILENT or not isinstance(element.tag, str):
                continue
            if element.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
                yield from self._paragraph(element)
            elif element.tag == f"{_TEXT}list":
                yield from self._list(element, listed)
            elif element.tag == f"{_TABLE}table":
                yield "\n" + "\n".join(markdown.table(self.rows(element, _Left()))) + "\n\n"
            elif element.tag == f"{_DRAW}image":
                yield from self._picture(element)
            elif element.tag == f"{_DRAW}frame":
                yield from self._frame(element, listed)
            elif element.tag != f"{_OFFICE}annotation":
                yield from self._blocks(element, listed)

    def _frame(self, frame: Any, listed: tuple[int, str]) -> Iterator[str]:
        text = "".join(self._blocks(frame, listed))
        title = frame.get(f"{_PRESENTATION}class") == "title" and text.strip()
        yield f"# {' '.join(text.split())}\n\n" if title else text

    def _paragraph(self, element: Any) -> Iterator[str]:
        if element.get(f"{_TEXT}style-name") in self._breaks:
            yield "\f"
        text = self._inline(element)
        if element.tag == f"{_TEXT}h" and text.strip():
            level = element.get(f"{_TEXT}outline-level", "1")
            marks = "#" * (min(6, int(level)) if re.fullmatch("[1-9][0-9]?", level) else 1)
            text = re.sub(r"^(\f*)\s*", rf"\1{marks} ", text, count=1)
        yield text + "\n\n"
        beside, self._beside = self._beside, []
        for frame in beside:
            yield from self._blocks([frame])

    def _list(self, element: Any, listed: tuple[int, str]) -> Iterator[str]:
        depth, style = listed
        style = element.get(f"{_TEXT}style-name", style)
        for place, item in enumerate(element.iterchildren(f"{_TEXT}list-item"), 1):
            mark = f"{place}." if style in self._numbered else "-"
            first = True
            for child in item:
                if child.tag == f"{_TEXT}list":
                    yield from self._list(child, (depth + 1, style))
                    continue
                text = "".join(self._blocks([child])).strip("\n")
                if text.strip():
                    yield f"{'  ' * depth}{mark} {text}\n" if first else f"{'  ' * (depth + 1)}{text}\n"
                    first = False
        yield "\n" if depth == 0 else ""

    def rows(self, table: Any, left: _Left) -> Iterator[list[str]]:
        """The rows that say something; what is repeated many times over for being empty is left out."""
        for row in table.iter(f"{_TABLE}table-row"):
            if left.cells <= 0:
                return
            cells = self._cells(row, left)
            if cells:
                again = _repeated(row, f"{_TABLE}number-rows-repeated")
                for _ in range(again):
                    left.cells -= len(cells)
                    if left.cells <= 0:
                        return
                    yield cells

    def _cells(self, row: Any, left: _Left) -> list[str]:
        cells: list[str] = []
        empty = 0
        for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            text = self._cell(cell)
            again = _repeated(cell, f"{_TABLE}number-columns-repeated")
            if not text:
                empty += again
                continue
            cells += [""] * min(empty, left.cells) + [text] * min(again, left.cells)
            empty = 0
        return cells

    def _cell(self, cell: Any) -> str:
        day = cell.get(f"{_OFFICE}date-value")
        if day:
            return str(day).removesuffix("T00:00:00").replace("T", " ")
        text = " ".join(self._inline(p) for p in cell.iter(f"{_TEXT}p", f"{_TEXT}h") if not _is_comment(p))
        marks = "".join("".join(self._blocks([frame])) for frame in self._beside)
        self._beside = []
        return markdown.cell(f"{text} {marks}")

    def _inline(self, element: Any) -> str:
        parts = [element.text or ""]
        for child in element:
            parts += (self._piece(child), child.tail or "")
        return "".join(parts)

    def _piece(self, child: Any) -> str:
        name = child.tag
        if not isinstance(name, str) or name in _SILENT or name == f"{_OFFICE}annotation-end":
            return ""
        if name.startswith(_DRAW):
            self._beside.append(child)
            return ""
        own: dict[str, Callable[[Any], str]] = {
            f"{_TEXT}s": _blanks,
            f"{_TEXT}note": self._footnote,
            f"{_OFFICE}annotation": lambda note: self._noted(self._comment(note)),
        }
        return _SIGNS.get(name) or own.get(name, self._inline)(child)

    def _footnote(self, note: Any) -> str:
        body = next(note.iterchildren(f"{_TEXT}note-body"), None)
        return self._noted(_flat(body)) if body is not None else ""

    def _noted(self, text: str) -> str:
        place = len(self._notes) + 1
        self._notes[place] = f"[^{place}]: {text}"
        return f"[^{place}]" if text else ""

    @staticmethod
    def _comment(comment: Any) -> str:
        author = next((creator.text for creator in comment.iterchildren(f"{_DC}creator")), None)
        said = " ".join(_flat(p) for p in comment.iter(f"{_TEXT}p"))
        return f"Comment by {author or 'somebody'}: {said}"

    def _picture(self, image: Any) -> Iterator[str]:
        part = image.get(f"{_XLINK}href", "").removeprefix("./")
        if part in self._package.names:
            yield self._pictures.mark(partial(self._package.read, part)) + "\n\n"


_SIGNS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n", f"{_TEXT}soft-page-break": "\f"}


@dataclass
class _Left:
    cells: int = _MOST_CELLS


def _sheets(body: Any, writer: _Writer, name: str) -> Iterator[_Page]:
    left = _Left()
    for sheet in body.iterchildren(f"{_TABLE}table"):
        title = f"# {' '.join(sheet.get(f'{_TABLE}name', '').split())}"
        yield from (_Page(tidy(page)) for page in markdown.pages_of_rows(title, writer.rows(sheet, left)))
        if left.cells <= 0:
            yield _Page("", error=f"{name} has more than {_MOST_CELLS:,} cells; the rest was not read.")
            return


def _blanks(element: Any) -> str:
    count = element.get(f"{_TEXT}c", "1")
    return " " * (min(int(count), _MOST_BLANKS) if re.fullmatch("[0-9]{1,6}", count) else 1)


def _repeated(element: Any, attribute: str) -> int:
    text = element.get(attribute, "1")
    return int(text) if re.fullmatch(r"[0-9]{1,7}", text) else 1


def _is_comment(element: Any) -> bool:
    return any(above.tag == f"{_OFFICE}annotation" for above in element.iterancestors())


def _flat(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
