# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Documents tab at work: finding, correcting, tags, collections, locked files, names, archives."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Coroutine
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from core.app import App
from core.records import Document
from gui.documents.dialogs import NameDialog, PasswordDialog
from gui.documents.table import DRAG_TYPE
from gui.main_window import MainWindow
from gui.ops import Ops
from gui.tabs.documents import DocumentsTab
from tests.gui.conftest import PASSPHRASE

NOTE = "On 3 May 2023 Mr. Salem Haddad of the Ministry of Works wrote to office@example.org."


@pytest.fixture(scope="session")
def rich_workspace(case_workspace: Path, tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """The case's documents and a second collection: an archive, a locked file."""
    folder = tmp_path_factory.mktemp("rich")
    shutil.copytree(case_workspace, folder / "ws")
    with zipfile.ZipFile(folder / "evidence.zip", "w") as archive:
        archive.write(samples / "press-statement.txt", "folder/statement.txt")
        archive.writestr("note.txt", NOTE)
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 72), "The pier settled by 19 mm.")
        method = pymupdf.PDF_ENCRYPT_AES_256
        pdf.save(folder / "locked.pdf", encryption=method, user_pw="open sesame", owner_pw="owner")
    files = [folder / "evidence.zip", folder / "locked.pdf"]
    app = App.open(folder / "ws", PASSPHRASE)
    job = app.jobs.wait(app.documents.ingest([*files, samples / "completion-certificate.pdf"], "Evidence"))
    assert job.state == "succeeded", job.error
    app.close()
    return folder / "ws"


@pytest.fixture
def tab(
    rich_workspace: Path,
    tmp_path: Path,
    ops: Ops,
    qtbot: QtBot,
    wait: Callable[[Coroutine[object, object, None]], None],
) -> DocumentsTab:
    """The tab over a copy of that workspace."""
    shutil.copytree(rich_workspace, tmp_path / "ws")
    window = MainWindow(ops, tmp_path / "ws")
    qtbot.addWidget(window)
    window.show()
    wait(ops.open(window.welcome, tmp_path / "ws", PASSPHRASE))
    window.show_tab("documents")
    made: DocumentsTab = window.documents
    qtbot.waitUntil(lambda: bool(made.table.records()), timeout=20_000)
    return made


def _document(tab: DocumentsTab, name: str) -> Document:
    return next(document for document in tab.table.source.records if document.name == name)


def _show(tab: DocumentsTab, qtbot: QtBot, name: str, *, image: bool = True) -> None:
    signal = tab.source.image_shown if image else tab.source.shown
    with qtbot.waitSignal(signal, timeout=30_000):
        tab.table.select(_document(tab, name).id)


def _press(widget: QWidget, words: str) -> None:
    (button,) = [one for one in widget.findChildren(QPushButton) if one.text() == words]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _dialog(kind: type[QWidget]) -> QWidget:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def test_files_within_files_stand_under_the_one_that_holds_them(tab: DocumentsTab) -> None:
    names = [document.name for document in tab.table.records()]
    at = names.index("evidence.zip")
    assert names[at + 1 : at + 3] == ["note.txt", "statement.txt"]
    depth = tab.table.source.depth
    assert depth(_document(tab, "note.txt").id) == 1
    tab.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    names = [document.name for document in tab.table.records()]
    at = names.index("evidence.zip")
    assert names[at + 1 : at + 3] == ["statement.txt", "note.txt"]
    tab.filter.setText("note")
    assert [document.name for document in tab.table.records()] == ["note.txt"]
    assert tab.table._name_cell(_document(tab, "note.txt")).after == "in \u2068evidence.zip\u2069"


