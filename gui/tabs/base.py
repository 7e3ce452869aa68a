# SPDX-License-Identifier: AGPL-3.0-or-later
"""What all tabs are: a body, a message line, a busy line, actions, a refresh that waits until it is seen."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from core.errors import UserError
from core.records import Changes
from gui import icons
from gui.ops import Ops
from gui.widgets.busy import BusyLine
from gui.widgets.message import InlineMessage


class Tab(QWidget):
    """Base of the five views; see gui/tabs/__init__.py for how one is written."""

    shows = Changes()
    record_asked = Signal(str, str)  # another view's name, and the id of what to show there
    focus_first: QWidget | None = None  # what the keyboard begins with when the view is shown

    def __init__(self, ops: Ops, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ops = ops
        self.message = InlineMessage()
        self._busy = BusyLine()
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._busy)
        layout.addWidget(self.message)
        layout.addLayout(self.body, 1)
        self._stale = self.shows
        ops.changed.connect(self._on_changed)

    @abstractmethod
    def refresh(self, changes: Changes) -> None:
        """Draws again what ``changes`` names."""

    def show_record(self, record_id: str) -> None:
        """Chooses what another view asked for."""

    @property
    def help_text(self) -> str:
        """What F1 says about this view."""
        return ""

    @property
    def has_unsaved(self) -> bool:
        """Something was typed here that would be lost."""
        return False

    def show_error(self, error: UserError) -> None:
        self.message.show_message(error.what, error.do, details=error.details)

    def show_note(self, what: str, do: str = "") -> None:
        """A remark that is no error, in the same line."""
        self.message.show_message(what, do, kind="info")

    def begin_busy(self) -> None:
        self._busy.begin()

    def end_busy(self) -> None:
        self._busy.end()

    def add_action(
        self,
        text: str,
        glyph: str,
        do: Callable[..., Any],
        shortcut: str = "",
        *,
        tip: str = "",
        role: str = "text",
        checkable: bool = False,
    ) -> QAction:
        """Something one can do in this view; the palette finds it, buttons and menus share it."""
        action = QAction(icons.icon(glyph, role), text, self, checkable=checkable)
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip or text} ({keys})" if keys else tip or text)
        (action.toggled if checkable else action.triggered).connect(do)
        self.addAction(action)
        return action

    @staticmethod
    def button(action: QAction, *, main: bool = False, text: bool = True) -> QToolButton:
        """A button for an action. ``main``: the view's one main action."""
        button = QToolButton()
        button.setDefaultAction(action)
        style = Qt.ToolButtonStyle
        button.setToolButtonStyle(style.ToolButtonTextBesideIcon if text else style.ToolButtonIconOnly)
        if text:
            button.setIconSize(icons.beside_text())
        button.setProperty("main", main)
        button.setProperty("bordered", text and not main)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(action.text())
        return button

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh_stale()

    def _on_changed(self, changes: Changes) -> None:
        self._stale |= _both(changes, self.shows)
        if self.isVisible():
            self._refresh_stale()

    def _refresh_stale(self) -> None:
        stale, self._stale = self._stale, Changes()
        if stale != Changes() and self.ops.is_open:
            self.refresh(stale)


def _both(one: Changes, other: Changes) -> Changes:
    return Changes(**{f.name: getattr(one, f.name) and getattr(other, f.name) for f in fields(Changes)})
