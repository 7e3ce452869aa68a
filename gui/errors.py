# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the window says when something went wrong: a message for what the person can put right, a crash
window with a saved report for what is ours, silence for what was cancelled."""

from __future__ import annotations

import asyncio
import platform
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core import __version__
from core.errors import Cancelled, UserError
from gui import icons, language, theme
from gui.widgets.buttons import text_button
from gui.widgets.icon_label import IconLabel

_open_windows: list[QDialog] = []


class Details(QWidget):
    """A line "Details" that unfolds a text, with a button that copies ``report``."""

    def __init__(self, shown: str, report: str, *, unfolded: bool = False) -> None:
        super().__init__()
        self._text = QPlainTextEdit(shown, readOnly=True)
        self._text.setFont(theme.fixed_font())
        self._text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._text.setVisible(unfolded)
        self._text.setFixedHeight(160)
        unfold = text_button(self.tr("Details"), icons.icon("unfold-more-horizontal"), bordered=False)
        unfold.setCheckable(True)
        unfold.setChecked(unfolded)
        unfold.toggled.connect(self._text.setVisible)
        copy = QPushButton(icons.icon("content-copy"), self.tr("Copy"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(unfold)
        row.addStretch()
        row.addWidget(copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._text)


class MessageWindow(QDialog):
    """A UserError that has no place in a view: what happened, what to do, details. Use ``open()``."""

    def __init__(self, error: UserError, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.error = error
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Isnad"))
        self.setFixedWidth(480)
        layout = _message_layout(self, "alert-circle-outline", "warn", error.what, error.do)
        if error.details:
            layout.addWidget(Details("\n".join(error.details), error.sentence, unfolded=True))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)


class CrashWindow(QDialog):
    """A fault of ours. The report is saved already; the program goes on as far as it can."""

    def __init__(self, report: str, saved: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("A fault in Isnad"))
        self.setFixedWidth(600)
        do = self.tr(
            "Your documents are safe: everything finished is kept. Close this window to go on; "
            "if it happens again, send the report to whoever looks after Isnad for you."
        )
        layout = _message_layout(
            self,
            "alert-octagon-outline",
            "bad",
            self.tr("Something went wrong that is Isnad's own fault."),
            do,
        )
        if saved is not None:
            where = QLabel(
                self.tr("The report was saved in {path}").format(path=language.left_to_right(str(saved)))
            )
            where.setWordWrap(True)
            where.setProperty("role", "muted")
            where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            layout.addWidget(where)
        layout.addWidget(Details(report, report))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)


def _message_layout(dialog: QDialog, glyph: str, role: str, what: str, do: str) -> QVBoxLayout:
    picture = IconLabel(glyph, role, 32)
    heading = QLabel(what)
    heading.setProperty("role", "heading")
    heading.setWordWrap(True)
    body = QLabel(do)
    body.setWordWrap(True)
    words = QVBoxLayout()
    words.setSpacing(8)
    words.addWidget(heading)
    if do:
        words.addWidget(body)
    row = QHBoxLayout()
    row.setSpacing(16)
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(24, 24, 24, 16)
    layout.setSpacing(16)
    layout.addLayout(row)
    return layout


def install(reports: Callable[[], Path | None]) -> None:
    """From now on an exception nobody caught opens the crash window; its report goes to ``reports()``."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Cancelled | asyncio.CancelledError):
            return
        if isinstance(error, KeyboardInterrupt):
            QApplication.quit()
            return
        if isinstance(error, UserError):
            _show(MessageWindow(error, QApplication.activeWindow()))
            return
        report = _report(kind, error, trace)
        saved = _save(report, reports())
        _show(CrashWindow(report, saved, QApplication.activeWindow()))

    sys.excepthook = hook


def _show(window: QDialog) -> None:
    if len(_open_windows) >= 3:
        # One fault that repeats must not bury the person in windows; the reports are saved all the same.
        return
    _open_windows.append(window)
    window.finished.connect(lambda: _open_windows.remove(window))
    window.open()


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """The traceback and the versions; no values of variables, so nothing of a document."""
    lines = [f"Isnad {__version__}, Python {platform.python_version()}, {platform.platform()}", ""]
    return "\n".join(lines) + "".join(traceback.format_exception(kind, error, trace))


def _save(report: str, folder: Path | None) -> Path | None:
    if folder is None:
        return None
    file = folder / f"{time.strftime('%Y%m%d-%H%M%S')}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.write_text(report, encoding="utf-8")
    except OSError:
        return None
    return file
