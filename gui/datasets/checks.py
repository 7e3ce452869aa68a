# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be wrong with a dataset: each finding with what to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.records import Check
from gui import language
from gui.form_dialog import muted
from gui.widgets.buttons import icon_button
from gui.widgets.state_label import Glyph


class ChecksPane(QWidget):
    """Emits ``left`` when the person wants the source back."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.title.setProperty("role", "strong")
        close = icon_button("close", self.tr("Back to the source"))
        close.clicked.connect(self.left)
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 8, 8)
        row.addWidget(self.title, 1)
        row.addWidget(close)
        head = QFrame()
        head.setObjectName("pane_head")
        head.setLayout(row)
        self._inside = QWidget()
        self._inside.setObjectName("ground")
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(16, 12, 16, 16)
        self._column.setSpacing(16)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setObjectName("ground")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self._inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(scroll, 1)

    def show_checks(self, name: str, checks: Sequence[Check]) -> None:
        """The findings that need something first."""
        bad = sum(not check.ok for check in checks)
        told = self.tr("%n things to look at", "", bad) if bad else self.tr("nothing to look at")
        self.title.setText(f"{language.isolate(name)}: {told}")
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for check in sorted(checks, key=lambda check: check.ok):
            self._column.addWidget(_Finding(check))
        self._column.addStretch()


class _Finding(QWidget):
    def __init__(self, check: Check) -> None:
        super().__init__()
        glyph = Glyph("check-circle-outline" if check.ok else "alert-outline", "ok" if check.ok else "warn")
        name = QLabel(check.name)
        name.setProperty("role", "strong")
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(name)
        detail = QLabel(check.detail, wordWrap=True)
        lines.addWidget(detail)
        if check.fix:
            lines.addWidget(muted(check.fix))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(lines, 1)
        self.setAccessibleName(f"{check.name}: {check.detail} {check.fix}")
