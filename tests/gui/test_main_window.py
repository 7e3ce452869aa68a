# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shell: language and direction, palette of actions, help, the shield, the job bar."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QDialog,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.records import Job
from gui.command_palette import CommandPalette
from gui.job_bar import JobBar, seconds_left
from gui.main_window import MainWindow
from gui.ops import Ops
from gui.widgets.splitter import Panes
from tests.gui.conftest import Opened


def _job(state: str, **values: object) -> Job:
    fields: dict[str, object] = {
        "id": "j1",
        "kind": "ingest",
        "title": "Adding case",
        "state": state,
        "done": 3.0,
        "total": 12.0,
        "message": "report.pdf",
        "error": None,
        "result": None,
        "created": 1.0,
        "started": time.time() - 30,
        "ended": None,
    }
    return Job(**(fields | values))  # type: ignore[arg-type]


def _x(window: MainWindow, label: str) -> int:
    (found,) = [w for w in window.findChildren(QLabel) if w.text() == label and w.isVisible()]
    return found.mapTo(window, found.rect().center()).x()


def test_arabic_mirrors_the_window_and_translates_it(opened: Opened, qtbot: QtBot) -> None:
    window = opened.window
    assert window.documents.side.mapTo(window, window.documents.side.rect().center()).x() < 300
    window.set_language("ar")
    qtbot.waitUntil(lambda: bool(window.documents.table.records()))
    assert window.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert window.documents.side.mapTo(window, window.documents.side.rect().center()).x() > 700
    assert _x(window, "المجموعات") > 700
    assert window.tab_bar.tabText(0) == "المستندات"
    assert window.documents.add_files.text() == "أضف مستندات"
    assert window.documents.count.text().startswith("4 مستندات")
    window.set_language("en")
    assert window.tab_bar.tabText(0) == "Documents"
    assert window.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_the_palette_finds_an_action_by_a_few_letters_and_runs_it(opened: Opened, qtbot: QtBot) -> None:
    window = opened.window
    window.palette_action.trigger()
    (palette,) = [w for w in window.findChildren(CommandPalette) if w.isVisible()]
    QTest.keyClicks(palette.search, "dark")
    shown = [palette.list.item(n) for n in range(palette.list.count())]
    assert [item for item in shown if not item.isHidden()]
    QTest.keyClicks(palette.search, " nothing like it")
    assert not [item for item in shown if not item.isHidden()]
    palette.search.clear()
    QTest.keyClicks(palette.search, "failures")
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert window.documents.failures_first.isChecked()


def test_f1_explains_the_view_one_is_in(opened: Opened, qtbot: QtBot) -> None:
    QTest.keyClick(opened.window, Qt.Key.Key_F1)
    assert "Drop files" in opened.window.help_line.full_text()
    assert opened.window.help_line.isVisible()


def test_the_shield_counts_and_explains(opened: Opened, qtbot: QtBot) -> None:
    status = opened.window.status
    assert status.shield.text() == "Offline, 0 attempts"
    status.show_attempts(1)
    assert status.shield.text() == "Offline, 1 attempt"
    QTest.mouseClick(status.shield, Qt.MouseButton.LeftButton)
    (explained,) = [w for w in opened.window.findChildren(QDialog) if w.isVisible()]
    assert "isnad doctor --prove-offline" in " ".join(w.text() for w in explained.findChildren(QLabel))
    explained.reject()


def test_the_window_comes_back_as_it_was_left(opened: Opened, qtbot: QtBot) -> None:
    (panes,) = [p for p in opened.window.documents.findChildren(Panes) if p.count() == 3]
    panes.moveSplitter(panes.sizes()[0] + 60, 1)
    opened.window.documents.table.setColumnWidth(1, 123)
    width = panes.sizes()[0]
    opened.window.set_language("en")  # builds the views anew
    (again,) = [p for p in opened.window.documents.findChildren(Panes) if p.count() == 3]
    qtbot.waitUntil(lambda: again.sizes()[0] == width)
    assert again is not panes
    assert opened.window.documents.table.columnWidth(1) == 123


def test_a_running_job_shows_its_progress_and_the_time_left(ops: Ops, qtbot: QtBot) -> None:
    bar = JobBar(ops)
    qtbot.addWidget(bar)
    bar.show_jobs([_job("running")])
    row = bar.rows["j1"]
    assert not bar.isHidden()
    assert row.progress.value() == 250
    assert "report.pdf" in row.words.text()
    assert "2 min left" in row.words.text()
    assert not row.cancel.isHidden()
    bar.show_jobs([_job("succeeded")])
    assert bar.isHidden()


def test_a_job_that_ended_badly_says_why_and_can_be_dismissed_for_good(ops: Ops, qtbot: QtBot) -> None:
    bar = JobBar(ops)
    qtbot.addWidget(bar)
    broken = _job("interrupted", error="The worker was killed (signal 9: SIGKILL).")
    bar.show_jobs([broken])
    row = bar.rows["j1"]
    assert "SIGKILL" in row.words.text()
    assert row.again.text() == "Resume"
    QTest.mouseClick(row.close_, Qt.MouseButton.LeftButton)
    bar.show_jobs([broken])
    assert bar.isHidden()
    another = JobBar(ops)
    qtbot.addWidget(another)
    another.show_jobs([broken])
    assert another.isHidden()


def test_time_left_follows_the_pace() -> None:
    job = _job("running", started=100.0, done=2.0, total=10.0)
    assert seconds_left(job, now=120.0) == 80.0
    assert seconds_left(_job("running", done=0.0), now=time.time()) is None


_FOCUSABLE = (QAbstractButton, QAbstractItemView, QLineEdit, QTextEdit, QGraphicsView)


def test_names_for_screen_readers(opened: Opened) -> None:
    """Whatever can take the focus says what it is."""
    nameless = [
        type(widget).__name__
        for widget in opened.window.documents.findChildren(QWidget)
        if isinstance(widget, _FOCUSABLE)
        and widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not (widget.accessibleName() or widget.property("text") or widget.property("placeholderText"))
    ]
    assert nameless == []
