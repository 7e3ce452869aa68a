# SPDX-License-Identifier: AGPL-3.0-or-later
"""The head of a pane: what it shows, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget


def pane_head(titles: Sequence[QWidget], buttons: Sequence[QWidget]) -> QFrame:
    """Titles under each other at its beginning, buttons beside each other at its end."""
    column = QVBoxLayout()
    column.setSpacing(0)
    for title in titles:
        column.addWidget(title)
    row = QHBoxLayout()
    row.setContentsMargins(16, 6, 12, 6)
    row.setSpacing(8)
    row.addLayout(column, 1)
    for button in buttons:
        row.addWidget(button)
    head = QFrame()
    head.setObjectName("pane_head")
    head.setLayout(row)
    return head
