# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sample case is what its README claims, and its questions and examples are true to its pages."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import pymupdf
import pytest
from docx.oxml.ns import qn
from PIL import Image

from resources.samples.render import sources
from resources.samples.render.layout import FONT_FOLDER
from resources.samples.render.sources import Source

ROOT = Path(sources.__file__).resolve().parents[3]
SAMPLES = ROOT / "resources" / "samples"
ALL = {source.out: source for source in sources.read_all()}
PAGES = {(name, page): text for name, s in ALL.items() for page, text in enumerate(s.page_texts, start=1)}
EXPANDED = pymupdf.TEXTFLAGS_TEXT & ~pymupdf.TEXT_PRESERVE_LIGATURES
HOUSE_STYLE = (
    r"Finding: (.+\.)\nSource: (.+), page (\d+)\nStanding: (one source|(?:confirmed|disputed) by (.+))"
)
ARABIC_NUMBERS = str.maketrans("٠١٢٣٤٥٦٧٨٩٫٬", "0123456789.,")


def of_kind(*kinds: str) -> list[Source]:
    return [source for source in ALL.values() if source.head["kind"] in kinds]


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SAMPLES / name).read_text(encoding="utf-8").splitlines()]


def folded(text: str) -> str:
    return " ".join(text.split())


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower()))


def share_found(truth: str, read: str) -> float:
    wanted = words(truth)
    return (wanted & words(read)).total() / wanted.total()


def numbers(text: str) -> set[str]:
    return {n.lstrip("0") for n in re.findall(r"\d[\d.,:]*\d|\d", text.translate(ARABIC_NUMBERS))}


def test_the_case_holds_its_documents_and_nothing_else(samples: Path) -> None:
    assert {path.name for path in samples.iterdir()} == set(ALL)
    assert sum(path.stat().st_size for path in samples.iterdir()) < 4_000_000


def test_half_of_the_documents_are_arabic() -> None:
    assert sum(source.right_to_left for source in ALL.values()) == len(ALL) // 2


@pytest.mark.parametrize("source", of_kind("pdf"), ids=lambda source: source.name)
def test_a_text_layer_reads_as_written(samples: Path, source: Source) -> None:
    with pymupdf.open(samples / source.out) as document:
        texts = [page.get_text(flags=EXPANDED) for page in document]
    assert len(texts) == len(source.page_texts)
    for written, read in zip(source.page_texts, texts, strict=True):
        assert share_found(written, read) == 1


def test_arabic_text_layers_hold_letters_in_reading_order(samples: Path) -> None:
    with pymupdf.open(samples / "committee-minutes.pdf") as document:
        text = folded(document[0].get_text())
    assert (
        "مساء السبت 16 مارس 2024 إلى توقيع القرار رقم 31 القاضي بإغلاق جسر وادي هلزم أمام جميع المركبات."
        in text
    )
    assert not re.search("[\ufb50-\ufdff\ufe70-\ufeff]", text), "presentation forms instead of letters"


@pytest.mark.parametrize("source", of_kind("scan"), ids=lambda source: source.name)
def test_a_scan_is_one_small_grey_picture_without_text(samples: Path, source: Source) -> None:
    assert (samples / source.out).stat().st_size < 600_000
    with pymupdf.open(samples / source.out) as document:
        [page] = document
        [picture] = page.get_images()
        assert page.get_text() == ""
        assert page.get_image_info()[0]["colorspace"] == 1
        assert picture[2] / page.rect.width * 72 == pytest.approx(200, abs=1)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
@pytest.mark.parametrize(
    ("name", "at_least"),
    [
        ("duty-room-record.pdf", 0.95),
        ("closure-order.pdf", 0.9),
        ("mail-register-extract.pdf", 0.75),
        ("site-notice.png", 0.9),
    ],
)
def test_ocr_reads_the_pictures(samples: Path, tmp_path: Path, name: str, at_least: float) -> None:
    picture = samples / name
    if name.endswith(".pdf"):
        picture = tmp_path / "page.png"
        with pymupdf.open(samples / name) as document:
            document[0].get_pixmap(dpi=300).save(picture)
    read = subprocess.run(
        ["tesseract", picture, "-", "-l", "ara+eng"], capture_output=True, check=True, encoding="utf-8"
    )
    assert share_found(PAGES[name, 1], read.stdout) >= at_least


