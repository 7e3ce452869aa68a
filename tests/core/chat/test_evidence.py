# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which sentence bears on a question, on the sample case and in general."""

from __future__ import annotations

from typing import Any

import pytest

from core.app import App
from core.chat.evidence import Evidence, Source, evades, weigh
from core.chat.extractive import bears_on
from core.paths import PROGRAM
from core.records import Passage
from tests.core.chat.conftest import SAMPLES, lines


def evidence_for(case: App, question: str) -> list[Evidence]:
    pages = {(page["document"], page["page"]): page["text"] for page in lines(SAMPLES / "pages.jsonl")}
    hits = case.search.find(question, k=8).hits
    return weigh(
        question,
        [
            Source(
                Passage(hit.document_id, hit.document, hit.page, hit.start, hit.end, hit.text),
                pages[hit.document, hit.page],
            )
            for hit in hits
        ],
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_answering_sentence_is_among_the_first_three(
    case: App, questions: dict[str, dict[str, Any]], language: str
) -> None:
    asked = [one for one in questions.values() if one["language"] == language]
    found = 0
    for one in asked:
        best = evidence_for(case, one["question"])[:3]
        expected = " ".join(one["answer"].split())
        found += any(expected in " ".join(evidence.text.split()) for evidence in best)

    assert found >= len(asked) - 2


def test_most_questions_without_an_answer_are_recognised(case: App) -> None:
    unanswerable = lines(PROGRAM / "tests" / "data" / "unanswerable.jsonl")
    caught = [one["id"] for one in unanswerable if not bears_on(evidence_for(case, one["question"]))]

    assert len(caught) >= 0.7 * len(unanswerable)


def source(text: str, document: str = "log.md") -> Source:
    return Source(Passage("d", document, 1, 0, len(text), text), text)


def test_the_heading_decides_between_two_alike() -> None:
    log = source("## 4 March 2024\n\nCrack 2.6 mm.\n\n## 11 March 2024\n\nCrack 3.4 mm.")

    best = weigh("How wide was the crack on 11 March 2024?", [log])[0]

    assert best.text == "Crack 3.4 mm."
    assert best.heading_helps


def test_overlapping_passages_list_a_sentence_once() -> None:
    text = "The bridge was closed in March. It opened again in June."
    twice = [Source(Passage("d", "a.txt", 1, 0, 40, text[:40]), text), source(text, "a.txt")]

    places = [evidence.place for evidence in weigh("When was the bridge closed?", twice)]

    assert len(places) == len(set(places)) == 2


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("When was it opened?", "It was opened by the mayor.", True),
        ("When was it opened?", "It was opened on 12 May 1986.", False),
        ("How many witnesses were heard?", "Seventeen? The inquiry heard them.", True),
        ("How many witnesses were heard?", "Two witnesses were heard.", False),
        ("كم شاهدا سمعت اللجنة؟", "سمعت اللجنة ١٧ شاهدا.", False),
        ("متى أغلق الجسر؟", "أغلق الجسر بسبب شق.", True),
        ("Who signed the order?", "The weather stayed quiet over the whole valley.", True),
        ("Who signed the order?", "Mazen Al-Bayrami.", False),
    ],
)
def test_an_answer_that_evades_the_question(question: str, answer: str, expected: bool) -> None:
    assert evades(question, answer) is expected


def test_no_passages_and_no_words() -> None:
    assert weigh("anything?", []) == []
    assert not bears_on([])
    assert not bears_on(weigh("what is it?", [source("The bridge was closed.")]))
