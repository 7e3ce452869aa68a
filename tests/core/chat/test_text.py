# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is taken in as a question."""

from __future__ import annotations

import pytest

from core.chat.text import LONGEST_QUESTION, question_from, readable, reads_rightward, title_from
from core.errors import UserError


@pytest.mark.parametrize("typed", ["", "   ", "\u202e\u200b", "?!…", "\x00\x07"])
def test_nothing_to_answer(typed: str) -> None:
    with pytest.raises(UserError, match="The question is empty"):
        question_from(typed)


def test_a_hundred_thousand_characters_are_refused_with_the_figure() -> None:
    with pytest.raises(UserError, match="100,000 characters; 8,000 at most"):
        question_from("why " * 25_000)
    assert len(question_from("w" * LONGEST_QUESTION)) == LONGEST_QUESTION


def test_control_characters_and_bidi_overrides_are_left_out() -> None:
    assert question_from("wh\x00o \u202esigned\u202c\u2066 it\x1b[31m?\r\nNow") == "who signed it[31m?\nNow"
    assert question_from("نیم\u200cفاصله") == "نیم\u200cفاصله", "a joiner is part of the word"
    assert question_from("e\u0301te\u0301") == "été"


def test_a_title_ends_at_a_word() -> None:
    assert title_from("Who\nsigned it?") == "Who signed it?"
    title = title_from(
        "Which technician of the materials laboratory tested the concrete cores in compression?"
    )
    assert title == "Which technician of the materials laboratory tested the…"


@pytest.mark.parametrize(
    ("text", "rightward"),
    [
        ("plain", True),
        ("2.8", True),
        ("العمق 2.8 متر", False),
        ("في ملف PDF وحده", False),
        ("the word عمق", True),
    ],
)
def test_which_way_a_line_is_read(text: str, rightward: bool) -> None:
    assert reads_rightward(text) is rightward
    assert readable(f"\u202e{text}\x00 ", trimmed=False) == f"{text} "
