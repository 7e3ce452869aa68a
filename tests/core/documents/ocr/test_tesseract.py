# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tesseract where something about it is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.documents.ocr import library
from core.documents.ocr.engine import engine_for
from core.documents.ocr.tesseract import Tesseract
from core.errors import UserError
from core.settings import ExtractSettings
from tests.core.documents.conftest import picture_of

SETTINGS = ExtractSettings()


def test_it_says_what_it_is() -> None:
    engine = engine_for(SETTINGS)
    assert engine.name == "tesseract"
    assert engine.version[0].isdigit()
    assert engine.languages == ("ar", "en")


def test_it_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "_folders", lambda: iter(()))
    with pytest.raises(UserError, match=r"not installed.*tesseract-ocr-ara"):
        Tesseract(SETTINGS).recognise(picture_of("a page"), dpi=300)


def test_it_lacks_the_languages() -> None:
    with pytest.raises(UserError, match="language data for xxx"):
        Tesseract(replace(SETTINGS, ocr_languages="xxx")).recognise(picture_of("a page"), dpi=300)


def test_languages_that_are_there_are_used_without_those_that_are_not() -> None:
    engine = Tesseract(replace(SETTINGS, ocr_languages="xxx+eng"))
    assert engine.languages == ("en",)
    paragraphs = engine.recognise(picture_of("One line here", "and another"), dpi=300)
    words = [word.text for paragraph in paragraphs for line in paragraph for word in line]
    assert words == ["One", "line", "here", "and", "another"]


def test_it_takes_too_long() -> None:
    with pytest.raises(UserError, match="took longer than"):
        Tesseract(replace(SETTINGS, page_seconds=0)).recognise(picture_of("a page"), dpi=300)


def test_an_unknown_engine_is_told() -> None:
    with pytest.raises(UserError, match=r"There are: .*tesseract"):
        engine_for(replace(SETTINGS, ocr_engine="abacus"))
