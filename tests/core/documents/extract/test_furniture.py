# SPDX-License-Identifier: AGPL-3.0-or-later
"""Running lines of a PDF are told from its body, and its printed page numbers from its other numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from core.documents.extract.mupdf import pymupdf
from core.documents.extract.pdf import PdfReader
from core.documents.extract.reading import PageText
from tests.core.documents.conftest import given

BODIES = ("The pier had settled.", "Lorries were turned back.", "Divers went down.", "It was mended.")

Draw = Callable[[Any, int], None]


def pages_of(folder: Path, draw: Draw, bodies: Iterable[str] = BODIES) -> list[PageText]:
    document = pymupdf.open()
    for number, body in enumerate(bodies, start=1):
        page = document.new_page()
        draw(page, number)
        page.insert_htmlbox((60, 200, 540, 400), f"<p>{body}</p>")
    document.save(folder / "report.pdf")
    opened = PdfReader(given(folder / "report.pdf"))
    return [opened.page(number) for number in range(1, opened.page_count + 1)]


def bodies_of(pages: Iterable[PageText]) -> list[str]:
    return [page.text[slice(*page.body)] if page.body else page.text for page in pages]


def test_what_every_page_says_is_not_its_body(tmp_path: Path) -> None:
    def draw(page: Any, number: int) -> None:
        page.insert_text((60, 40), "Inquiry into the closure")
        page.insert_text((60, 56), "Restricted")

    pages = pages_of(tmp_path, draw)
    assert bodies_of(pages) == list(BODIES)
    assert pages[0].text.startswith("Inquiry into the closure\nRestricted\n\n")
    assert [page.label for page in pages] == [""] * 4


def test_a_foot_in_arabic_is_not_the_body(samples: Path, tmp_path: Path) -> None:
    document = pymupdf.open(samples / "committee-minutes.pdf")
    document.insert_file(samples / "diving-report.pdf")
    document.save(tmp_path / "bound.pdf")
    opened = PdfReader(given(tmp_path / "bound.pdf"))
    pages = [opened.page(number) for number in range(1, 5)]
    feet = [page.text[page.body[1] :] if page.body else "" for page in pages]
    assert feet == ["\n\nصفحة 1 من 2", "\n\nصفحة 2 من 2"] * 2
    assert [page.body and page.body[0] for page in pages] == [0] * 4


def test_the_number_at_the_foot_is_the_label(tmp_path: Path) -> None:
    def draw(page: Any, number: int) -> None:
        page.insert_text((60, 40), f"Report 2019 page {number + 7} of 19")

    pages = pages_of(tmp_path, draw)
    assert bodies_of(pages) == list(BODIES)
    assert [page.label for page in pages] == ["8", "9", "10", "11"]


def test_labels_of_the_file_go_before_printed_ones(tmp_path: Path) -> None:
    document = pymupdf.open()
    for number in range(4):
        page = document.new_page()
        page.insert_text((60, 40), f"Page {number + 1}")
        page.insert_text((60, 400), BODIES[number])
    document.set_page_labels([{"startpage": 0, "style": "r"}])
    document.save(tmp_path / "numbered.pdf")
    opened = PdfReader(given(tmp_path / "numbered.pdf"))
    assert [opened.page(number).label for number in (1, 2)] == ["i", "ii"]
    assert bodies_of([opened.page(3)]) == [BODIES[2]]


def test_the_pages_of_a_spread_differ(tmp_path: Path) -> None:
    def draw(page: Any, number: int) -> None:
        page.insert_text((60, 40), "The bridge" if number % 2 else "The inquiry")

    pages = pages_of(tmp_path, draw, [f"{body} {word}." for body in BODIES for word in ("Once", "Twice")])
    # Those two from either end have but one of their kind near.
    assert [page.body is not None for page in pages] == [False] * 2 + [True] * 4 + [False] * 2


@pytest.mark.parametrize(
    "line",
    [
        lambda number: ("North", "East", "South", "West")[number - 1],
        lambda number: str(number * number),
    ],
)
def test_lines_that_differ_are_of_the_body(tmp_path: Path, line: Callable[[int], str]) -> None:
    pages = pages_of(tmp_path, lambda page, number: page.insert_text((60, 40), line(number)))
    assert [page.body for page in pages] == [None] * 4


def test_lines_that_stand_elsewhere_are_of_the_body(tmp_path: Path) -> None:
    pages = pages_of(tmp_path, lambda page, number: page.insert_text((60, 30 + 15 * number), "Restricted"))
    assert [page.body for page in pages] == [None] * 4


def test_pages_made_after_one_pattern_keep_their_first_lines(tmp_path: Path) -> None:
    pages = pages_of(
        tmp_path,
        lambda page, number: page.insert_textbox(
            (60, 60, 540, 400), f"Order to all stations\nThe guards are {'more' * number}.", fontsize=12
        ),
    )
    assert [page.body for page in pages] == [None] * 4


@pytest.mark.parametrize("count", [1, 2])
def test_a_short_document_has_no_running_lines(tmp_path: Path, count: int) -> None:
    pages = pages_of(tmp_path, lambda page, number: page.insert_text((60, 40), "Report"), BODIES[:count])
    assert [page.body for page in pages] == [None] * count


def test_pages_that_say_nothing_else_are_kept_whole(tmp_path: Path) -> None:
    pages = pages_of(
        tmp_path, lambda page, number: page.insert_text((60, 40), "Left empty on purpose"), [""] * 4
    )
    assert [page.body for page in pages] == [None] * 4


def test_a_turned_page_is_compared_as_it_is_seen(tmp_path: Path) -> None:
    document = pymupdf.open()
    for number, body in enumerate(BODIES, start=1):
        page = document.new_page(width=595, height=595)
        if number == 2:
            page.set_rotation(90)
            page.insert_text(pymupdf.Point(60, 40) * page.derotation_matrix, "Inquiry", rotate=90)
        else:
            page.insert_text((60, 40), "Inquiry")
        page.insert_text((60, 300), body)
    document.save(tmp_path / "turned.pdf")
    opened = PdfReader(given(tmp_path / "turned.pdf"))
    assert bodies_of([opened.page(1)]) == [BODIES[0]]
