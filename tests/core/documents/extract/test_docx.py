# SPDX-License-Identifier: AGPL-3.0-or-later
"""Word files: order, tables, pages, and files made to harm."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from core.documents.extract.docx import DocxReader
from core.documents.extract.sniff import LockedError
from core.errors import UserError
from tests.core.documents.conftest import given, opened, picture_of, saved, texts

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pages(path: Path) -> list[str]:
    reader = DocxReader(given(path))
    return [reader.page(number).text for number in range(1, reader.page_count + 1)]


def test_paragraphs_and_tables_keep_their_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("تقرير الفحص", 1)
    document.add_paragraph("Before the table.")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["الدعامة", "Depth | m", "P3", "2.8"], strict=True):
        cell.text = text
    document.add_paragraph("After the table.")
    document.save(str(tmp_path / "a.docx"))
    text = pages(tmp_path / "a.docx")[0]
    parts = [
        "# تقرير الفحص",
        "Before the table.",
        "| الدعامة | Depth \\| m |",
        "| --- | --- |",
        "| P3 | 2.8 |",
    ]
    places = [text.index(part) for part in [*parts, "After the table."]]
    assert places == sorted(places)


def test_merged_cells_are_told_once(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    table.cell(0, 2).merge(table.cell(1, 2)).text = "high"
    table.cell(1, 0).text = "x"
    document.save(str(tmp_path / "a.docx"))
    text = pages(tmp_path / "a.docx")[0]
    assert "| wide |  | high |" in text
    assert "| x |  |  |" in text
    assert text.count("high") == 1


def test_pages_begin_at_breaks_only(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("one").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("two")
    run = document.add_paragraph().add_run()
    run._r.append(parse_xml(f"<w:lastRenderedPageBreak {nsdecls('w')}/>"))
    run.add_text("three")
    document.save(str(tmp_path / "a.docx"))
    assert pages(tmp_path / "a.docx") == ["one", "two", "three"]


def test_deleted_text_is_not_read_and_inserted_text_is(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("kept ")
    for tag, inner, text in (("ins", "t", "inserted"), ("del", "delText", "deleted")):
        paragraph._p.append(
            parse_xml(f"<w:{tag} {nsdecls('w')}><w:r><w:{inner}>{text}</w:{inner}></w:r></w:{tag}>")
        )
    document.save(str(tmp_path / "a.docx"))
    assert pages(tmp_path / "a.docx") == ["kept inserted"]


def test_headers_stand_apart_without_the_number_of_the_page(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = "تقرير"
    document.core_properties.author = "Inspector"
    section = document.sections[0]
    section.header.paragraphs[0].text = "Confidential"
    footer = section.footer.paragraphs[0]
    footer.add_run("Sheet")
    for xml in ('<w:fldChar w:fldCharType="begin"/>', "<w:instrText> PAGE </w:instrText>", "<w:t>7</w:t>"):
        footer.add_run()._r.append(
            parse_xml(
                xml.replace(" ", f" {nsdecls('w')} ", 1)
                if " w:" in xml
                else xml.replace(">", f" {nsdecls('w')}>", 1)
            )
        )
    document.add_paragraph("The bridge was closed.")
    document.save(str(tmp_path / "a.docx"))
    reader = DocxReader(given(tmp_path / "a.docx"))
    page = reader.page(1)
    assert page.text == "Confidential\n\nThe bridge was closed.\n\nSheet"
    assert page.body is not None
    assert page.text[slice(*page.body)] == "The bridge was closed."
    assert (reader.facts.title, reader.facts.author) == ("تقرير", "Inspector")
    assert reader.facts.created.startswith("20")


def test_lists_bear_their_numbers(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("first", "second"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("point", style="List Bullet")
    document.save(str(tmp_path / "a.docx"))
    assert pages(tmp_path / "a.docx")[0].split("\n\n") == ["1. first", "2. second", "- point"]


def test_comments_and_footnotes_follow_their_page(tmp_path: Path) -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("Closed in March")
    document.add_comment(run, "In which year?", author="Ana")
    run.add_break(WD_BREAK.PAGE)
    document.add_paragraph("two")
    document.save(str(tmp_path / "a.docx"))
    first, second = pages(tmp_path / "a.docx")
    assert first.startswith("Closed in March")
    second_part = first + second
    assert "[^1]: Comment by Ana: In which year?" in second_part
    assert "two" in second


def with_footnotes(path: Path, xml: str) -> Path:
    document = docx.Document()
    run = document.add_paragraph("Three piers").add_run()
    run._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="2"/>'))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, xml.encode(), document.part.package)
    document.part.relate_to(part, f"{RELATIONS}/footnotes")
    document.save(str(path))
    return path


def test_footnotes_stand_below_their_page(tmp_path: Path) -> None:
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>Or four.</w:t></w:r></w:p></w:footnote>'
    file = with_footnotes(tmp_path / "a.docx", f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>")
    assert pages(file) == ["Three piers[^1]\n\n[^1]: Or four."]


def test_a_damaged_part_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"a\.docx is a damaged Word file"):
        pages(with_footnotes(tmp_path / "a.docx", "<w:footnotes"))


def test_text_boxes_and_pictures_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    box = (
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox>'
        "<w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r>"
    )
    document.add_paragraph("beside")._p.append(parse_xml(box))
    picture = io.BytesIO(saved(picture_of("Closed in March", "for repair"), "PNG"))
    document.add_paragraph().add_run().add_picture(picture)
    document.save(str(tmp_path / "a.docx"))
    page = DocxReader(given(tmp_path / "a.docx")).page(1)
    assert page.text == "beside\n\nin the box\n\n[Picture: Closed in March for repair]"
    assert page.source == "text"
    assert page.reason == "with the text of one picture"


def test_a_locked_file_opens_with_its_password(shared_data: Path) -> None:
    file = shared_data / "files" / "bug53475-password-is-pass.docx"
    reader = opened(file, "wrong", "pass")
    assert reader.password == "pass"
    assert any(text.strip() for text in texts(reader))
    reader.close()
    with pytest.raises(LockedError, match="none of the passwords"):
        opened(file, "wrong")


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "bomb.docx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a/>")
        with archive.open("word/media/image1.bin", "w") as member:
            for _ in range(100):
                member.write(bytes(1024**2))
    with pytest.raises(UserError, match=r"bomb\.docx would unpack"):
        DocxReader(given(file))


@pytest.mark.parametrize("share", [0.2, 0.6, 0.98])
def test_a_truncated_file_is_told(tmp_path: Path, samples: Path, share: float) -> None:
    whole = (samples / "witness-statement.docx").read_bytes()
    file = tmp_path / "cut.docx"
    file.write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(UserError, match=r"cut\.docx is a damaged Word file"):
        DocxReader(given(file))


def test_a_real_arabic_file(shared_data: Path) -> None:
    assert "| ONEالمدينة | TWOالبريد |" in pages(shared_data / "files" / "arabic_align.docx")[0]
