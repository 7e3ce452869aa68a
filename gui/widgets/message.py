# SPDX-License-Identifier: AGPL-3.0-or-later
"""A message in the view itself: what happened, what to do, details to unfold, copy, dismiss."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui import language
from gui.widgets.buttons import icon_button
from gui.widgets.icon_label import IconLabel

_LOOK = {"bad": "alert-circle-outline", "warn": "alert-outline", "info": "information-outline"}


class InlineMessage(QFrame):
    """Hidden until :meth:`show_message`. ``kind``: bad, warn or info, told by icon and colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inline_message")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._told = ""
        self._picture = IconLabel("alert-circle-outline", "bad", 18)
        self._what = _words()
        self._details = _words()
        self._unfold = icon_button("chevron-down", self.tr("Show the details"))
        self._unfold.setCheckable(True)
        self._unfold.toggled.connect(self._details.setVisible)
        self._copy = icon_button("content-copy", self.tr("Copy the message"))
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.full_text()))
        self._close = icon_button("close", self.tr("Dismiss the message"))
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._what, 1)
        for button in (self._unfold, self._copy, self._close):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self._details)
        self.hide()

    def show_message(
        self, what: str, do: str = "", *, details: Sequence[str] = (), kind: str = "bad"
    ) -> None:
        self.setProperty("kind", kind)
        for widget in (self, self._what, self._details):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self._picture.show_glyph(_LOOK[kind], "muted" if kind == "info" else kind)
        self._told = "\n".join(part for part in (what, do, *details) if part)
        # What to do follows what it is about: the findings, where there are any.
        beside, after = ("", do) if details else (do, "")
        self._what.setText(" ".join(language.isolate(part) for part in (what, beside) if part))
        lines = [f"•  {language.isolate(line)}" for line in details]
        self._details.setText("\n".join([*lines, language.isolate(after)] if after else lines))
        self._unfold.setVisible(bool(details))
        self._unfold.setChecked(bool(details))
        self._details.setVisible(bool(details))
        self.setAccessibleName(self.full_text())
        self.show()

    def full_text(self) -> str:
        """What is told, as plain text."""
        return self._told


def _words() -> QLabel:
    label = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label
