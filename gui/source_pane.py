# SPDX-License-Identifier: AGPL-3.0-or-later
"""The right-hand pane of every view: the page that what one looks at comes from, its passage highlighted."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from core.errors import UserError
from core.records import Document, Page
from gui import language
from gui.ops import Ops, slot
from gui.widgets.busy import BusyLine
from gui.widgets.empty import EmptyState
from gui.widgets.message import InlineMessage
from gui.widgets.page_viewer import PageViewer, ShownPage

_DPI = 110
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
        self.viewer.page_asked.connect(self._turn)
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
        self._images: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self.setAccessibleName(self.tr("The source"))

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
        self._stack.setCurrentIndex(0)

    def forget(self) -> None:
        """Reads the document anew the next time: it was altered."""
        self._document = None
        self._images.clear()

    @property
    def document_id(self) -> str | None:
        return self._wanted.document_id if self._wanted is not None else None

    def show_error(self, error: UserError) -> None:
        self.message.show_message(error.what, error.do, details=error.details)

    def begin_busy(self) -> None:
        self._busy.begin()

    def end_busy(self) -> None:
        self._busy.end()

    def _show(self, place: _Place) -> None:
        self._wanted = place
        self.message.hide()
        self._fetch(place)

    @slot
    async def _fetch(self, place: _Place) -> None:
        documents = self.ops.app.documents
        known = self._document
        if known is None or known[0].id != place.document_id:
            document = await self.ops.query(self, documents.get, place.document_id)
            known = (document, await self.ops.query(self, documents.pages, place.document_id))
        if place != self._wanted:
            return
        self._document = known
        if not self._show_text(place, *known):
            return
        if self.viewer.wants_image:
            await self._fetch_image(place)

    def _show_text(self, place: _Place, document: Document, pages: list[Page]) -> bool:
        page = next((one for one in pages if one.number == place.page), None)
        if page is None:
            self._stack.setCurrentIndex(0)
            words = document.error or self.tr("{name} has no pages to show.").format(
                name=language.isolate(document.name)
            )
            self.message.show_message(words, kind="bad" if document.error else "info")
            return False
        note, role = self._note(page)
        self.viewer.show_page(
            ShownPage(
                document.name, page.number, len(pages), page.text, note, role, page.error or "", place.span
            )
        )
        if page.error:
            self.message.show_message(page.error)
        self._stack.setCurrentIndex(1)
        self.shown.emit()
        return True

    async def _fetch_image(self, place: _Place) -> None:
        documents = self.ops.app.documents
        key = (place.document_id, place.page)
        png = (
            self._images[key]
            if key in self._images
            else await self.ops.query_on(
                "pages", self, documents.page_image, place.document_id, place.page, _DPI
            )
        )
        boxes: tuple[tuple[float, float, float, float], ...] = ()
        if place.span is not None:
            start, end = place.span
            passage = await self.ops.query(self, documents.passage, place.document_id, place.page, start, end)
            boxes = passage.boxes
        if place != self._wanted:
            return
        self._images[key] = png
        self._images.move_to_end(key)
        while len(self._images) > _KEPT_IMAGES:
            self._images.popitem(last=False)
        self.viewer.show_image(png, boxes)
        self.image_shown.emit()

    def _turn(self, number: int) -> None:
        if self._wanted is None:
            return
        same = number == self._wanted.page
        self._show(_Place(self._wanted.document_id, number, self._wanted.span if same else None))

    def _note(self, page: Page) -> tuple[str, str]:
        """Where the page's text comes from, in a word, and the colour it wears."""
        if page.source == "failed":
            return self.tr("could not be read"), "bad"
        if page.source == "ocr":
            sure = f"{round(100 * page.confidence)} %" if page.confidence is not None else "?"
            words = self.tr("read from the image, {sure} sure").format(sure=language.left_to_right(sure))
            return words, "warn" if (page.confidence or 0) < 0.8 else "muted"
        return self.tr("text of the document"), "muted"
