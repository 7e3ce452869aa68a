# SPDX-License-Identifier: AGPL-3.0-or-later
"""PDF: text layers in reading order, words where they stand, OCR where there is none, damage told."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from pathlib import Path

import pytest
from PIL import Image

from core.documents.extract.mupdf import pymupdf
from core.documents.extract.pdf import PdfReader
from core.documents.pages import boxes_of
from core.errors import UserError
from core.paths import RESOURCES
from core.settings import ExtractSettings
from tests.core.documents.conftest import given, picture_of, saved

SETTINGS = ExtractSettings()


def reader(path: Path) -> PdfReader:
    return PdfReader(given(path))


def words(text: str) -> list[str]:
    plain = re.sub("[\u064b-\u0652\u0640|#]", "", unicodedata.normalize("NFKC", text))
    return re.findall(r"\w+", plain)


def written(document: str, page: int) -> list[str]:
    """The words of a sample's page as its source has them."""
    lines = (RESOURCES / "samples" / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    pages = (json.loads(line) for line in lines)
    return next(words(p["text"]) for p in pages if (p["document"], p["page"]) == (document, page))


@pytest.mark.parametrize(
    ("name", "page"), [("inquiry-report.pdf", 2), ("committee-minutes.pdf", 2), ("diving-report.pdf", 1)]
)
def test_a_text_layer_reads_as_it_was_written(samples: Path, name: str, page: int) -> None:
    found = reader(samples / name).page(page)
    assert found.source == "text"
    assert found.confidence is None
    # Below the text each page has a foot that the source does not.
    assert words(found.text)[: len(written(name, page))] == written(name, page)


def test_presentation_forms_become_letters(shared_data: Path) -> None:
    page = reader(shared_data / "files" / "ArabicCIDTrueType.pdf").page(1)
    assert page.text.split("\n")[0] == "انواع الخطوط العربية"


def test_mixed_directions_numbers_and_brackets(shared_data: Path) -> None:
    lines = reader(shared_data / "files" / "BidiSample.pdf").page(1).text.split("\n")
    assert "(يناير)" in lines
    assert "«إختبار ذاتي»" in lines
    assert "14 april 1434 ١٤ إبريل ١٤٣٤" in lines
    assert "A line with an Arabic العربية word embedded." in lines


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_words_lie_where_the_page_shows_them(samples: Path, tmp_path: Path, turn: int) -> None:
    document = pymupdf.open(samples / "committee-minutes.pdf")
    document[0].set_rotation(turn)
    document.save(tmp_path / "turned.pdf")
    opened = reader(tmp_path / "turned.pdf")
    page = opened.page(1)
    start = page.text.index("الدعامة")
    (box,) = boxes_of(page.words, start, start + len("الدعامة"))
    shown = Image.open(io.BytesIO(opened.image(1, 100))).convert("L")
    edges = [round(edge * side) for edge, side in zip(box, shown.size * 2, strict=True)]
    assert min(shown.crop((edges[0], edges[1], edges[2], edges[3])).tobytes()) < 100
    assert (edges[2] - edges[0]) * (edges[3] - edges[1]) < 0.01 * shown.width * shown.height


def test_a_scan_is_recognised_and_its_words_lie_on_its_ink(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page(width=595, height=300)
    lines = ("The pier had settled by nineteen", "millimetres since the first reading.")
    page.insert_image(page.rect, stream=saved(picture_of(*lines), "PNG"), keep_proportion=False)
    document.save(tmp_path / "scan.pdf")
    found = reader(tmp_path / "scan.pdf").page(1)
    assert found.source == "ocr"
    assert found.text.split() == " ".join(lines).split()
    first, second = boxes_of(found.words, 0, len(found.text))
    assert 0 < first[1] < first[3] < second[1] < second[3] < 1


def test_a_layer_of_glyphs_without_a_meaning_is_not_believed(samples: Path, tmp_path: Path) -> None:
    document = pymupdf.open(samples / "committee-minutes.pdf")
    for font in document[0].get_fonts():
        document.xref_set_key(font[0], "ToUnicode", "null")
    document.save(tmp_path / "garbage.pdf")
    found = reader(tmp_path / "garbage.pdf").page(1)
    assert found.source == "ocr"
    assert "المهندسة سلمى هارون" in found.text


def test_a_page_number_on_an_empty_page_is_its_text(tmp_path: Path) -> None:
    document = pymupdf.open()
    document.new_page().insert_text((290, 800), "7")
    document.new_page()
    document.save(tmp_path / "a.pdf")
    opened = reader(tmp_path / "a.pdf")
    assert (opened.page(1).source, opened.page(1).text) == ("text", "7")
    assert (opened.page(2).source, opened.page(2).text) == ("text", "")


def test_pages_that_a_cut_off_file_lacks_are_told(samples: Path) -> None:
    opened = reader(samples / "completion-certificate.pdf")
    assert "accepted" in opened.page(1).text
    with pytest.raises(UserError, match=r"Page 2 of completion-certificate\.pdf is missing"):
        opened.page(2)


def test_a_page_whose_content_is_damaged_is_told(samples: Path, tmp_path: Path) -> None:
    document = pymupdf.open(samples / "inquiry-report.pdf")
    for xref in document[1].get_contents():
        document.update_stream(xref, b"garbage BT BT ((( <<< Tj")
    document.save(tmp_path / "hurt.pdf")
    opened = reader(tmp_path / "hurt.pdf")
    assert opened.page(1).text
    with pytest.raises(UserError, match=r"Page 2 of hurt\.pdf is damaged"):
        opened.page(2)


def test_a_page_in_a_tree_that_leads_back_to_itself_is_told(tmp_path: Path) -> None:
    document = pymupdf.open()
    document.new_page().insert_text((60, 100), "The bridge was closed to all lorries.")
    document.new_page()
    root = int(document.xref_get_key(document.pdf_catalog(), "Pages")[1].split()[0])
    document.xref_set_key(root, "Kids", f"[{document[0].xref} 0 R {root} 0 R]")
    document.save(tmp_path / "loop.pdf")
    opened = reader(tmp_path / "loop.pdf")
    assert "closed" in opened.page(1).text
    with pytest.raises(UserError, match=r"Page 2 of loop\.pdf is damaged"):
        opened.page(2)


def test_a_locked_file_is_told(samples: Path, tmp_path: Path) -> None:
    document = pymupdf.open(samples / "consultant-letter.pdf")
    document.save(tmp_path / "locked.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret")
    with pytest.raises(UserError, match=r"locked\.pdf is locked"):
        reader(tmp_path / "locked.pdf")


def test_a_file_that_only_forbids_printing_is_read(samples: Path, tmp_path: Path) -> None:
    document = pymupdf.open(samples / "consultant-letter.pdf")
    document.save(tmp_path / "owned.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="secret")
    assert "Aldercott" in reader(tmp_path / "owned.pdf").page(1).text


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(3000), b"%PDF-1.4 xref trailer"])
def test_a_file_without_a_page_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broken.pdf").write_bytes(content)
    with pytest.raises(UserError, match=r"broken\.pdf is a damaged PDF"):
        reader(tmp_path / "broken.pdf")


def test_a_huge_sheet_is_drawn_smaller(tmp_path: Path) -> None:
    document = pymupdf.open()
    document.new_page(width=14_000, height=14_000).insert_text((100, 200), "x", fontsize=40)
    document.save(tmp_path / "poster.pdf")
    shown = Image.open(io.BytesIO(reader(tmp_path / "poster.pdf").image(1, 300)))
    assert shown.width * shown.height <= 40_100_000


def test_it_tells_what_the_file_says_about_itself(samples: Path) -> None:
    facts = reader(samples / "inquiry-report.pdf").facts
    assert (facts.title, facts.author) == (
        "Inquiry into the Closure of the Wadi Halzam Bridge",
        "Judge Nawal Shahbour",
    )
    assert facts.created.startswith("2024-06-30")


def test_pages_are_called_as_they_are_numbered(tmp_path: Path) -> None:
    document = pymupdf.open()
    for _ in range(3):
        document.new_page()
    document.set_page_labels([{"startpage": 0, "style": "r"}, {"startpage": 2, "style": "D"}])
    document.save(tmp_path / "numbered.pdf")
    opened = reader(tmp_path / "numbered.pdf")
    assert [opened.page(number).label for number in (1, 2, 3)] == ["i", "ii", "1"]


def test_attachments_are_files_within(tmp_path: Path) -> None:
    document = pymupdf.open()
    document.new_page()
    document.embfile_add("list", b"one,two", filename="القائمة.csv")
    document.save(tmp_path / "with.pdf")
    (member,) = reader(tmp_path / "with.pdf").members()
    assert member.name == "القائمة.csv"
    assert member.open().read() == b"one,two"