def test_words_are_found_on_all_pages_and_marked_in_both(tab: DocumentsTab, qtbot: QtBot) -> None:
    _show(tab, qtbot, "inquiry-report.pdf")
    viewer = tab.source.viewer
    viewer.find_action.trigger()
    QTest.keyClicks(viewer.find_bar.field, "PIER P3")
    qtbot.waitUntil(lambda: viewer.image.marks("current") > 0, timeout=20_000)
    total = len(tab.source._found)
    assert viewer.find_bar.count.text() == f"1 of {total}"
    assert " ".join(viewer.text.marked("current").split()).lower() == "pier p3"
    pages = {found.page for found in tab.source._found}
    assert len(pages) > 1
    QTest.keyClick(viewer.find_bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: viewer.place.text() == f"{max(pages)} / 4", timeout=20_000)
    qtbot.waitUntil(lambda: viewer.image.marks("current") > 0, timeout=20_000)
    QTest.keyClick(viewer.find_bar.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: viewer.image.marks("found") == 0, timeout=20_000)
    assert viewer.text.marked("found") == ""


def test_a_click_on_a_word_selects_it_in_text_and_image(tab: DocumentsTab, qtbot: QtBot) -> None:
    _show(tab, qtbot, "inquiry-report.pdf")
    viewer, page = tab.source.viewer, tab.source.page
    assert page is not None
    at = page.text.index("Governor")
    viewer.text.clicked.emit(at + 3)
    qtbot.waitUntil(lambda: viewer.image.marks("word") == 1, timeout=20_000)
    assert viewer.text.marked("word") == "Governor"
    viewer.text.set_marks("word", [])
    spot = viewer.image._marks["word"][0].rect().center()
    QTest.mouseClick(viewer.image.viewport(), Qt.MouseButton.LeftButton, pos=viewer.image.mapFromScene(spot))
    qtbot.waitUntil(lambda: viewer.text.marked("word") == "Governor", timeout=20_000)


def test_typing_a_number_goes_to_that_page(tab: DocumentsTab, qtbot: QtBot) -> None:
    _show(tab, qtbot, "inquiry-report.pdf")
    viewer = tab.source.viewer
    viewer.go_action.trigger()
    with qtbot.waitSignal(tab.source.image_shown, timeout=30_000):
        QTest.keyClicks(viewer.place, "3")
        QTest.keyClick(viewer.place, Qt.Key.Key_Return)
    assert viewer.place.text() == "3 / 4"
    viewer.label_asked.emit("99")
    assert "99" in tab.source.message.full_text()


def test_a_corrected_line_is_kept_shown_in_the_ledger_and_restored(tab: DocumentsTab, qtbot: QtBot) -> None:
    _show(tab, qtbot, "inquiry-report.pdf")
    correct = tab.pane.correct
    with qtbot.waitSignal(correct.ready, timeout=30_000):
        tab.correct_action.trigger()
    assert correct.isVisible()
    assert not correct.rows[0].strip.piece.isNull()
    assert correct.text() == tab.source.page.text  # type: ignore[union-attr]
    first = correct.rows[0].text()
    correct.rows[0].editor.setPlainText("A title by hand")
    with qtbot.waitSignal(correct.left, timeout=30_000):
        QTest.keyClick(correct.rows[0].editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: _document(tab, "inquiry-report.pdf").pages_corrected == 1, timeout=20_000)
    qtbot.waitUntil(lambda: "A title by hand" in tab.source.viewer.text.toPlainText(), timeout=20_000)
    assert tab.table.ledger(_document(tab, "inquiry-report.pdf")).words == "3 text, 1 corrected"
    with qtbot.waitSignal(correct.ready, timeout=30_000):
        tab.correct_action.trigger()
    correct.read_button.setChecked(True)
    qtbot.waitUntil(lambda: first in correct.reading.toPlainText(), timeout=20_000)
    with qtbot.waitSignal(correct.left, timeout=30_000):
        QTest.mouseClick(correct.restore_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: _document(tab, "inquiry-report.pdf").pages_corrected == 0, timeout=20_000)
    qtbot.waitUntil(lambda: first in tab.source.viewer.text.toPlainText(), timeout=20_000)


def test_the_window_asks_before_a_correction_is_lost(tab: DocumentsTab, qtbot: QtBot) -> None:
    _show(tab, qtbot, "press-statement.txt", image=False)
    with qtbot.waitSignal(tab.pane.correct.ready, timeout=30_000):
        tab.correct_action.trigger()
    window = tab.window()
    tab.pane.correct.rows[0].editor.setPlainText("Another title")
    window.close()
    qtbot.waitUntil(lambda: bool(_questions()), timeout=20_000)
    assert window.isVisible()
    _press(_questions()[0], "Cancel")
    qtbot.waitUntil(lambda: not _questions(), timeout=20_000)
    assert tab.pane.correct.rows[0].text() == "Another title"
    window.close()
    qtbot.waitUntil(lambda: bool(_questions()), timeout=20_000)
    _press(_questions()[0], "Leave")
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)


