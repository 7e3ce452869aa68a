# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Chat tab for real: streaming, citations, branches, documents of a chat, agents, comparing, figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from gui.chat.agents import AgentDialog
from gui.chat.answer import AnswerTurn
from gui.chat.dialogs import BatchDialog, WithheldDialog
from gui.chat.question import QuestionTurn
from gui.tabs.chat import ChatTab
from tests.gui.conftest import Opened

pytestmark = pytest.mark.model
Wait = Callable[[Coroutine[Any, Any, Any]], Any]
# Answered by quotations, so that no model is asked.
ARABIC = "متى أُغلق جسر وادي هلزم أمام المركبات؟"
OTHER = "من ترأس لجنة فتح المظاريف؟"


@pytest.fixture
def tab(opened: Opened, qtbot: QtBot) -> ChatTab:
    opened.window.show_tab("chat")
    made: ChatTab = opened.window.chat
    qtbot.waitUntil(lambda: made.agent_box.count() > 0, timeout=20_000)
    return made


def _answered(tab: ChatTab, qtbot: QtBot, questions: int) -> AnswerTurn:
    """The last answer, once it stands and there are so many questions."""

    def stands() -> bool:
        turns = tab.view.turns()
        asked = sum(isinstance(turn, QuestionTurn) for turn in turns)
        return asked == questions and not tab.is_answering and not turns[-1].again.isHidden()  # type: ignore[attr-defined]

    qtbot.waitUntil(stands, timeout=90_000)
    turn = tab.view.turns()[-1]
    assert isinstance(turn, AnswerTurn)
    return turn


def _ask(tab: ChatTab, question: str, qtbot: QtBot) -> AnswerTurn:
    """Types the question, presses Enter, and waits until the answer stands."""
    before = sum(isinstance(turn, QuestionTurn) for turn in tab.view.turns())
    tab.field.setPlainText(question)
    QTest.keyClick(tab.field, Qt.Key.Key_Return)
    return _answered(tab, qtbot, before + 1)


def _dialog(kind: type[QDialog], qtbot: QtBot) -> Any:
    def found() -> list[QDialog]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()), timeout=20_000)
    return found()[0]


def test_an_answer_is_cited_rated_kept_and_opened_again(
    tab: ChatTab, qtbot: QtBot, wait: Wait, tmp_path: Path
) -> None:
    turn = _ask(tab, "How many witnesses did the inquiry hear?", qtbot)
    question = tab.view.turns()[0]
    assert isinstance(question, QuestionTurn)
    assert "witnesses" in question.text.toPlainText()
    assert "17" in turn.text.toPlainText()
    assert turn.context.isVisible()
    with qtbot.waitSignal(tab.source.image_shown, timeout=30_000):
        QTest.mouseClick(turn.chips()[0], Qt.MouseButton.LeftButton)
    assert tab.source.viewer.text.marked()
    assert tab.source.viewer.image.boxes

    QTest.mouseClick(turn.up, Qt.MouseButton.LeftButton)
    assert turn._reason_field is not None
    QTest.keyClicks(turn._reason_field.field, "the right number")
    QTest.keyClick(turn._reason_field.field, Qt.Key.Key_Return)
    chat, kept = tab.ops.app.chat, tab.pane.conversation_id

    def rating() -> tuple[int, str]:
        last = wait(tab.ops.query(tab, chat.messages, kept))[-1]
        return last.feedback, last.feedback_reason

    qtbot.waitUntil(lambda: rating() == (1, "the right number"), timeout=20_000)

    told = turn.text.toPlainText()
    tab.new_chat()
    assert tab.view.turns() == []
    qtbot.waitUntil(lambda: kept in tab.chats.entry_keys(), timeout=20_000)
    tab.chats.select(kept)
    qtbot.waitUntil(lambda: len(tab.view.turns()) == 2, timeout=20_000)
    again = tab.view.turns()[-1]
    assert isinstance(again, AnswerTurn)
    assert again.text.toPlainText() == told
    assert again.up.isChecked()
    assert again.reason.text() == "the right number"

    tab.show_page("usage")
    qtbot.waitUntil(lambda: bool(tab.usage.figures.told()), timeout=20_000)
    assert tab.usage.figures.told()["Satisfied"].strip("\u2066\u2069") == "100 %"
    file = tmp_path / "chat.md"
    tab.export_to(kept, file)
    qtbot.waitUntil(lambda: "chat.md" in tab.message.full_text(), timeout=20_000)
    assert "inquiry-report.pdf" in file.read_text("utf-8")


