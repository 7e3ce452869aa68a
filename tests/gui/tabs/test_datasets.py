# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Datasets tab over real rows: reviewing by keyboard, editing, importing, splitting, handing out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from core.records import Example
from gui.datasets.dialogs import BuildDialog, SplitDialog
from gui.tabs.datasets import DatasetsTab
from tests.gui.conftest import Opened

Wait = Callable[..., object]
_KEYS = Qt.KeyboardModifier


@pytest.fixture
def tab(filled: Opened, qtbot: QtBot) -> DatasetsTab:
    """With the dataset that waits for review chosen."""
    filled.window.show_tab("datasets")
    made: DatasetsTab = filled.window.datasets
    qtbot.waitUntil(lambda: bool(made.table.records()), timeout=20_000)
    _choose(made, "to review", qtbot)
    return made


def _choose(tab: DatasetsTab, name: str, qtbot: QtBot) -> None:
    key = next(dataset.id for dataset in tab._datasets.values() if dataset.name == name)
    tab.side.select(key)
    qtbot.waitUntil(lambda: any(one.dataset_id == key for one in tab.table.source.records), timeout=20_000)


def _stored(tab: DatasetsTab, example: Example) -> Example:
    found = tab.ops.app.datasets.examples(example.dataset_id)
    return next(one for one in found if one.id == example.id)


def _press(tab: DatasetsTab, key: Qt.Key) -> None:
    tab.table.setFocus()
    QTest.keyClick(tab.table, key)


def _question() -> QMessageBox:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
    assert found
    return found[0]


def test_a_dataset_says_what_is_in_it(tab: DatasetsTab) -> None:
    waiting = len(tab.table.source.records)
    assert waiting > 6
    assert tab.name.text() == "to review"
    assert "not split yet" in tab.facts.text()
    assert tab.states._buttons["pending"].text() == f"To review  {waiting}"
    tab.filter.setText("place 3?")
    assert {one.number for one in tab.table.records()} == {
        n for n in range(1, waiting + 1) if f"{n}?".endswith("3?")
    }
    tab.filter.clear()
    assert len(tab.table.records()) == waiting


def test_a_accepts_and_goes_to_the_next(tab: DatasetsTab, qtbot: QtBot) -> None:
    first, second = tab.table.records()[:2]
    tab.table.select(first.id)
    _press(tab, Qt.Key.Key_A)
    assert tab.table.current() == second
    qtbot.waitUntil(lambda: _stored(tab, first).state == "accepted")
    assert _stored(tab, second).state == "pending"
    qtbot.waitUntil(lambda: tab.states._buttons["accepted"].text() == "Accepted  1")


def test_an_accepted_example_leaves_the_list_of_those_to_review(tab: DatasetsTab, qtbot: QtBot) -> None:
    tab.states.choose("pending")
    first, second = tab.table.records()[:2]
    tab.table.select(first.id)
    _press(tab, Qt.Key.Key_A)
    assert first.id not in {one.id for one in tab.table.records()}
    assert tab.table.current() == second
    qtbot.waitUntil(lambda: _stored(tab, first).state == "accepted")


def test_r_rejects_all_that_are_selected_and_u_brings_them_back(tab: DatasetsTab, qtbot: QtBot) -> None:
    three = tab.table.records()[:3]
    tab.table._select_keys({one.id for one in three}, three[0].id)
    qtbot.waitUntil(lambda: tab.selection.text() == "3 selected")
    _press(tab, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: all(_stored(tab, one).state == "rejected" for one in three))
    _press(tab, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: all(_stored(tab, one).state == "pending" for one in three))


def test_editing_in_place_keeps_the_original(tab: DatasetsTab, qtbot: QtBot) -> None:
    example = tab.table.records()[0]
    tab.table.select(example.id)
    _press(tab, Qt.Key.Key_E)
    assert tab.example.is_editing
    answer = tab.example.turns[-1].edit
    QTest.keyClicks(answer, " And more.")
    QTest.keyClick(answer, Qt.Key.Key_Return, _KEYS.ControlModifier)
    qtbot.waitUntil(lambda: _stored(tab, example).edited)
    kept = _stored(tab, example)
    assert kept.messages[-1][1] == f"{example.messages[-1][1]} And more."
    assert kept.state == "accepted"
    qtbot.waitUntil(tab.example.history.isVisible)
    tab.example.history.click()
    qtbot.waitUntil(tab.example.turns[-1].original_text.isVisible)
    assert tab.example.turns[-1].original_text.toPlainText() == example.messages[-1][1]
    assert not tab.example.turns[0].original_text.isVisible()


def test_typing_is_no_shortcut_escape_undoes_and_an_empty_answer_is_refused(
    tab: DatasetsTab, qtbot: QtBot
) -> None:
    example = tab.table.records()[0]
    tab.table.select(example.id)
    tab.edit()
    answer = tab.example.turns[-1].edit
    QTest.keyClicks(answer, "rare")
    assert tab.example.is_editing
    assert tab.example.turns[-1].text().endswith("rare")
    assert tab.table.current() == example
    QTest.keyClick(answer, Qt.Key.Key_Escape)
    assert tab.example.save_button.isHidden()
    assert tab.example.turns[-1].text() == example.messages[-1][1]
    tab.edit()
    answer.setPlainText(" ")
    tab.example.save()
    qtbot.waitUntil(tab.message.isVisible)
    assert "needs a question and an answer" in tab.message.full_text()
    assert _stored(tab, example) == example


