# SPDX-License-Identifier: AGPL-3.0-or-later
"""A scan's skew is found, and boxes find their way back."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from core.documents.ocr.straighten import skew, turned
from tests.core.documents.conftest import picture_of

LINES = ["The bridge was closed on 16 March because of", "a crack in the third pier which had grown"] * 6


@pytest.mark.parametrize("degrees", [-4.0, -2.0, -0.7, 1.0, 2.5, 5.0])
def test_the_skew_of_a_page(degrees: float) -> None:
    askew = picture_of(*LINES).rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    assert skew(askew) == pytest.approx(degrees, abs=0.25)


def test_a_level_page_stays_as_it_is() -> None:
    assert skew(picture_of(*LINES)) == 0.0


def test_a_picture_without_lines_stays_as_it_is() -> None:
    assert skew(Image.radial_gradient("L")) == 0.0
    assert skew(Image.new("L", (500, 700), 255)) == 0.0


@pytest.mark.parametrize("degrees", [-3.0, 0.0, 2.0, 90.0, 180.0, 270.0])
def test_a_box_on_the_turned_picture_leads_back_to_its_ink(degrees: float) -> None:
    picture = Image.new("L", (600, 400), 255)
    ImageDraw.Draw(picture).rectangle((100, 60, 180, 90), fill=0)
    seen, back = turned(picture, degrees)
    ink = seen.point(lambda level: 255 * (level < 128)).getbbox()
    assert ink is not None
    found = back(ink)
    assert found == pytest.approx((100, 60, 181, 91), abs=9 if degrees % 90 else 1)