def test_questions_branch_and_are_found_again(tab: ChatTab, qtbot: QtBot) -> None:
    turn = _ask(tab, ARABIC, qtbot)
    assert turn.note.isVisible()
    assert turn.note.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert turn.text.document().firstBlock().textDirection() == Qt.LayoutDirection.RightToLeft
    assert turn.chips()

    QTest.mouseClick(turn.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not tab.is_answering and _words(tab, -1) == "2 / 2", timeout=30_000)
    question = tab.view.turns()[0]
    assert isinstance(question, QuestionTurn)
    QTest.mouseClick(question.edit, Qt.MouseButton.LeftButton)
    assert question.field is not None
    question.field.setPlainText(OTHER)
    assert tab.has_unsaved
    QTest.keyClick(question.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not tab.is_answering and _words(tab, 0) == "2 / 2", timeout=30_000)
    edited = tab.view.turns()[0]
    assert isinstance(edited, QuestionTurn)
    assert edited.text.toPlainText() == OTHER
    QTest.mouseClick(edited.branches.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: _words(tab, 0) == "1 / 2", timeout=20_000)
    assert tab.view.turns()[0].text.toPlainText() == ARABIC  # type: ignore[attr-defined]

    # What was said on the branch that is not shown is found, and shown.
    tab.new_chat()
    tab.search_action.trigger()
    tab.chats.field.setText("المظاريف")
    qtbot.waitUntil(lambda: bool(tab.chats._hits), timeout=20_000)
    tab.chats.list.setCurrentRow(tab.chats.list.count() - 1)
    qtbot.waitUntil(lambda: bool(tab.view.turns()) and _words(tab, 0) == "2 / 2", timeout=20_000)
    QTest.keyClick(tab.chats.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: tab.pane.conversation_id in tab.chats.entry_keys(), timeout=20_000)


def _words(tab: ChatTab, place: int) -> str:
    turns = tab.view.turns()
    words = turns[place].branches.words.text() if turns else ""  # type: ignore[attr-defined]
    return str(words).strip("\u2066\u2069")


def test_a_dropped_file_is_asked_alone(tab: ChatTab, qtbot: QtBot, tmp_path: Path) -> None:
    note = tmp_path / "ملاحظة.txt"
    note.write_text("سُلّمت مفاتيح المخزن الأزرق إلى الحارس سليم يوم الخميس 4 أبريل 2024.", "utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(note))])
    left, nothing = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy, at = Qt.DropAction.CopyAction, QPoint(9, 9)
    QApplication.sendEvent(tab.pane, QDragEnterEvent(at, copy, data, left, nothing))
    QApplication.sendEvent(tab.pane, QDropEvent(QPointF(at), copy, data, left, nothing))
    qtbot.waitUntil(lambda: tab.pane.about.told() == [note.name], timeout=60_000)
    turn = _ask(tab, "لمن سُلّمت مفاتيح المخزن الأزرق؟", qtbot)
    assert "سليم" in turn.text.toPlainText()
    assert {citation.document_id for citation in turn._citations} == {tab.pane.documents[0][0]}
    # Nothing else is looked into.
    assert _ask(tab, ARABIC, qtbot).shown.abstained  # type: ignore[union-attr]
    close = tab.pane.about.findChildren(type(tab.stop_button))[0]
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: tab.pane.about.told() == [], timeout=20_000)


def test_stop_ends_the_answer_and_the_next_question_works(tab: ChatTab, qtbot: QtBot) -> None:
    tab.field.setPlainText("Tell me everything about the bridge, its piers and its repair.")
    tab.send_action.trigger()
    qtbot.waitUntil(lambda: tab.is_answering, timeout=5_000)
    assert tab.stop_button.isVisible()
    tab.stop_action.trigger()
    qtbot.waitUntil(lambda: not tab.is_answering, timeout=60_000)
    assert tab.send_button.isVisible()
    assert not tab.stop_button.isVisible()


