# SPDX-License-Identifier: AGPL-3.0-or-later
"""Conversations as Markdown and Word files: footnotes, marks of what has no source, directions."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml import etree

from core.chat import export
from core.errors import UserError
from core.records import Answer, Citation, Conversation, Message, Sentence, Usage

ENGLISH = Citation("files/report.pdf", "e", 1, "The inquiry heard *17* witnesses.", 0, 33)
ARABIC = Citation("ملفات/تقرير.pdf", "a", 4, "بلغ عمق الحفرة 2.8 متر.", 0, 23)


def said(text: str, *sentences: Sentence, note: str = "") -> Message:
    return Message("a", "assistant", text, Answer(text, False, sentences, Usage(), note=note), 0, 0.0)


def asked(text: str) -> Message:
    return Message("q", "user", text, None, 0, 0.0)


TALK = Conversation("c", "assistant", "How many [witnesses]?", 0.0, 4, (("d", "report.pdf"),))
MESSAGES = [
    asked("How many <b>witnesses</b>?\x07\nAnd who?"),
    said(
        "The inquiry heard 17.\n\nIt was blue [^1].",
        Sentence("The inquiry heard 17.", True, (ENGLISH, ARABIC), "supported"),
        Sentence("It was blue [^1].", False, (), "unsupported"),
        note="Take care.",
    ),
    asked("ما عمق الحفرة في PDF؟"),
    said(
        "«بلغ عمق الحفرة 2.8 متر» في ملف PDF وحده.",
        Sentence("«بلغ عمق الحفرة 2.8 متر» في ملف PDF وحده.", True, (ARABIC,), "partly"),
    ),
]


@pytest.fixture(scope="module")
def markdown(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("md") / "chat.md"
    export.write(TALK, MESSAGES, file)
    return file.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> Any:
    file = tmp_path_factory.mktemp("docx") / "chat.docx"
    export.write(TALK, MESSAGES, file)
    return Document(str(file))


def footnotes(word: Any) -> Any:
    (part,) = [r.target_part for r in word.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.FOOTNOTES]
    return etree.fromstring(part.blob)


def text_of(element: Any) -> str:
    return "".join(node.text for node in element.iter(qn("w:t")))


def test_markdown_has_a_footnote_for_each_citation(markdown: str) -> None:
    assert markdown.startswith("# How many \\[witnesses\\]?\n")
    assert "The inquiry heard 17.[^1][^2]" in markdown
    assert "[^1]: report.pdf, page 1: “The inquiry heard \\*17\\* witnesses.”" in markdown
    assert "[^3]: تقرير.pdf، صفحة 4: «بلغ عمق الحفرة 2.8 متر.»" in markdown
    assert re.findall(r"^\[\^(\d)\]:", markdown, re.MULTILINE) == ["1", "2", "3"]
    assert "about report.pdf" in markdown


def test_markdown_marks_what_has_no_source_and_lets_nothing_in(markdown: str) -> None:
    assert "It was blue \\[^1]. *(no source)*" in markdown
    assert "*(مسند جزئيا)*[^3]" in markdown
    assert "<b>" not in markdown
    assert "\x07" not in markdown
    assert markdown.count('<div dir="rtl">') == 2


def test_words_own_footnotes(word: Any) -> None:
    notes = footnotes(word)
    by_id = {note.get(qn("w:id")): note for note in notes}
    assert list(by_id) == ["-1", "0", "1", "2", "3"]
    assert text_of(by_id["1"]) == " report.pdf, page 1: “The inquiry heard *17* witnesses.”"
    referred = [one.get(qn("w:id")) for one in word.element.body.iter(qn("w:footnoteReference"))]
    assert referred == ["1", "2", "3"]
    assert all(note.find(f".//{qn('w:footnoteRef')}") is not None for note in list(notes)[2:])
    settings = word.settings.element.find(qn("w:footnotePr"))
    assert [one.get(qn("w:id")) for one in settings] == ["-1", "0"]
    styles = {style.style_id for style in word.styles}
    used = {one.get(qn("w:val")) for one in notes.iter(qn("w:pStyle"), qn("w:rStyle"))}
    assert used <= styles


def test_paragraphs_run_the_way_they_are_read(word: Any) -> None:
    paragraphs = {paragraph.text: paragraph for paragraph in word.paragraphs}
    arabic = next(p for text, p in paragraphs.items() if text.startswith("«بلغ"))
    english = next(p for text, p in paragraphs.items() if text.startswith("The inquiry"))
    assert arabic.paragraph_format.element.pPr.find(qn("w:bidi")) is not None
    assert english.paragraph_format.element.pPr is None
    assert [(run.text, run.font.rtl) for run in arabic.runs if run.text][:3] == [
        ("«بلغ عمق الحفرة 2.8 متر» في ملف ", True),
        ("PDF", None),
        (" وحده.", True),
    ]
    assert not any(run.font.rtl for run in english.runs)
    (note,) = [one for one in footnotes(word) if one.get(qn("w:id")) == "3"]
    assert note.find(f".//{qn('w:bidi')}") is not None


def test_word_shows_all_that_was_said(word: Any) -> None:
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert texts[0] == "How many [witnesses]?"
    assert texts[2:] == [
        "How many <b>witnesses</b>?",
        "And who?",
        "The inquiry heard 17.",
        "",
        "It was blue [^1]. (no source)",
        "Take care.",
        "ما عمق الحفرة في PDF؟",
        "«بلغ عمق الحفرة 2.8 متر» في ملف PDF وحده. (مسند جزئيا)",
    ]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"\.md or \.docx"):
        export.write(TALK, MESSAGES, tmp_path / "chat.pdf")
    with pytest.raises(UserError, match="cannot be written"):
        export.write(TALK, MESSAGES, tmp_path / "none" / "chat.md")
    there = tmp_path / "chat.docx"
    there.write_text("before")
    with pytest.raises(AttributeError):
        export.write(TALK, [*MESSAGES, said(None)], there)  # type: ignore[arg-type]
    assert there.read_text() == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["chat.docx"]


def test_an_empty_conversation_can_be_written(tmp_path: Path) -> None:
    export.write(Conversation("c", "assistant", "", 0.0, 0), [], tmp_path / "chat.docx")
    assert Document(str(tmp_path / "chat.docx")).paragraphs[0].text == "Chat"
