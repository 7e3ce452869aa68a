# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables and side lists: sorting by value, filter, selection that survives news, Delete, columns."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.flow import FlowLayout
from gui.widgets.message import InlineMessage
from gui.widgets.side_list import Entry, SideList
from gui.widgets.table import Column, RecordTable


@dataclass(frozen=True)
class Fruit:
    key: str
    name: str
    weight: int


FRUITS = [Fruit("a", "Apple", 100), Fruit("b", "Banana", 20), Fruit("c", "Cherry", 3)]


@pytest.fixture
def table(qtbot: QtBot) -> RecordTable[Fruit]:
    columns: list[Column[Fruit]] = [
        Column("Name", lambda f: f.name),
        Column("Weight", lambda f: f"{f.weight} g", sort=lambda f: f.weight, number=True),
    ]
    made: RecordTable[Fruit] = RecordTable("fruits", columns, lambda f: f.key)
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    made.set_records(FRUITS)
    return made


def _names(table: RecordTable[Fruit]) -> list[str]:
    return [fruit.name for fruit in table.records()]


def test_sorting_is_by_value_not_by_text(table: RecordTable[Fruit]) -> None:
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert _names(table) == ["Cherry", "Banana", "Apple"]
    table.put_first(lambda fruit: fruit.key == "a")
    assert _names(table) == ["Apple", "Cherry", "Banana"]
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert _names(table) == ["Apple", "Banana", "Cherry"]


def test_the_filter_wants_every_word(table: RecordTable[Fruit]) -> None:
    table.filter("an 20")
    assert _names(table) == ["Banana"]
    table.filter("")
    table.keep_only(lambda fruit: fruit.weight < 50)
    assert _names(table) == ["Banana", "Cherry"]


def test_selection_survives_news(table: RecordTable[Fruit]) -> None:
    table.select("b")
    told: list[bool] = []
    table.chosen.connect(lambda: told.append(True))
    table.set_records([Fruit("0", "Aardfruit", 1), *FRUITS[:1], Fruit("b", "Banana", 25), FRUITS[2]])
    assert [fruit.weight for fruit in table.selected()] == [25]
    assert told == []
    table.set_records(FRUITS[:1])
    assert table.selected() == []
    assert told


def test_keys_open_and_delete(table: RecordTable[Fruit], qtbot: QtBot) -> None:
    table.select("c")
    with qtbot.waitSignal(table.opened):
        QTest.keyClick(table, Qt.Key.Key_Return)
    with qtbot.waitSignal(table.delete_asked):
        QTest.keyClick(table, Qt.Key.Key_Delete)


def test_columns_are_remembered(table: RecordTable[Fruit], qtbot: QtBot) -> None:
    table.setColumnWidth(1, 151)
    again: RecordTable[Fruit] = RecordTable("fruits", table.source.columns, lambda f: f.key)
    qtbot.addWidget(again)
    assert again.columnWidth(1) == 151


def test_a_side_list_keeps_its_choice_and_tells_only_the_persons(qtbot: QtBot) -> None:
    side = SideList("Things")
    qtbot.addWidget(side)
    told: list[str] = []
    side.chosen.connect(told.append)
    side.set_entries([Entry("1", "One", "4"), Entry("2", "Two", under="more")])
    assert told == []
    side.select("2")
    side.set_entries([Entry("0", "Zero"), Entry("2", "Two, altered")])
    assert side.current() == "2"
    assert told == ["2"]


def test_chips_flow_into_lines_and_mirror(qtbot: QtBot) -> None:
    area = QWidget()
    qtbot.addWidget(area)
    flow = FlowLayout()
    area.setLayout(flow)
    boxes = [QWidget() for _ in range(4)]
    for box in boxes:
        box.setFixedSize(90, 20)
        flow.addWidget(box)
    area.resize(200, 100)
    area.show()
    assert flow.heightForWidth(200) == 2 * 20 + flow.spacing()
    assert [box.y() for box in boxes] == [0, 0, 26, 26]
    assert boxes[0].x() == 0
    area.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.waitUntil(lambda: boxes[0].x() == 110)


def test_a_message_unfolds_its_details_and_is_dismissed(qtbot: QtBot) -> None:
    message = InlineMessage()
    qtbot.addWidget(message)
    message.show_message("Three settings are wrong.", "Correct them.", details=["rank is 0", "epochs is -1"])
    assert message.isVisible()
    assert message.full_text() == "Three settings are wrong.\nCorrect them.\nrank is 0\nepochs is -1"
    assert message._details.isVisible()
    QTest.mouseClick(message._unfold, Qt.MouseButton.LeftButton)
    assert not message._details.isVisible()
    QTest.mouseClick(message._close, Qt.MouseButton.LeftButton)
    assert not message.isVisible()


def test_ten_thousand_rows_stay_quick(table: RecordTable[Fruit]) -> None:
    """News of a table come twice a second while documents are read: it must not hold the window up."""
    many = [Fruit(str(n), f"Fruit {n * 7919 % 10_000}", n) for n in range(10_000)]
    table.set_records(many)
    table.select("5000")
    begun = time.perf_counter()
    table.set_records([*many[:-1], Fruit("9999", "Fruit eaten", 0)])
    assert [fruit.key for fruit in table.selected()] == ["5000"]
    table.filter("fruit 12")
    table.filter("")
    assert time.perf_counter() - begun < 2.0
