# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page as image, as text, or both together, with what one came for highlighted in both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from gui import icons, remembered
from gui.widgets.bidi import BidiText
from gui.widgets.elided import ElidedLabel
from gui.widgets.find_bar import FindBar
from gui.widgets.page_image import Box, PageImage
from gui.widgets.splitter import Panes
from gui.widgets.state_label import wear

_PLACE_WIDTH = 84
_ROOMY = 470


@dataclass(frozen=True)
class ShownPage:
    """What the viewer needs to know. ``note`` says where the text comes from; ``note_role`` is its colour.

    ``label`` is the number printed on the page, where it is another one.
    """

    title: str
    number: int
    total: int
    text: str
    note: str = ""
    note_role: str = "muted"
    note_tip: str = ""
    span: tuple[int, int] | None = None
    boxes: Sequence[Box] = ()
    label: str = ""


class PageViewer(QWidget):
    """Emits ``page_asked(number)`` when the person turns the page and ``label_asked(text)`` when a printed
    page number was typed. Feed it with :meth:`show_page`, and with :meth:`show_image` once the picture is
    there. Its actions (zoom, pages, find) have shortcuts within it; a view may add them to its own."""

    page_asked = Signal(int)
    label_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: ShownPage | None = None
        self._has_image = True
        self.image = PageImage()
        self.image.turn_asked.connect(self._turn)
        self.text = BidiText()
        self.text.setAccessibleName(self.tr("Page text"))
        self.title = ElidedLabel("strong")
        self.note = ElidedLabel("muted")
        self.find_bar = FindBar()
        self._make_actions()
        self.panes = Panes("page", [self.image, self.text], [600, 300], stretching=0, vertical=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head())
        layout.addWidget(self.find_bar)
        layout.addWidget(self.panes, 1)
        self._choose(str(remembered.recall("page_mode", "both")))

    def show_page(self, page: ShownPage, *, again: bool = False) -> None:
        """The text at once; the old picture goes unless it is of the same page. ``again``: a page that says
        what it said keeps its place and its marks."""
        before, self.shown = self.shown, page
        same = before is not None and (before.title, before.number) == (page.title, page.number)
        unchanged = again and before is not None and replace(before, total=page.total) == page
        self.title.setText(page.title)
        self.note.setText(page.note)
        self.note.setToolTip(page.note_tip or page.note)
        wear(self.note, page.note_role)
        self._show_place()
        self.back_action.setEnabled(page.number > 1)
        self.on_action.setEnabled(page.number < page.total)
        if unchanged:
            return
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

    def begin_find(self) -> None:
        self.find_bar.begin()

    @property
    def wants_image(self) -> bool:
        return self.mode != "text"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the field of the page's number: all is selected to be typed over, Escape brings it back."""
        if event.type() == QEvent.Type.FocusOut:
            self._show_place()
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.KeyPress:
            self.text.setFocus()
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, what Ctrl and the wheel do has no buttons."""
        super().resizeEvent(event)
        for button in self._spare:
            button.setVisible(self.width() >= _ROOMY)

    # --- building -----------------------------------------------------------------------------

    def _make_actions(self) -> None:
        add = self._action
        self.back_action = add(
            self.tr("Previous page"), "chevron-left", lambda: self._turn(-1), "Alt+PgUp", directed=True
        )
        self.on_action = add(
            self.tr("Next page"), "chevron-right", lambda: self._turn(1), "Alt+PgDown", directed=True
        )
        self.go_action = add(self.tr("Go to a page"), "page-next-outline", self._begin_going, "Ctrl+G")
        self.find_action = add(self.tr("Find in this document"), "text-search", self.begin_find, "Ctrl+F")
        self.next_action = add(
            self.tr("Next place found"), "chevron-down", lambda: self.find_bar.stepped.emit(1), "F3"
        )
        self.farther = add(self.tr("Zoom out"), "magnify-minus-outline", self.image.zoom_out, "Ctrl+-")
        self.nearer = add(self.tr("Zoom in"), "magnify-plus-outline", self.image.zoom_in, "Ctrl++", "Ctrl+=")
        self.fit_width = add(
            self.tr("Fit the width"), "arrow-expand-horizontal", self.image.fit_width, "Ctrl+0"
        )
        self.fit_page = add(self.tr("Fit the page"), "arrow-expand-all", self.image.fit_page, "Ctrl+9")

    def _action(
        self, text: str, glyph: str, do: Callable[[], object], *keys: str, directed: bool = False
    ) -> QAction:
        action = QAction(icons.icon(glyph, "muted", directed=directed), text, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        native = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{text} ({native})")
        action.triggered.connect(lambda _checked=False: do())
        self.addAction(action)
        return action

    def _head(self) -> QFrame:
        self.back, self.on = _button(self.back_action), _button(self.on_action)
        self.place = QLineEdit()
        self.place.setObjectName("place")
        self.place.setFixedWidth(_PLACE_WIDTH)
        self.place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.place.setAccessibleName(self.tr("Page number"))
        self.place.returnPressed.connect(self._go)
        self.place.installEventFilter(self)
        self.printed = QLabel()
        self.printed.setProperty("role", "muted")
        first, self.row = QHBoxLayout(), QHBoxLayout()
        for row in (first, self.row):
            row.setSpacing(2)
        first.addWidget(self.title, 1)
        for widget in (self.back, self.place, self.on, self.printed):
            self.row.addWidget(widget)
        self.row.addStretch()
        self._spare = [_button(action) for action in (self.farther, self.nearer, self.fit_page)]
        farther, nearer, fit_page = self._spare
        for button in (_button(self.find_action), farther, nearer, _button(self.fit_width), fit_page):
            self.row.addWidget(button)
        for button in self._mode_buttons():
            self.row.addWidget(button)
        head = QFrame()
        head.setObjectName("pane_head")
        column = QVBoxLayout(head)
        column.setContentsMargins(12, 8, 8, 4)
        column.setSpacing(4)
        column.addLayout(first)
        column.addWidget(self.note)
        column.addLayout(self.row)
        return head

    def _mode_buttons(self) -> list[QToolButton]:
        group = QActionGroup(self)
        self._modes: dict[str, QAction] = {}
        buttons = []
        for mode, glyph, name in (
            ("image", "file-image-outline", self.tr("Image only")),
            ("both", "view-split-horizontal", self.tr("Image over text")),
            ("beside", "view-split-vertical", self.tr("Image beside text")),
            ("text", "text", self.tr("Text only")),
        ):
            action = QAction(icons.icon(glyph, "muted"), name, group, checkable=True)
            action.triggered.connect(lambda _checked=False, mode=mode: self._choose(mode))
            self._modes[mode] = action
            buttons.append(_button(action))
        return buttons

    # --- what happens -------------------------------------------------------------------------

    def _choose(self, mode: str) -> None:
        self.mode = mode if mode in self._modes else "both"
        self._modes[self.mode].setChecked(True)
        beside = self.mode == "beside"
        wanted = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self.panes.orientation() != wanted:
            self.panes.setOrientation(wanted)
            self.panes.setSizes([500, 500] if beside else [600, 300])
        self._arrange()
        remembered.remember("page_mode", self.mode)
        if self.wants_image and self.shown is not None and not self.image.has_page:
            self.page_asked.emit(self.shown.number)

    def _arrange(self) -> None:
        image = self.mode != "text" and self._has_image
        self.image.setVisible(image)
        self.text.setVisible(self.mode != "image" or not self._has_image)
        for action in (self.farther, self.nearer, self.fit_width, self.fit_page):
            action.setEnabled(image)

    def _turn(self, by: int) -> None:
        if self.shown is not None and 1 <= self.shown.number + by <= self.shown.total:
            self.page_asked.emit(self.shown.number + by)

    def _show_place(self) -> None:
        page = self.shown
        if page is not None:
            self.place.setText(self.tr("{number} / {total}").format(number=page.number, total=page.total))
            other = page.label if page.label not in {"", str(page.number)} else ""
            self.printed.setText(self.tr("printed: {label}").format(label=other) if other else "")

    def _begin_going(self) -> None:
        self.place.setFocus()
        self.place.selectAll()

    def _go(self) -> None:
        typed = self.place.text().split("/")[0].strip()
        if self.shown is not None and typed:
            self.label_asked.emit(typed)
        self._show_place()
        self.text.setFocus()


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setAutoRaise(True)
    button.setAccessibleName(action.text())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
