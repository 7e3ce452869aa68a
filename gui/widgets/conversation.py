# SPDX-License-Identifier: AGPL-3.0-or-later
"""A conversation: questions, streaming answers, chips that lead to the sources, marks on what has none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui import icons, theme
from gui.widgets.bidi import BidiText, text_direction
from gui.widgets.buttons import icon_button
from gui.widgets.flow import FlowLayout
from gui.widgets.icon_label import IconLabel

_COLUMN = 760
_MAX_LINES = 7


@dataclass(frozen=True)
class Chip:
    """A source: ``number`` as it stands in the text, and what the chip says."""

    number: int
    words: str
    tip: str = ""


@dataclass(frozen=True)
class ShownSentence:
    """``before`` is what separates it from the sentence before; ``chips`` are numbers of chips."""

    text: str
    supported: bool = True
    chips: tuple[int, ...] = ()
    before: str = " "


@dataclass(frozen=True)
class ShownAnswer:
    """A finished answer. ``note`` tells what to know about it, ``abstained`` that it declines to answer."""

    sentences: tuple[ShownSentence, ...]
    chips: tuple[Chip, ...] = ()
    note: str = ""
    abstained: bool = False
    measured: str = ""
    feedback: int = 0
    can_rate: bool = field(default=True)


class ConversationView(QScrollArea):
    """The turns one under the other; follows the end while the reader is there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("conversation")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._at_end = True
        inside = QWidget()
        inside.setObjectName("conversation_inside")
        row = QHBoxLayout(inside)
        row.setContentsMargins(16, 16, 16, 16)
        column = QWidget()
        column.setMaximumWidth(_COLUMN)
        column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row.addStretch(1)
        row.addWidget(column, 100)
        row.addStretch(1)
        self._turns = QVBoxLayout(column)
        self._turns.setContentsMargins(0, 0, 0, 0)
        self._turns.setSpacing(20)
        self._turns.addStretch()
        self.setWidget(inside)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._on_scroll)
        bar.rangeChanged.connect(self._on_range)

    def add(self, turn: QWidget) -> None:
        self._turns.insertWidget(self._turns.count() - 1, turn)

    def clear(self) -> None:
        for turn in self.turns():
            self._turns.removeWidget(turn)
            turn.hide()
            turn.deleteLater()
        self._at_end = True

    def turns(self) -> list[QWidget]:
        items = [self._turns.itemAt(place) for place in range(self._turns.count())]
        return [widget for item in items if item is not None and (widget := item.widget()) is not None]

    def follow(self) -> None:
        """To the end, and stay there."""
        self._at_end = True
        QTimer.singleShot(0, self._to_end)

    def _to_end(self) -> None:
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def _on_scroll(self, value: int) -> None:
        self._at_end = value >= self.verticalScrollBar().maximum() - 24

    def _on_range(self, _low: int, high: int) -> None:
        if self._at_end:
            self.verticalScrollBar().setValue(high)


class FittedText(BidiText):
    """Running text as high as it is long; the wheel scrolls what it lies in."""

    def __init__(self) -> None:
        super().__init__()
        self.document().setDocumentMargin(0)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("fitted", True)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _fit(self) -> None:
        height = round(self.document().size().height()) + 2
        if height != self.height():
            self.setFixedHeight(height)


