# SPDX-License-Identifier: AGPL-3.0-or-later
"""The job bar over a real job: it shows, is cancelled, resumed, and goes when the job is done."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.records import Job
from tests.gui.conftest import Opened


def test_a_real_job_is_cancelled_and_resumed_from_the_bar(
    opened: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        (folder / f"note-{number:02}.txt").write_text(f"Harbour note {number}. " * 40, encoding="utf-8")
    window = opened.window
    bar, tab = window.job_bar, window.documents
    tab.add_paths([folder])
    qtbot.waitUntil(lambda: bar.isVisible() and bool(bar.rows), timeout=20_000)
    ((job_id, row),) = bar.rows.items()

    def job() -> Job:
        return opened.ops.app.jobs.get(job_id)

    qtbot.waitUntil(lambda: job().state == "running", timeout=20_000)
    QTest.mouseClick(row.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: job().state == "cancelled", timeout=40_000)
    qtbot.waitUntil(lambda: not bar.isVisible(), timeout=20_000)
    read = sum(1 for document in tab.table.records() if document.name.startswith("note-"))

    bar.resume(job_id)
    qtbot.waitUntil(lambda: job().state == "succeeded", timeout=60_000)
    qtbot.waitUntil(
        lambda: sum(1 for d in tab.table.records() if d.name.startswith("note-")) == 60, timeout=20_000
    )
    assert read < 60
    ids = [d.id for d in tab.table.records() if d.name.startswith("note-")]
    opened.ops.app.documents.delete(ids)


def test_a_real_job_is_paused_and_goes_on(opened: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        (folder / f"paper-{number:02}.txt").write_text(f"Harbour paper {number}. " * 40, encoding="utf-8")
    bar, tab = opened.window.job_bar, opened.window.documents
    tab.add_paths([folder])
    qtbot.waitUntil(lambda: bool(bar.rows), timeout=20_000)
    ((job_id, row),) = bar.rows.items()

    def state() -> str:
        return opened.ops.app.jobs.get(job_id).state

    qtbot.waitUntil(lambda: state() == "running", timeout=20_000)
    QTest.mouseClick(row.pause, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: state() == "paused", timeout=40_000)
    qtbot.waitUntil(lambda: row.again.isVisible() and not row.pause.isVisible(), timeout=20_000)
    assert "paused" in row.words.text()
    QTest.mouseClick(row.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: state() == "succeeded", timeout=60_000)
    added = [d for d in opened.ops.app.documents.list() if d.name.startswith("paper-")]
    assert len(added) == 60
    opened.ops.app.documents.delete([document.id for document in added])
