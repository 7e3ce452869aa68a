# SPDX-License-Identifier: AGPL-3.0-or-later
"""A conversation of any length: only the turns around what is read are widgets, built bit by bit."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

_COLUMN = 760
_AT_ONCE_SECONDS = 0.012
_AHEAD, _KEPT = 1.5, 4.0  # heights of the view: built before they are seen, and kept after
_FEW = 4
KEPT = "kept"  # the property of a widget that must not be made anew


@dataclass(frozen=True)
class Turn:
    """``make()`` builds its widget. A widget stays while ``key`` and ``record`` are the same.

    A widget whose property KEPT is true is never thrown away while its turn is among those shown.
    """

    key: str
    record: Any
    make: Callable[[], QWidget]


class ConversationView(QScrollArea):
    """Turns one under the other; follows the end while the reader is there, else keeps the reader's place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("conversation")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._all: list[Turn] = []
        self._first = 0  # turns [_first, _first + len(_widgets)) of all are built
        self._widgets: list[QWidget] = []
        self._at_end = True
        self._place: tuple[QWidget, int] | None = None
        self._restoring = False
        # What is at work, or being written in, outlives being far from what is read.
        self._parked: dict[str, QWidget] = {}
        self._filling = QTimer(self, singleShot=True, interval=0)
        self._filling.timeout.connect(self._fill)
        self._build()
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._on_scroll)
        bar.rangeChanged.connect(self._on_range)

    # --- what others call ---------------------------------------------------------------------

    def set_turns(self, turns: Sequence[Turn], widgets: Mapping[str, QWidget] | None = None) -> None:
        """Shows ``turns``; what is on the screen and still among them stays as it is. ``widgets``: those that
        stand for a turn already, by its key."""
        old = {turn.key: (turn.record, widget) for turn, widget in self._built()}
        given = dict(widgets or {})
        kept = {
            turn.key: old[turn.key][1]
            for turn in turns
            if turn.key in old and old[turn.key][0] == turn.record
        }
        kept |= given
        count = min(len(turns), len(self._widgets)) if kept else 0
        first = len(turns) - count
        if not self._reaches_end:
            same = (place for place, turn in enumerate(turns) if turn.key in kept)
            first = min(first, next(same, first))
        shown = turns[first : first + count]
        for widget in given.values():
            widget.setProperty(KEPT, False)
        self._put(list(turns), first, [kept.get(turn.key) or self._make(turn) for turn in shown])
        self._forget_parked()

    def add(self, widget: QWidget, key: str = "") -> None:
        """One more at the end, that is at work: until :meth:`set_turns` says what it became."""
        if not self._reaches_end:
            self._put(self._all, len(self._all), [])
        widget.setProperty(KEPT, True)
        self._all.append(Turn(key or f"live {id(widget)}", widget, lambda: widget))
        self._widgets.append(widget)
        self._column.insertWidget(self._column.count() - 1, widget)

    def clear(self) -> None:
        self.set_turns([])
        self._at_end = True

    def turns(self) -> list[QWidget]:
        """The widgets that are built now, from the top."""
        return list(self._widgets)

    def show_turn(self, key: str, above: int = 16) -> QWidget | None:
        """Goes to a turn, wherever in the conversation, and leaves ``above`` pixels over it; None when there
        is none with this key."""
        place = next((place for place, turn in enumerate(self._all) if turn.key == key), None)
        if place is None:
            return None
        if not self._first <= place < self._first + len(self._widgets):
            around = range(max(0, place - _FEW // 2), min(len(self._all), place + _FEW))
            self._put(self._all, around.start, [self._make(self._all[one]) for one in around])
        self._at_end = False
        wanted = self._widgets[place - self._first]
        self._place = (wanted, above)
        QTimer.singleShot(0, self._restore)
        self._filling.start()
        return wanted

    def offset(self, key: str) -> int:
        """How far under the top of the view a turn stands that is built."""
        built = (widget for turn, widget in self._built() if turn.key == key)
        widget = next(built, None)
        return self._top_of(widget) - self.verticalScrollBar().value() if widget is not None else 0

    def follow(self) -> None:
        """To the end, and stay there."""
        if not self._reaches_end:
            self._put(self._all, len(self._all), [])
        self._at_end = True
        QTimer.singleShot(0, self._to_end)

    @property
    def is_at_end(self) -> bool:
        """The reader is at the end, and follows it."""
        return self._at_end

    @property
    def is_filled(self) -> bool:
        """Nothing more is to be built for what is on the screen."""
        return not self._filling.isActive() and not self._lacks_above() and not self._lacks_below()

    # --- building bit by bit ------------------------------------------------------------------

    @property
    def _reaches_end(self) -> bool:
        return self._first + len(self._widgets) == len(self._all)

    def _built(self) -> list[tuple[Turn, QWidget]]:
        return list(
            zip(self._all[self._first : self._first + len(self._widgets)], self._widgets, strict=True)
        )

    def _put(self, turns: list[Turn], first: int, widgets: list[QWidget]) -> None:
        """These widgets stand for the turns from ``first`` on; all others go."""
        staying = set(map(id, widgets))
        for turn, widget in self._built():
            if id(widget) not in staying:
                self._drop(turn, widget)
        for place, widget in enumerate(widgets):
            if self._column.indexOf(widget) != place:
                self._column.insertWidget(place, widget)
                widget.show()
        self._all, self._first, self._widgets = list(turns), first, widgets
        if self._place is not None and id(self._place[0]) not in staying:
            self._place = None
        self._filling.start()

    def _make(self, turn: Turn) -> QWidget:
        return self._parked.pop(turn.key, None) or turn.make()

    def _drop(self, turn: Turn, widget: QWidget) -> None:
        self._column.removeWidget(widget)
        widget.hide()
        if widget.property(KEPT):
            self._parked[turn.key] = widget
        else:
            widget.deleteLater()

    def _forget_parked(self) -> None:
        """What was parked for turns that are no more."""
        known = {turn.key for turn in self._all}
        for key in [key for key in self._parked if key not in known]:
            widget = self._parked.pop(key)
            if widget not in self._widgets:
                widget.deleteLater()

    def _fill(self) -> None:
        """Builds for a moment, then lets the window go on."""
        if not self.isVisible():
            return
        until = time.perf_counter() + _AT_ONCE_SECONDS
        self.setUpdatesEnabled(False)
        while self._lacks_below() and time.perf_counter() < until:
            self._insert(self._first + len(self._widgets), len(self._widgets))
            self._lay_out()
        while self._lacks_above() and time.perf_counter() < until:
            self._first -= 1
            self._insert(self._first, 0)
            self._lay_out()
        if not self._lacks_above() and not self._lacks_below():
            self._forget_far()
        self.setUpdatesEnabled(True)
        if self._lacks_above() or self._lacks_below():
            self._filling.start()

    def _insert(self, number: int, place: int) -> None:
        widget = self._make(self._all[number])
        self._widgets.insert(place, widget)
        self._column.insertWidget(place, widget)
        widget.show()

    def _lay_out(self) -> None:
        """At once, so that what stands at the top of the view can be put there again before it is drawn."""
        inside, width = self._inside, self.viewport().width()
        outer = inside.layout()
        assert outer is not None  # noqa: S101 - as _build makes it
        # Texts know their height only once they have their width, and that changes the height of the rest.
        for _ in range(2):
            self._column.activate()
            outer.activate()
            wide = outer.hasHeightForWidth()
            high = outer.totalHeightForWidth(width) if wide else outer.totalSizeHint().height()
            inside.resize(width, max(high, self.viewport().height()))
        self._keep_place()

    def _lacks_above(self) -> bool:
        ahead = self._wanted_height()
        return self._first > 0 and self.verticalScrollBar().value() < ahead

    def _lacks_below(self) -> bool:
        bar = self.verticalScrollBar()
        return not self._reaches_end and bar.maximum() - bar.value() < self._wanted_height()

    def _wanted_height(self) -> int:
        return round(_AHEAD * max(200, self.viewport().height()))

    def _forget_far(self) -> None:
        """Turns far outside what is read go; they are built again when one comes back to them."""
        far = round(_KEPT * max(200, self.viewport().height()))
        bar = self.verticalScrollBar()
        top, bottom = bar.value() - far, bar.value() + self.viewport().height() + far
        before = len(self._widgets)
        above = sum(1 for widget in self._widgets if self._bottom_of(widget) < top)
        below = sum(1 for widget in self._widgets if self._top_of(widget) > bottom)
        built = self._built()
        for turn, widget in [*built[:above], *(built[-below:] if below else ())]:
            self._drop(turn, widget)
        self._widgets = self._widgets[above : before - below]
        self._first += above
        if len(self._widgets) < before:
            self._lay_out()

    # --- the reader's place -------------------------------------------------------------------

    def _top_of(self, widget: QWidget) -> int:
        return widget.mapTo(self._inside, QPoint(0, 0)).y()

    def _bottom_of(self, widget: QWidget) -> int:
        return self._top_of(widget) + widget.height()

    def _on_scroll(self, value: int) -> None:
        if self._restoring:
            return
        bar = self.verticalScrollBar()
        self._at_end = self._reaches_end and value >= bar.maximum() - 24
        self._place = None
        for widget in self._widgets:
            if self._bottom_of(widget) > value:
                self._place = (widget, self._top_of(widget) - value)
                break
        if self._lacks_above() or self._lacks_below():
            self._filling.start()

    def _on_range(self) -> None:
        self._keep_place()
        if self._lacks_above() or self._lacks_below():
            self._filling.start()

    def _keep_place(self) -> None:
        if self._at_end:
            self._to_end()
        else:
            self._restore()

    def _restore(self) -> None:
        """What stood at the top of the view stands there again."""
        if self._place is None:
            return
        widget, above = self._place
        bar = self.verticalScrollBar()
        self._restoring = True
        bar.setValue(self._top_of(widget) - above)
        self._restoring = False

    def _to_end(self) -> None:
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._filling.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._filling.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the ends of the whole conversation."""
        if event.key() == Qt.Key.Key_Home and self._all:
            self.show_turn(self._all[0].key)
        elif event.key() == Qt.Key.Key_End:
            self.follow()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self._inside = QWidget()
        self._inside.setObjectName("conversation_inside")
        row = QHBoxLayout(self._inside)
        row.setContentsMargins(16, 16, 16, 16)
        column = QWidget()
        column.setMaximumWidth(_COLUMN)
        column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row.addStretch(1)
        row.addWidget(column, 100)
        row.addStretch(1)
        self._column = QVBoxLayout(column)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(20)
        self._column.addStretch()
        self.setWidget(self._inside)