class Question(QFrame):
    """What the person asked."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setObjectName("question")
        self.text = FittedText()
        self.text.set_plain(text)
        self.text.setAccessibleName(self.tr("Your question"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.addWidget(self.text)


class AnswerTurn(QFrame):
    """An answer, while it comes and when it stands. Emits ``source_chosen(number of the chip)`` and
    ``rated(-1, 0 or 1)``."""

    source_chosen = Signal(int)
    rated = Signal(int)

    def __init__(self, who: str) -> None:
        super().__init__()
        self.setObjectName("answer")
        self.shown: ShownAnswer | None = None
        self.text = FittedText()
        self.text.setAccessibleName(self.tr("Answer"))
        self.text.anchorClicked.connect(self._on_anchor)
        self._who = QLabel(who, textFormat=Qt.TextFormat.PlainText)
        self._who.setProperty("role", "strong")
        self.state = QLabel()
        self.state.setProperty("role", "muted")
        self.note = _Remark("information-outline", "muted")
        self.unsupported = _Remark("alert-outline", "warn")
        self._chips = FlowLayout()
        self._chip_area = QWidget()
        self._chip_area.setLayout(self._chips)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._who)
        head.addWidget(self.state, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.text)
        for remark in (self.unsupported, self.note):
            layout.addWidget(remark)
        layout.addWidget(self._chip_area)
        self._chip_area.hide()
        self._foot = self._make_foot()
        layout.addWidget(self._foot)
        self._foot.hide()

    # --- while it comes -----------------------------------------------------------------------

    def show_state(self, words: str, role: str = "muted") -> None:
        """What is being done before and while the words come, and what came of it."""
        self.state.setText(words)
        self.state.setProperty("role", role)
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)

    def add_token(self, token: str) -> None:
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(token, _plain())

    # --- when it stands -----------------------------------------------------------------------

    def show_answer(self, answer: ShownAnswer) -> None:
        """The sentences with their sources, instead of the words as they came."""
        self.shown = answer
        self.show_state(
            self.tr("no answer in the documents") if answer.abstained else answer.measured,
            "warn" if answer.abstained else "muted",
        )
        self._write(answer)
        loose = sum(1 for sentence in answer.sentences if not sentence.supported)
        self.unsupported.tell(
            self.tr("%n sentences have no support in the documents.", "", loose)
            if loose and not answer.abstained
            else ""
        )
        self.note.tell(answer.note)
        self._chips.clear()
        for chip in answer.chips:
            self._chips.addWidget(self._chip(chip))
        self._chip_area.setVisible(bool(answer.chips))
        self._foot.setVisible(True)
        self.up.setVisible(answer.can_rate)
        self.down.setVisible(answer.can_rate)
        self._show_rating(answer.feedback)

    def chips(self) -> list[QToolButton]:
        """The chips, in order."""
        items = [self._chips.itemAt(place) for place in range(self._chips.count())]
        return [w for item in items if item is not None and isinstance(w := item.widget(), QToolButton)]

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "shown", None) is not None:
            assert self.shown is not None  # noqa: S101 - as just asked
            self._write(self.shown)

    def _write(self, answer: ShownAnswer) -> None:
        self.text.clear()
        cursor = QTextCursor(self.text.document())
        for place, sentence in enumerate(answer.sentences):
            if place and "\n" in sentence.before:
                cursor.insertBlock(_apart())
            elif place:
                cursor.insertText(sentence.before, _plain())
            marked = not sentence.supported and not answer.abstained
            cursor.insertText(sentence.text, _loose() if marked else _plain())
            if marked:
                cursor.insertText("\u00a0", _plain())
                cursor.insertText(self.tr("no source"), _tag())
            for number in sentence.chips:
                cursor.insertText("\u00a0", _plain())
                cursor.insertText(f"[{number}]", _link(number))

    def _chip(self, chip: Chip) -> QToolButton:
        button = QToolButton()
        button.setObjectName("chip")
        button.setText(f"[{chip.number}]  {chip.words}")
        button.setToolTip(chip.tip)
        button.setAccessibleName(
            self.tr("Source {number}: {words}").format(number=chip.number, words=chip.words)
        )
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.source_chosen.emit(chip.number))
        return button

    def _make_foot(self) -> QWidget:
        self.up = icon_button("thumb-up-outline", self.tr("A good answer"))
        self.down = icon_button("thumb-down-outline", self.tr("A bad answer"))
        for button, value in ((self.up, 1), (self.down, -1)):
            button.setCheckable(True)
            button.clicked.connect(lambda on, value=value: self._rate(value if on else 0))
        copy = icon_button("content-copy", self.tr("Copy the answer"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for button in (self.up, self.down, copy):
            button.setIconSize(QSize(16, 16))
            row.addWidget(button)
        row.addStretch()
        return foot

    def _rate(self, value: int) -> None:
        self._show_rating(value)
        self.rated.emit(value)

    def _show_rating(self, value: int) -> None:
        for button, own, glyph in ((self.up, 1, "thumb-up"), (self.down, -1, "thumb-down")):
            button.setChecked(value == own)
            button.setIcon(
                icons.icon(glyph, "accent") if value == own else icons.icon(f"{glyph}-outline", "muted")
            )

    def _on_anchor(self, url: QUrl) -> None:
        self.source_chosen.emit(int(url.toString()))


class _Remark(QWidget):
    """A line with an icon; hidden while it has nothing to say."""

    def __init__(self, glyph: str, role: str) -> None:
        super().__init__()
        picture = IconLabel(glyph, role)
        self.words = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.words.setProperty("role", role)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self.hide()

    def tell(self, words: str) -> None:
        self.words.setText(words)
        # A remark of core is in the language of the question, not of the window.
        self.setLayoutDirection(text_direction(words))
        self.setVisible(bool(words))


class QuestionField(QPlainTextEdit):
    """Enter sends (``sent``), Shift+Enter makes a line; grows with what is typed."""

    sent = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)
        self.setFont(theme.reading_font())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.textChanged.connect(self._fit)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.sent.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = min(_MAX_LINES, max(1, round(self.document().size().height())))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 24)


def _apart() -> QTextBlockFormat:
    """A paragraph of its own, as quotations one after the other need."""
    form = QTextBlockFormat()
    form.setTopMargin(8)
    return form


def _plain() -> QTextCharFormat:
    form = QTextCharFormat()
    form.setForeground(theme.color("text"))
    return form


def _loose() -> QTextCharFormat:
    """A sentence that no passage carries."""
    form = _plain()
    form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    form.setUnderlineColor(theme.color("warn"))
    return form


def _tag() -> QTextCharFormat:
    form = QTextCharFormat()
    form.setForeground(theme.color("warn"))
    form.setBackground(QColor(theme.color("warn_soft")))
    form.setProperty(QTextCharFormat.Property.FontSizeAdjustment, -1)
    return form


def _link(number: int) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setAnchor(True)
    form.setAnchorHref(str(number))
    form.setForeground(theme.color("accent"))
    form.setFontWeight(QFont.Weight.DemiBold)
    return form


def separators(whole: str, sentences: Sequence[str]) -> list[str]:
    """What stands between the sentences in the whole answer: a space, a line end; a space where unknown."""
    between, at = [], 0
    for sentence in sentences:
        found = whole.find(sentence, at)
        gap = whole[at:found] if found >= 0 else " "
        between.append(gap if gap.isspace() else " ")
        at = found + len(sentence) if found >= 0 else at
    return between
