# SPDX-License-Identifier: AGPL-3.0-or-later
"""A version: what the gate found, its figures against the base model, and its card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextFormat, QTextTable
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.records import Job, Version
from gui import language
from gui.form_dialog import muted
from gui.registry import words
from gui.registry.table import Cell, FactTable
from gui.tabs.base import Tab
from gui.widgets.bidi import BidiText, follow_first_letters
from gui.widgets.elided import ElidedLabel
from gui.widgets.figures import Figure, Figures
from gui.widgets.pane_head import pane_head
from gui.widgets.segments import Segments
from gui.widgets.state_label import Glyph, StateLabel, wear

_FOUND, _CARD = "found", "card"


class VersionPane(QWidget):
    """``show_version`` with the evaluations that were made of it. Buttons are the tab's own actions."""

    def __init__(self, buttons: Sequence[QWidget], gate: QAction, measure: QAction) -> None:
        super().__init__()
        self.version: Version | None = None
        self.title = ElidedLabel("strong")
        self.under = ElidedLabel("muted")
        self.state = StateLabel()
        self.figures = Figures()
        self.sides = Segments(
            self.tr("What is shown"), [(_FOUND, self.tr("What was found")), (_CARD, self.tr("Model card"))]
        )
        self.sides.chosen.connect(self._on_side)
        self.card = BidiText()
        self.card.setAccessibleName(self.tr("Model card"))
        self.verdict_glyph = Glyph(size=28)
        self.verdict = QLabel(wordWrap=True)
        self.findings = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.gate_table = FactTable(self.tr("Gate report"))
        self.metrics_table = FactTable(self.tr("Figures against the base model"))
        self.metrics_words = muted("")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._found_page(gate, measure))
        self._stack.addWidget(self.card)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(pane_head([self.title, self.under], buttons))
        layout.addWidget(self.figures)
        layout.addLayout(self._bar())
        layout.addWidget(self._stack, 1)

    def show_version(self, version: Version, evaluations: Sequence[Job]) -> None:
        """``evaluations``: finished jobs of the kind "evaluate" about it, newest first."""
        card_altered = self.version is None or self.version.card != version.card
        self.version = version
        look = words.gate(version.gate)
        self.title.setText(version.name)
        facts = [
            self.tr("made from {base}").format(base=language.isolate(version.base)),
            self.tr("learnt from {dataset}").format(dataset=language.isolate(version.dataset)),
        ]
        self.under.setText("  ·  ".join(facts))
        self.title.setToolTip(language.moment(version.created))
        self.state.set_state(look.glyph, look.word(), look.role)
        self.figures.show_figures(self._figures(version.metrics))
        self._show_gate(version, look)
        self._show_metrics(evaluations)
        if card_altered:
            self.card.setMarkdown(version.card)
            _quieten(self.card)
            follow_first_letters(self.card)

    # --- building -----------------------------------------------------------------------------

    def _bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self.sides)
        row.addStretch()
        row.addWidget(self.state)
        return row

    def _found_page(self, gate: QAction, measure: QAction) -> QScrollArea:
        inside = QWidget()
        inside.setObjectName("ground")
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 16, 20, 20)
        column.setSpacing(12)
        column.addLayout(self._section(self.tr("The gate"), gate))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.verdict_glyph, 0, Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout()
        lines.setSpacing(4)
        lines.addWidget(self.verdict)
        lines.addWidget(self.findings)
        row.addLayout(lines, 1)
        column.addLayout(row)
        column.addWidget(self.gate_table)
        column.addSpacing(12)
        column.addLayout(self._section(self.tr("Against the base model"), measure))
        column.addWidget(self.metrics_words)
        column.addWidget(self.metrics_table)
        column.addStretch()
        scroll = QScrollArea(widgetResizable=True)
        scroll.setObjectName("ground")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        return scroll

    @staticmethod
    def _section(title: str, action: QAction) -> QHBoxLayout:
        heading = QLabel(title)
        heading.setProperty("role", "heading")
        row = QHBoxLayout()
        row.addWidget(heading, 1)
        row.addWidget(Tab.button(action))
        return row

    def _on_side(self, side: str) -> None:
        self._stack.setCurrentIndex(1 if side == _CARD else 0)

    # --- filling ------------------------------------------------------------------------------

    def _figures(self, metrics: Mapping[str, Any]) -> list[Figure]:
        base, tuned = metrics.get("base_loss"), metrics.get("eval_loss")
        if base is None or tuned is None:
            return []
        share = language.left_to_right(f"{100 * (tuned - base) / base:+.0f} %".replace("-", "−"))
        better = tuned < base
        found = [
            Figure(
                self.tr("Held-out loss"),
                language.number(tuned, 3),
                self.tr("base model {loss}").format(loss=language.number(base, 3)),
            ),
            Figure(
                self.tr("Change"),
                share,
                self.tr("better") if better else self.tr("not better"),
                "ok" if better else "warn",
            ),
        ]
        if metrics.get("examples"):
            held_out = self.tr("%n held out", "", int(metrics.get("held_out", 0)))
            found.append(
                Figure(self.tr("Learnt from"), self.tr("%n examples", "", int(metrics["examples"])), held_out)
            )
        return found

    def _show_gate(self, version: Version, look: words.Look) -> None:
        report = version.gate_report
        self.verdict_glyph.set_glyph(look.glyph, look.role)
        self.verdict.setText(look.means())
        findings = [str(finding) for finding in report.get("findings", [])]
        self.findings.setText("\n".join(f"•  {finding}" for finding in findings))
        self.findings.setVisible(bool(findings))
        wear(self.findings, look.role)
        rows = [self._gate_row(line) for line in words.gate_lines(report)]
        head = [self.tr("What was compared"), self.tr("Measured"), self.tr("Asked for"), ""]
        self.gate_table.show_rows(head if rows else [], rows)

    def _gate_row(self, line: words.GateLine) -> list[Cell]:
        verdict = {
            True: Cell(self.tr("met"), "ok"),
            False: Cell(self.tr("not met"), "bad"),
            None: Cell("", "muted"),
        }[line.ok]
        return [
            Cell(line.name, "", line.means),
            Cell(line.measured, "strong", number=True),
            Cell(line.asked, "muted", number=True),
            verdict,
        ]

    def _show_metrics(self, evaluations: Sequence[Job]) -> None:
        found = evaluations[0].result if evaluations else None
        if found is None:
            self.metrics_words.setText(
                self.tr(
                    "Measure it on held-out examples: both models are asked the same, and every figure comes "
                    "with the range that it very likely lies in (95 %)."
                )
            )
            self.metrics_table.show_rows([], [])
            return
        told = self.tr("%n held-out examples of {dataset}, against {rival}.", "", int(found["items"]))
        self.metrics_words.setText(
            told.format(
                dataset=language.isolate(str(found["dataset"])), rival=language.isolate(str(found["against"]))
            )
        )
        rows = [self._metric_row(name, found) for name in found["metrics"]]
        head = [self.tr("Figure"), self.tr("This version"), self.tr("Compared with"), self.tr("Difference")]
        self.metrics_table.show_rows(head, rows)

    def _metric_row(self, name: str, found: Mapping[str, Any]) -> list[Cell]:
        difference = found.get("difference", {}).get(name)
        return [
            Cell(words.metric(name)),
            _measured(found["metrics"][name], "strong"),
            _measured(found.get("baseline", {}).get(name), "muted"),
            self._difference(name, difference),
        ]

    def _difference(self, name: str, difference: Mapping[str, float] | None) -> Cell:
        if difference is None:
            return Cell("")
        if difference["low"] <= 0 <= difference["high"]:
            return Cell(self.tr("not to be told apart"), "muted")
        better = (difference["value"] < 0) == words.less_is_better(name)
        return Cell(self.tr("better"), "ok") if better else Cell(self.tr("worse"), "bad")


def _quieten(card: BidiText) -> None:
    """Headings and lists of a card in the sizes of the window around it, tables with room."""
    document = card.document()
    document.setIndentWidth(20)
    block = document.begin()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        if level:
            cursor = QTextCursor(block)
            room = QTextBlockFormat()
            room.setTopMargin(0 if level == 1 else 16)
            room.setBottomMargin(6)
            cursor.mergeBlockFormat(room)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            size = QTextCharFormat()
            size.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
            size.setFontPointSize(15 if level == 1 else 12)
            cursor.mergeCharFormat(size)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            form = frame.format().toTableFormat()
            form.setCellPadding(4)
            form.setBorder(0)
            frame.setFormat(form)


def _measured(value: Mapping[str, float] | None, role: str) -> Cell:
    """A value with its interval under it."""
    if value is None:
        return Cell("")
    between = f"{language.number(value['low'], 3)} – {language.number(value['high'], 3)}"
    return Cell(language.number(value["value"], 3), role, language.left_to_right(between))
