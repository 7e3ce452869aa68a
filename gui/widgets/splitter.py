# SPDX-License-Identifier: AGPL-3.0-or-later
"""Panes side by side whose widths are remembered."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from gui import remembered


class Panes(QSplitter):
    """``shares`` are the widths to begin with, in pixels of a 1440 pixel window; ``stretching`` grows."""

    def __init__(
        self,
        name: str,
        panes: list[QWidget],
        shares: list[int],
        *,
        stretching: int = 1,
        vertical: bool = False,
    ) -> None:
        super().__init__(Qt.Orientation.Vertical if vertical else Qt.Orientation.Horizontal)
        self._name = f"panes/{name}"
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for number, pane in enumerate(panes):
            self.addWidget(pane)
            self.setStretchFactor(number, 1 if number == stretching else 0)
        self.setSizes(shares)
        kept = remembered.recall(self._name)
        if kept is not None:
            self.restoreState(kept)
        self.splitterMoved.connect(lambda *_: remembered.remember(self._name, self.saveState()))