def test_the_damaged_pdf_gives_its_first_page_only(samples: Path) -> None:
    data = (samples / "completion-certificate.pdf").read_bytes()
    assert not data.rstrip().endswith(b"%%EOF")
    with pymupdf.open(stream=data, filetype="pdf") as document:
        texts = [page.get_text(flags=EXPANDED) for page in document]
    assert share_found(PAGES["completion-certificate.pdf", 1], texts[0]) == 1
    assert texts[1:] == ["", ""]


@pytest.mark.parametrize("source", of_kind("word"), ids=lambda source: source.name)
def test_word_documents_read_as_written_and_in_their_direction(samples: Path, source: Source) -> None:
    document = docx.Document(str(samples / source.out))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    paragraphs = [paragraph for paragraph in document.paragraphs if paragraph.text]
    read = "\n".join([*(paragraph.text for paragraph in paragraphs), *cells])
    assert share_found(PAGES[source.out, 1], read) == 1
    turned = [paragraph.paragraph_format.element.find(f".//{qn('w:bidi')}") for paragraph in paragraphs]
    assert all((mark is not None) == source.right_to_left for mark in turned)
    for table in document.tables:
        assert (table._tbl.tblPr.find(qn("w:bidiVisual")) is not None) == source.right_to_left


@pytest.mark.parametrize("name", ["concrete-tests.docx", "محضر-فتح-العروض.docx"])
def test_two_word_documents_have_a_table(samples: Path, name: str) -> None:
    assert len(docx.Document(str(samples / name)).tables) == 1


def test_the_press_statement_is_cp1256_and_no_utf8(samples: Path) -> None:
    data = (samples / "press-statement.txt").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        data.decode()
    assert data.decode("cp1256").replace("\r\n", "\n") == PAGES["press-statement.txt", 1]


def test_the_notice_is_a_png(samples: Path) -> None:
    with Image.open(samples / "site-notice.png") as picture:
        assert picture.format == "PNG"
        assert min(picture.size) > 600


def test_each_answer_stands_on_its_page_and_on_no_other() -> None:
    for row in rows("questions.jsonl"):
        found = [place for place, text in PAGES.items() if folded(row["answer"]) in folded(text)]
        assert found == [(row["document"], row["page"])], row["id"]


def test_half_of_the_questions_are_arabic_and_all_differ() -> None:
    questions = rows("questions.jsonl")
    assert len(questions) >= 20
    assert Counter(row["language"] for row in questions)["ar"] == len(questions) // 2
    assert (
        len({row["id"] for row in questions}) == len({row["question"] for row in questions}) == len(questions)
    )


def test_training_examples_keep_the_house_style_and_name_their_page() -> None:
    examples = rows("train.jsonl")
    assert 60 <= len(examples) <= 120
    for row in examples:
        question, answer = row["messages"]
        assert (question["role"], answer["role"]) == ("user", "assistant")
        found = re.fullmatch(HOUSE_STYLE, answer["content"])
        assert found, answer
        assert (found[2], int(found[3])) == (row["document"], row["page"])
        assert found[5] is None or found[5] in ALL


def test_every_number_of_a_finding_stands_on_its_page() -> None:
    for row in rows("train.jsonl"):
        finding = row["messages"][1]["content"].split("\n")[0]
        page = PAGES[row["document"], row["page"]]
        assert numbers(re.sub(r"P\d", "", finding)) <= numbers(page.replace("-", " ")), finding


def test_the_page_texts_are_those_of_the_sources() -> None:
    assert {(row["document"], row["page"]): row["text"] for row in rows("pages.jsonl")} == PAGES


@pytest.mark.skipif(not FONT_FOLDER.is_dir(), reason="the Noto fonts are not installed")
def test_rendering_again_gives_the_same_texts(samples: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "resources" / "make_samples.py", tmp_path], check=True)
    assert (tmp_path / "pages.jsonl").read_bytes() == (SAMPLES / "pages.jsonl").read_bytes()
    for source in of_kind("text", "markdown"):
        assert (tmp_path / "case" / source.out).read_bytes() == (samples / source.out).read_bytes()
    for source in of_kind("pdf", "scan"):
        with pymupdf.open(tmp_path / "case" / source.out) as new, pymupdf.open(samples / source.out) as old:
            assert [page.get_text() for page in new] == [page.get_text() for page in old]
            assert new.metadata == old.metadata
