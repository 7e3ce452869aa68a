# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was filled into a PDF's forms and noted on its pages is part of its text, and told once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.documents.extract.mupdf import pymupdf
from core.documents.extract.pdf import PdfReader
from core.documents.extract.reading import PageText
from core.documents.pages import boxes_of
from tests.core.documents.conftest import given

HEADING = "Application for a pass to the bridge"
RECT = (100, 100, 300, 120)


def page_with(folder: Path, fill: Callable[[Any], None], rotation: int = 0) -> PageText:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((60, 60), HEADING)
    fill(page)
    page.set_rotation(rotation)
    document.save(folder / "form.pdf")
    return PdfReader(given(folder / "form.pdf")).page(1)


def add_field(page: Any, kind: int, name: str, value: Any, *, drawn: bool = True, **more: Any) -> None:
    field = pymupdf.Widget()
    field.field_type, field.field_name, field.field_value = kind, name, value
    field.rect = pymupdf.Rect(RECT)
    for key, setting in more.items():
        setattr(field, key, setting)
    page.add_widget(field)
    if not drawn:
        # As a program leaves it that fills in a form and does not draw the values anew.
        drawing = page.parent.xref_get_key(field.xref, "AP/N")[1]
        page.parent.update_stream(int(drawing.split()[0]), b"q Q")


def test_a_value_that_is_not_drawn_is_told_under_its_name(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        add_field(page, pymupdf.PDF_WIDGET_TYPE_TEXT, "form1[0].name[0]", "Salma\nHaroun", drawn=False)

    assert page_with(tmp_path, fill).text == f"{HEADING}\n\nname: Salma Haroun"


def test_what_a_form_calls_its_field_goes_before_its_name(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        kind = pymupdf.PDF_WIDGET_TYPE_TEXT
        add_field(page, kind, "f1", "سلمى هارون", drawn=False, field_label="الاسم")

    assert page_with(tmp_path, fill).text == f"{HEADING}\n\nالاسم: سلمى هارون"


def test_a_value_that_the_page_shows_is_told_once(tmp_path: Path) -> None:
    found = page_with(
        tmp_path, lambda page: add_field(page, pymupdf.PDF_WIDGET_TYPE_TEXT, "name", "Salma Haroun")
    )
    assert found.text.count("Salma Haroun") == 1
    assert "name:" not in found.text


@pytest.mark.parametrize(("value", "told"), [(True, True), (False, False)])
def test_a_ticked_box_is_told(tmp_path: Path, value: bool, told: bool) -> None:
    found = page_with(
        tmp_path, lambda page: add_field(page, pymupdf.PDF_WIDGET_TYPE_CHECKBOX, "Lorry", value)
    )
    assert ("Lorry: ✓" in found.text) is told


def test_a_password_stays_untold(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        flags = pymupdf.PDF_TX_FIELD_IS_PASSWORD
        kind = pymupdf.PDF_WIDGET_TYPE_TEXT
        add_field(page, kind, "code", "opensesame", drawn=False, field_flags=flags)

    assert page_with(tmp_path, fill).text == HEADING


def test_notes_are_told_and_boxes_of_text_once(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        page.add_freetext_annot((100, 400, 300, 440), "Seen by the guard")
        page.add_text_annot((100, 500), "Ask him again")
        page.add_highlight_annot((60, 50, 120, 62)).set_info(content="Which bridge?")

    text = page_with(tmp_path, fill).text
    assert text.count("Seen by the guard") == 1
    assert text.endswith("Note: Ask him again\nNote: Which bridge?")


@pytest.mark.parametrize("turn", [0, 90])
def test_a_value_lies_where_its_field_stands(tmp_path: Path, turn: int) -> None:
    def fill(page: Any) -> None:
        add_field(page, pymupdf.PDF_WIDGET_TYPE_TEXT, "name", "Salma", drawn=False)

    found = page_with(tmp_path, fill, turn)
    start = found.text.index("name: Salma")
    (box,) = boxes_of(found.words, start, len(found.text))
    upright = (100 / 595, 100 / 842, 300 / 595, 120 / 842)
    turned = (1 - 120 / 842, 100 / 595, 1 - 100 / 842, 300 / 595)
    assert box == pytest.approx(turned if turn else upright, abs=1e-3)


def test_values_stand_in_the_body_before_the_foot(tmp_path: Path) -> None:
    document = pymupdf.open()
    for number, body in enumerate(("The pier had settled.", "Divers went down.", "It was mended."), start=1):
        page = document.new_page()
        page.insert_text((60, 300), body)
        page.insert_text((60, 810), f"Page {number}")
        page.add_text_annot((100, 500), f"Remark {number}")
    document.save(tmp_path / "report.pdf")
    found = PdfReader(given(tmp_path / "report.pdf")).page(2)
    assert found.text == "Divers went down.\n\nNote: Remark 2\n\nPage 2"
    assert found.body is not None
    assert found.text[slice(*found.body)] == "Divers went down.\n\nNote: Remark 2"
    last = found.words[-1]
    assert found.text[last.start : last.end] == "2"
