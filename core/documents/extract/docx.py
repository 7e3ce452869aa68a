# SPDX-License-Identifier: AGPL-3.0-or-later
"""Word files: paragraphs, lists and tables in the order of the document, with notes, comments and pictures.

A Word file has no pages of its own. A new page begins where its author put a page or section break, or where
the program that wrote it last drew one (w:lastRenderedPageBreak); a file without any is one page. Notes and
comments stand at the end of the page that refers to them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from core.documents.extract import markdown, package
from core.documents.extract.numbering import Numbering, Styles, W
from core.documents.extract.pictures import Pictures
from core.documents.extract.reading import Given, PageText, Reader, framed
from core.documents.extract.text import tidy
from core.errors import UserError

_WHAT = "a damaged Word file"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_IMAGE_DATA = "{urn:schemas-microsoft-com:vml}imagedata"
_BOX = f"{W}txbxContent"
_SECTION = "\x1c"
_NOTE = re.compile(r"\[\^(\d+)\]")
# What Word writes into a header anew on each page is not the number that this page bears.
_COUNTED = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b")
_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
_TEMPLATES = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)


class DocxReader(Reader):
    """Its pages have no image."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self.facts = package.office_facts(given, _WHAT)
        self._pictures = Pictures(given)
        part = _open(given.path, given.name)
        try:
            self._pages = _pages(_Body(part, self._pictures)) or [_Page("")]
        except (SyntaxError, KeyError, ValueError, AttributeError, RecursionError) as error:
            raise package.damaged(given.name, _WHAT) from error
        self.page_count = len(self._pages)

    def page(self, number: int) -> PageText:
        page = self._pages[number - 1]
        return framed(self._pictures.shown(page.text), page.header, page.footer)


@dataclass(frozen=True)
class _Page:
    text: str
    header: str = ""
    footer: str = ""


def _open(path: Path, name: str) -> Any:
    """The part of a Word file that holds its text. Raises :class:`UserError`."""
    from docx.opc.exceptions import OpcError
    from docx.opc.part import PartFactory
    from docx.package import Package as WordPackage
    from docx.parts.document import DocumentPart

    for kind in (_MACROS, *_TEMPLATES):
        PartFactory.part_type_for[kind] = DocumentPart
    try:
        with path.open("rb") as file:
            part = WordPackage.open(file).main_document_part
            if part.element.body is None:
                raise package.damaged(name, _WHAT)
            return part
    except (OpcError, SyntaxError, *package.BROKEN) as error:
        raise package.damaged(name, _WHAT) from error
    except AttributeError as error:
        raise UserError(
            f"{name} is a Word file of a kind that is not read.", do="Save it as a plain .docx."
        ) from error


def _pages(body: _Body) -> list[_Page]:
    """The pages that say something; numbers, notes and headers as they belong to each."""
    pages: list[_Page] = []
    section = 0
    fresh = True
    for raw in body.text().split("\f"):
        text = tidy(raw.replace(_SECTION, "").strip("\n"))
        if text.strip():
            notes = [body.notes[int(number)] for number in _NOTE.findall(text) if int(number) in body.notes]
            header, footer = body.margins(section, first=fresh)
            pages.append(_Page("\n\n".join((text.rstrip(), *notes)), header, footer))
            fresh = False
        if _SECTION in raw:
            section += raw.count(_SECTION)
            fresh = True
    return pages


