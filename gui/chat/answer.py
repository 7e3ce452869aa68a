# SPDX-License-Identifier: AGPL-3.0-or-later
"""An answer: its words as they come, then its sentences with their sources and what to know about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QAction, QGuiApplication, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.records import Answer, Citation, Message
from gui import icons, language
from gui.chat import words
from gui.chat.branches import BranchSwitch
from gui.chat.fields import FittedText
from gui.chat.marks import Mark, mark
from gui.chat.parts import ContextBar, ReasonField, Remark, StepBar, paint_icon_button_on
from gui.chat.rich import plain, write_markdown, write_plain, write_quoted
from gui.widgets.bidi import shown_order
from gui.widgets.buttons import icon_button, text_button
from gui.widgets.elided import ElidedLabel
from gui.widgets.flow import FlowLayout
from gui.widgets.state_label import wear

_MARKUP = str.maketrans("", "", "*`#|")
_CHIP_WIDTH = 80
# What was taken word for word from documents is shown so: its asterisks are no Markdown.
_WRITTEN = {"generated", "steps"}


class AnswerTurn(QFrame):
    """Emits ``citation_chosen(Citation)``, ``rated(-1, 0 or 1, reason)``, ``again_asked`` for another answer
    to the same question and ``branch_chosen(message id)``."""

    citation_chosen = Signal(object)
    rated = Signal(int, str)
    again_asked = Signal()
    branch_chosen = Signal(str)

    def __init__(self, who: str) -> None:
        super().__init__()
        self.setObjectName("answer")
        self.shown: Answer | None = None
        self._citations: list[Citation] = []
        self._reason = ""
        self._reason_field: ReasonField | None = None
        self._redress = QTimer(self, singleShot=True, interval=0)
        self._redress.timeout.connect(self._write)
        self._layout = QVBoxLayout(self)
        self.text = FittedText()
        self.text.setAccessibleName(self.tr("Answer"))
        self.text.anchorClicked.connect(self._on_anchor)
        self.text.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.text.customContextMenuRequested.connect(self._open_menu)
        self._who = QLabel(who, textFormat=Qt.TextFormat.PlainText)
        self._who.setProperty("role", "strong")
        self.state = ElidedLabel("muted")
        self.steps: StepBar | None = None
        self.evidence: FittedText | None = None
        self.asked = Remark("text-search-variant", "muted")
        self.doubts = Remark("alert-outline", "warn")
        self.note = Remark("information-outline", "muted")
        self.withheld = Remark("shield-lock-outline", "warn")
        self._build()

    # --- while it comes -----------------------------------------------------------------------

    def show_state(self, told: str, role: str = "muted") -> None:
        """What is being done before and while the words come, and what came of it."""
        self.state.setText(told)
        wear(self.state, role)

    def show_asked(self, question: str) -> None:
        """The question as it was understood, where the conversation was folded into it."""
        told = self.tr("Asked as: {question}").format(question=language.isolate(shown_order(question)))
        self.asked.tell(told)
        self.asked.setLayoutDirection(self.layoutDirection())

    def show_step(self, step: Mapping[str, Any], left: float | None) -> None:
        """How far the way over many documents is."""
        if self.steps is None:
            self.steps = StepBar()
            self._layout.insertWidget(self._layout.indexOf(self.text), self.steps)
        self.steps.show_step(int(step["done"]), int(step["total"]), str(step.get("document", "")), left)

    def add_token(self, token: str) -> None:
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(shown_order(token), plain())

    # --- when it stands -----------------------------------------------------------------------

    def show_answer(self, answer: Answer) -> None:
        """The sentences with their sources, instead of the words as they came."""
        self.shown = answer
        self._citations = words.citations(answer)
        if self.steps is not None:
            self.steps.hide()
        self.show_state(
            self.tr("no answer in the documents") if answer.abstained else words.measured(answer.usage),
            "warn" if answer.abstained else "muted",
        )
        self._write()
        if answer.asked:
            self.show_asked(answer.asked)
        self.doubts.tell(words.doubts(answer), self._problems(answer))
        self.note.tell(answer.note)
        kept_out = self.tr("Withheld from this answer: {what}.").format(what=words.rules(answer.withheld))
        self.withheld.tell(kept_out if answer.withheld else "")
        self._show_sources()
        self.context.show_use(answer.context)
        self._foot.show()

    def show_unanswered(self) -> None:
        """Something ended the answer before a word of it came."""
        self.show_state(self.tr("no answer came"), "warn")
        for widget in (self.copies, self.evidence_button, self.context, self.text):
            widget.hide()
        self.again.show()
        self._foot.show()

    def show_refused(self, why: str) -> None:
        """It cannot be answered: the reason is told in its place."""
        self.show_unanswered()
        self.again.hide()
        self.note.tell(why)

    @property
    def is_told(self) -> bool:
        """It is known what came of it."""
        return not self._foot.isHidden()

    def show_message(self, message: Message) -> None:
        """Once it is kept it can be rated and asked for again, and has branches."""
        self._reason = message.feedback_reason
        for button in (self.up, self.down, self.again):
            button.show()
        self.branches.show_branches(message.branches, message.id)
        self._show_rating(message.feedback)

    def show_rating(self, value: int, reason: str) -> None:
        """What the person thinks of it, as it is kept now."""
        self._reason = reason
        self._show_rating(value)

    def chips(self) -> list[QToolButton]:
        """The chips of its sources, in order."""
        items = [self._chips.itemAt(place) for place in range(self._chips.count())]
        return [w for item in items if item is not None and isinstance(w := item.widget(), QToolButton)]

    def changeEvent(self, event: QEvent) -> None:
        """A new look comes in many such events: the answer is written again once, after the last of them."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "shown", None) is not None:
            self._redress.start()

    def _write(self) -> None:
        answer = self.shown
        if answer is None:
            return
        document = self.text.document()
        if answer.mode in _WRITTEN and not answer.abstained:
            write_markdown(document, answer.answer)
        else:
            write_quoted(document, answer.answer)
        marks = [
            Mark(kind, "" if answer.abstained else words.tag(kind), words.tip(sentence), own)
            for sentence, own in zip(answer.sentences, words.numbers(answer), strict=True)
            for kind in (words.support(sentence),)
        ]
        if answer.abstained:
            # What comes nearest is no source of the sentence that says there is none.
            marks = [Mark() for _ in marks]
        mark(document, [shown_order(sentence.text) for sentence in answer.sentences], marks)

    def _problems(self, answer: Answer) -> list[str]:
        return [
            f"{language.isolate(_short(sentence.text))}\n    "
            + "\n    ".join(words.tip(sentence).split("\n"))
            for sentence in answer.sentences
            if sentence.problems
        ]

    def _show_sources(self) -> None:
        answer = self.shown
        self._chips.clear()
        for number, citation in enumerate(self._citations, start=1):
            self._chips.addWidget(self._chip(number, citation))
        self._chip_area.setVisible(bool(self._citations))
        self.nearest.setVisible(bool(self._citations) and answer is not None and answer.abstained)
        self.evidence_button.setVisible(bool(self._citations))
        self.evidence_button.setChecked(answer is not None and answer.abstained and bool(self._citations))
        self._show_evidence(self.evidence_button.isChecked())

    def _chip(self, number: int, citation: Citation) -> QToolButton:
        button = QToolButton()
        button.setObjectName("chip")
        told = words.place(citation)
        button.setText(f"[{number}]  {told}")
        button.setToolTip(shown_order(citation.quote))
        button.setAccessibleName(self.tr("Source {number}: {words}").format(number=number, words=told))
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        # Names in two scripts: all chips of one height.
        button.setFixedHeight(button.fontMetrics().height() + 10)
        button.setMinimumWidth(_CHIP_WIDTH)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.citation_chosen.emit(citation))
        copy = QAction(icons.icon("content-copy"), self.tr("Copy the quotation with its source"), button)
        copy.triggered.connect(lambda: _copy(words.source(citation)))
        button.addAction(copy)
        button.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        return button

    # --- evidence -----------------------------------------------------------------------------

    def _show_evidence(self, shown: bool) -> None:
        """The quotations themselves, one under the other, beside what was said of them."""
        if shown and self._citations:
            if self.evidence is None:
                self.evidence = FittedText()
                self.evidence.setAccessibleName(self.tr("What the sources say"))
                self._layout.insertWidget(self._layout.indexOf(self._foot), self.evidence)
            quotes = (" ".join(citation.quote.split()) for citation in self._citations)
            lines = [f"[{number}] {quote}" for number, quote in enumerate(quotes, start=1)]
            write_plain(self.evidence.document(), "\n".join(lines), 6)
        if self.evidence is not None:
            self.evidence.setVisible(shown and bool(self._citations))

    # --- copying, rating ----------------------------------------------------------------------

    def copy(self) -> None:
        """The answer's words alone."""
        if self.shown is not None:
            _copy(self.shown.answer)

    def copy_with_sources(self) -> None:
        """The answer with its numbers, and its sources listed under it."""
        if self.shown is not None:
            _copy(words.with_sources(self.shown))

    def _open_menu(self, spot: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.text.textCursor().hasSelection():
            menu.addAction(icons.icon("content-copy"), self.tr("Copy what is selected"), self.text.copy)
        menu.addAction(icons.icon("content-copy"), self.tr("Copy the answer"), self.copy)
        menu.addAction(
            icons.icon("format-quote-close"), self.tr("Copy with its sources"), self.copy_with_sources
        )
        href = self.text.anchorAt(spot)
        if href:
            citation = self._citations[int(href) - 1]
            menu.addAction(
                icons.icon("content-copy"),
                self.tr("Copy the quotation with its source"),
                lambda: _copy(words.source(citation)),
            )
        if not self.again.isHidden():
            menu.addSeparator()
            menu.addAction(icons.icon("refresh"), self.again.toolTip(), self.again_asked.emit)
        menu.popup(self.text.mapToGlobal(spot))

    def _rate(self, value: int) -> None:
        self._reason = ""
        self._show_rating(value)
        self.rated.emit(value, "")
        if not value:
            self._leave_reason()
            return
        if self._reason_field is None:
            self._reason_field = ReasonField()
            self._reason_field.given.connect(self._give_reason)
            self._reason_field.left.connect(self._leave_reason)
            self._layout.addWidget(self._reason_field)
        self._reason_field.begin(value, "")

    def _give_reason(self, reason: str) -> None:
        self._reason = reason
        value = 1 if self.up.isChecked() else -1
        self._show_rating(value)
        self.rated.emit(value, reason)
        self._leave_reason()

    def _leave_reason(self) -> None:
        if self._reason_field is not None:
            self._reason_field.hide()
            (self.up if self.up.isChecked() else self.down).setFocus()

    def _show_rating(self, value: int) -> None:
        for button, own, glyph in ((self.up, 1, "thumb-up"), (self.down, -1, "thumb-down")):
            button.setChecked(value == own)
            paint_icon_button_on(button, glyph, on=value == own)
        self.reason.setText(shown_order(self._reason))
        self.reason.setVisible(bool(self._reason))

    def _on_anchor(self, url: QUrl) -> None:
        number = url.toString()
        if number.isdecimal() and 1 <= int(number) <= len(self._citations):
            self.citation_chosen.emit(self._citations[int(number) - 1])

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        self._chips = FlowLayout()
        self._chip_area = QWidget()
        self._chip_area.setLayout(self._chips)
        self._chip_area.hide()
        self.nearest = QLabel(self.tr("The nearest passages"))
        self.nearest.setProperty("role", "section")
        self.nearest.hide()
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._who)
        head.addWidget(self.state, 1)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.addLayout(head)
        self._foot = self._make_foot()
        parts = (self.asked, self.text, self.doubts, self.withheld, self.note)
        for widget in (*parts, self.nearest, self._chip_area, self._foot):
            self._layout.addWidget(widget)
        self._foot.hide()

    def _make_foot(self) -> QWidget:
        self.up = icon_button("thumb-up-outline", self.tr("A good answer"))
        self.down = icon_button("thumb-down-outline", self.tr("A bad answer"))
        for button, value in ((self.up, 1), (self.down, -1)):
            button.setCheckable(True)
            button.clicked.connect(lambda on, value=value: self._rate(value if on else 0))
        copy = icon_button("content-copy", self.tr("Copy the answer"))
        copy.clicked.connect(self.copy)
        quote = icon_button("format-quote-close", self.tr("Copy with its sources"))
        quote.clicked.connect(self.copy_with_sources)
        self.again = icon_button("refresh", self.tr("Answer once more"))
        self.again.clicked.connect(self.again_asked)
        self.branches = BranchSwitch()
        self.branches.chosen.connect(self.branch_chosen)
        self.evidence_button = text_button(self.tr("What the sources say"), bordered=False)
        self.evidence_button.setProperty("link", True)
        self.evidence_button.setCheckable(True)
        self.evidence_button.toggled.connect(self._show_evidence)
        self.reason = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.reason.setProperty("role", "muted")
        self.reason.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.reason.hide()
        self.context = ContextBar()
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.copies = QWidget()
        copies = QHBoxLayout(self.copies)
        copies.setContentsMargins(0, 0, 0, 0)
        copies.setSpacing(4)
        for button in (copy, quote):
            copies.addWidget(button)
        for widget in (self.up, self.down, self.copies, self.again):
            row.addWidget(widget)
        for button in (self.up, self.down, copy, quote, self.again):
            button.setIconSize(QSize(16, 16))
        for button in (self.up, self.down, self.again):
            button.hide()
        row.addWidget(self.branches)
        row.addSpacing(8)
        row.addWidget(self.reason, 1)
        row.addStretch()
        row.addWidget(self.evidence_button)
        row.addSpacing(8)
        row.addWidget(self.context)
        return foot


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def _short(text: str, length: int = 70) -> str:
    line = " ".join(text.translate(_MARKUP).split())
    return line if len(line) <= length else f"{line[:length].rpartition(' ')[0] or line[:length]}…"
