# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small buttons, each with a name that a screen reader says."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QToolButton

from gui import icons


def icon_button(glyph: str, name: str, *, role: str = "muted", directed: bool = False) -> QToolButton:
    """A flat button that shows ``glyph`` alone; ``name`` is its tooltip and what a screen reader says."""
    button = QToolButton()
    button.setIcon(icons.icon(glyph, role, directed=directed))
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def text_button(text: str, icon: QIcon | None = None, *, bordered: bool = True) -> QToolButton:
    """A small button with words, and an icon before them where one is given."""
    button = QToolButton()
    button.setText(text)
    if icon is not None:
        button.setIcon(icon)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(icons.beside_text())
    button.setAutoRaise(not bordered)
    button.setProperty("bordered", bordered)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
