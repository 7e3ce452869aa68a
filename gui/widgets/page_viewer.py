# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page as image, as text, or both side by side, with the passage one came for highlighted in both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from gui import icons, remembered
from gui.widgets.bidi import BidiText
from gui.widgets.buttons import icon_button
from gui.widgets.page_image import Box, PageImage
from gui.widgets.splitter import Panes

_ZOOM_STEP = 1.2


@dataclass(frozen=True)
class ShownPage:
    """What the viewer needs to know. ``note`` says where the text comes from; ``note_role`` is its colour."""

    title: str
    number: int
    total: int
    text: str
    note: str = ""
    note_role: str = "muted"
    note_tip: str = ""
    span: tuple[int, int] | None = None
    boxes: Sequence[Box] = ()


class PageViewer(QWidget):
    """Emits ``page_asked(number)`` when the person turns the page. Feed it with :meth:`show_page`, and with
    :meth:`show_image` once the picture is there."""

    page_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: ShownPage | None = None
        self._has_image = True
        self.image = PageImage()
        self.text = BidiText()
        self.text.setAccessibleName(self.tr("Page text"))
        self.title = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.title.setProperty("role", "strong")
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.note = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.place = QLabel()
        self.place.setProperty("role", "muted")
        self.panes = Panes("page", [self.image, self.text], [600, 300], stretching=0, vertical=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head())
        layout.addWidget(self.panes, 1)
        self._choose(str(remembered.recall("page_mode", "both")))

    def show_page(self, page: ShownPage) -> None:
        """The text at once; the old picture goes unless it is of the same page."""
        same = self.shown is not None and (self.shown.title, self.shown.number) == (page.title, page.number)
        self.shown = page
        self.title.setText(page.title)
        self.title.setToolTip(page.title)
        self.note.setText(page.note)
        self.note.setToolTip(page.note_tip or page.note)
        self.note.setProperty("role", page.note_role)
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)
        self.place.setText(self.tr("{number} / {total}").format(number=page.number, total=page.total))
        self.back.setEnabled(page.number > 1)
        self.on.setEnabled(page.number < page.total)
        self.text.set_plain(page.text)
        if page.span is not None:
            self.text.mark(*page.span)
        if not same:
            self.image.clear()

    def show_image(self, png: bytes, boxes: Sequence[Box] = ()) -> None:
        """The picture of the page that is shown, with its highlights; empty for pages that are text alone."""
        self._has_image = bool(png)
        self._arrange()
        if png:
            self.image.show_page(png, boxes)

    @property
    def wants_image(self) -> bool:
        return self.mode != "text"

    def _head(self) -> QFrame:
        self.back = icon_button("chevron-left", self.tr("Previous page"), directed=True)
        self.back.setShortcut(QKeySequence("Alt+PgUp"))
        self.back.clicked.connect(lambda: self._turn(-1))
        self.on = icon_button("chevron-right", self.tr("Next page"), directed=True)
        self.on.setShortcut(QKeySequence("Alt+PgDown"))
        self.on.clicked.connect(lambda: self._turn(1))
        nearer = icon_button("magnify-plus-outline", self.tr("Zoom in"))
        nearer.clicked.connect(lambda: self.image.zoom(_ZOOM_STEP))
        farther = icon_button("magnify-minus-outline", self.tr("Zoom out"))
        farther.clicked.connect(lambda: self.image.zoom(1 / _ZOOM_STEP))
        fit = icon_button("arrow-expand-horizontal", self.tr("Fit the width"))
        fit.clicked.connect(self.image.fit_width)
        self._zooms = (farther, nearer, fit)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(4)
        first.addWidget(self.title, 1)
        first.addWidget(self.note)
        for widget in (self.back, self.place, self.on):
            second.addWidget(widget)
        second.addStretch()
        for widget in (*self._zooms, *self._mode_buttons()):
            second.addWidget(widget)
        head = QFrame()
        head.setObjectName("pane_head")
        column = QVBoxLayout(head)
        column.setContentsMargins(12, 8, 8, 4)
        column.setSpacing(4)
        column.addLayout(first)
        column.addLayout(second)
        return head

    def _mode_buttons(self) -> list[QToolButton]:
        group = QActionGroup(self)
        self._modes: dict[str, QAction] = {}
        buttons = []
        for mode, glyph, name in (
            ("image", "file-image-outline", self.tr("Image only")),
            ("both", "view-split-horizontal", self.tr("Image and text")),
            ("text", "text", self.tr("Text only")),
        ):
            action = QAction(icons.icon(glyph, "muted"), name, group, checkable=True)
            action.triggered.connect(lambda _checked=False, mode=mode: self._choose(mode))
            self._modes[mode] = action
            button = icon_button(glyph, name)
            button.setDefaultAction(action)
            buttons.append(button)
        return buttons

    def _choose(self, mode: str) -> None:
        self.mode = mode if mode in self._modes else "both"
        self._modes[self.mode].setChecked(True)
        self._arrange()
        remembered.remember("page_mode", self.mode)
        if self.wants_image and self.shown is not None and not self.image.has_page:
            self.page_asked.emit(self.shown.number)

    def _arrange(self) -> None:
        image = self.mode != "text" and self._has_image
        self.image.setVisible(image)
        self.text.setVisible(self.mode != "image" or not self._has_image)
        for button in self._zooms:
            button.setEnabled(image)

    def _turn(self, by: int) -> None:
        if self.shown is not None:
            self.page_asked.emit(self.shown.number + by)
