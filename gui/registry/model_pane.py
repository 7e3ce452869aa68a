# SPDX-License-Identifier: AGPL-3.0-or-later
"""A base model or an embedder: its file, its licence, what it speaks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.records import Model
from gui import language
from gui.registry.table import Cell, FactTable
from gui.widgets.elided import ElidedLabel
from gui.widgets.pane_head import pane_head


class ModelPane(QWidget):
    """``show_model``. Buttons are the tab's own actions."""

    def __init__(self, buttons: Sequence[QWidget]) -> None:
        super().__init__()
        self.setObjectName("ground")
        self.title = ElidedLabel("strong")
        self.under = ElidedLabel("muted")
        self.facts = FactTable(self.tr("Facts about the model"), widest=1)
        inside = QWidget()
        inside.setObjectName("ground")
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 16, 20, 20)
        column.addWidget(self.facts)
        column.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(pane_head([self.title, self.under], buttons))
        layout.addWidget(inside, 1)

    def show_model(self, model: Model) -> None:
        self.title.setText(model.name)
        self.under.setText(kind(model))
        rows = [(name, value) for name, value in self._facts(model) if value]
        self.facts.show_rows([], [[Cell(name, "muted"), Cell(value)] for name, value in rows])

    def _facts(self, model: Model) -> list[tuple[str, str]]:
        known = model.metadata
        speaks = language.language_names(",".join(model.languages))
        context = known.get("context_tokens")
        parameters = known.get("parameters")
        return [
            (self.tr("From"), str(known.get("upstream", ""))),
            (self.tr("Licence"), model.licence or self.tr("not stated")),
            (self.tr("Languages"), speaks or self.tr("not known")),
            (self.tr("Weights"), language.number(parameters) if parameters else ""),
            (self.tr("Built as"), str(known.get("architecture", ""))),
            (self.tr("Squeezed to"), str(known.get("quantisation", ""))),
            (
                self.tr("Reads at once"),
                self.tr("{count} tokens").format(count=language.number(context)) if context else "",
            ),
            (self.tr("Size"), language.size(model.size)),
            (self.tr("Place"), language.left_to_right(model.path)),
            (self.tr("SHA-256"), language.left_to_right(_grouped(model.sha256))),
        ]


def kind(model: Model) -> str:
    if model.kind == "embedder":
        return QCoreApplication.translate("Registry words", "for search: turns text into numbers")
    if model.kind == "ocr":
        return QCoreApplication.translate("Registry words", "for scans: reads text in pictures")
    return QCoreApplication.translate("Registry words", "chat model: answers, and can be trained")


def _grouped(digest: str) -> str:
    """In eights, to be compared by eye, two lines."""
    eights = [digest[at : at + 8] for at in range(0, len(digest), 8)]
    return " ".join(eights[:4]) + "\n" + " ".join(eights[4:])
