# SPDX-License-Identifier: AGPL-3.0-or-later
"""A sentence is supported by a passage that holds its words, its numbers and its names, and by no other."""

from __future__ import annotations

import pytest

from core.chat.citations import link
from core.chat.evidence import Source
from core.records import Passage

REPORT = (
    "4. The day of the closure\n\nShe telephoned the Director General, Mazen Al-Bayrami, at 17:20. "
    "At 18:45 Mazen Al-Bayrami signed order 31/2024, which closed the bridge to all vehicles.\n\n"
    "6. Costs\n\nItem | Dinars\nRepair contract | 2,460,000\nReplacement buses | 310,000\n"
    "Total cost to the Province | 2,855,000\n\nWe enclose a quotation for the diving survey of 18,400 dinars."
)
ARABIC = "بلغ وزن شاحنة شركة حجر للمقالع ٤١٫٦ طنًا، أي أكثر من ثلاثة أمثال الحد المقرر. وأقرّ سائقها بذلك."


def source(text: str, document: str = "report.pdf") -> Source:
    return Source(Passage("d1", document, 3, 0, len(text), text), text)


def supported(answer: str, question: str, text: str = REPORT) -> list[bool]:
    return [sentence.supported for sentence in link(answer, question, [source(text)])]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who signed order 31/2024?", "Order 31/2024 was signed by Mazen Al-Bayrami at 18:45."),
        ("What did it cost the Province?", "The total cost to the Province was 2855000 dinars."),
        ("How much was the quotation for the diving survey?", "The quotation was 18,400 dinars."),
        ("Whom did she telephone?", "She telephoned Mazen Al-Bayrami, the Director General [1]."),
    ],
)
def test_what_the_passage_says_is_supported(question: str, answer: str) -> None:
    assert supported(answer, question) == [True]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who signed order 31/2024?", "Order 31/2024 was signed by Mazen Al-Bayrami at 19:45."),
        ("Who signed order 31/2024?", "Order 31/2024 was signed by Yusuf Kanaan at 18:45."),
        ("How much was the quotation for the diving survey?", "The quotation was 310,000 dinars."),
        ("Who painted the hall?", "The hall was painted by a man from the valley."),
        ("What did it cost?", "It cost 36 x 14 = 480 dinars."),
    ],
)
def test_a_wrong_number_name_or_deed_is_caught(question: str, answer: str) -> None:
    assert supported(answer, question) == [False]
    assert link(answer, question, [source(REPORT)])[0].citations == ()


def test_the_quotation_is_the_page_word_for_word() -> None:
    sentence = link("Mazen Al-Bayrami signed order 31/2024.", "Who signed the order?", [source(REPORT)])[0]
    citation = sentence.citations[0]

    assert (citation.document, citation.document_id, citation.page) == ("report.pdf", "d1", 3)
    assert REPORT[citation.start : citation.end] == citation.quote
    assert citation.quote.startswith("At 18:45 Mazen")
    assert citation.quote.endswith("vehicles.")


def test_arabic_with_other_digits_and_without_vowel_signs() -> None:
    question = "كم بلغ وزن شاحنة شركة حجر للمقالع؟"

    assert supported("بلغ وزن شاحنة شركة حجر للمقالع 41.6 طنا.", question, ARABIC) == [True]
    assert supported("بلغ وزن شاحنة شركة حجر للمقالع 51.6 طنا.", question, ARABIC) == [False]


def test_each_sentence_is_judged_by_itself_and_none_is_lost() -> None:
    answer = "The order was signed at 18:45.\nThe repair is 480 feet long."
    linked = link(answer, "When was the order signed?", [source(REPORT)])

    assert [sentence.supported for sentence in linked] == [True, False]
    assert [sentence.text for sentence in linked] == answer.split("\n")


def test_without_passages_nothing_is_supported() -> None:
    assert not any(sentence.supported for sentence in link("It is so. Really.", "Is it so?", []))
