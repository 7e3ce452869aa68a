# SPDX-License-Identifier: AGPL-3.0-or-later
"""Presentations: a slide a page, with all that is on it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from core.documents.extract.sniff import PPTX
from core.errors import UserError
from tests.core.documents.conftest import opened, picture_of, saved, texts


def save(deck: Any, path: Path) -> Path:
    deck.save(str(path))
    return path


def test_title_points_table_and_notes(tmp_path: Path) -> None:
    deck = Presentation()
    deck.core_properties.title = "The bridge"
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "فحص الجسر"
    frame = slide.placeholders[1].text_frame
    frame.text = "Closed in March"
    frame.add_paragraph().text = "because of a crack"
    frame.paragraphs[1].level = 1
    table = slide.shapes.add_table(2, 2, 0, 0, Inches(2), Inches(2)).table
    for place, text in enumerate(["Pier", "Depth | m", "P3", "2.8"]):
        table.cell(place // 2, place % 2).text = text
    slide.notes_slide.notes_text_frame.text = "Ask the engineer"
    reader = opened(save(deck, tmp_path / "a.pptx"))
    assert reader.media_type == PPTX
    assert reader.facts.title == "The bridge"
    assert "".join(texts(reader)) == (
        "# فحص الجسر\n\nClosed in March\n- because of a crack\n\n"
        "| Pier | Depth \\| m |\n| --- | --- |\n| P3 | 2.8 |\n\nNotes:\nAsk the engineer"
    )


def test_charts_pictures_and_groups(tmp_path: Path) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["2024", "2025"]
    data.add_series("Cracks", (3, 4.5))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(2), Inches(2), data)
    slide.shapes.add_picture(io.BytesIO(saved(picture_of("Closed in March", "for repair"), "PNG")), 0, 0)
    slide.shapes.add_group_shape().shapes.add_textbox(0, 0, 9, 9).text_frame.text = "grouped"
    slide.element.set("show", "0")
    page = opened(save(deck, tmp_path / "a.pptx")).page(1)
    assert "| 2025 | 4.5 |" in page.text
    assert "[Picture: Closed in March for repair]" in page.text
    assert "grouped" in page.text
    assert page.reason == "hidden slide, with the text of one picture"


def test_a_cut_off_presentation_is_told(tmp_path: Path) -> None:
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[6])
    file = save(deck, tmp_path / "cut.pptx")
    file.write_bytes(file.read_bytes()[:9000])
    with pytest.raises(UserError, match=r"cut\.pptx is a damaged PowerPoint presentation"):
        opened(file)
