# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stop texts never show, not even their beginnings."""

from __future__ import annotations

import pytest

from core.chat.held_back import HeldBack


def shown(pieces: list[str], stop: list[str]) -> str:
    text = HeldBack(stop)
    out = ""
    for piece in pieces:
        out += text.add(piece)
        if text.ended:
            return out
    return out + text.finish()


@pytest.mark.parametrize(
    ("pieces", "stop", "expected"),
    [
        (["one ", "two"], [], "one two"),
        (["one\n", "\nQues", "tion: two"], ["\n\nQuestion:"], "one"),
        (["one\n", "\nQuiet"], ["\n\nQuestion:"], "one\n\nQuiet"),
        (["ab", "ab", "c!"], ["abc"], "ab"),
        (["the end"], ["", "end"], "the "),
        (["x<", "stop"], ["<stop>"], "x<stop"),
    ],
)
def test_what_a_reader_sees(pieces: list[str], stop: list[str], expected: str) -> None:
    assert shown(pieces, stop) == expected


def test_safe_text_is_not_kept_waiting() -> None:
    text = HeldBack(["STOP"])

    assert text.add("a long answer S") == "a long answer "
    assert text.add("o") == "So"
    assert text.text == "a long answer So"