def test_a_locked_file_is_opened_with_its_password(tab: DocumentsTab, qtbot: QtBot) -> None:
    tab.table.select(_document(tab, "locked.pdf").id)
    qtbot.waitUntil(tab.pane.locked.isVisible, timeout=20_000)
    QTest.keyClick(tab.table, Qt.Key.Key_Return)
    dialog = _dialog(PasswordDialog)
    assert isinstance(dialog, PasswordDialog)
    dialog.password.setText("wrong one")
    _press(dialog, "Open it")
    qtbot.waitUntil(dialog.message.isVisible, timeout=60_000)
    dialog.password.setText("open sesame")
    _press(dialog, "Open it")
    qtbot.waitUntil(lambda: _document(tab, "locked.pdf").status == "ready", timeout=60_000)
    qtbot.waitUntil(lambda: "19 mm" in tab.source.viewer.text.toPlainText(), timeout=30_000)
    assert not tab.pane.locked.isVisible()


def test_a_tag_is_put_on_filters_and_is_taken_off(tab: DocumentsTab, qtbot: QtBot) -> None:
    note = _document(tab, "note.txt")
    tab.table.select(note.id)
    tab.tag_action.trigger()
    dialog = _dialog(NameDialog)
    assert isinstance(dialog, NameDialog)
    QTest.keyClicks(dialog.name, "to check")
    _press(dialog, "Add")
    qtbot.waitUntil(lambda: _document(tab, "note.txt").tags == ("to check",), timeout=20_000)
    qtbot.waitUntil(tab.tags.isVisible, timeout=20_000)
    tab.tags.select("to check")
    assert [document.name for document in tab.table.records()] == ["note.txt"]
    tab.pane.about.untag_asked.emit("to check")
    qtbot.waitUntil(lambda: len(tab.table.records()) > 1, timeout=20_000)
    assert not tab.tags.isVisible()


def test_documents_dropped_on_a_collection_move_there(tab: DocumentsTab, qtbot: QtBot) -> None:
    evidence = next(one for one in tab._collections if one.name == "Evidence")
    moved = _document(tab, "inquiry-report.pdf")
    tab.table.select(moved.id)
    data = tab.table.drag_data()
    assert data.hasFormat(DRAG_TYPE)
    row = tab.side.entry_keys().index(evidence.id)
    _drop(tab.side.list.viewport(), data, tab.side.list.visualItemRect(tab.side.list.item(row)).center())
    qtbot.waitUntil(lambda: _document(tab, moved.name).collection == "Evidence", timeout=20_000)
    tab.side.select(evidence.id)
    qtbot.waitUntil(lambda: {d.collection for d in tab.table.records()} == {"Evidence"}, timeout=20_000)
    assert moved.name in {document.name for document in tab.table.records()}


def _drop(view: QWidget, data: QMimeData, at: QPoint) -> None:
    move, button, keys = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(view, QDragEnterEvent(at, move, data, button, keys))
    QApplication.sendEvent(view, QDropEvent(QPointF(at), move, data, button, keys))


def test_a_collection_is_renamed_and_deleted_after_a_question(tab: DocumentsTab, qtbot: QtBot) -> None:
    evidence = next(one for one in tab._collections if one.name == "Evidence")
    tab.side.select(evidence.id)
    qtbot.waitUntil(lambda: tab.collection == evidence and tab.rename_action.isEnabled(), timeout=20_000)
    tab.rename_action.trigger()
    dialog = _dialog(NameDialog)
    assert isinstance(dialog, NameDialog)
    dialog.name.setText("Old papers")
    _press(dialog, "Rename")
    qtbot.waitUntil(lambda: any(one.name == "Old papers" for one in tab._collections), timeout=20_000)
    tab.delete_collection_action.trigger()
    qtbot.waitUntil(lambda: bool(_questions()), timeout=20_000)
    _press(_questions()[0], "Delete")
    qtbot.waitUntil(lambda: all(one.name != "Old papers" for one in tab._collections), timeout=20_000)
    assert tab.side.current() == ""


