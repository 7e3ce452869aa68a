# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which of several branches is shown: “2 / 3” between two arrows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gui import language
from gui.widgets.buttons import icon_button


class BranchSwitch(QWidget):
    """Hidden while there is one branch alone. Emits ``chosen(message id)``."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._ids: tuple[str, ...] = ()
        self._at = 0
        self.back = icon_button("chevron-left", self.tr("The branch before"), directed=True)
        self.on = icon_button("chevron-right", self.tr("The next branch"), directed=True)
        self.words = QLabel()
        self.words.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for widget in (self.back, self.words, self.on):
            row.addWidget(widget)
        for button, by in ((self.back, -1), (self.on, 1)):
            button.setIconSize(QSize(16, 16))
            button.clicked.connect(lambda _checked=False, by=by: self._go(by))
        self.hide()

    def show_branches(self, ids: Sequence[str], own: str) -> None:
        """``ids`` in order; ``own`` is the one that is shown."""
        self._ids = tuple(ids)
        self._at = self._ids.index(own) if own in self._ids else 0
        at, total = language.number(self._at + 1), language.number(len(self._ids))
        self.words.setText(language.left_to_right(f"{at} / {total}"))
        self.words.setAccessibleName(self.tr("Branch {at} of {total}").format(at=at, total=total))
        self.back.setEnabled(self._at > 0)
        self.on.setEnabled(self._at < len(self._ids) - 1)
        self.setVisible(len(self._ids) > 1)

    def _go(self, by: int) -> None:
        self.chosen.emit(self._ids[self._at + by])
