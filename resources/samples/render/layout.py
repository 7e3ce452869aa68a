# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sets a source on A4 pages with a text layer, in English or in shaped Arabic."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path

import pymupdf

from resources.samples.render.sources import Block, Source
from resources.samples.render.text_layer import name_glyphs

PAGE = pymupdf.paper_rect("a4")
MARGIN = 64.0
GAP = 7.0
CELL_PADDING = 4.0
FONT_FOLDER = Path("/usr/share/fonts/truetype/noto")
NO_BREAK_SPACE = "\u00a0"
LATIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9/ ]*[A-Za-z0-9])?")

STYLE = """
@font-face {font-family: naskh; src: url(NotoNaskhArabic-Regular.ttf)}
@font-face {font-family: naskh; font-weight: bold; src: url(NotoNaskhArabic-Bold.ttf)}
body, p {margin: 0; padding: 0}
* {font-family: serif; font-size: 11pt; line-height: 1.35}
.ar {font-family: naskh; font-size: 12.5pt; line-height: 1.5}
.latin {font-family: sans-serif; font-size: 10.5pt}
.title {font-size: 17pt; font-weight: bold}
.heading {font-size: 13pt; font-weight: bold}
.cell, .aside {font-size: 10.5pt}
.ar.cell, .ar.aside {font-size: 11.5pt}
.ar.title {font-size: 18pt}
.ar.heading {font-size: 14pt}
.ar.foot, .foot {font-size: 8.5pt; text-align: center}
.th {font-weight: bold}
.notice {text-align: center; font-size: 17pt}
.ar.notice.title, .notice.title .latin {font-size: 26pt}
.ar.notice.heading, .notice.heading .latin {font-size: 21pt}
.notice .latin {font-size: 16pt}
"""


def render_pdf(source: Source) -> bytes:
    """The source as a PDF whose text layer reads as it was written.

    Raises ValueError when the Noto fonts are missing for Arabic, or when a page's text overflows.
    """
    pages = source.pages
    sheets: list[_Sheet] = []
    buffer = io.BytesIO()
    writer = pymupdf.DocumentWriter(buffer)
    for number, blocks in enumerate(pages, start=1):
        sheet = _Sheet(writer.begin_page(PAGE), source)
        for block in blocks:
            sheet.add(block)
        sheet.foot(f"صفحة {number} من {len(pages)}" if source.right_to_left else f"{number} / {len(pages)}")
        writer.end_page()
        sheets.append(sheet)
    writer.close()
    return _finished(pymupdf.open(stream=buffer.getvalue(), filetype="pdf"), source, sheets)


def _finished(document: pymupdf.Document, source: Source, sheets: list[_Sheet]) -> bytes:
    if source.right_to_left:
        name_glyphs(document, [sheet.written for sheet in sheets])
    for page, sheet in zip(document, sheets, strict=True):
        for y in sheet.rules:
            page.draw_line((MARGIN, y), (PAGE.x1 - MARGIN, y), width=0.5)
    document.subset_fonts()
    document.set_metadata(pdf_metadata(source))
    return save_pdf(document)


def pdf_metadata(source: Source) -> dict[str, str]:
    """The metadata of a PDF made of this source."""
    when = source.date.strftime("D:%Y%m%d%H%M%SZ")
    head = source.head
    return {
        "title": head["title"],
        "author": head["author"],
        "subject": "A fictional case",
        "creationDate": when,
        "modDate": when,
    }


def save_pdf(document: pymupdf.Document) -> bytes:
    """The document's bytes, the same at each saving."""
    return bytes(document.tobytes(garbage=4, deflate=True, no_new_id=True, reproducible=True))


class _Sheet:
    """One page while it fills from top to bottom.

    `written` collects the characters in reading order, `rules` the heights of the lines of tables.
    """

    def __init__(self, device: pymupdf.DeviceWrapper, source: Source) -> None:
        self.device = device
        self.source = source
        self.archive = pymupdf.Archive(str(FONT_FOLDER)) if source.right_to_left else None
        self.y = MARGIN
        self.written = ""
        self.rules: list[float] = []

    def add(self, block: Block) -> None:
        if block.kind == "table":
            self._table(block)
            return
        indent = 14.0 if block.kind == "bullets" else 0.0
        for line in block.lines:
            text = f"• {line}" if indent else line
            box = pymupdf.Rect(MARGIN, self.y, PAGE.x1 - MARGIN, PAGE.y1 - MARGIN)
            self.y = self._place(text, _indented(box, indent, self.source.right_to_left), block.kind)
            self.y += 0 if block.kind == "aside" else GAP / 2
        self.y += GAP

    def foot(self, text: str) -> None:
        self._place(text, pymupdf.Rect(MARGIN, PAGE.y1 - 44, PAGE.x1 - MARGIN, PAGE.y1 - 20), "foot")

    def _table(self, block: Block) -> None:
        columns = len(block.rows[0])
        width = (PAGE.width - 2 * MARGIN) / columns
        self.rules.append(self.y)
        for number, row in enumerate(block.rows):
            top = self.y + CELL_PADDING
            bottoms = []
            for column, cell in enumerate(row):
                place = columns - 1 - column if self.source.right_to_left else column
                left = MARGIN + place * width
                box = pymupdf.Rect(left + CELL_PADDING, top, left + width - CELL_PADDING, PAGE.y1 - MARGIN)
                # The space keeps a number apart from the cell to its left when the layer is read.
                bottoms.append(self._place(cell + NO_BREAK_SPACE, box, "cell th" if number == 0 else "cell"))
            self.y = max(bottoms) + CELL_PADDING
            self.rules.append(self.y)
        self.y += GAP

    def _place(self, text: str, box: pymupdf.Rect, style: str) -> float:
        """Draws `text` at the top of `box`; returns the y below it."""
        self.written += text
        marked = html.escape(text, quote=False)
        language = "en"
        if self.source.right_to_left:
            language = "ar"
            marked = LATIN.sub(r'<span class="latin">\g<0></span>', marked)
        direction = "rtl" if self.source.right_to_left else "ltr"
        kind = self.source.head["kind"]
        body = f'<p class="{language} {kind} {style}" dir="{direction}" lang="{language}">{marked}</p>'
        story = pymupdf.Story(body, user_css=STYLE, archive=self.archive)
        overflows, filled = story.place(box)
        if overflows:
            raise ValueError(f"{self.source.name}: a page is too full at: {text[:50]}")
        story.draw(self.device)
        return float(filled[3])


def _indented(box: pymupdf.Rect, indent: float, right_to_left: bool) -> pymupdf.Rect:
    return box + ((0, 0, -indent, 0) if right_to_left else (indent, 0, 0, 0))