def test_a_question_that_is_refused_comes_back_to_the_field(tab: ChatTab, qtbot: QtBot) -> None:
    tab.field.setPlainText("a" * 9000)
    tab.send_action.trigger()
    qtbot.waitUntil(lambda: "characters" in tab.message.full_text() and not tab.is_answering, timeout=20_000)
    assert len(tab.field.toPlainText()) == 9000
    assert tab.view.turns() == []


def test_agents_are_made_changed_compared_and_deleted(tab: ChatTab, qtbot: QtBot) -> None:
    tab.new_agent_action.trigger()
    dialog: AgentDialog = _dialog(AgentDialog, qtbot)
    rows = [dialog.template.itemData(row).name for row in range(dialog.template.count())]
    dialog.template.setCurrentIndex(rows.index("forensic"))
    assert dialog.prompt.toPlainText()
    dialog.name.setText("zeta")
    dialog.settings.fields["k"].setText("many")  # type: ignore[attr-defined]
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "many" in dialog.message.full_text(), timeout=20_000)
    dialog.settings.fields["k"].setText("5")  # type: ignore[attr-defined]
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(tab.compare.boxes) == 2, timeout=20_000)
    made = tab._agents[-1]
    assert (made.name, made.settings["k"], made.settings["template"]) == ("zeta", 5, "forensic")

    tab.agents.select(made.id)
    tab.edit_agent_action.trigger()
    dialog = _dialog(AgentDialog, qtbot)
    assert not dialog.template.isEnabled()
    dialog.prompt.setPlainText("Answer in one sentence.")
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: tab._agents[-1].release == 2, timeout=20_000)
    qtbot.waitUntil(tab.rollback_action.isEnabled, timeout=20_000)

    tab.compare_action.trigger()
    assert len(tab.compare.chosen()) == 2
    tab.compare.field.setPlainText(ARABIC)
    QTest.keyClick(tab.compare.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(tab.compare.answers) == 2, timeout=5_000)
    answers = list(tab.compare.answers.values())
    qtbot.waitUntil(lambda: all(answer.shown for answer in answers), timeout=60_000)
    with qtbot.waitSignal(tab.source.shown, timeout=30_000):
        QTest.mouseClick(answers[1].chips()[0], Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: not tab.is_answering, timeout=20_000)
    tab.agents.select(made.id)
    tab.delete_agent_action.trigger()
    box: QMessageBox = _dialog(QMessageBox, qtbot)
    next(button for button in box.buttons() if button.text() == "Delete").click()
    qtbot.waitUntil(lambda: tab.agents.list.count() == 1, timeout=20_000)


def test_a_file_of_questions_is_answered_and_gone_on_with(tab: ChatTab, qtbot: QtBot, tmp_path: Path) -> None:
    asked = tmp_path / "questions.jsonl"
    lines = [{"id": "1", "question": ARABIC}, {"id": "2", "question": OTHER}]
    asked.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    tab.batch_action.trigger()
    dialog: BatchDialog = _dialog(BatchDialog, qtbot)
    dialog._take_questions(str(asked))
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "All 2 questions" in dialog.told.text(), timeout=60_000)
    answers = tmp_path / "questions-answers.jsonl"
    kept = answers.read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in kept] == ["1", "2"]
    answers.write_text(kept[0] + "\n", "utf-8")
    qtbot.waitUntil(dialog.yes.isEnabled, timeout=5_000)
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(answers.read_text("utf-8").splitlines()) == 2, timeout=60_000)
    qtbot.waitUntil(lambda: "All 2 questions" in dialog.told.text(), timeout=60_000)
    dialog.reject()


def test_rules_are_chosen(tab: ChatTab, qtbot: QtBot, wait: Wait) -> None:
    tab.rules_action.trigger()
    dialog: WithheldDialog = _dialog(WithheldDialog, qtbot)
    before = dialog.boxes["phone"].isChecked()
    dialog.boxes["phone"].click()
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    rules = tab.ops.app.chat.withheld_rules
    qtbot.waitUntil(lambda: wait(tab.ops.query(tab, rules))["phone"] != before, timeout=20_000)
