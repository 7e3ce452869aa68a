# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an import made, and each row it left out with the reason: to unfold, copy, dismiss."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.records import ImportReport, RejectedRow
from gui import icons, language
from gui.widgets.buttons import icon_button, text_button
from gui.widgets.state_label import Glyph
from gui.widgets.table import Column, RecordTable

_HIGHEST = 190


class ImportReportBar(QFrame):
    """Hidden until :meth:`show_report`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inline_message")
        self._glyph = Glyph()
        self.words = QLabel(wordWrap=True)
        self.unfold = text_button(self.tr("Show the rows"), icons.icon("table-eye", "muted"))
        self.unfold.setCheckable(True)
        copy = icon_button("content-copy", self.tr("Copy the list"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.full_text()))
        close = icon_button("close", self.tr("Dismiss the message"))
        close.clicked.connect(self.hide)
        columns: list[Column[RejectedRow]] = [
            Column(
                self.tr("Row"), lambda r: language.number(r.row), sort=lambda r: r.row, number=True, width=80
            ),
            Column(self.tr("Why it was left out"), lambda r: r.why, width=0),
        ]
        self.table: RecordTable[RejectedRow] = RecordTable("rejected rows", columns, lambda r: str(r.row))
        self.table.setAccessibleName(self.tr("Rows that were left out"))
        self.table.setMaximumHeight(_HIGHEST)
        self.unfold.toggled.connect(self.table.setVisible)
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self._glyph)
        row.addWidget(self.words, 1)
        row.addWidget(self.unfold)
        row.addWidget(copy)
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self.table)
        self.hide()

    def show_report(self, name: str, report: ImportReport) -> None:
        """``name`` is what was imported."""
        left_out = len(report.rejected)
        told = self.tr("{name}: %n examples were imported.", "", report.examples).format(
            name=language.isolate(name)
        )
        if left_out:
            told += " " + self.tr("%n rows were left out.", "", left_out)
        self.words.setText(told)
        self._glyph.set_glyph(
            "alert-outline" if left_out else "check-circle-outline", "warn" if left_out else "ok"
        )
        self.setProperty("kind", "warn" if left_out else "info")
        for widget in (self, self.words):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self.table.set_records(report.rejected)
        self.unfold.setVisible(bool(left_out))
        self.unfold.setChecked(0 < left_out <= 20)
        self.table.setVisible(self.unfold.isChecked())
        self.show()

    def full_text(self) -> str:
        """All of it as text."""
        return "\n".join([self.words.text(), *(f"{r.row}\t{r.why}" for r in self.table.records())])
