# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is known of one document: its ledger page by page, what failed and why, its own facts, its likes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.records import Document, Page, Similar
from gui import icons, language
from gui.documents import words
from gui.widgets.buttons import icon_button, text_button
from gui.widgets.elided import ElidedLabel
from gui.widgets.flow import FlowLayout
from gui.widgets.icon_label import IconLabel
from gui.widgets.page_squares import PageSquares, Square
from gui.widgets.state_label import StateLabel

_MOST_FAILED, _MOST_SIMILAR = 40, 12
_FAILED_GLYPH, _CORRECTED_GLYPH = "alert", "pencil"


class AboutPane(QScrollArea):
    """Feed it with :meth:`show_document`. Emits what the person wants: ``page_chosen(number)``,
    ``retry_asked(number, engine)`` (0: all that failed; empty: the usual engine), ``unlock_asked``,
    ``document_asked(id)``, ``tag_asked``, ``untag_asked(tag)``."""

    page_chosen = Signal(int)
    retry_asked = Signal(int, str)
    unlock_asked = Signal()
    document_asked = Signal(str)
    tag_asked = Signal()
    untag_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("About the document"))
        self._shown: object = None
        self.name = ElidedLabel("heading")
        self.state = StateLabel()
        self.reason = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.reason.setProperty("role", "bad")
        self.reason.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.unlock = text_button(self.tr("Enter its password"), icons.icon("lock-open-variant-outline"))
        self.unlock.clicked.connect(self.unlock_asked)
        self.retry = self._retry_button(0)
        self.legend = FlowLayout(14)
        self.squares = PageSquares()
        self.squares.chosen.connect(self.page_chosen)
        self.failed, self.similar = QVBoxLayout(), QVBoxLayout()
        self.facts = QGridLayout()
        self.tags = FlowLayout()
        self._build()

    def show_document(
        self,
        document: Document,
        pages: Sequence[Page],
        similar: Sequence[Similar],
        parent: Document | None = None,
    ) -> None:
        """``similar`` as core found them; ``parent`` is the file that this one was found in."""
        shown = (document, list(pages), list(similar), parent)
        if shown == self._shown:
            return
        self._shown = shown
        self.name.setText(document.name)
        self._show_state(document)
        self._show_legend(pages)
        self.squares.show_squares([_square(page) for page in pages])
        self._pages_area.setVisible(bool(pages))
        self._show_failed([page for page in pages if page.source == "failed"])
        self._show_facts(document, parent)
        self._show_tags(document.tags)
        self._show_similar(similar)

    def set_page(self, number: int) -> None:
        """Which page is shown beside this."""
        self.squares.set_current(number)

    # --- parts --------------------------------------------------------------------------------

    def _show_state(self, document: Document) -> None:
        glyph, role, told = self._state(document)
        self.state.set_state(glyph, told, role)
        self.reason.setText(document.error or "")
        self.reason.setVisible(bool(document.error))
        self.unlock.setVisible(document.locked)
        self.retry.setVisible(words.is_bad(document) and not document.locked)

    def _state(self, document: Document) -> tuple[str, str, str]:
        if document.locked:
            return "lock-outline", "bad", self.tr("locked with a password")
        states = {
            "pending": ("clock-outline", "muted", self.tr("waiting to be read")),
            "ready": ("check-circle-outline", "ok", self.tr("every page was read")),
            "partial": ("alert-outline", "warn", self.tr("some pages could not be read")),
            "failed": ("alert-circle-outline", "bad", self.tr("could not be read")),
        }
        return states[document.status]

    def _show_legend(self, pages: Sequence[Page]) -> None:
        self.legend.clear()
        counts = Counter(page.source for page in pages)
        for source, look in words.SOURCES.items():
            if counts[source]:
                label = StateLabel()
                told = f"{language.number(counts[source])}  {look.word()}"
                label.set_state(look.glyph, told, look.role)
                self.legend.addWidget(label)

    def _show_failed(self, pages: Sequence[Page]) -> None:
        _empty(self.failed)
        for page in pages[:_MOST_FAILED]:
            self.failed.addWidget(self._failed_row(page))
        if len(pages) > _MOST_FAILED:
            self.failed.addWidget(_quiet(self.tr("and %n more pages", "", len(pages) - _MOST_FAILED)))
        self._failed_area.setVisible(bool(pages))

    def _failed_row(self, page: Page) -> QWidget:
        go = _link(self.tr("Page {number}").format(number=language.number(page.number)))
        go.clicked.connect(lambda _checked=False, number=page.number: self.page_chosen.emit(number))
        why = QLabel(page.error or page.reason, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        why.setProperty("role", "muted")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconLabel("alert-circle-outline", "bad"))
        head.addWidget(go)
        head.addStretch()
        head.addWidget(self._retry_button(page.number))
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(why)
        return row

    def _retry_button(self, number: int) -> QToolButton:
        """Tries again with the usual engine; its arrow offers the others."""
        button = text_button(self.tr("Try again"), icons.icon("refresh"))
        button.clicked.connect(lambda: self.retry_asked.emit(number, ""))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: self._fill_engines(menu, number))
        button.setMenu(menu)
        return button

    def _fill_engines(self, menu: QMenu, number: int) -> None:
        menu.clear()
        for engine in words.ENGINES:
            action = menu.addAction(
                self.tr("With {engine}").format(engine=language.isolate(words.engine(engine)))
            )
            action.triggered.connect(
                lambda _checked=False, engine=engine: self.retry_asked.emit(number, engine)
            )

    def _show_facts(self, document: Document, parent: Document | None) -> None:
        _empty(self.facts)
        facts = [
            (self.tr("Title"), document.title),
            (self.tr("Author"), document.author),
            (self.tr("Written"), _day(document.created_on)),
            (self.tr("Altered"), _day(document.modified_on)),
            (self.tr("Collection"), document.collection),
            (self.tr("Language"), language.language_names(document.languages)),
            (self.tr("Size"), language.size(document.size)),
            (self.tr("File"), language.left_to_right(document.path)),
            (self.tr("Holds"), self.tr("%n files", "", document.members) if document.members else ""),
        ]
        told = [(name, value) for name, value in facts if value]
        for row, (name, value) in enumerate(told):
            label = ElidedLabel()
            label.setText(value)
            self._fact(row, name, label)
        if parent is not None:
            within = _link(language.isolate(parent.name))
            within.clicked.connect(lambda: self.document_asked.emit(parent.id))
            self.facts.addWidget(_quiet(self.tr("Found in")), len(told), 0)
            self.facts.addWidget(within, len(told), 1, Qt.AlignmentFlag.AlignLeading)

    def _fact(self, row: int, name: str, value: QWidget) -> None:
        self.facts.addWidget(_quiet(name), row, 0)
        self.facts.addWidget(value, row, 1)

    def _show_tags(self, tags: Sequence[str]) -> None:
        self.tags.clear()
        for tag in tags:
            self.tags.addWidget(self._tag(tag))
        add = text_button(self.tr("Add a tag"), icons.icon("tag-plus-outline"))
        add.clicked.connect(self.tag_asked)
        self.tags.addWidget(add)

    def _tag(self, tag: str) -> QFrame:
        chip = QFrame()
        chip.setObjectName("tag")
        row = QHBoxLayout(chip)
        row.setContentsMargins(10, 1, 4, 1)
        row.setSpacing(2)
        row.addWidget(QLabel(language.isolate(tag), textFormat=Qt.TextFormat.PlainText))
        remove = icon_button(
            "close", self.tr("Take the tag {tag} off").format(tag=language.isolate(tag)), role="on_soft"
        )
        remove.clicked.connect(lambda: self.untag_asked.emit(tag))
        row.addWidget(remove)
        return chip

    def _show_similar(self, similar: Sequence[Similar]) -> None:
        _empty(self.similar)
        for one in similar[:_MOST_SIMILAR]:
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            go = _link(language.isolate(one.document.rsplit("/", 1)[-1]))
            go.setToolTip(one.document)
            go.clicked.connect(lambda _checked=False, key=one.document_id: self.document_asked.emit(key))
            alike = language.left_to_right(f"{round(100 * one.likeness)} %")
            line.addWidget(go)
            line.addStretch()
            line.addWidget(_quiet(self.tr("{share} alike").format(share=alike)))
            self.similar.addWidget(row)
        self._similar_area.setVisible(bool(similar))

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.name)
        column.addLayout(_row(self.state, None, self.unlock, self.retry))
        column.addWidget(self.reason)
        legend = _flowing(self.legend)
        self._pages_area = _section(self.tr("Pages"), _filled(legend, self.squares))
        self._failed_area = _section(self.tr("Could not be read"), self.failed)
        self._similar_area = _section(self.tr("Much like it"), self.similar)
        self.facts.setColumnStretch(1, 1)
        self.facts.setHorizontalSpacing(16)
        self.facts.setVerticalSpacing(4)
        tags = _flowing(self.tags)
        column.addWidget(self._pages_area)
        column.addWidget(self._failed_area)
        column.addWidget(_section(self.tr("Tags"), _filled(tags)))
        column.addWidget(_section(self.tr("The file"), self.facts))
        column.addWidget(self._similar_area)
        column.addStretch()
        self.setWidget(inside)


