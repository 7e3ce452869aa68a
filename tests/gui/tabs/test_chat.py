# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Chat tab with the real starter model: streaming, citations, stop, ratings, Arabic."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.tabs.chat import ChatTab
from gui.widgets.conversation import AnswerTurn, Question
from tests.gui.conftest import Opened

pytestmark = pytest.mark.model
Wait = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture
def tab(opened: Opened, qtbot: QtBot) -> ChatTab:
    opened.window.show_tab("chat")
    made: ChatTab = opened.window.chat
    qtbot.waitUntil(lambda: made.agent_box.count() > 0, timeout=20_000)
    return made


def _ask(tab: ChatTab, question: str, qtbot: QtBot) -> AnswerTurn:
    """Types the question, presses Enter, and waits until the answer stands."""
    before = len(tab.view.turns())
    tab.field.setPlainText(question)
    QTest.keyClick(tab.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(tab.view.turns()) == before + 2, timeout=20_000)
    turn = tab.view.turns()[-1]
    assert isinstance(turn, AnswerTurn)
    qtbot.waitUntil(lambda: turn.shown is not None and not tab.is_answering, timeout=90_000)
    return turn


def test_an_answer_is_cited_rated_kept_and_opened_again(tab: ChatTab, qtbot: QtBot, wait: Wait) -> None:
    turn = _ask(tab, "How many witnesses did the inquiry hear?", qtbot)
    question = tab.view.turns()[0]
    assert isinstance(question, Question)
    assert "witnesses" in question.text.toPlainText()
    assert "17" in turn.text.toPlainText()
    assert turn.chips()
    with qtbot.waitSignal(tab.source.image_shown, timeout=30_000):
        QTest.mouseClick(turn.chips()[0], Qt.MouseButton.LeftButton)
    assert tab.source.viewer.text.marked()
    assert tab.source.viewer.image.boxes
    assert tab.chats.list.count() >= 1

    QTest.mouseClick(turn.up, Qt.MouseButton.LeftButton)
    chat = tab.ops.app.chat

    def rating() -> list[int]:
        messages = wait(tab.ops.query(tab, chat.messages, tab._conversation_id))
        return [message.feedback for message in messages if message.role == "assistant"]

    qtbot.waitUntil(lambda: rating() == [1], timeout=20_000)

    told, kept = turn.text.toPlainText(), tab._conversation_id
    tab.new_chat()
    assert tab.view.turns() == []
    qtbot.waitUntil(lambda: kept in tab.chats.entry_keys(), timeout=20_000)
    tab.chats.select(kept)
    qtbot.waitUntil(lambda: len(tab.view.turns()) == 2, timeout=20_000)
    again = tab.view.turns()[-1]
    assert isinstance(again, AnswerTurn)
    assert again.text.toPlainText() == told
    assert again.up.isChecked()


def test_arabic_is_answered_by_quotations_that_run_from_the_right(tab: ChatTab, qtbot: QtBot) -> None:
    turn = _ask(tab, "متى أُغلق جسر وادي هلزم أمام المركبات؟", qtbot)
    assert turn.note.isVisible()
    assert turn.note.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert turn.text.document().firstBlock().textDirection() == Qt.LayoutDirection.RightToLeft
    assert turn.chips()


def test_stop_ends_the_answer_and_the_next_question_works(tab: ChatTab, qtbot: QtBot) -> None:
    tab.field.setPlainText("Tell me everything about the bridge, its piers and its repair.")
    tab.send_action.trigger()
    qtbot.waitUntil(lambda: tab.is_answering, timeout=5_000)
    assert tab.stop_button.isVisible()
    tab.stop_action.trigger()
    qtbot.waitUntil(lambda: not tab.is_answering, timeout=60_000)
    assert tab.send_button.isVisible()
    assert not tab.stop_button.isVisible()
