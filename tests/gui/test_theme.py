# SPDX-License-Identifier: AGPL-3.0-or-later
"""Both schemes can be read: text keeps 4.5 : 1 on every ground it stands on (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from core.paths import PROGRAM, RESOURCES
from gui import theme
from gui.theme import DARK, LIGHT, Scheme

GROUNDS = ("window", "base", "raised")
PAIRS = [
    *(
        (text, ground)
        for text in ("text", "muted", "accent", "ok", "warn", "bad", "hand")
        for ground in GROUNDS
    ),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_soft", "soft"),
    ("ok", "ok_soft"),
    ("warn", "warn_soft"),
    ("bad", "bad_soft"),
    ("text", "line"),
]


def _luminance(color: str) -> float:
    parts = [QColor(color).redF(), QColor(color).greenF(), QColor(color).blueF()]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read(scheme: Scheme, text: str, ground: str) -> None:
    assert _contrast(getattr(scheme, text), getattr(scheme, ground)) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_the_focus_ring_can_be_seen(scheme: Scheme, ground: str) -> None:
    assert _contrast(scheme.focus, getattr(scheme, ground)) >= 3


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_stylesheet_names_only_roles_that_exist(scheme: Scheme) -> None:
    assert "@" not in re.sub(r"/\*.*?\*/", "", theme.stylesheet(scheme), flags=re.DOTALL)


def test_no_widget_writes_a_colour() -> None:
    """Colours stand in theme.py alone, so that both schemes stay whole."""
    written = re.compile(r"#[0-9a-fA-F]{6}\b|QColor\(\s*[\"'0-9]|setStyleSheet\(")
    files = [file for file in (PROGRAM / "gui").rglob("*.py") if file.name != "theme.py"]
    assert {file.name for file in files if written.search(file.read_text(encoding="utf-8"))} == set()
    assert "#" not in re.sub(
        r"/\*.*?\*/|\w*#\w+", "", (RESOURCES / "styles" / "isnad.qss").read_text(), flags=re.DOTALL
    )


def test_switching_repaints_the_palette(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")
    assert theme.is_dark()
    assert qapp.palette().window().color() == QColor(DARK.window)
    theme.apply(qapp, "light")
    assert qapp.palette().window().color() == QColor(LIGHT.window)
