# SPDX-License-Identifier: AGPL-3.0-or-later
"""The small parts of an answer: remarks, a bar of what fills the context, progress over many documents."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QSizePolicy,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from core.records import ContextUse
from gui import icons, language, theme
from gui.chat import words
from gui.widgets.bidi import shown_order, text_direction
from gui.widgets.buttons import icon_button, text_button
from gui.widgets.icon_label import IconLabel


class Remark(QWidget):
    """A line with an icon, hidden while it says nothing. Details unfold under it where there are any."""

    def __init__(self, glyph: str, role: str) -> None:
        super().__init__()
        self._glyph, self._role = glyph, role
        self._built = False
        self.hide()

    def tell(self, told: str, details: Sequence[str] = ()) -> None:
        if not told:
            self.hide()
            return
        if not self._built:
            self._build()
        self.words.setText(shown_order(told))
        # A remark of core is in the language of the question, not of the window.
        self.setLayoutDirection(text_direction(told))
        self.details.setText("\n".join(f"•  {language.isolate(shown_order(one))}" for one in details))
        self.unfold.setVisible(bool(details))
        self.unfold.setChecked(False)
        self.show()

    def _build(self) -> None:
        """Only once there is something to say: most answers have few remarks, and a chat has many answers."""
        self._built = True
        self.words, self.details = _label(self._role), _label("muted")
        self.details.hide()
        self.unfold = icon_button("chevron-down", self.tr("Show the details"))
        self.unfold.setCheckable(True)
        self.unfold.toggled.connect(self.details.setVisible)
        self.unfold.setIconSize(QSize(14, 14))
        self.unfold.setFixedSize(20, 20)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel(self._glyph, self._role), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        row.addWidget(self.unfold, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.details)


class ContextBar(QWidget):
    """How full the model's context was, in parts; the tooltip says it in words."""

    def __init__(self) -> None:
        super().__init__()
        self._use: ContextUse | None = None
        self.setFixedSize(112, 16)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()

    def show_use(self, use: ContextUse | None) -> None:
        self._use = use
        self.setVisible(use is not None)
        if use is not None:
            told = words.context(use)
            self.setToolTip(told)
            self.setAccessibleName(told)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        use = self._use
        if use is None or use.context_tokens <= 0:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRect(1, self.height() // 2 - 3, self.width() - 2, 6)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(bar), 3, 3)
        if self.hasFocus():
            painter.setPen(theme.color("focus"))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        painter.setClipPath(outline)
        painter.fillRect(bar, theme.color("line"))
        at = 0.0
        for _, count, role in words.context_parts(use):
            width = bar.width() * count / use.context_tokens
            part = QRect(
                round(bar.left() + at), bar.top(), max(1, round(width)) if count else 0, bar.height()
            )
            painter.fillRect(QStyle.visualRect(self.layoutDirection(), bar, part), theme.color(role))
            at += width


class StepBar(QWidget):
    """“Document 12 of 40: report.pdf · 2 min left” over a thin bar."""

    def __init__(self) -> None:
        super().__init__()
        self.words = _label("muted")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setMaximumWidth(320)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.words)
        column.addWidget(self._bar)
        self.hide()

    def show_step(self, done: int, total: int, document: str, left: float | None) -> None:
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)
        told = self.tr("Document {done} of {total}: {name}").format(
            done=language.number(min(done + 1, total)),
            total=language.number(total),
            name=language.isolate(shown_order(document)),
        )
        parts = [told]
        if left is not None:
            parts.append(self.tr("{time} left").format(time=language.duration(left)))
        self.words.setText("  ·  ".join(parts))
        self.show()


class ReasonField(QWidget):
    """Why an answer was good or bad, in a line under it; may stay empty. Emits ``given(text)``, ``left``."""

    given = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setMaxLength(500)
        self.field.returnPressed.connect(self._give)
        save = text_button(self.tr("Save"))
        save.clicked.connect(self._give)
        close = icon_button("close", self.tr("No reason"))
        close.clicked.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(save)
        row.addWidget(close)
        self.setMaximumWidth(460)

    def begin(self, value: int, reason: str) -> None:
        asked = self.tr("What was good about it?") if value > 0 else self.tr("What was wrong with it?")
        self.field.setPlaceholderText(asked)
        self.field.setAccessibleName(asked)
        self.field.setText(reason)
        self.show()
        self.field.setFocus()

    def _give(self) -> None:
        self.given.emit(self.field.text().strip())


def paint_icon_button_on(button: QWidget, glyph: str, *, on: bool) -> None:
    """A thumb is filled while it is chosen."""
    shown = icons.icon(glyph, "accent") if on else icons.icon(f"{glyph}-outline", "muted")
    button.setIcon(shown)  # type: ignore[attr-defined]


def _label(role: str) -> QLabel:
    label = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    return label
