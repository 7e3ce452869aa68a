# SPDX-License-Identifier: AGPL-3.0-or-later
"""Blocks of a page in the order in which they are read."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from core.documents.ocr.layout import blocks
from tests.core.documents.conftest import picture_of


def sheet() -> Image.Image:
    """A heading over two columns, all in a frame."""
    page = Image.new("L", (2400, 1500), 255)
    page.paste(picture_of("A heading over both of the columns of this page"), (500, 60))
    for x in (100, 1300):
        page.paste(picture_of(*["a line of this column in it"] * 6), (x, 400))
    ImageDraw.Draw(page).rectangle((20, 20, 2380, 1480), outline=0, width=5)
    return page


@pytest.mark.parametrize("right_to_left", [False, True])
def test_columns_are_read_one_after_the_other(right_to_left: bool) -> None:
    heading, *rest = (block.box for block in blocks(sheet(), right_to_left=right_to_left))
    assert heading[1] < 200
    on_the_right = [box[0] > 1200 for box in rest]
    assert True in on_the_right
    assert False in on_the_right
    assert on_the_right == sorted(on_the_right, reverse=right_to_left)


def test_an_empty_sheet_has_no_block() -> None:
    assert blocks(Image.new("L", (500, 500), 255), right_to_left=True) == []
