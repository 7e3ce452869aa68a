# SPDX-License-Identifier: AGPL-3.0-or-later
"""What each kind of agent does differs: over the sample case, with the starter models, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePath

import pytest

from core.agents.evaluation import evaluate
from core.agents.forms import FORMS, rows
from core.agents.templates import template_names
from core.app import App
from core.chat.evidence import Evidence, Source, weigh
from core.chat.forms import filled_in, laid_out
from core.documents.facts import LABELS
from core.records import Answer, Passage, Usage

Ask = Callable[[str, str], Answer]


@pytest.fixture(scope="module")
def agents(case: App) -> Iterator[dict[str, str]]:
    """An agent of each template, beside each other in one workspace."""
    made = {name: case.agents.create(f"the {name}", template=name).id for name in template_names()}
    yield made
    for agent_id in made.values():
        case.agents.delete(agent_id)


@pytest.fixture(scope="module")
def ask(case: App, agents: dict[str, str]) -> Ask:
    return lambda name, question: case.chat.answer(agents[name], question)


@pytest.mark.model
@pytest.mark.parametrize("name", template_names())
def test_an_agent_answers_its_templates_questions(case: App, agents: dict[str, str], name: str) -> None:
    agent = case.agents.get(agents[name])
    judged = list(evaluate(agent, lambda question: case.chat.answer(agent.id, question)))
    assert {one.language for one in judged} == {"en", "ar"}
    assert [one.question for one in judged if not one.right] == []


def check_rows(answer: Answer, columns: int) -> list[tuple[str, ...]]:
    found = rows(answer.answer)
    assert found
    assert len(found) == len(answer.sentences)
    for cells, sentence in zip(found, answer.sentences, strict=True):
        assert len(cells) == columns
        assert sentence.supported
        assert sentence.citations
        assert PurePath(sentence.citations[0].document).name in cells[-1]
    return found


@pytest.mark.parametrize(
    ("question", "head"),
    [
        ("What evidence is there of the scour hole at pier P3?", "| Item | Quote | Source |"),
        ("ما الدليل على حفرة الانجراف عند الدعامة P3؟", "| البند | الاقتباس | المصدر |"),
    ],
)
def test_the_forensic_analyst_gives_a_table_of_cited_evidence(ask: Ask, question: str, head: str) -> None:
    answer = ask("forensic", question)
    assert answer.answer.splitlines()[0] == head
    for (_, quote, _), sentence in zip(check_rows(answer, 3), answer.sentences, strict=True):
        assert quote[1:-1] == " ".join(sentence.citations[0].quote.split())


@pytest.mark.parametrize(
    "question", ["Make a timeline of the closure of the bridge.", "ضع تسلسلا زمنيا لإغلاق جسر وادي هلزم."]
)
def test_a_timeline_is_in_the_order_of_days(ask: Ask, question: str) -> None:
    days = [cells[0] for cells in check_rows(ask("forensic", question), 3)]
    assert days == sorted(days)
    assert "2024-03-16" in days


def test_a_report_has_findings_days_and_sources(ask: Ask) -> None:
    answer = ask("forensic", "Write a report on the scour at pier P3.")
    heads = [line for line in answer.answer.splitlines() if line.startswith("## ")]
    assert heads == ["## Findings", "## Chronology", "## Sources"]
    assert all(sentence.citations and sentence.text in answer.answer for sentence in answer.sentences)


def test_the_financial_agent_lists_sums_and_nothing_without_a_number(ask: Ask) -> None:
    amounts = [cells[0] for cells in check_rows(ask("financial", "What did the repair contract cost?"), 3)]
    assert "2,460,000" in amounts
    assert all(any(c.isdigit() for c in amount) for amount in amounts)
    assert ask("financial", "Who kept the inspection log of pier P3?").abstained, "no sum is named there"


def test_the_legal_agent_quotes_to_the_letter_with_the_article(ask: Ask) -> None:
    answer = ask("legal", "من يستثنى من إغلاق الجسر بموجب المادة الثانية؟")
    section, clause, _ = check_rows(answer, 3)[0]
    assert section == "المادة الثانية"
    assert clause == " ".join(answer.sentences[0].citations[0].quote.split())


def test_the_medical_agent_only_quotes_and_abstains_sooner(ask: Ask) -> None:
    asked = "Which hospital is asked to keep one ambulance on the east bank day and night?"
    answer = ask("medical", asked)
    assert answer.usage.completion_tokens == 0, "what no model wrote holds no advice of its own"
    vague = "Which doctor looked after the sergeant on duty?"
    assert ask("medical", vague).abstained
    assert not ask("legal", vague).abstained, "others answer from what comes that near"


def test_the_code_agent_keeps_lines_as_they_stand(ask: Ask) -> None:
    answer = ask("code", "Show the readings of 2024-03-16 in the crack measurements.")
    assert "```\n2024-03-16  | 0.2 | 0.4 | 4.7 | 0.5 | 19 | 1.50\n```" in answer.answer
    assert "crack-measurements.txt, page 1, line 14" in answer.answer


def test_the_moderator_labels_from_a_closed_set(ask: Ask) -> None:
    answer = ask("moderation", "Does the duty room record hold the service number of the sergeant?")
    labels = {cells[0] for cells in check_rows(answer, 3)}
    assert labels == {"personal", "none"}


def test_the_translator_says_when_its_model_lacks_a_language(ask: Ask) -> None:
    answer = ask("translation", "Translate into Arabic: when will the bridge be opened again to traffic?")
    assert "does not speak both English and Arabic" in answer.note
    assert {cells[1] for cells in check_rows(answer, 3)} == {"—"}


# --- what the settings do ---------------------------------------------------------------------


def test_an_agent_searches_as_its_settings_say(case: App, agents: dict[str, str]) -> None:
    """The case is indexed by words alone, so an agent that looks by vectors finds nothing in it."""
    question = "When was crack gauge CG-07 calibrated?"
    dense = case.agents.create("by vectors", template="legal", settings={"mode": "dense"}).id
    try:
        assert case.chat.answer(dense, question).abstained
        assert not case.chat.answer(agents["legal"], question).abstained
    finally:
        case.agents.delete(dense)


@pytest.mark.model
def test_an_agent_draws_its_words_as_its_settings_say(case: App) -> None:
    def begins(**settings: float) -> str:
        hot = {"temperature": 2, "seed": 3, "max_tokens": 8, **settings}
        agent = case.agents.create("poet", settings=hot).id
        try:
            asked = case.chat.stream(agent, "How many witnesses did the inquiry hear?")
            return "".join(value for kind, value in asked if kind == "token")
        finally:
            case.agents.delete(agent)

    calm = begins(temperature=0)
    assert begins(top_k=1) == calm, "one token to draw from leaves no choice"
    assert begins(top_p=0.01) == calm
    assert begins(min_p=1.0) == calm
    assert begins(top_k=1000, top_p=1.0, min_p=0.0) != calm


@pytest.mark.model
def test_a_model_that_may_write_a_table_is_held_to_its_grammar(case: App) -> None:
    settings = {"examples": False, "max_tokens": 40}
    agent = case.agents.create("labeller", template="moderation", settings=settings).id
    try:
        question = "Does the duty room record hold the service number of the sergeant?"
        events = list(case.chat.stream(agent, question))
    finally:
        case.agents.delete(agent)
    written = "".join(value for kind, value in events if kind == "token")
    assert all(line.partition(" | ")[0] in LABELS for line in written.splitlines()[:-1])
    assert written.partition(" | ")[0] in LABELS
    answer: Answer = events[-1][1]
    assert {cells[0] for cells in rows(answer.answer)} <= set(LABELS)


# --- what a model fills in --------------------------------------------------------------------

PAGE = (
    "The port sold the ferry Almas for 90,000 dinars on 4 May 2019.\n\n"
    "The buyer was the Ministry of Works. The keys were handed over on 6 May 2019."
)


@pytest.fixture
def passages() -> tuple[list[Source], list[Evidence]]:
    sources = [Source(Passage("d", "port.txt", 1, 0, len(PAGE), PAGE), PAGE)]
    return sources, weigh("When was the ferry Almas sold, and for how much?", sources)


def fill(form: str, text: str, passages: tuple[list[Source], list[Evidence]]) -> Answer:
    sources, evidence = passages
    question = "When was the ferry Almas sold, and for how much?"
    return filled_in(FORMS[form], text, question, evidence, sources, Usage(), language="en")


def test_a_models_rows_are_checked_one_by_one(passages: tuple[list[Source], list[Evidence]]) -> None:
    written = (
        "2019-05-06 | The keys were handed over on 6 May 2019.\n"
        "2019-05-05 | The port sold the ferry Almas for 90,000 dinars.\n"
        "2019-05-04 | The port sold the ferry Almas for 90,000 dinars.\n"
    )
    answer = fill("timeline", written, passages)
    assert [(s.text[2:12], s.supported) for s in answer.sentences] == [
        ("2019-05-04", True),
        ("2019-05-05", False),
        ("2019-05-06", True),
    ]
    assert any("2019-05-05" in problem for problem in answer.sentences[1].problems)
    assert answer.mode == "generated"


def test_a_models_quotation_is_put_right_and_its_empty_sums_left_out(
    passages: tuple[list[Source], list[Evidence]],
) -> None:
    evidence = fill("evidence", "The sale | The port sold the ferry Almas for 90,000 dinars", passages)
    assert "“The port sold the ferry Almas for 90,000 dinars on 4 May 2019.”" in evidence.answer
    amounts = fill("amounts", "90,000 dinars | The port sold the ferry Almas\nmuch | the keys", passages)
    assert [cells[0] for cells in rows(amounts.answer)] == ["90,000 dinars"]


def test_rows_that_nothing_bears_out_are_replaced(passages: tuple[list[Source], list[Evidence]]) -> None:
    answer = fill("amounts", "7 pounds | The moon was painted green", passages)
    assert "90,000 dinars" in answer.answer
    assert "7 pounds" not in answer.answer
    assert "7 pounds" in answer.note


def test_a_translation_with_other_figures_is_marked(passages: tuple[list[Source], list[Evidence]]) -> None:
    original = "The port sold the ferry Almas for 90,000 dinars on 4 May 2019."
    right = fill(
        "translation", f"{original} | باع الميناء العبّارة ألماس بمبلغ 90,000 دينار في 4 مايو 2019.", passages
    )
    assert right.sentences[0].supported
    wrong = fill(
        "translation",
        f"{original} | باع الميناء العبّارة بمبلغ 9,000 دينار في 4 مايو 2019.\n"
        "The buyer was the Ministry of Works. | كان المشتري وزارة الأشغال.",
        passages,
    )
    assert [sentence.supported for sentence in wrong.sentences] == [False, True]
    assert wrong.sentences[0].problems


def test_program_text_is_shown_with_its_whole_definition() -> None:
    load = "def load(path):\n    with open(path) as file:\n        return file.read()\n"
    page = f"import os\n\n{load}\n\ndef other():\n    pass\n"
    sources = [Source(Passage("d", "tool.py", 1, 0, len(page), page), page)]
    evidence = weigh("Where is the file path opened?", sources)
    answer = laid_out(FORMS["code"], evidence, Usage(), language="en")
    assert f"```\n{load}```" in answer.answer
    assert "tool.py, page 1, line 3–5" in answer.answer
