# SPDX-License-Identifier: AGPL-3.0-or-later
"""Icons of one family (Material Design Icons, from the QtAwesome package), drawn in the scheme's colours.

The glyphs are painted when they are shown, so that an icon follows a change of scheme and direction by
itself; QtAwesome's own loader, which opens every family it has at the first icon, stays unused.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from core.errors import BugError
from core.paths import RESOURCES
from gui import theme

_DISABLED_OPACITY = 0.5


def icon(name: str, role: str = "text", *, directed: bool = False) -> QIcon:
    """The glyph ``name`` ("file-document-outline") in the colour of a scheme's ``role``.

    ``directed``: the picture points somewhere and is mirrored in a right-to-left window.
    """
    return QIcon(_Glyph(_glyphs()[name], role, directed))


def program_icon() -> QIcon:
    return QIcon(str(RESOURCES / "icons" / "isnad.svg"))


def paint(
    painter: QPainter, rect: QRect | QRectF, name: str, role: str = "text", *, opacity: float = 1.0
) -> None:
    """Draws one glyph into ``rect`` in the colour of ``role``."""
    box = QRectF(rect)
    font = QFont(_family())
    font.setPixelSize(max(1, round(min(box.width(), box.height()))))
    painter.save()
    painter.setOpacity(opacity)
    painter.setFont(font)
    painter.setPen(theme.color(role))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _glyphs()[name])
    painter.restore()


class _Glyph(QIconEngine):
    def __init__(self, character: str, role: str, directed: bool) -> None:
        super().__init__()
        self._character = character
        self._role = role
        self._directed = directed

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        font = QFont(_family())
        font.setPixelSize(max(1, min(rect.width(), rect.height())))
        role = "on_soft" if mode == QIcon.Mode.Selected and self._role == "text" else self._role
        # On a main button that is off, the ground is no longer the accent.
        role = "muted" if mode == QIcon.Mode.Disabled else role
        painter.save()
        painter.setFont(font)
        painter.setPen(theme.color(role))
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(_DISABLED_OPACITY)
        direction = QApplication.layoutDirection()
        if self._directed and direction == Qt.LayoutDirection.RightToLeft:
            painter.translate(rect.center().x() * 2 + 1, 0)
            painter.scale(-1, 1)
            direction = Qt.LayoutDirection.LeftToRight
        painter.setLayoutDirection(direction)
        painter.drawText(rect, int(_side(rect) | Qt.AlignmentFlag.AlignVCenter), self._character)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return drawn

    def clone(self) -> QIconEngine:
        return _Glyph(self._character, self._role, self._directed)


def tinted(picture: QIcon, size: int, role: str) -> QPixmap:
    """A picture in the colour of ``role``, whatever colour it was made for."""
    drawn = picture.pixmap(size, size)
    painter = QPainter(drawn)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(drawn.rect(), theme.color(role))
    painter.end()
    return drawn


def beside_text(size: int = 16) -> QSize:
    """The icon size of a button with words: room after the glyph, so that they do not touch."""
    return QSize(size + 6, size)


def _side(rect: QRect) -> Qt.AlignmentFlag:
    wide = rect.width() > rect.height()
    return Qt.AlignmentFlag.AlignLeading if wide else Qt.AlignmentFlag.AlignHCenter


def _fonts() -> Path:
    package = find_spec("qtawesome")
    if package is None or package.origin is None:
        raise BugError("The package qtawesome is missing: run the set-up again.")
    return Path(package.origin).parent / "fonts"


@cache
def _family() -> str:
    file = next(_fonts().glob("materialdesignicons6-webfont-*.ttf"))
    return QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))[0]


@cache
def _glyphs() -> dict[str, str]:
    file = next(_fonts().glob("materialdesignicons6-webfont-charmap-*.json"))
    return {name: chr(int(code, 16)) for name, code in json.loads(file.read_text(encoding="utf-8")).items()}
