# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small table that is read and not handled: rows of words with a line between them, as high as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from gui.widgets.state_label import lead, wear


@dataclass(frozen=True)
class Cell:
    """``under`` stands in small quiet words below; ``number``: at the far side."""

    text: str
    role: str = ""
    under: str = ""
    number: bool = False


class FactTable(QWidget):
    """``show_rows(head, rows)``; the column ``widest`` takes what is left."""

    def __init__(self, name: str, widest: int = 0) -> None:
        super().__init__()
        self._widest = widest
        self.setAccessibleName(name)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._inside = QWidget()
        self._layout.addWidget(self._inside)
        self.rows: list[list[Cell]] = []

    def show_rows(self, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        self.rows = [list(row) for row in rows]
        self._layout.removeWidget(self._inside)
        self._inside.hide()
        self._inside.deleteLater()
        self._inside = QWidget()
        grid = QGridLayout(self._inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(self._widest, 1)
        line = 0
        if head:
            for column, words in enumerate(head):
                number = any(row[column].number for row in self.rows)
                grid.addWidget(_label(Cell(words, "section", number=number)), 0, column)
            line = 1
        for row in self.rows:
            if line:
                grid.addWidget(_rule(), line, 0, 1, len(row))
            for column, cell in enumerate(row):
                grid.addWidget(_cell(cell), line + 1, column, Qt.AlignmentFlag.AlignTop)
            line += 2
        self._layout.addWidget(self._inside)

    def texts(self) -> list[list[str]]:
        """What stands in it, for tests and screen readers."""
        return [[cell.text for cell in row] for row in self.rows]


def _cell(cell: Cell) -> QWidget:
    if not cell.under:
        return _label(cell)
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(_label(cell))
    column.addWidget(_label(Cell(cell.under, "muted"), wrap=True))
    return both


def _label(cell: Cell, *, wrap: bool = False) -> QLabel:
    label = QLabel(cell.text, wordWrap=wrap, textFormat=Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    wear(label, cell.role)
    if cell.number:
        label.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
    else:
        lead(label)
    return label


def _rule() -> QFrame:
    rule = QFrame()
    rule.setObjectName("rule")
    rule.setFixedHeight(1)
    return rule