class _Body:
    """The text of a document part, with form feeds between pages; ``notes`` are filled as it is read."""

    def __init__(self, part: Any, pictures: Pictures) -> None:
        self._part = part
        self._pictures = pictures
        self._styles = Styles(self._other("styles"))
        self._numbering = Numbering(self._other("numbering"))
        self._sources = {
            kind: _by_id(self._other(f"{kind}s"), f"{W}{kind}") for kind in ("footnote", "endnote", "comment")
        }
        found = part.element.body.iter(f"{W}sectPr")
        self._sections = [section for section in found if section.getparent().tag != f"{W}sectPrChange"]
        self.notes: dict[int, str] = {}

    def text(self) -> str:
        return "".join(self._blocks(self._part.element.body))

    def margins(self, section: int, *, first: bool) -> tuple[str, str]:
        """The running header and footer of a page in that section; without its own, those before it."""
        wanted = self._sections[: section + 1]
        own = wanted[-1] if wanted else None
        kinds = ("first", "default") if first and _is_set(own, "titlePg") else ("default",)
        return self._margin(wanted, "headerReference", kinds), self._margin(wanted, "footerReference", kinds)

    def _margin(self, sections: list[Any], tag: str, kinds: tuple[str, ...]) -> str:
        for kind in kinds:
            for section in reversed(sections):
                for reference in section.iterchildren(f"{W}{tag}"):
                    if reference.get(f"{W}type", "default") == kind:
                        return self._margin_text(reference.get(f"{_R}id", ""))
        return ""

    def _margin_text(self, relation: str) -> str:
        part = self._part.related_parts.get(relation)
        if part is None:
            return ""
        lines = (_without_counts(paragraph) for paragraph in package.parse(part.blob).iter(f"{W}p"))
        return tidy("\n".join(line.strip() for line in lines if line.strip()))

    def _other(self, kind: str) -> Any | None:
        """The root element of a part that belongs to the document."""
        for relation in self._part.rels.values():
            if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
                return package.parse(relation.target_part.blob)
        return None

    def _blocks(self, container: Any) -> Iterator[str]:
        """Paragraphs and tables in document order, also those inside content controls."""
        inside = {f"{W}tbl", f"{W}p", container.tag}
        for element in container.iter(f"{W}p", f"{W}tbl"):
            outer = next((above for above in element.iterancestors() if above.tag in inside), None)
            if outer is container:
                yield from self._table(element) if element.tag == f"{W}tbl" else self._paragraph(element)

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        text = _run_text(paragraph, self._note)
        yield self._marked(paragraph, text) + "\n\n"
        yield from self._beside(paragraph)
        section = paragraph.find(f"{W}pPr/{W}sectPr")
        if section is not None:
            kind = section.find(f"{W}type")
            yield _SECTION + ("" if kind is not None and kind.get(f"{W}val") == "continuous" else "\f")

    def _marked(self, paragraph: Any, text: str) -> str:
        """The paragraph with its heading's or list's mark; breaks before it stay before the mark."""
        if not text.strip("\f\n "):
            return text
        breaks = re.match(r"[\f\n ]*", text)
        start = breaks[0].count("\f") * "\f" if breaks else ""
        text = text.lstrip("\f\n ")
        found = self._styles.numbering(paragraph)
        number = self._numbering.mark(*found) if found is not None else ""
        if level := self._styles.heading(paragraph):
            return " ".join(filter(None, (f"{start}{'#' * level}", number.strip("-"), text)))
        if not number and self._styles.is_bullet(paragraph):
            number = "-"
        indent = "  " * found[1] if found is not None and number else ""
        return f"{start}{indent}{number} {text}" if number else start + text

    def _beside(self, paragraph: Any) -> Iterator[str]:
        """What hangs on a paragraph or table: text boxes and pictures."""
        for box in paragraph.iter(_BOX):
            if not _is_alternative(box) and paragraph.tag == f"{W}p" and _nearest_box(box) is None:
                yield from self._blocks(box)
        for picture in paragraph.iter(_BLIP, _IMAGE_DATA):
            if not _is_alternative(picture) and (paragraph.tag != f"{W}p" or _nearest_box(picture) is None):
                relation = picture.get(f"{_R}embed") or picture.get(f"{_R}id") or ""
                part = self._part.related_parts.get(relation)
                if part is not None:
                    yield self._pictures.mark(partial(getattr, part, "blob")) + "\n\n"

    def _table(self, table: Any) -> Iterator[str]:
        """Rows of cells; a merged cell is told once, empty where it reaches further."""
        yield "\n"
        yield from (f"{line}\n" for line in markdown.table(self._row(row) for row in table.tr_lst))
        yield "\n"
        yield from self._beside(table)

    def _row(self, row: Any) -> list[str]:
        cells: list[str] = []
        for cell in row.tc_lst:
            shown = (paragraph for paragraph in cell.iter(f"{W}p") if not _is_alternative(paragraph))
            texts = (_run_text(paragraph, self._note) for paragraph in shown)
            cells.append("" if cell.vMerge == "continue" else markdown.cell(" ".join(texts)))
            cells += [""] * (cell.grid_span - 1)
        return cells

    def _note(self, kind: str, number: str) -> str:
        """The mark of a note or comment, which is kept for the end of its page."""
        note = self._sources[kind].get(number)
        text = (
            " ".join(" ".join(_run_text(p) for p in note.iter(f"{W}p")).split()) if note is not None else ""
        )
        if note is None or not text:
            return ""
        said = f"Comment by {note.get(f'{W}author') or 'somebody'}: " if kind == "comment" else ""
        place = len(self.notes) + 1
        self.notes[place] = f"[^{place}]: {said}{text}"
        return f"[^{place}]"


