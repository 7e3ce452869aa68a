# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every visible word is translated, and the compiled files are those of the sources."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtWidgets import QApplication

from core.paths import PROGRAM
from gui import language
from resources import make_translations

PROPER_NAMES = {"SHA-256", "LoRA", "DoRA", "QLoRA"}


def _messages(code: str) -> list[ET.Element]:
    return list(ET.parse(make_translations.FOLDER / f"isnad_{code}.ts").getroot().iter("message"))  # noqa: S314


def test_nothing_is_left_untranslated() -> None:
    assert make_translations.unfinished() == []


def test_the_files_are_those_of_the_sources() -> None:
    assert make_translations.stale() == []


def test_arabic_is_arabic_and_keeps_the_placeholders() -> None:
    for message in _messages("ar"):
        source = message.findtext("source") or ""
        translation = message.find("translation")
        assert translation is not None
        forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
        for form in forms:
            assert set(re.findall(r"\{\w+\}", form)) == set(re.findall(r"\{\w+\}", source)), source
            if source not in PROPER_NAMES and re.search(r"[A-Za-z]{3}", re.sub(r"\{\w+\}", "", source)):
                assert re.search(r"[\u0600-\u06ff]", form), source
        if message.get("numerus"):
            assert len(forms) == 6, source
            assert all("%n" in form for form in forms[3:]) or "%n" not in source, source


@pytest.mark.parametrize(
    ("code", "count", "words"),
    [("en", 1, "1 document"), ("en", 3, "3 documents"), ("ar", 2, "مستندان"), ("ar", 12, "12 مستندًا")],
)
def test_plurals(qapp: QApplication, code: str, count: int, words: str) -> None:
    language.use(qapp, code)
    assert qapp.translate("DocumentsTab", "%n documents", "", count) == words


def test_no_visible_word_bypasses_translation() -> None:
    """Calls that show text never get a bare English literal."""
    bare = re.compile(
        r"(setText|setToolTip|setPlaceholderText|setWindowTitle|setAccessibleName)\(\s*f?\"[^\"{]*[a-z]{3}"
    )
    found = {
        f"{file.name}: {match.group()}"
        for file in (PROGRAM / "gui").rglob("*.py")
        if file.name != "tour.py"  # it types into the window as a person does
        for match in bare.finditer(file.read_text(encoding="utf-8"))
    }
    assert {words for words in found if "Isnad" not in words} == set()
