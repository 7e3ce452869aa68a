# SPDX-License-Identifier: AGPL-3.0-or-later
"""The window's colours and fonts: two schemes, one stylesheet, nothing else names a colour."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from core.paths import RESOURCES

Choice = Literal["system", "light", "dark"]
# Faces that a bare system substitutes; a face with real Arabic and even strokes reads better.
_STAND_INS = {"", "Sans", "Sans Serif", "sans-serif", "DejaVu Sans", "Bitstream Vera Sans", "Monospace"}
_LATIN = ("Noto Sans", "Segoe UI", "Cantarell", "Liberation Sans")
_ARABIC = ("Noto Sans Arabic", "Noto Naskh Arabic", "Segoe UI", "Geeza Pro", "DejaVu Sans")


@dataclass(frozen=True)
class Scheme:
    """Colours by what they are for, as #rrggbb. Text colours keep 4.5 : 1 on every ground they stand on."""

    window: str
    base: str
    raised: str
    line: str
    line_strong: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    soft: str
    on_soft: str
    ok: str
    warn: str
    bad: str
    hand: str
    ok_soft: str
    warn_soft: str
    bad_soft: str
    mark: str
    mark_line: str
    focus: str
    paper: str


LIGHT = Scheme(
    window="#f4f5f7",
    base="#ffffff",
    raised="#ffffff",
    line="#dfe3e8",
    line_strong="#b9c1cb",
    text="#1b2129",
    muted="#566170",
    accent="#1f5fa6",
    accent_hover="#184c86",
    on_accent="#ffffff",
    soft="#e3edf8",
    on_soft="#174a83",
    ok="#1c6e3d",
    warn="#815300",
    bad="#ac2a22",
    hand="#7a3d8f",
    ok_soft="#e2f2e8",
    warn_soft="#fbf0d9",
    bad_soft="#fbe6e4",
    mark="#ffd54a",
    mark_line="#c28a00",
    focus="#2f7bd0",
    paper="#e7eaee",
)
DARK = Scheme(
    window="#1a1d21",
    base="#202429",
    raised="#272c32",
    line="#343b43",
    line_strong="#4d5762",
    text="#e4e8ec",
    muted="#a3aebb",
    accent="#7db3f0",
    accent_hover="#9cc6f5",
    on_accent="#0d2440",
    soft="#23384f",
    on_soft="#b5d5f8",
    ok="#74cb93",
    warn="#e3b45a",
    bad="#f48f86",
    hand="#d3a4e6",
    ok_soft="#1d3527",
    warn_soft="#3a2f19",
    bad_soft="#402523",
    mark="#ffd54a",
    mark_line="#e0a800",
    focus="#7db3f0",
    paper="#14171a",
)

_current = LIGHT


def current() -> Scheme:
    """The scheme the window wears now; painters ask for it each time they paint."""
    return _current


def color(role: str) -> QColor:
    """The colour of a role of :class:`Scheme`."""
    return QColor(getattr(_current, role))


def is_dark() -> bool:
    return _current is DARK


def apply(app: QApplication, choice: Choice) -> None:
    """Dresses the program: style, palette, stylesheet. ``system`` follows the desktop."""
    global _current  # noqa: PLW0603 - one program wears one scheme
    hints = QGuiApplication.styleHints()
    wanted = {
        "light": Qt.ColorScheme.Light,
        "dark": Qt.ColorScheme.Dark,
        "system": Qt.ColorScheme.Unknown,
    }[choice]
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    hints.setColorScheme(wanted)
    dark = choice == "dark" or (choice == "system" and hints.colorScheme() == Qt.ColorScheme.Dark)
    _current = DARK if dark else LIGHT
    app.setPalette(palette(_current))
    app.setStyleSheet(stylesheet(_current))


def palette(scheme: Scheme) -> QPalette:
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: scheme.window,
        QPalette.ColorRole.WindowText: scheme.text,
        QPalette.ColorRole.Base: scheme.base,
        QPalette.ColorRole.AlternateBase: scheme.window,
        QPalette.ColorRole.Text: scheme.text,
        QPalette.ColorRole.PlaceholderText: scheme.muted,
        QPalette.ColorRole.Button: scheme.raised,
        QPalette.ColorRole.ButtonText: scheme.text,
        QPalette.ColorRole.BrightText: scheme.bad,
        QPalette.ColorRole.Highlight: scheme.soft,
        QPalette.ColorRole.HighlightedText: scheme.on_soft,
        QPalette.ColorRole.Accent: scheme.accent,
        QPalette.ColorRole.Link: scheme.accent,
        QPalette.ColorRole.LinkVisited: scheme.accent,
        QPalette.ColorRole.ToolTipBase: scheme.raised,
        QPalette.ColorRole.ToolTipText: scheme.text,
        QPalette.ColorRole.Mid: scheme.line,
        QPalette.ColorRole.Midlight: scheme.line,
        QPalette.ColorRole.Dark: scheme.line_strong,
        QPalette.ColorRole.Light: scheme.raised,
        QPalette.ColorRole.Shadow: scheme.line_strong,
    }
    for role, value in roles.items():
        made.setColor(role, QColor(value))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(scheme.muted))
    return made


def stylesheet(scheme: Scheme) -> str:
    """resources/styles/isnad.qss with each @role replaced by its colour, each @icon by its file."""
    text = (RESOURCES / "styles" / "isnad.qss").read_text(encoding="utf-8")
    for role, value in sorted(asdict(scheme).items(), key=lambda item: -len(item[0])):
        text = text.replace(f"@{role}", value)
    kind = "dark" if scheme is DARK else "light"
    for glyph in ("chevron-down", "chevron-up", "check"):
        text = text.replace(f"@{glyph}", (RESOURCES / "icons" / f"{glyph}-{kind}.svg").as_posix())
    return text


def apply_font(app: QApplication, *, arabic: bool) -> None:
    """The system's face, with a real Arabic one behind it, and figures of one width.

    ``arabic``: the interface is Arabic, so its letters, which read smaller, are set one size larger.
    """
    known = set(QFontDatabase.families())
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    latin = [name for name in _LATIN if name in known]
    first = system.family() if system.family() not in _STAND_INS or not latin else latin[0]
    font = QFont(system)
    font.setFamilies([first, *(name for name in _ARABIC if name in known and name != first)])
    font.setPointSizeF(11.0 if arabic else 10.0)
    font.setFeature(QFont.Tag("tnum"), 1)
    app.setFont(font)


def reading_font() -> QFont:
    """For running text, Latin and Arabic: a little larger than the labels around it."""
    font = QFont(QApplication.font())
    font.setPointSizeF(10.5)
    return font


def fixed_font() -> QFont:
    """For ids, paths and numbers that must stand under each other."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(QApplication.font().pointSizeF())
    return font