def _questions() -> list[QWidget]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]


def test_the_ledger_of_a_document_leads_to_its_pages(tab: DocumentsTab, qtbot: QtBot) -> None:
    _show(tab, qtbot, "inquiry-report.pdf")
    about = tab.pane.about
    tab.pane.sides.choose("about")
    qtbot.waitUntil(lambda: len(about.squares.squares) == 4, timeout=20_000)
    assert {square.role for square in about.squares.squares} == {"ok"}
    with qtbot.waitSignal(tab.source.image_shown, timeout=30_000):
        QTest.mouseClick(
            about.squares.viewport(), Qt.MouseButton.LeftButton, pos=about.squares.rect_of(3).center()
        )
    assert tab.source.viewer.place.text() == "3 / 4"
    assert tab.source.isVisible()


def test_a_document_like_another_leads_to_it(tab: DocumentsTab, qtbot: QtBot) -> None:
    tab.table.select(_document(tab, "statement.txt").id)
    tab.pane.sides.choose("about")
    qtbot.waitUntil(lambda: tab.pane.about.similar.count() == 1, timeout=20_000)
    tab.pane.about.document_asked.emit(_document(tab, "press-statement.txt").id)
    current = tab.table.current()
    assert current is not None
    assert current.name == "press-statement.txt"


def test_names_and_days_lead_to_their_pages(tab: DocumentsTab, qtbot: QtBot) -> None:
    tab.views.choose("names")
    names = tab.names
    qtbot.waitUntil(lambda: bool(names.names.records()), timeout=20_000)
    mail = next(one for one in names.names.records() if one.value == "office@example.org")
    names.names.select(f"{mail.kind} {mail.value}")
    qtbot.waitUntil(lambda: bool(names.mentions.records()), timeout=20_000)
    with qtbot.waitSignal(tab.source.shown, timeout=30_000):
        names.mentions.selectRow(0)
    assert tab.source.viewer.text.marked() == "office@example.org"
    tab.views.choose("timeline")
    qtbot.waitUntil(lambda: bool(tab.timeline.days.records()), timeout=20_000)
    days = [one.day for one in tab.timeline.days.records()]
    assert days == sorted(days)
    at = days.index("2023-05-03")
    with qtbot.waitSignal(tab.source.shown, timeout=30_000):
        tab.timeline.days.selectRow(at)
    assert tab.source.viewer.text.marked()
    tab.source.names_action.setChecked(True)
    qtbot.waitUntil(lambda: bool(tab.source.viewer.text.marked("entities")), timeout=20_000)


def test_failed_pages_are_listed_with_their_reason_and_tried_again(tab: DocumentsTab, qtbot: QtBot) -> None:
    certificate = _document(tab, "completion-certificate.pdf")
    assert (certificate.pages_text, certificate.pages_failed) == (1, 2)
    tab.table.select(certificate.id)
    tab.pane.sides.choose("about")
    about = tab.pane.about
    qtbot.waitUntil(lambda: about.failed.count() == 2, timeout=20_000)
    assert [square.role for square in about.squares.squares] == ["ok", "bad", "bad"]
    item = about.failed.itemAt(0)
    row = item.widget() if item is not None else None
    assert row is not None
    assert "Page 2" in {button.text() for button in row.findChildren(QToolButton)}
    assert any("missing" in label.text() for label in row.findChildren(QLabel))
    (again,) = [button for button in row.findChildren(QToolButton) if button.text() == "Try again"]
    before = len(tab.ops.app.jobs.list())
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(tab.ops.app.jobs.list()) == before + 1, timeout=20_000)
    qtbot.waitUntil(lambda: tab.ops.app.jobs.list()[0].finished, timeout=60_000)
    assert _document(tab, "completion-certificate.pdf").pages_failed == 2
    about.retry_asked.emit(2, "no such engine")
    qtbot.waitUntil(tab.message.isVisible, timeout=20_000)
    assert "no such engine" in tab.message.full_text()
