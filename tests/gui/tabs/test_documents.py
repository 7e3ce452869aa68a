# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Documents tab over a real workspace: rows, pages, dropping, searching, deleting."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from gui.documents.dialogs import NameDialog
from gui.tabs.documents import DocumentsTab
from tests.gui.conftest import Opened


@pytest.fixture
def tab(opened: Opened) -> DocumentsTab:
    made: DocumentsTab = opened.window.documents
    return made


def _row(tab: DocumentsTab, name: str) -> str:
    return next(document.id for document in tab.table.records() if document.name == name)


def _questions() -> list[QMessageBox]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]


def _drop(tab: DocumentsTab, files: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    copy, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(tab, QDragEnterEvent(QPoint(300, 300), copy, data, button, keys))
    assert tab.drop.isVisible()
    QApplication.sendEvent(tab, QDropEvent(QPointF(300, 300), copy, data, button, keys))
    assert not tab.drop.isVisible()


def test_every_document_says_how_it_was_read(tab: DocumentsTab) -> None:
    told = {document.name: tab.table.ledger(document) for document in tab.table.records()}
    assert told["inquiry-report.pdf"].words == "4 text"
    assert "damaged.pdf" in told["damaged.pdf"].error
    assert tab.count.text() == "4 documents  ·  1 needs a look"


def test_choosing_a_document_shows_its_page_as_image_and_text(tab: DocumentsTab, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tab.source.image_shown, timeout=30_000):
        tab.table.select(_row(tab, "inquiry-report.pdf"))
    viewer = tab.source.viewer
    assert "Wadi Halzam" in viewer.text.toPlainText()
    assert viewer.image.has_page
    assert viewer.place.text() == "1 / 4"
    with qtbot.waitSignal(tab.source.image_shown, timeout=30_000):
        QTest.mouseClick(viewer.on, Qt.MouseButton.LeftButton)
    assert viewer.place.text() == "2 / 4"


def test_arabic_paragraphs_run_from_the_right_in_an_english_window(tab: DocumentsTab, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tab.source.shown, timeout=30_000):
        tab.table.select(_row(tab, "committee-minutes.pdf"))
    document = tab.source.viewer.text.document()
    blocks = [document.findBlockByNumber(n) for n in range(document.blockCount())]
    arabic = [block for block in blocks if any("\u0621" <= c <= "\u064a" for c in block.text()[:1])]
    assert arabic
    assert {block.textDirection() for block in arabic} == {Qt.LayoutDirection.RightToLeft}


def test_a_document_that_failed_says_why_in_place(tab: DocumentsTab, qtbot: QtBot) -> None:
    tab.table.select(_row(tab, "damaged.pdf"))
    qtbot.waitUntil(tab.source.message.isVisible, timeout=30_000)
    assert "damaged.pdf" in tab.source.message.full_text()
    assert tab.retry_action.isEnabled()


def test_failures_first_and_the_filter(tab: DocumentsTab) -> None:
    assert tab.table.records()[0].name != "damaged.pdf" or tab.table.records()[1].name > "damaged.pdf"
    tab.failures_first.setChecked(True)
    assert tab.table.records()[0].name == "damaged.pdf"
    tab.filter.setText("press")
    assert [document.name for document in tab.table.records()] == ["press-statement.txt"]
    tab.filter.clear()


def test_dropping_a_folder_reads_it_and_its_rows_appear(
    tab: DocumentsTab, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "dropped"
    folder.mkdir()
    (folder / "harbour-note.txt").write_text("The harbour crane stands still since Monday.", encoding="utf-8")
    _drop(tab, [folder])
    qtbot.waitUntil(
        lambda: any(d.name == "harbour-note.txt" and d.status == "ready" for d in tab.table.records()),
        timeout=60_000,
    )
    tab.table.select(_row(tab, "harbour-note.txt"))
    tab.delete_action.trigger()
    qtbot.waitUntil(lambda: bool(_questions()))
    (question,) = _questions()
    assert "harbour-note.txt" in question.informativeText()
    (yes,) = [b for b in question.findChildren(QPushButton) if b.text() == "Delete"]
    QTest.mouseClick(yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "harbour-note.txt" not in {d.name for d in tab.table.records()}, timeout=20_000)


def test_a_path_that_is_gone_is_told_in_the_view(tab: DocumentsTab, tmp_path: Path, qtbot: QtBot) -> None:
    tab.add_paths([tmp_path / "gone.pdf"])
    qtbot.waitUntil(tab.message.isVisible, timeout=20_000)
    assert "gone.pdf" in tab.message.full_text()


def test_a_search_shows_passages_and_a_hit_is_highlighted_on_its_page(
    tab: DocumentsTab, qtbot: QtBot
) -> None:
    QTest.keyClicks(tab.search, "witnesses at two public hearings")
    with qtbot.waitSignal(tab.source.image_shown, timeout=60_000):
        QTest.keyClick(tab.search, Qt.Key.Key_Return)
    assert tab.passages.count() > 0
    viewer = tab.source.viewer
    assert "17 witnesses" in viewer.text.marked()
    assert viewer.image.boxes
    assert all(0 <= left < right <= 1 for left, _, right, _ in viewer.image.boxes)
    QTest.keyClick(tab.passages, Qt.Key.Key_Escape)
    assert tab.table.isVisible()
    assert tab.search.text() == ""


def test_a_search_is_limited_by_what_it_found_kept_and_exported(
    tab: DocumentsTab, tmp_path: Path, qtbot: QtBot
) -> None:
    results = tab.results
    tab.search.setText("brigde الجسر")
    QTest.keyClick(tab.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: results.result is not None and results.has_hits, timeout=60_000)
    assert results.result is not None
    assert results.result.corrected == "bridge الجسر"
    assert results.as_typed.isVisible()
    everything = results.result.facets["types"]
    assert len(everything) > 1

    action = results.facets.menus["types"].actions()[0]
    action.trigger()
    kind = everything[0][0]
    qtbot.waitUntil(
        lambda: {PurePath(hit.document).suffix for hit in results._hits.values()} == {f".{kind}"},
        timeout=60_000,
    )

    results.export_to(tmp_path / "found.md")
    qtbot.waitUntil((tmp_path / "found.md").exists, timeout=20_000)
    first = next(iter(results._hits.values()))
    assert PurePath(first.document).name in (tmp_path / "found.md").read_text(encoding="utf-8")

    search = tab.ops.app.search
    results.save()
    (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, NameDialog)]
    dialog.name.setText("Bridge")
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [one.name for one in search.saved()] == ["Bridge"], timeout=20_000)
    (kept,) = search.saved()
    assert kept.filters.types == (kind,)
    tab.leave_results()
    tab.search_saved(kept)
    qtbot.waitUntil(lambda: results.has_hits, timeout=60_000)
    assert tab.search.text() == kept.query

    before = results.result
    results.find_similar()
    qtbot.waitUntil(lambda: results.result is not before and results.has_hits, timeout=60_000)
    assert first.chunk_id not in results._hits
    tab.forget_saved(kept)
    qtbot.waitUntil(lambda: search.saved() == [], timeout=20_000)
