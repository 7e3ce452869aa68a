# SPDX-License-Identifier: AGPL-3.0-or-later
"""A follow-up is completed from the conversation in both languages, and what stands alone is left alone."""

from __future__ import annotations

import pytest

from core.retrieval.understanding.conversation import completed


@pytest.mark.parametrize(
    ("earlier", "question", "whole"),
    [
        ("What was the revenue in February 2023?", "and in March?", "What was the revenue in March 2023?"),
        ("What was the revenue in 2021?", "And in 2022?", "What was the revenue in 2022?"),
        ("What was paid in March 2021?", "what about 2022?", "What was paid in March 2022?"),
        ("Who is the director of Alpha Ltd?", "and of Beta Corp?", "Who is the director of Beta Corp?"),
        ("Who leads the Alpha Ltd in Cairo?", "and in Amman?", "Who leads the Alpha Ltd in Amman?"),
        ("Who repaired the first bridge?", "what about the second one?", "Who repaired the second bridge?"),
        ("What is the total of invoice 1041?", "and invoice 1042?", "What is the total of invoice 1042?"),
        ("What did Dr. Salem say?", "and Mr. Haddad?", "What did Dr. Haddad say?"),
        ("ما إيرادات الشركة في فبراير 2023؟", "وماذا عن مارس؟", "ما إيرادات الشركة في مارس 2023؟"),
        ("ما إيرادات الشركة في فبراير 2023؟", "وفي مارس؟", "ما إيرادات الشركة في مارس 2023؟"),
        ("كم بلغت الإيرادات عام 2021؟", "و2022؟", "كم بلغت الإيرادات عام 2022؟"),
        ("من هو مدير شركة ألفا؟", "وماذا عن شركة بيتا؟", "من هو مدير شركة بيتا؟"),
        ("من هو مدير شركة ألفا؟", "وشركة بيتا؟", "من هو مدير شركة بيتا؟"),
        ("من رمم الجسر الأول؟", "وماذا عن الثاني؟", "من رمم الجسر الثاني؟"),
    ],
)
def test_like_takes_the_place_of_like(earlier: str, question: str, whole: str) -> None:
    assert completed(question, [earlier]) == whole


@pytest.mark.parametrize(
    ("earlier", "question", "words"),
    [
        ("When was the lease agreement signed?", "who signed it?", {"who", "signed", "lease", "agreement"}),
        ("Who is the mayor of Cairo?", "How old is he?", {"old", "mayor", "Cairo"}),
        ("Why was the bridge closed?", "when?", {"when", "bridge", "closed"}),
        ("What was found at the pier?", "and the salaries?", {"salaries", "pier"}),
        ("What is the fee of the ferry?", "what about the second one?", {"second", "fee", "ferry"}),
        ("متى وقع عقد الإيجار؟", "من كتبه؟", {"كتبه", "عقد", "الإيجار"}),
        ("ما عاصمة الأردن؟", "كم عدد سكانها؟", {"سكانها", "عاصمة", "الأردن"}),
        ("لماذا أغلق الجسر؟", "متى؟", {"متى", "أغلق", "الجسر"}),
        ("من هو نابليون بونابرت؟", "متى ولد؟", {"متى", "ولد", "نابليون", "بونابرت"}),
        ("ماذا وجد المفتشون في الدعامة؟", "وماذا قالوا عنها؟", {"قالوا", "المفتشون", "الدعامة"}),
    ],
)
def test_else_the_telling_words_are_put_behind(earlier: str, question: str, words: set[str]) -> None:
    assert words <= set(completed(question, [earlier]).replace("(", "").replace(")", "").split())


@pytest.mark.parametrize(
    "question",
    [
        "Who is Napoleon?",
        "When did Napoleon lose his throne?",
        "How does the parliament elect its president?",
        "salaries of clerks",
        "What is the capital of Jordan?",
        "Which report names the quarry?",
        "من هو نابليون؟",
        "ما هي عاصمة الأردن؟",
        "متى افتتحت المدرسة الجديدة؟",
        "رواتب الموظفين",
        "من بنى الأهرام؟",
        "كم عدد سكان مصر؟",
        "وزارة المالية",
        "",
        "?!",
    ],
)
def test_what_stands_alone_is_left_alone(question: str) -> None:
    for earlier in ("Why was the bridge closed in 2021?", "لماذا أغلق جسر وادي السدر في مايو 2021؟"):
        assert completed(question, [earlier]) == question
    assert completed(question, []) == question


def test_a_chain_of_follow_ups_keeps_its_subject() -> None:
    chain = ["What was the revenue of Alpha Ltd in February 2023?", "and in March?", "and of Beta Corp?"]
    assert completed("And in 2024?", chain) == "What was the revenue of Beta Corp in March 2024?"
    assert completed("and in May?", ["and in March?"]) == "and in May?"
