# SPDX-License-Identifier: AGPL-3.0-or-later
"""Figures side by side: what it is, the value, and what to compare it with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.widgets.state_label import wear


@dataclass(frozen=True)
class Figure:
    """``role`` colours the note; ``tip`` explains the figure."""

    name: str
    value: str
    note: str = ""
    role: str = "muted"
    tip: str = ""


class Figures(QFrame):
    """Feed it with :meth:`show_figures`; tiles that stay are kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("figures")
        self._tiles: list[_Tile] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 8, 16, 8)
        self._row.setSpacing(24)
        self._row.addStretch()

    def show_figures(self, figures: Sequence[Figure]) -> None:
        while len(self._tiles) > len(figures):
            tile = self._tiles.pop()
            self._row.removeWidget(tile)
            tile.deleteLater()
        while len(self._tiles) < len(figures):
            tile = _Tile()
            self._row.insertWidget(len(self._tiles), tile)
            self._tiles.append(tile)
        for tile, figure in zip(self._tiles, figures, strict=True):
            tile.show_figure(figure)
        self.setVisible(bool(figures))

    def told(self) -> dict[str, str]:
        """Name and value of each, for tests and screen readers."""
        return {tile.name.text(): tile.value.text() for tile in self._tiles}


class _Tile(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.name, self.value, self.note = QLabel(), QLabel(), QLabel()
        self.name.setProperty("role", "muted")
        self.value.setProperty("role", "figure")
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for label in (self.name, self.value, self.note):
            layout.addWidget(label)

    def show_figure(self, figure: Figure) -> None:
        self.name.setText(figure.name)
        self.value.setText(figure.value)
        self.note.setText(figure.note)
        wear(self.note, figure.role)
        self.setToolTip(figure.tip)
        self.setAccessibleName(f"{figure.name}: {figure.value} {figure.note}")