def _by_id(root: Any | None, tag: str) -> dict[str, Any]:
    return {} if root is None else {note.get(f"{W}id", ""): note for note in root.iterchildren(tag)}


def _is_set(section: Any | None, tag: str) -> bool:
    found = section.find(f"{W}{tag}") if section is not None else None
    return found is not None and found.get(f"{W}val", "1") not in {"0", "false", "off"}


def _is_alternative(element: Any) -> bool:
    """Whether it is there only for programs that do not know the real one."""
    return any(above.tag == _ALTERNATIVE for above in element.iterancestors())


def _nearest_box(element: Any) -> Any | None:
    return next((above for above in element.iterancestors() if above.tag == _BOX), None)


Note = Callable[[str, str], str]
_REFERENCES = {
    f"{W}footnoteReference": "footnote",
    f"{W}endnoteReference": "endnote",
    f"{W}commentReference": "comment",
}
_SILENT = {f"{W}del", f"{W}pPr", f"{W}rPr", f"{W}instrText", _ALTERNATIVE, _BOX}


def _run_text(element: Any, note: Note | None = None) -> str:
    """What the paragraph shows: inserted text too, deleted text and alternatives for old programs not."""
    parts: list[str] = []
    for child in element.iterchildren():
        if child.tag in _SILENT:
            continue
        if child.tag in _REFERENCES:
            parts.append(note(_REFERENCES[child.tag], child.get(f"{W}id", "")) if note is not None else "")
        else:
            parts.append(_MARKS[child.tag](child) if child.tag in _MARKS else _run_text(child, note))
    return "".join(parts)


def _without_counts(paragraph: Any) -> str:
    """The text of a paragraph without the fields that count pages. Source: ISO/IEC 29500-1, 17.16.18."""
    parts: list[str] = []
    instruction = ""
    hidden = False
    for element in paragraph.iter(
        f"{W}fldChar", f"{W}instrText", f"{W}t", f"{W}tab", f"{W}br", f"{W}fldSimple"
    ):
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            instruction = ""
        elif element.tag == f"{W}instrText":
            instruction += element.text or ""
            hidden = _COUNTED.match(instruction) is not None
        elif kind == "end":
            hidden = False
        elif element.tag in _MARKS and not hidden and not _in_counted_field(element):
            parts.append(_MARKS[element.tag](element))
    return "".join(parts).replace("\f", "\n")


def _in_counted_field(element: Any) -> bool:
    return any(
        _COUNTED.match(above.get(f"{W}instr", "")) is not None
        for above in element.iterancestors(f"{W}fldSimple")
    )


def _break(element: Any) -> str:
    return "\f" if element.get(f"{W}type") == "page" else "\n"


_MARKS: dict[str, Callable[[Any], str]] = {
    f"{W}t": lambda element: element.text or "",
    f"{W}tab": lambda _: "\t",
    f"{W}br": _break,
    f"{W}cr": lambda _: "\n",
    f"{W}noBreakHyphen": lambda _: "-",
    f"{W}lastRenderedPageBreak": lambda _: "\f",
}
