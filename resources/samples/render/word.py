# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes a source as a Word document, from right to left where it is Arabic."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from resources.samples.render.sources import Block, Source

STYLES = {"title": "Heading 1", "heading": "Heading 2", "bullets": "List Bullet"}
ZIP_DATE = (2024, 1, 1, 0, 0, 0)


def render_word(source: Source) -> bytes:
    """The source as a DOCX; all its pages follow one another, as Word breaks pages by itself."""
    document = docx.Document()
    for page in source.pages:
        for block in page:
            _add(document, block, source.right_to_left)
    _describe(document, source)
    buffer = io.BytesIO()
    document.save(buffer)
    return _without_times(buffer.getvalue())


def _add(document: Document, block: Block, right_to_left: bool) -> None:
    if block.kind == "table":
        _add_table(document, block, right_to_left)
        return
    for line in block.lines:
        paragraph = document.add_paragraph(line, style=STYLES.get(block.kind))
        if right_to_left:
            _turn(paragraph)


def _add_table(document: Document, block: Block, right_to_left: bool) -> None:
    table = document.add_table(len(block.rows), len(block.rows[0]), style="Table Grid")
    for row, cells in zip(table.rows, block.rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
            if right_to_left:
                _turn(cell.paragraphs[0])
    if right_to_left:
        _turn_table(table)
    document.add_paragraph()


def _turn(paragraph: Paragraph) -> None:
    """Marks a paragraph and its runs as right to left (ECMA-376 §17.3.1.6 and §17.3.2.30)."""
    paragraph.paragraph_format.element.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for run in paragraph.runs:
        _turn_run(run)


def _turn_run(run: Run) -> None:
    properties = run.element.get_or_add_rPr()
    properties.append(OxmlElement("w:rtl"))
    language = OxmlElement("w:lang")
    language.set(docx.oxml.ns.qn("w:bidi"), "ar-SA")
    properties.append(language)


def _turn_table(table: Table) -> None:
    """Lets the first column stand at the right (ECMA-376 §17.4.1)."""
    style = table._tbl.tblPr.find(docx.oxml.ns.qn("w:tblStyle"))  # noqa: SLF001 (no public way to the table's XML)
    style.addnext(OxmlElement("w:bidiVisual"))


def _describe(document: Document, source: Source) -> None:
    properties = document.core_properties
    properties.title = source.head["title"]
    properties.author = source.head["author"]
    properties.language = source.head["language"]
    properties.created = properties.modified = source.date.replace(tzinfo=None)
    properties.comments = "A fictional case"


def _without_times(packed: bytes) -> bytes:
    """The same archive with one fixed date on every member, so that each rendering gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, ZIP_DATE), old.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
