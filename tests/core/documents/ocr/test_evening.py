# SPDX-License-Identifier: AGPL-3.0-or-later
"""Uneven light, dark slides and coloured boxes become black on white; a clean page stays as it is."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageOps

from core.documents.ocr.evening import evened
from core.documents.ocr.recognise import recognise_page
from core.documents.ocr.tesseract import Tesseract
from core.settings import ExtractSettings
from tests.core.documents.conftest import picture_of

LINES = ("The bridge was closed on 16 March", "because of a crack in the pier")
ENGINE = Tesseract(ExtractSettings())


def test_a_clean_page_is_left_alone() -> None:
    page = picture_of(*LINES)
    assert evened(page) is page


def test_light_letters_and_dark_ones_on_one_page() -> None:
    dark = ImageOps.invert(picture_of(LINES[0]))
    light = picture_of(LINES[1]).point(lambda level: level * 0.8)
    sheet = Image.new("L", (max(dark.width, light.width), 900), 255)
    sheet.paste(dark, (0, 100))
    sheet.paste(light, (0, 500))
    assert recognise_page(sheet, ENGINE, 300).text.split() == " ".join(LINES).split()


def test_a_shadow_over_the_page_is_lifted() -> None:
    page = picture_of(*LINES, *LINES)
    shadow = np.linspace(0.35, 1.0, page.width)[None, :]
    shaded = Image.fromarray((np.asarray(page) * shadow).astype(np.uint8))
    level = np.asarray(evened(shaded))
    assert np.median(level[:, :200]) > 240
    assert recognise_page(shaded, ENGINE, 300).text.split() == 2 * " ".join(LINES).split()
