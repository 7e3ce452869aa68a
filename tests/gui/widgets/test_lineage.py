# SPDX-License-Identifier: AGPL-3.0-or-later
"""The drawing of a chain: what stands where, choosing by pointer and keyboard, mirroring."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.widgets.lineage import Card, Chip, LineageView

LAYERS = [
    [Card("v", "version", parents=("r",))],
    [Card("r", "run", parents=("d", "m"))],
    [Card("d", "dataset", parents=("one", "two")), Card("m", "model")],
    [
        Card("one", "one.pdf", chips=(Chip("one/1", "1"), Chip("one/2", "2"))),
        Card("two", "two.pdf", chips=tuple(Chip(f"two/{n}", str(n)) for n in range(1, 40))),
    ],
]


@pytest.fixture
def view(qtbot: QtBot) -> LineageView:
    made = LineageView()
    qtbot.addWidget(made)
    made.resize(400, 600)
    made.show()
    made.show_layers(LAYERS)
    return made


def test_layers_go_down_and_chips_stay_within_their_card(view: LineageView) -> None:
    spots = {item.key: item.sceneBoundingRect() for item in view._items}
    assert spots["v"].top() < spots["r"].top() < spots["d"].top() < spots["one"].top() < spots["two"].top()
    assert spots["d"].top() == spots["m"].top()
    assert spots["one"].contains(spots["one/2"].center())
    assert all(spots["two"].contains(spots[f"two/{n}"].center()) for n in range(1, 40))


def test_a_click_chooses_a_chip_and_not_its_card(view: LineageView, qtbot: QtBot) -> None:
    item = next(item for item in view._items if item.key == "one/2")
    place = view.mapFromScene(item.sceneBoundingRect().center())
    with qtbot.waitSignal(view.chosen) as told:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == ["one/2"]


def test_arrow_keys_and_enter(view: LineageView, qtbot: QtBot) -> None:
    view.setFocus()
    for _ in range(2):
        QTest.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.chosen) as told:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert told.args == ["r"]


def test_it_mirrors_from_right_to_left(view: LineageView, qtbot: QtBot) -> None:
    def left(key: str) -> float:
        return next(item.sceneBoundingRect().left() for item in view._items if item.key == key)

    assert left("d") < left("m")
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    view.show_layers(LAYERS)
    assert left("d") > left("m")
