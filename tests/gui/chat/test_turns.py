# SPDX-License-Identifier: AGPL-3.0-or-later
"""How answers look: what has no source is marked in words, citations are links, tables are tables."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.records import Answer, Citation, ContextUse, Message, Sentence, Usage
from gui import theme
from gui.chat.answer import AnswerTurn
from gui.chat.fields import QuestionField
from gui.chat.marks import places
from gui.chat.question import QuestionTurn

REPORT = Citation("case/report.pdf", "d1", 1, "The bridge was closed on Saturday.", 0, 34)
ORDER = Citation("case/order.pdf", "d2", 3, "أُغلق الجسر مساء السبت.", 5, 28)
ANSWER = Answer(
    "The bridge was closed. It will open soon.\nأُغلق الجسر مساء السبت. It was 12 wide.",
    False,
    (
        Sentence("The bridge was closed.", True, (REPORT, ORDER), "supported"),
        Sentence("It will open soon.", False, (), "unsupported"),
        Sentence("أُغلق الجسر مساء السبت.", True, (ORDER,), "supported"),
        Sentence("It was 12 wide.", False, (REPORT,), "partly", ("The passage does not contain 12.",)),
    ),
    Usage(),
    note="Read by the starter model.",
)


def _turn(qtbot: QtBot, answer: Answer = ANSWER) -> AnswerTurn:
    turn = AnswerTurn("assistant")
    qtbot.addWidget(turn)
    turn.resize(600, 400)
    turn.show()
    turn.show_answer(answer)
    return turn


def _kept(feedback: int = 0, branches: tuple[str, ...] = ("m",), reason: str = "") -> Message:
    return Message("m", "assistant", ANSWER.answer, ANSWER, feedback, 0.0, "q", branches, reason)


def test_each_sentence_says_how_far_it_is_supported(qtbot: QtBot) -> None:
    turn = _turn(qtbot)
    text = turn.text.toPlainText().replace("\u00a0", " ")
    assert "It will open soon. no source" in text
    assert "It was 12 wide. partly [1]" in text
    assert text.count("no source") == text.count("partly") == 1
    assert "1 sentence is supported in part" in turn.doubts.words.text()
    assert "1 sentence has no source" in turn.doubts.words.text()
    assert not turn.doubts.details.isVisible()
    QTest.mouseClick(turn.doubts.unfold, Qt.MouseButton.LeftButton)
    assert "The passage does not contain 12." in turn.doubts.details.text()
    marked = turn.text.document().find("12 wide").charFormat()
    assert "The passage does not contain 12." in marked.toolTip()
    assert turn.note.words.text() == "Read by the starter model."


def test_numbers_and_chips_lead_to_the_source(qtbot: QtBot) -> None:
    turn = _turn(qtbot)
    chosen: list[Citation] = []
    turn.citation_chosen.connect(chosen.append)
    QTest.mouseClick(turn.chips()[1], Qt.MouseButton.LeftButton)
    spot = turn.text.cursorRect(turn.text.document().find("[1]")).center()
    QTest.mouseClick(turn.text.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert chosen == [ORDER, REPORT]


def test_each_line_has_its_own_direction_and_none_can_turn_it(qtbot: QtBot) -> None:
    document = _turn(qtbot).text.document()
    assert document.firstBlock().textDirection() == Qt.LayoutDirection.LeftToRight
    assert document.lastBlock().textDirection() == Qt.LayoutDirection.RightToLeft
    spoofed = "Paid \u202e0001 \u202cdinars."
    turn = _turn(qtbot, Answer(spoofed, False, (Sentence(spoofed, True, (REPORT,), "supported"),), Usage()))
    assert not {"\u202e", "\u202c"} & set(turn.text.toPlainText())
    assert "[1]" in turn.text.toPlainText()


def test_markdown_is_shown_and_nothing_is_fetched_or_taken_for_html(qtbot: QtBot) -> None:
    told = (
        "# Findings\n\n- **closed** on <b>Saturday</b>\n- measured ![plan](file:///etc/hostname)\n\n"
        "| Day | Width |\n|---|--:|\n| 16 March | 12 mm |\n\n"
        "```\nif a < b:  # شق\n```\nSee [the page](http://example.org/x)."
    )
    rows = Sentence("| 16 March | 12 mm |", True, (REPORT,), "supported")
    turn = _turn(qtbot, Answer(told, False, (rows,), Usage()))
    text = turn.text.toPlainText().replace("\u00a0", " ")
    assert "closed on <b>Saturday</b>" in text
    assert "[plan]" in text
    assert "the page (\u2066http://example.org/x\u2069)" in text
    assert "**" not in text
    assert "```" not in text
    cell = turn.text.document().find("12 mm")
    table = cell.currentTable()
    assert (table.rows(), table.columns()) == (2, 2)
    assert cell.block().text().replace("\u00a0", " ") == "12 mm [1]"
    code = turn.text.document().find("if a < b")
    assert code.block().textDirection() == Qt.LayoutDirection.LeftToRight
    assert code.charFormat().fontFixedPitch()
    assert turn.text.document().find("closed").block().textList() is not None
    assert turn.text.document().find("the page").charFormat().anchorHref() == ""


def test_a_quotation_keeps_its_asterisks(qtbot: QtBot) -> None:
    quote = "* 5 of 7 | *sic* 1. # first"
    sentence = Sentence(quote, True, (REPORT,), "supported")
    turn = _turn(qtbot, Answer(quote, False, (sentence,), Usage(), mode="quoted"))
    assert turn.text.toPlainText().startswith(quote)


def test_quoted_rows_are_a_table(qtbot: QtBot) -> None:
    rows = "| المادة | النص |\n| --- | --- |\n| الأولى | يغلق *الجسر*. |"
    sentence = Sentence("يغلق *الجسر*.", True, (ORDER,), "supported")
    turn = _turn(qtbot, Answer(rows, False, (sentence,), Usage(), mode="quoted"))
    cell = turn.text.document().find("يغلق")
    assert cell.currentTable().columns() == 2
    assert cell.currentTable().format().layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert cell.block().text().replace("\u00a0", " ") == "يغلق *الجسر*. [1]"


@pytest.mark.parametrize(
    ("shown", "sentences", "found"),
    [
        ("One two. Three", ["**One** two.", "Three"], ["One two.", "Three"]),
        ("first\nsecond", ["1. first", "2. second"], ["first", "second"]),
        ("One. 😀 Two.", ["One.", "not there", "Two."], ["One.", None, "Two."]),
    ],
)
def test_sentences_are_found_in_what_is_shown(
    shown: str, sentences: list[str], found: list[str | None]
) -> None:
    spans = places(shown, sentences)
    assert [shown[span[0] : span[1]] if span else None for span in spans] == found


def test_tokens_come_one_by_one_until_the_answer_stands(qtbot: QtBot) -> None:
    turn = AnswerTurn("assistant")
    qtbot.addWidget(turn)
    turn.show_asked("When was the bridge closed in March?")
    turn.show_step({"done": 11, "total": 40, "document": "report.pdf"}, 90.0)
    steps = turn.steps
    assert steps is not None
    assert "Document 12 of 40" in steps.words.text()
    for token in ("The ", "bridge ", "<b>"):
        turn.add_token(token)
    assert turn.text.toPlainText() == "The bridge <b>"
    turn.show_answer(ANSWER)
    assert turn.text.toPlainText().startswith("The bridge was closed.")
    assert steps.isHidden()
    assert "in March" in turn.asked.words.text()


def test_an_abstention_shows_the_nearest_passages_as_no_claim(qtbot: QtBot) -> None:
    sentence = Sentence("The documents do not say.", False, (REPORT,), "unsupported")
    turn = _turn(qtbot, Answer(sentence.text, True, (sentence,), Usage(), mode="none"))
    assert turn.state.text() == "no answer in the documents"
    assert "no source" not in turn.text.toPlainText()
    assert "[1]" not in turn.text.toPlainText()
    assert turn.doubts.isHidden()
    assert turn.nearest.isVisible()
    assert turn.evidence is not None
    assert "closed on Saturday" in turn.evidence.toPlainText()


def test_what_was_withheld_and_what_filled_the_context_is_told(qtbot: QtBot) -> None:
    use = ContextUse(2048, 180, 600, 40, 20, 400, 6, 8, 1, 3, summarised=True)
    turn = _turn(qtbot, replace(ANSWER, withheld=("card",), context=use))
    assert "Withheld from this answer" in turn.withheld.words.text()
    assert turn.context.isVisible()
    assert "Passages: 600 tokens" in turn.context.toolTip()
    assert "6 of 8 passages" in turn.context.toolTip()


def test_copies_carry_the_sources(qtbot: QtBot) -> None:
    _turn(qtbot).copy_with_sources()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("The bridge was closed. [1] [2] It will open soon.\n")
    assert "[2] “أُغلق الجسر مساء السبت.” — order.pdf, page 3" in copied


def test_a_rating_can_be_given_with_a_reason_and_taken_back(qtbot: QtBot) -> None:
    turn = _turn(qtbot)
    turn.show_message(_kept())
    rated: list[tuple[int, str]] = []
    turn.rated.connect(lambda value, reason: rated.append((value, reason)))
    QTest.mouseClick(turn.down, Qt.MouseButton.LeftButton)
    assert turn._reason_field is not None
    QTest.keyClicks(turn._reason_field.field, "wrong day")
    QTest.keyClick(turn._reason_field.field, Qt.Key.Key_Return)
    assert turn.reason.text() == "wrong day"
    QTest.mouseClick(turn.down, Qt.MouseButton.LeftButton)
    assert rated == [(-1, ""), (-1, "wrong day"), (0, "")]
    assert not turn.down.isChecked()
    turn.show_message(_kept(1, reason="short"))
    assert turn.up.isChecked()
    assert turn.reason.text() == "short"


def test_branches_are_gone_through(qtbot: QtBot) -> None:
    turn = _turn(qtbot)
    turn.show_message(_kept(branches=("a", "m", "c")))
    assert "2 / 3" in turn.branches.words.text()
    asked: list[str] = []
    turn.branch_chosen.connect(asked.append)
    QTest.mouseClick(turn.branches.back, Qt.MouseButton.LeftButton)
    QTest.mouseClick(turn.branches.on, Qt.MouseButton.LeftButton)
    assert asked == ["a", "c"]
    turn.show_message(_kept())
    assert turn.branches.isHidden()


def test_an_answer_follows_the_scheme(qapp: QApplication, qtbot: QtBot) -> None:
    turn = _turn(qtbot)
    theme.apply(qapp, "dark")
    qtbot.waitUntil(
        lambda: turn.text.document().find("bridge").charFormat().foreground().color() == theme.color("text")
    )


def test_a_question_becomes_a_field_and_is_sent_anew(qtbot: QtBot) -> None:
    turn = QuestionTurn("When was it closed?")
    qtbot.addWidget(turn)
    turn.show()
    assert turn.edit.isHidden()
    turn.show_message(Message("q", "user", "When was it closed?", None, 0, 0.0, None, ("q",)))
    sent: list[str] = []
    turn.edited.connect(sent.append)
    QTest.mouseClick(turn.edit, Qt.MouseButton.LeftButton)
    _editor(turn).setPlainText("Who closed it?")
    assert turn.is_edited
    QTest.keyClick(_editor(turn), Qt.Key.Key_Escape)
    assert turn.text.isVisible()
    turn.begin_editing()
    _editor(turn).setPlainText("Who closed it?")
    QTest.keyClick(_editor(turn), Qt.Key.Key_Return)
    assert sent == ["Who closed it?"]


def _editor(turn: QuestionTurn) -> QuestionField:
    assert turn.field is not None
    return turn.field


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
