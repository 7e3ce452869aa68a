# SPDX-License-Identifier: AGPL-3.0-or-later
"""A row of joined buttons of which one is down: the filter of a list, or which side of a thing is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QToolButton


class Segments(QFrame):
    """Emits ``chosen(key)`` when the person presses another button."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setObjectName("segments")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self, exclusive=True)
        self._buttons: dict[str, QToolButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        for key, words in choices:
            button = QToolButton()
            button.setText(words)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            self._buttons[key] = button
            layout.addWidget(button)
        self.select(choices[0][0])

    def current(self) -> str:
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def select(self, key: str) -> None:
        """Presses a button without telling anybody."""
        self._buttons[key].setChecked(True)

    def choose(self, key: str) -> None:
        """Presses a button, as the person would."""
        self._buttons[key].click()

    def set_words(self, key: str, words: str, tip: str = "") -> None:
        self._buttons[key].setText(words)
        self._buttons[key].setToolTip(tip)
