# SPDX-License-Identifier: AGPL-3.0-or-later
"""Commas come back into Arabic lines; what was meant otherwise stays."""

from __future__ import annotations

import pytest

from core.documents.ocr.arabic import is_arabic, with_commas
from core.documents.ocr.engine import RecognisedWord


def line(text: str) -> list[RecognisedWord]:
    return [RecognisedWord(word, (0.0, 0.0, 1.0, 1.0), 0.9) for word in text.split()]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("الجسور, والطرق", "الجسور، والطرق"),
        ("فيلفوس » فنهاه", "فيلفوس ، فنهاه"),
        ("كنعان» مدير", "كنعان، مدير"),
        ("السجلء أشهد", "السجل، أشهد"),
        ("كنعانء» مدير", "كنعان، مدير"),
        ("قال ء ثم", "قال ، ثم"),
        ("عام 2024, الصفحة", "عام 2024، الصفحة"),
        ("ثم” صعد", "ثم صعد"),
    ],
)
def test_commas_that_the_engine_cannot_write(read: str, meant: str) -> None:
    assert " ".join(word.text for word in with_commas(line(read))) == meant


@pytest.mark.parametrize(
    "text",
    [
        "هذا شيء من الجزء الأول",
        "الماء والسماء والضوء",
        "قال «نعم» ثم مضى",
        "قرأ «كتاب البدء» كله",
        "1,200 متر مكعب",
    ],
)
def test_what_is_right_stays(text: str) -> None:
    assert " ".join(word.text for word in with_commas(line(text))) == text


def test_a_line_is_arabic_when_most_of_its_letters_are() -> None:
    assert is_arabic(line("الدعامة P3"))
    assert not is_arabic(line("Pier الدعامة Aldercott"))
