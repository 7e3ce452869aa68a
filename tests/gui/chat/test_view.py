# SPDX-License-Identifier: AGPL-3.0-or-later
"""A long conversation: few of its turns are widgets, and the reader's place is kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from gui.chat.view import ConversationView, Turn

COUNT = 150


def _label(number: int) -> QWidget:
    label = QLabel(f"turn {number}")
    label.setFixedHeight(40 + 17 * (number % 5))
    return label


def _turns(count: int = COUNT) -> list[Turn]:
    return [Turn(str(number), number, lambda number=number: _label(number)) for number in range(count)]  # type: ignore[misc]


def _shown(view: ConversationView) -> list[str]:
    """What stands within the view now."""
    inside = [
        turn
        for turn in view.turns()
        if -turn.height() < turn.mapTo(view.viewport(), turn.rect().topLeft()).y() < view.viewport().height()
    ]
    return [turn.text() for turn in inside if isinstance(turn, QLabel)]


@pytest.fixture
def view(qtbot: QtBot) -> ConversationView:
    made = ConversationView()
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    made.set_turns(_turns())
    made.follow()
    qtbot.waitUntil(lambda: made.is_filled and f"turn {COUNT - 1}" in _shown(made))
    return made


def test_a_long_conversation_opens_at_its_end_with_few_widgets(view: ConversationView) -> None:
    assert len(view.turns()) < 60


def test_scrolling_reaches_every_turn_and_forgets_the_far_ones(view: ConversationView, qtbot: QtBot) -> None:
    seen: set[str] = set()
    bar = view.verticalScrollBar()
    for _ in range(120):
        seen |= set(_shown(view))
        if "turn 0" in seen:
            break
        bar.setValue(bar.value() - 300)
        qtbot.waitUntil(lambda: view.is_filled)
    assert seen == {f"turn {number}" for number in range(COUNT)}
    assert len(view.turns()) < 80
    QTest.keyClick(view, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: view.is_filled and f"turn {COUNT - 1}" in _shown(view))
    QTest.keyClick(view, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: view.is_filled and "turn 0" in _shown(view))


def test_a_turn_in_the_middle_is_gone_to_and_stays_where_it_is(view: ConversationView, qtbot: QtBot) -> None:
    wanted = view.show_turn("70")
    assert wanted is not None
    qtbot.waitUntil(lambda: view.is_filled and view.offset("70") == 16)
    # What comes above it moves it nowhere.
    view.set_turns(_turns())
    qtbot.waitUntil(lambda: view.is_filled and "turn 70" in _shown(view))
    assert view.show_turn("no such") is None


def test_what_stays_keeps_its_widget(view: ConversationView, qtbot: QtBot) -> None:
    last = view.turns()[-1]
    live = QLabel("being written")
    view.add(live)
    view.set_turns([*_turns(), Turn("new", 1, lambda: QLabel("kept"))], {"new": live})
    assert view.turns()[-2:] == [last, live]
    other = [Turn("only", 0, lambda: QLabel("another chat"))]
    view.set_turns(other)
    qtbot.waitUntil(lambda: _shown(view) == ["another chat"])


def test_what_is_being_written_outlives_being_far_away(view: ConversationView, qtbot: QtBot) -> None:
    live = QLabel("being written")
    view.add(live)
    QTest.keyClick(view, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: view.is_filled and "turn 0" in _shown(view))
    assert live not in view.turns()
    live.setText("still written")
    QTest.keyClick(view, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: view.is_filled and "still written" in _shown(view))
    assert view.turns()[-1] is live
