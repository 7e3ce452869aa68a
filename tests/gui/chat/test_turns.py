# SPDX-License-Identifier: AGPL-3.0-or-later
"""How answers look: what has no source is marked in words, citations are links, Enter sends."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.conversation import (
    AnswerTurn,
    Chip,
    QuestionField,
    ShownAnswer,
    ShownSentence,
    separators,
)

ANSWER = ShownAnswer(
    (
        ShownSentence("The bridge was closed.", chips=(1, 2)),
        ShownSentence("It will open soon.", supported=False),
        ShownSentence("أُغلق الجسر مساء السبت.", chips=(2,), before="\n"),
    ),
    (Chip(1, "report.pdf, page 1"), Chip(2, "order.pdf, page 3")),
    note="Read by the starter model.",
)


def _turn(qtbot: QtBot, answer: ShownAnswer = ANSWER) -> AnswerTurn:
    turn = AnswerTurn("assistant")
    qtbot.addWidget(turn)
    turn.resize(600, 400)
    turn.show()
    turn.show_answer(answer)
    return turn


def test_a_sentence_without_a_source_is_marked_in_words(qtbot: QtBot) -> None:
    turn = _turn(qtbot)
    assert "It will open soon. no source" in turn.text.toPlainText()
    assert turn.text.toPlainText().count("no source") == 1
    assert turn.unsupported.words.text() == "1 sentence has no support in the documents."
    assert turn.note.words.text() == "Read by the starter model."


def test_numbers_and_chips_lead_to_the_source(qtbot: QtBot) -> None:
    turn = _turn(qtbot)
    chosen: list[int] = []
    turn.source_chosen.connect(chosen.append)
    QTest.mouseClick(turn.chips()[1], Qt.MouseButton.LeftButton)
    cursor = turn.text.document().find("[1]")
    spot = turn.text.cursorRect(cursor).center()
    QTest.mouseClick(turn.text.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert chosen == [2, 1]


def test_each_paragraph_has_its_own_direction(qtbot: QtBot) -> None:
    document = _turn(qtbot).text.document()
    assert document.firstBlock().textDirection() == Qt.LayoutDirection.LeftToRight
    assert document.lastBlock().textDirection() == Qt.LayoutDirection.RightToLeft


def test_tokens_come_one_by_one_until_the_answer_stands(qtbot: QtBot) -> None:
    turn = AnswerTurn("assistant")
    qtbot.addWidget(turn)
    for token in ("The ", "bridge ", "<b>"):
        turn.add_token(token)
    assert turn.text.toPlainText() == "The bridge <b>"
    turn.show_answer(ANSWER)
    assert turn.text.toPlainText().startswith("The bridge was closed.")


def test_an_abstention_is_said_and_not_marked_as_a_claim(qtbot: QtBot) -> None:
    sentence = ShownSentence("The documents do not say.", supported=False)
    turn = _turn(qtbot, ShownAnswer((sentence,), abstained=True))
    assert turn.state.text() == "no answer in the documents"
    assert "no source" not in turn.text.toPlainText()
    assert not turn.unsupported.isVisible()


def test_a_rating_can_be_given_and_taken_back(qtbot: QtBot) -> None:
    turn = _turn(qtbot)
    rated: list[int] = []
    turn.rated.connect(rated.append)
    for button in (turn.up, turn.down, turn.down):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert rated == [1, -1, 0]
    assert not turn.up.isChecked()


def test_an_answer_follows_the_scheme(qapp: QApplication, qtbot: QtBot) -> None:
    turn = _turn(qtbot)
    theme.apply(qapp, "dark")
    qtbot.waitUntil(
        lambda: turn.text.document().find("bridge").charFormat().foreground().color() == theme.color("text")
    )


def test_enter_sends_and_shift_enter_makes_a_line(qtbot: QtBot) -> None:
    field = QuestionField()
    qtbot.addWidget(field)
    field.show()
    sent: list[str] = []
    field.sent.connect(lambda: sent.append(field.toPlainText()))
    QTest.keyClicks(field, "one")
    low = field.height()
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(field, "two")
    assert sent == []
    assert field.height() > low
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert sent == ["one\ntwo"]


def test_what_stands_between_sentences_is_kept() -> None:
    assert separators("A. B.\n- C.", ["A.", "B.", "C."]) == [" ", " ", " "]
    assert separators("A.\nB.", ["A.", "B."]) == [" ", "\n"]
    assert separators("A. B.", ["A.", "not there"]) == [" ", " "]
