# SPDX-License-Identifier: AGPL-3.0-or-later
"""PowerPoint presentations: a slide a page, with its tables, charts, pictures, notes and comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from core.documents.extract import markdown, package
from core.documents.extract.pictures import Pictures
from core.documents.extract.reading import Given, PageText, Reader
from core.documents.extract.text import tidy
from core.errors import UserError

_WHAT = "a damaged PowerPoint presentation"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
# Placeholders that repeat on each slide: date, footer, slide number.
_RUNNING = {"dt", "ftr", "sldNum"}
_TITLES = {"title", "ctrTitle"}
_DEPTH = 20


class PptxReader(Reader):
    """Its pages have no image."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self.facts = package.office_facts(given, _WHAT)
        self._pictures = Pictures(given)
        self._slides = _slides(given)
        self.page_count = len(self._slides)

    def page(self, number: int) -> PageText:
        from pptx.exc import PythonPptxError

        slide = self._slides[number - 1]
        try:
            return self._slide(slide)
        except (PythonPptxError, SyntaxError, AttributeError, TypeError, *package.BROKEN) as error:
            raise UserError(
                f"Slide {number} of {self._name} is damaged.", do="Get the file again from where it came."
            ) from error

    def _slide(self, slide: Any) -> PageText:
        parts = [*_shapes(slide.shapes, slide.part, self._pictures), *_notes(slide), *_comments(slide)]
        shown = self._pictures.shown(tidy("\n\n".join(part for part in parts if part.strip())))
        if slide.element.get("show") == "0":
            shown = replace(shown, reason=", ".join(filter(None, ("hidden slide", shown.reason))))
        running = tidy("\n".join(_running(slide)))
        if not running or not shown.text:
            return shown
        return replace(shown, text=f"{shown.text}\n\n{running}", body=(0, len(shown.text)))


def _slides(given: Given) -> list[Any]:
    from pptx import Presentation
    from pptx.exc import PythonPptxError

    try:
        with given.path.open("rb") as file:
            slides = list(Presentation(file).slides)
    except (PythonPptxError, SyntaxError, AttributeError, *package.BROKEN) as error:
        raise package.damaged(given.name, _WHAT) from error
    if not slides:
        raise package.damaged(given.name, "a PowerPoint presentation without slides")
    return slides


def _kind(shape: Any) -> str:
    """The type of a placeholder, empty for any other shape. Titles come first."""
    found = next(shape._element.iter(f"{_P}ph"), None)  # noqa: SLF001 - python-pptx's way to the XML
    return (found.get("type") or "body") if found is not None else ""


def _shapes(shapes: Iterable[Any], part: Any, pictures: Pictures, depth: int = 0) -> Iterator[str]:
    """The texts of the shapes in the order in which they are read aloud, the title first."""
    for shape in sorted(shapes, key=lambda shape: depth > 0 or _kind(shape) not in _TITLES):
        if hasattr(shape, "shapes") and depth < _DEPTH:
            yield from _shapes(shape.shapes, part, pictures, depth + 1)
        elif _kind(shape) not in _RUNNING:
            yield from _shape(shape, part, pictures)


def _shape(shape: Any, part: Any, pictures: Pictures) -> Iterator[str]:
    if getattr(shape, "has_text_frame", False):
        title = _kind(shape) in _TITLES
        text = _text(shape.text_frame)
        yield f"# {' '.join(text.split())}" if title and text.strip() else text
    if getattr(shape, "has_table", False):
        rows = ([markdown.cell(cell.text) for cell in row.cells] for row in shape.table.rows)
        yield "\n".join(markdown.table(rows))
    if getattr(shape, "has_chart", False):
        with suppress(AttributeError, KeyError, ValueError, NotImplementedError):
            yield _chart(shape.chart)
    element = shape._element  # noqa: SLF001 - python-pptx's way to the XML
    for diagram in element.iter(_DIAGRAM):
        yield _diagram(part, diagram.get(f"{_R}dm", ""))
    for blip in element.iter(f"{_A}blip"):
        found = _related(part, blip.get(f"{_R}embed", ""))
        if found is not None:
            yield pictures.mark(partial(getattr, found, "blob"))


def _text(frame: Any) -> str:
    """Paragraphs; those below the first level as lists."""
    lines = []
    for paragraph in frame.paragraphs:
        text = "".join(
            piece.text or "" if piece.tag == f"{_A}t" else "\n"
            for piece in paragraph._p.iter(f"{_A}t", f"{_A}br")  # noqa: SLF001 - fields have no text of their own
        )
        lines.append(f"{'  ' * (paragraph.level - 1)}- {text}" if paragraph.level and text.strip() else text)
    return "\n".join(lines).strip("\n")


def _chart(chart: Any) -> str:
    title = chart.chart_title.text_frame.text if chart.has_title and chart.chart_title.has_text_frame else ""
    plot = chart.plots[0]
    series = list(plot.series)
    rows = [["", *(markdown.cell(one.name) for one in series)]]
    for place, category in enumerate(plot.categories):
        values = (one.values[place] if place < len(one.values) else None for one in series)
        rows.append(
            [markdown.cell(str(category)), *("" if value is None else f"{value:g}" for value in values)]
        )
    return "\n".join(filter(None, (f"Chart: {title}".rstrip(": "), *markdown.table(rows))))


def _diagram(part: Any, relation: str) -> str:
    found = _related(part, relation)
    if found is None:
        return ""
    points = package.parse(found.blob).iter(f"{_A}p")
    texts = ("".join(piece.text or "" for piece in point.iter(f"{_A}t")) for point in points)
    return "\n".join(f"- {text}" for text in texts if text.strip())


def _related(part: Any, relation: str) -> Any | None:
    found = part.rels.get(relation) if relation else None
    return None if found is None or found.is_external else found.target_part


def _notes(slide: Any) -> Iterator[str]:
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    text = _text(frame) if frame is not None else ""
    if text.strip():
        yield f"Notes:\n{text}"


def _comments(slide: Any) -> Iterator[str]:
    """Those of old and new versions of PowerPoint."""
    for relation in slide.part.rels.values():
        if relation.is_external or not relation.reltype.endswith("/comments"):
            continue
        root = package.parse(relation.target_part.blob)
        for comment in root.iter("{*}cm"):
            texts = (piece.text or "" for piece in comment.iter(f"{_P}text", f"{_A}t"))
            yield f"Comment: {' '.join(' '.join(texts).split())}"


def _running(slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        if _kind(shape) in _RUNNING and getattr(shape, "has_text_frame", False):
            yield _text(shape.text_frame)