def _square(page: Page) -> Square:
    look = words.SOURCES[page.source]
    note, _ = words.source_note(page)
    glyph = {"failed": _FAILED_GLYPH, "corrected": _CORRECTED_GLYPH}.get(page.source, "")
    return Square(page.number, look.role, glyph, note)


def _day(iso: str) -> str:
    """ "2024-03-16T18:05:00Z" as people read it."""
    return language.left_to_right(iso.replace("T", " ")[:16]) if iso else ""


def _section(title: str, inside: QVBoxLayout | QGridLayout) -> QWidget:
    area = QWidget()
    column = QVBoxLayout(area)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    heading = QLabel(title)
    heading.setProperty("role", "section")
    column.addWidget(heading)
    inside.setContentsMargins(0, 0, 0, 0)
    column.addLayout(inside)
    return area


def _filled(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    for widget in widgets:
        column.addWidget(widget)
    return column


def _flowing(layout: FlowLayout) -> QWidget:
    """As high as its lines are, and no higher."""
    area = QWidget()
    area.setLayout(layout)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    policy.setHeightForWidth(True)
    area.setSizePolicy(policy)
    return area


def _row(*widgets: QWidget | None) -> QHBoxLayout:
    """None stands for what stretches."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        if widget is None:
            row.addStretch()
        else:
            row.addWidget(widget)
    return row


def _quiet(text: str) -> QLabel:
    label = QLabel(text, textFormat=Qt.TextFormat.PlainText)
    label.setProperty("role", "muted")
    return label


def _link(text: str) -> QToolButton:
    button = text_button(text, bordered=False)
    button.setProperty("link", True)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


def _empty(layout: QVBoxLayout | QGridLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
