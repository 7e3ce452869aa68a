# SPDX-License-Identifier: AGPL-3.0-or-later
"""A conversation as a Word document: its own footnotes, and paragraphs that run the way they are read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import IO, Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from lxml import etree

from core.chat import export
from core.chat.text import holds_leftward, holds_rightward, readable, reads_rightward
from core.records import Answer, Conversation, Message

_MUTED = RGBColor(0x60, 0x60, 0x60)
_STRONG = {"L": False, "R": True, "AL": True}
# Word wants these two before the first footnote of one's own, which is number 1.
_SEPARATORS = (("separator", -1, "w:separator"), ("continuationSeparator", 0, "w:continuationSeparator"))


def save(conversation: Conversation, messages: Sequence[Message], file: IO[bytes]) -> None:
    """Writes the conversation as .docx into an open file."""
    document = Document()
    writer = _Writer(document)
    heading = export.title(conversation, messages)
    writer.paragraph(heading, style="Title")
    writer.paragraph(export.about(conversation, messages), muted=True)
    for message in messages:
        writer.message(message)
    writer.notes.attach()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = heading[:250], "Isnad", ""
    document.save(file)


class _Writer:
    """Adds paragraphs to a document."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self.notes = _Notes(document)

    def message(self, message: Message) -> None:
        if message.role == "user":
            for line in readable(message.text).splitlines():
                self.paragraph(line, bold=True)
        elif message.answer is None:
            self.paragraph(message.text)
        else:
            self._answer(message.answer)

    def paragraph(
        self, text: str, *, style: str | None = None, bold: bool = False, muted: bool = False
    ) -> None:
        made = self._begun(text, style)
        for run in _runs(made, readable(text)):
            run.bold = run.font.cs_bold = bold or None
            if muted:
                run.font.color.rgb = _MUTED

    def _begun(self, text: str, style: str | None = None) -> Any:
        made = self._document.add_paragraph(style=style)
        if not reads_rightward(text):
            _bidi(made)
        return made

    def _answer(self, answer: Answer) -> None:
        """Each line of the answer is a paragraph; sources follow their sentence."""
        lines = readable(answer.answer, trimmed=False).split("\n")
        now, number = self._begun(lines[0]), 0
        for piece in export.pieces(answer):
            first, *further = piece.text.split("\n")
            _runs(now, first)
            for line in further:
                number += 1
                now = self._begun(lines[number] if number < len(lines) else line)
                _runs(now, line)
            if piece.remark:
                for run in _runs(now, f" ({piece.remark})"):
                    run.italic, run.font.color.rgb = True, _MUTED
            for citation in piece.citations:
                self.notes.add(now, export.source(citation))
        if answer.note:
            self.paragraph(answer.note, muted=True)


class _Notes:
    """The footnotes part, which python-docx has no words for (ECMA-376 part 1, 11.3.7 and 17.11)."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._root = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
        self._count = 0
        for kind, number, mark in _SEPARATORS:
            own = f'w:type="{kind}" w:id="{number}"'
            inner = f"<w:p><w:r><{mark}/></w:r></w:p>"
            self._root.append(parse_xml(f"<w:footnote {nsdecls('w')} {own}>{inner}</w:footnote>"))
        self._text, self._mark = self._styles()

    def _styles(self) -> tuple[str, str]:
        styles = self._document.styles
        text = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
        text.base_style, text.font.size = styles["Normal"], Pt(9)
        mark = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
        mark.font.superscript = True
        return text.style_id, mark.style_id

    def add(self, paragraph: Any, text: str) -> None:
        """A footnote on what the paragraph says so far."""
        self._count += 1
        _element(paragraph).append(self._marked("w:footnoteReference", self._count))
        note = OxmlElement("w:footnote", {qn("w:id"): str(self._count)})
        note.append(OxmlElement("w:p"))
        own = Paragraph(note[0], self._document)
        _element(own).get_or_add_pPr().append(OxmlElement("w:pStyle", {qn("w:val"): self._text}))
        if not reads_rightward(text):
            _bidi(own)
        _element(own).append(self._marked("w:footnoteRef"))
        _runs(own, f" {text}")
        self._root.append(note)

    def _marked(self, tag: str, number: int | None = None) -> Any:
        run = OxmlElement("w:r")
        properties = OxmlElement("w:rPr")
        properties.append(OxmlElement("w:rStyle", {qn("w:val"): self._mark}))
        run.append(properties)
        run.append(OxmlElement(tag, {qn("w:id"): str(number)} if number is not None else {}))
        return run

    def attach(self) -> None:
        """Puts the part into the document; one without footnotes stays without it."""
        if not self._count:
            return
        blob = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = Part(
            PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, self._document.part.package
        )
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        listed = "".join(f'<w:footnote w:id="{number}"/>' for _, number, _ in _SEPARATORS)
        settings = self._document.settings.element
        settings.find(qn("w:compat")).addprevious(
            parse_xml(f"<w:footnotePr {nsdecls('w')}>{listed}</w:footnotePr>")
        )


def _bidi(paragraph: Any) -> None:
    _element(paragraph).get_or_add_pPr().append(OxmlElement("w:bidi"))


def _element(paragraph: Any) -> Any:
    return paragraph.paragraph_format.element


def _runs(paragraph: Any, text: str) -> list[Any]:
    """Adds ``text`` to a paragraph, each stretch of one direction as a run that says so."""
    made = []
    for part, rightward in _stretches(text):
        run = paragraph.add_run(part)
        run.font.rtl = None if rightward else True
        made.append(run)
    return made


def _stretches(text: str) -> Iterator[tuple[str, bool]]:
    """Parts of ``text`` and whether they run rightward. What has no direction goes with the whole text's
    where it stands between two, and with its neighbours' else."""
    whole = reads_rightward(text)
    if not (holds_leftward(text) and holds_rightward(text)):
        yield from [(text, whole)] if text else []
        return
    parts = [(part, _direction(part)) for part in re.findall(r"\w+|\W+", text)]
    resolved = [
        direction if direction is not None else _between(parts, at, whole)
        for at, (_, direction) in enumerate(parts)
    ]
    stretch, way = "", whole
    for (part, _), direction in zip(parts, resolved, strict=True):
        if direction != way and stretch:
            yield stretch, way
            stretch = ""
        stretch, way = stretch + part, direction
    if stretch:
        yield stretch, way


def _direction(part: str) -> bool | None:
    for character in part:
        if (is_leftward := _STRONG.get(unicodedata.bidirectional(character))) is not None:
            return not is_leftward
    return None


def _between(parts: Sequence[tuple[str, bool | None]], at: int, whole: bool) -> bool:
    before = next((way for _, way in reversed(parts[:at]) if way is not None), whole)
    after = next((way for _, way in parts[at + 1 :] if way is not None), whole)
    return before if before == after else whole
