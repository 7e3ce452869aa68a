# SPDX-License-Identifier: AGPL-3.0-or-later
"""The right-hand pane of every view: the page that what one looks at comes from, its passage highlighted."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QToolButton, QVBoxLayout, QWidget

from core.errors import UserError
from core.records import Box, Document, Page
from gui import finding, icons, language, remembered
from gui.documents import words
from gui.finding import Found
from gui.ops import Ops, slot
from gui.widgets.bidi import Span
from gui.widgets.busy import BusyLine
from gui.widgets.empty import EmptyState
from gui.widgets.message import InlineMessage
from gui.widgets.page_viewer import PageViewer, ShownPage

_DPI, _SHARP_DPI = 110, 220
_BLURRED_FROM = 1.4  # pixels of the screen for each of the picture
_KEPT_IMAGES = 12


@dataclass(frozen=True)
class _Place:
    """What is to be shown: a page, and a span of its text or none."""

    document_id: str
    page: int
    span: tuple[int, int] | None = None


class SourcePane(QWidget):
    """``show_page`` and ``show_passage`` fetch and show; of several asked in haste the last is shown.

    Emits ``shown`` when the text stands, ``image_shown`` when the picture does too.
    """

    shown = Signal()
    image_shown = Signal()

    def __init__(self, ops: Ops, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ops = ops
        self.message = InlineMessage()
        self._busy = BusyLine()
        self.viewer = PageViewer()
        empty = EmptyState(
            "file-search-outline",
            self.tr("The source"),
            hint or self.tr("Choose something, and the page it comes from is shown here."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(self.viewer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._busy)
        layout.addWidget(self.message)
        layout.addWidget(self._stack, 1)
        self._wanted: _Place | None = None
        self._document: tuple[Document, list[Page]] | None = None
        self._images: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()
        self._dpi = _DPI
        self._found: list[Found] = []
        self._at = 0
        self.setAccessibleName(self.tr("The source"))
        self._make_names_action()
        self._connect()

    # --- what others call ---------------------------------------------------------------------

    def show_page(self, document_id: str, page: int = 1) -> None:
        self._show(_Place(document_id, page))

    def show_passage(self, document_id: str, page: int, start: int, end: int) -> None:
        """Highlights ``text[start:end]`` of the page."""
        self._show(_Place(document_id, page, (start, end)))

    def clear(self) -> None:
        """Back to the hint; what was kept of the document is dropped."""
        self._wanted = None
        self.forget()
        self.message.hide()
        self.viewer.find_bar.leave()
        self._stack.setCurrentIndex(0)

    def forget(self) -> None:
        """Reads the document anew the next time: it was altered."""
        self._document = None
        self._images.clear()

    def reload(self) -> None:
        """The same place again, of the document as it is now; what did not change stays as it is."""
        self._document = None
        self.message.hide()
        if self._wanted is not None:
            self._fetch(self._wanted, True)

    @property
    def document(self) -> Document | None:
        """The document that is shown, once it is there."""
        return self._document[0] if self._document is not None else None

    @property
    def document_id(self) -> str | None:
        return self._wanted.document_id if self._wanted is not None else None

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        if self._wanted is None or self._document is None:
            return None
        return next((page for page in self._document[1] if page.number == self._wanted.page), None)

    def show_error(self, error: UserError) -> None:
        self.message.show_message(error.what, error.do, details=error.details)

    def begin_busy(self) -> None:
        self._busy.begin()

    def end_busy(self) -> None:
        self._busy.end()

    # --- showing ------------------------------------------------------------------------------

    def _show(self, place: _Place) -> None:
        if self._wanted is None or self._wanted.document_id != place.document_id:
            self._found = []
            self.viewer.find_bar.leave()
        self._wanted = place
        self.message.hide()
        self._fetch(place)

    @slot
    async def _fetch(self, place: _Place, again: bool = False) -> None:
        documents = self.ops.app.documents
        known = self._document
        if known is None or known[0].id != place.document_id:
            document = await self.ops.query(self, documents.get, place.document_id)
            known = (document, await self.ops.query(self, documents.pages, place.document_id))
        if place != self._wanted:
            return
        self._document = known
        if not self._show_text(place, *known, again=again):
            return
        if self.viewer.wants_image and not (again and self.viewer.image.has_page):
            await self._fetch_image(place)
        await self._mark_names()

    def _show_text(self, place: _Place, document: Document, pages: list[Page], *, again: bool) -> bool:
        """False where there is no such page. ``again``: only what has changed is drawn."""
        page = next((one for one in pages if one.number == place.page), None)
        if page is None:
            self._stack.setCurrentIndex(0)
            told = document.error or self.tr("{name} has no pages to show.").format(
                name=language.isolate(document.name)
            )
            self.message.show_message(told, kind="bad" if document.error else "info")
            return False
        note, role = words.source_note(page)
        self.viewer.show_page(
            ShownPage(
                document.name,
                page.number,
                len(pages),
                page.text,
                note,
                role,
                page.error or "",
                place.span,
                label=page.label,
            ),
            again=again,
        )
        if page.error:
            self.message.show_message(page.error)
        self._stack.setCurrentIndex(1)
        self._mark_found_text()
        self.shown.emit()
        return True

    async def _fetch_image(self, place: _Place) -> None:
        png = await self._image(place, _DPI)
        boxes = await self._boxes(place, [place.span]) if place.span is not None else []
        if place != self._wanted:
            return
        self._dpi = _DPI
        self.viewer.show_image(png, boxes)
        await self._mark_found_image()
        self.image_shown.emit()

    async def _image(self, place: _Place, dpi: int) -> bytes:
        key = (place.document_id, place.page, dpi)
        if key not in self._images:
            draw = self.ops.app.documents.page_image
            self._images[key] = await self.ops.query_on(
                "pages", self, draw, place.document_id, place.page, dpi
            )
        self._images.move_to_end(key)
        while len(self._images) > _KEPT_IMAGES:
            self._images.popitem(last=False)
        return self._images[key]

    async def _boxes(self, place: _Place, spans: list[Span]) -> list[Box]:
        """Where these spans stand on the page's picture, all in one list."""
        boxes = self.ops.app.documents.boxes
        found = await self.ops.query(self, boxes, place.document_id, place.page, spans)
        return [box for one in found for box in one]

    @slot
    async def _sharpen(self, scale: float) -> None:
        """Draws the page from more dots once it is looked at closely."""
        place = self._wanted
        if place is None or self._dpi != _DPI or scale * self.devicePixelRatioF() < _BLURRED_FROM:
            return
        self._dpi = _SHARP_DPI
        png = await self._image(place, _SHARP_DPI)
        if place == self._wanted and png:
            self.viewer.image.sharpen(png)

    def _turn(self, number: int) -> None:
        if self._wanted is None:
            return
        same = number == self._wanted.page
        self._show(_Place(self._wanted.document_id, number, self._wanted.span if same else None))

    def _go_to(self, label: str) -> None:
        """By the number in the file, or by the one printed on the page."""
        if self._wanted is None or self._document is None:
            return
        pages = self._document[1]
        by_label = next((page.number for page in pages if page.label == label), None)
        number = int(label) if label.isdecimal() and 1 <= int(label) <= len(pages) else by_label
        if number is None:
            self.message.show_message(
                self.tr("There is no page {label}.").format(label=language.isolate(label)), kind="info"
            )
            return
        self._turn(number)

    # --- a word in text and image -------------------------------------------------------------

    @slot
    async def _word_in_text(self, offset: int) -> None:
        place, page = self._wanted, self.page
        span = finding.word_around(page.text, offset) if page is not None else None
        self.viewer.text.set_marks("word", [span] if span else [])
        if place is None or span is None or not self.viewer.image.has_page:
            self.viewer.image.set_marks("word", [])
            return
        boxes = await self._boxes(place, [span])
        if place == self._wanted:
            self.viewer.image.set_marks("word", boxes)
            if boxes:
                self.viewer.image.bring_box_into_view(boxes[0])

    @slot
    async def _word_in_image(self, x: float, y: float) -> None:
        place = self._wanted
        if place is None:
            return
        find = self.ops.app.documents.word_at
        word = await self.ops.query(self, find, place.document_id, place.page, x, y)
        if place != self._wanted:
            return
        self.viewer.text.set_marks("word", [(word.start, word.end)] if word else [])
        self.viewer.image.set_marks("word", [word.box] if word and word.box else [])
        if word is not None:
            self.viewer.text.bring_into_view(word.start)

    # --- names and dates on the page ----------------------------------------------------------

    @slot
    async def _show_names(self, shown: bool) -> None:
        remembered.remember("page_names", shown)
        await self._mark_names()

    async def _mark_names(self) -> None:
        place = self._wanted
        if place is None or not self.names_action.isChecked():
            self.viewer.text.set_marks("entities", [])
            self.viewer.image.set_marks("entities", [])
            return
        entities = self.ops.app.documents.entities
        found = await self.ops.query(self, entities, place.document_id, place.page)
        spans = [(one.start, one.end) for one in found]
        boxes = await self._boxes(place, spans) if self.viewer.image.has_page else []
        if place == self._wanted:
            self.viewer.text.set_marks("entities", spans)
            self.viewer.image.set_marks("entities", boxes)

    # --- finding in the document --------------------------------------------------------------

    @slot
    async def _find(self, typed: str) -> None:
        place = self._wanted
        if place is None or self._document is None:
            return
        pages = [(page.number, page.text) for page in self._document[1]]
        found = await self.ops.query_on("find", self, finding.find, pages, typed)
        if self._wanted is None or self._wanted.document_id != place.document_id:
            return
        self._found = found
        later = (number for number, one in enumerate(found) if one.page >= place.page)
        self._at = next(later, 0)
        await self._show_found()

    @slot
    async def _step(self, by: int) -> None:
        if self._found:
            self._at = (self._at + by) % len(self._found)
            await self._show_found()

    async def _show_found(self) -> None:
        """Goes to the place at hand and highlights it, and the others of its page."""
        self.viewer.find_bar.show_count(self._at + 1, len(self._found))
        if self._found and self._wanted is not None and self._found[self._at].page != self._wanted.page:
            self._turn(self._found[self._at].page)
            return
        self._mark_found_text()
        await self._mark_found_image()

    def _mark_found_text(self) -> None:
        here, current = self._found_here()
        text = self.viewer.text
        text.set_marks("found", here)
        text.set_marks("current", current)
        if current:
            text.bring_into_view(current[0][0])

    async def _mark_found_image(self) -> None:
        place, image = self._wanted, self.viewer.image
        here, current = self._found_here()
        if place is None or not image.has_page:
            return
        all_boxes = await self._boxes(place, here) if here else []
        at_hand = await self._boxes(place, current) if current else []
        if place == self._wanted:
            image.set_marks("found", all_boxes)
            image.set_marks("current", at_hand)
            if at_hand:
                image.bring_box_into_view(at_hand[0])

    def _found_here(self) -> tuple[list[Span], list[Span]]:
        """The places of the page that is shown, and the one at hand when it is among them."""
        if self._wanted is None or not self._found:
            return [], []
        here = [(one.start, one.end) for one in self._found if one.page == self._wanted.page]
        at_hand = self._found[self._at]
        return here, [(at_hand.start, at_hand.end)] if at_hand.page == self._wanted.page else []

    @slot
    async def _leave_finding(self) -> None:
        self._found = []
        self._mark_found_text()
        await self._mark_found_image()
        if self._wanted is not None:
            self.viewer.text.setFocus()

    # --- building -----------------------------------------------------------------------------

    def _make_names_action(self) -> None:
        self.names_action = QAction(
            icons.icon("account-search-outline", "muted"),
            self.tr("Mark names and dates"),
            self,
            checkable=True,
        )
        self.names_action.setChecked(remembered.recall("page_names", "false") in {True, "true"})
        self.names_action.toggled.connect(self._show_names)
        button = QToolButton()
        button.setDefaultAction(self.names_action)
        button.setAutoRaise(True)
        button.setAccessibleName(self.names_action.text())
        self.viewer.row.insertWidget(self.viewer.row.count() - 9, button)

    def _connect(self) -> None:
        viewer = self.viewer
        viewer.page_asked.connect(self._turn)
        viewer.label_asked.connect(self._go_to)
        viewer.text.clicked.connect(self._word_in_text)
        viewer.image.clicked.connect(self._word_in_image)
        viewer.image.zoomed.connect(self._sharpen)
        viewer.find_bar.asked.connect(self._find)
        viewer.find_bar.stepped.connect(self._step)
        viewer.find_bar.left.connect(self._leave_finding)
