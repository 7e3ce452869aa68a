# SPDX-License-Identifier: AGPL-3.0-or-later
"""The foot of the window: which workspace, how offline, how much memory, and the lock."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QStatusBar, QToolButton, QVBoxLayout, QWidget

from gui import icons, language
from gui.welcome import shown_path
from gui.widgets.buttons import text_button

_MEMORY_MILLISECONDS = 5000
_FIRST_MILLISECONDS = 300  # after the first paint


class StatusBar(QStatusBar):
    """Emits ``lock_asked``. Feed it with :meth:`show_workspace` and :meth:`show_attempts`."""

    lock_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.attempts = 0
        self.workspace = QLabel()
        self.shield = self._button("shield-check-outline", "ok")
        self.shield.clicked.connect(self.explain)
        self.memory = QLabel()
        self.memory.setProperty("role", "muted")
        self.lock = self._button("lock-outline", "text")
        self.lock.setText(self.tr("Lock"))
        self.lock.setToolTip(self.tr("Lock the workspace (Ctrl+L)"))
        self.lock.clicked.connect(self.lock_asked)
        self.addWidget(self.workspace)
        for widget in (self.memory, self.shield, self.lock):
            self.addPermanentWidget(widget)
        self._timer = QTimer(self, interval=_MEMORY_MILLISECONDS)
        self._timer.timeout.connect(self._show_memory)
        self._timer.start()
        QTimer.singleShot(_FIRST_MILLISECONDS, self, self._show_memory)
        self.show_attempts(0)
        self.show_workspace(None)

    def show_workspace(self, folder: Path | None) -> None:
        self.lock.setVisible(folder is not None)
        if folder is None:
            self.workspace.setText(self.tr("No workspace is open"))
        else:
            self.workspace.setText(self.tr("Workspace {path}").format(path=shown_path(folder)))
        self.workspace.setToolTip(str(folder or ""))

    def show_attempts(self, count: int) -> None:
        """``count``: calls to the network that were refused in any process of this workspace."""
        self.attempts = count
        self.shield.setText(self.tr("Offline, %n attempts", "", count))
        quiet = count == 0
        self.shield.setIcon(
            icons.icon("shield-check-outline", "ok") if quiet else icons.icon("shield-alert-outline", "warn")
        )
        self.shield.setToolTip(self.tr("What this means"))

    def explain(self) -> None:
        ShieldWindow(self.attempts, self.window()).open()

    def _button(self, glyph: str, role: str) -> QToolButton:
        return text_button("", icons.icon(glyph, role), bordered=False)

    def _show_memory(self) -> None:
        import psutil

        known = psutil.virtual_memory()
        free = self.tr("{size} of memory free").format(size=language.size(known.available))
        word = self.tr("memory is short") if known.percent > 90 else free
        self.memory.setText(word)
        self.memory.setToolTip(
            self.tr("{used} of {all} in use").format(
                used=language.size(known.total - known.available), all=language.size(known.total)
            )
        )


class ShieldWindow(QDialog):
    """What the shield means, and how to have it proved."""

    def __init__(self, attempts: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Offline"))
        self.setFixedWidth(480)
        heading = QLabel(self.tr("Isnad works without a network"), wordWrap=True)
        heading.setProperty("role", "heading")
        words = QLabel(
            self.tr(
                "Every part of the program refuses to open a connection or to look up a name, and writes "
                "down whatever tries all the same. Nothing listens on a port. On Linux, the parts that read "
                "documents and run models have no network at all."
            ),
            wordWrap=True,
        )
        count = QLabel(
            self.tr("%n attempts were refused and recorded in this workspace.", "", attempts), wordWrap=True
        )
        prove = QLabel(
            self.tr("To have it proved on this computer, run: {command}").format(
                command=language.left_to_right("isnad doctor --prove-offline")
            ),
            wordWrap=True,
        )
        prove.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        prove.setProperty("role", "muted")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        for widget in (heading, words, count, prove, buttons):
            layout.addWidget(widget)