def test_the_page_is_shown_with_the_span_marked(tab: DatasetsTab, qtbot: QtBot) -> None:
    example = next(one for one in tab.table.records() if (one.document or "").endswith("inquiry-report.pdf"))
    with qtbot.waitSignal(tab.source.image_shown, timeout=30_000):
        tab.table.select(example.id)
    assert tab.source.viewer.text.marked().replace("\u2029", "\n") == example.messages[-1][1]
    assert tab.source.viewer.image.boxes
    # Plain text has no picture: the text alone is shown, marked as well.
    example = next(one for one in tab.table.records() if (one.document or "").endswith(".txt"))
    with qtbot.waitSignal(tab.source.image_shown, timeout=30_000):
        tab.table.select(example.id)
    assert tab.source.viewer.text.marked()
    assert not tab.source.viewer.image.isVisible()


def test_an_import_tells_each_row_it_left_out(tab: DatasetsTab, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "mixed.jsonl"
    file.write_text(
        '{"prompt": "Who?", "completion": "The judge."}\n{"prompt": "When?"}\nno JSON\n', encoding="utf-8"
    )
    dialog = tab.import_path(file)
    assert dialog.name.text() == "mixed"
    dialog.go()
    qtbot.waitUntil(tab.report.isVisible, timeout=30_000)
    assert "1 example was imported" in tab.report.words.text()
    assert "2 rows were left out" in tab.report.words.text()
    told = {row.row: row.why for row in tab.report.table.records()}
    assert set(told) == {2, 3}
    assert "no answer" in told[2]
    qtbot.waitUntil(lambda: tab.name.text() == "mixed")
    # The name is taken now, which is told where it is asked for.
    again = tab.import_path(file)
    again.go()
    qtbot.waitUntil(again.message.isVisible, timeout=30_000)
    assert "mixed" in again.message.full_text()
    assert again.isVisible()
    again.reject()


def test_splitting_fills_the_column(tab: DatasetsTab, qtbot: QtBot) -> None:
    tab.table.selectAll()
    tab.accept()
    waiting = tab.states._buttons["pending"]
    qtbot.waitUntil(lambda: waiting.text() == "To review  0", timeout=10_000)
    assert tab.table.isColumnHidden(4)
    dialog = SplitDialog(tab.ops, tab, tab.dataset) if tab.dataset else None
    assert dialog is not None
    dialog.open()
    dialog.go()
    qtbot.waitUntil(lambda: not tab.table.isColumnHidden(4), timeout=10_000)
    assert tab.dataset is not None
    assert tab.dataset.splits["train"] > 0


def test_the_checks_stand_beside_the_examples(tab: DatasetsTab, qtbot: QtBot) -> None:
    tab.check()
    qtbot.waitUntil(tab.checks.isVisible, timeout=10_000)
    assert "to review" in tab.checks.title.text()
    assert "to look at" in tab.checks.title.text()
    tab.checks.left.emit()
    assert tab.source.isVisible()


def test_an_export_writes_what_was_reviewed(tab: DatasetsTab, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "out.jsonl"
    tab.export_to(file)
    qtbot.waitUntil(lambda: "out.jsonl" in tab.message.full_text(), timeout=10_000)
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == len(tab.table.source.records)
    tab.export_to(file)
    qtbot.waitUntil(lambda: "exists already" in tab.message.full_text(), timeout=10_000)


def _delete(tab: DatasetsTab, qtbot: QtBot) -> None:
    """Asks for it and says yes to the question, which names the dataset."""
    name = tab.name.text()
    tab.delete()
    qtbot.waitUntil(lambda: any(isinstance(w, QMessageBox) for w in QApplication.topLevelWidgets()))
    box = _question()
    assert name in box.text()
    next(one for one in box.findChildren(QPushButton) if one.text() == "Delete").click()


def test_deleting_asks_first_and_keeps_what_a_run_stands_on(tab: DatasetsTab, qtbot: QtBot) -> None:
    _delete(tab, qtbot)
    qtbot.waitUntil(lambda: {d.name for d in tab._datasets.values()} == {"trained on"}, timeout=10_000)
    qtbot.waitUntil(lambda: tab.name.text() == "trained on", timeout=10_000)
    _delete(tab, qtbot)
    qtbot.waitUntil(tab.message.isVisible, timeout=10_000)
    assert "trained on" in tab.message.full_text()
    assert tab._datasets


def test_building_queues_a_job_and_shows_its_dataset(tab: DatasetsTab, qtbot: QtBot) -> None:
    tab.build()
    qtbot.waitUntil(lambda: bool(tab.window().findChildren(BuildDialog)), timeout=10_000)
    dialog = tab.window().findChildren(BuildDialog)[0]
    assert "documents" in dialog.collection.currentText()
    dialog.name.setText("built")
    dialog.go()
    qtbot.waitUntil(lambda: any(j.kind == "build" for j in tab.ops.app.jobs.list()), timeout=10_000)
    assert next(j for j in tab.ops.app.jobs.list() if j.kind == "build").state == "queued"
