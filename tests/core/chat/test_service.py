# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking an agent about the sample case: answers with sources, quotations, abstention, and what is kept."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.app import App
from core.errors import NotFoundError, UserError
from core.jobs.resident import WorkerDiedError
from core.records import Answer, Passage
from core.registry.models import Models
from tests.conftest import PASSPHRASE
from tests.core.chat.conftest import add_pages
from tests.core.registry import tiny_model

pytestmark = pytest.mark.model


def page_text(app: App, document_id: str, page: int) -> str:
    return next(p.text for p in app.documents.pages(document_id) if p.number == page)


def check_citations(app: App, answer: Answer) -> None:
    for sentence in answer.sentences:
        assert sentence.text in answer.answer
        for citation in sentence.citations:
            text = page_text(app, citation.document_id, citation.page)
            assert text[citation.start : citation.end] == citation.quote


def test_an_english_question_is_answered_with_its_source(case: App, assistant: str) -> None:
    events = list(case.chat.stream(assistant, "How many witnesses did the inquiry hear?"))
    kinds = [kind for kind, _ in events]
    answer = events[-1][1]

    assert kinds[0] == "passages"
    assert kinds[1] == "context"
    assert set(kinds[2:-1]) == {"token"}
    assert isinstance(events[0][1][0], Passage)
    assert "17" in answer.answer
    assert not answer.abstained
    first = answer.sentences[0]
    assert first.supported
    assert (first.citations[0].document, first.citations[0].page) == ("inquiry-report.pdf", 1)
    assert answer.usage.completion_tokens > 0 < answer.usage.first_token_seconds
    check_citations(case, answer)


def test_an_arabic_question_is_answered_by_quotation_and_says_so(
    case: App, assistant: str, questions: dict[str, dict[str, Any]]
) -> None:
    asked = questions["ar-01"]
    answer = case.chat.answer(assistant, asked["question"])

    assert asked["answer"] in answer.answer
    assert "لا يتكلم العربية" in answer.note
    assert all(sentence.supported for sentence in answer.sentences)
    assert answer.sentences[0].citations[0].document == asked["document"]
    assert answer.usage.completion_tokens == 0
    check_citations(case, answer)


@pytest.mark.parametrize("question", ["What is the recipe for lentil soup?", "ما عاصمة اليابان؟"])
def test_a_question_the_documents_do_not_answer(case: App, assistant: str, question: str) -> None:
    answer = case.chat.answer(assistant, question)

    assert answer.abstained
    assert [sentence.supported for sentence in answer.sentences] == [False]
    check_citations(case, answer)


def test_wrong_words_of_the_model_are_not_passed_on(case: App, assistant: str) -> None:
    """The figure of the wrong document is what the starter model likes to give here."""
    answer = case.chat.answer(assistant, "How much did the quotation for the diving survey ask?")

    assert "18,400" in answer.answer
    assert all("18,400" in s.citations[0].quote for s in answer.sentences if s.supported)


def test_a_conversation_is_kept_with_answers_and_opinions(case: App, assistant: str) -> None:
    chat = case.chat
    started = chat.start(assistant)
    (*_, (_, answer)) = chat.ask(started.id, "When was crack gauge CG-07 calibrated?")

    messages = chat.messages(started.id)
    assert [message.role for message in messages] == ["user", "assistant"]
    assert messages[1].id == answer.message_id
    assert messages[1].answer == answer, "what is shown later is what was answered"
    chat.feedback(messages[1].id, 1)
    assert chat.messages(started.id)[1].feedback == 1
    kept = next(one for one in chat.conversations() if one.id == started.id)
    assert (kept.title, kept.agent, kept.messages) == (
        "When was crack gauge CG-07 calibrated?",
        "assistant",
        2,
    )
    chat.rename(started.id, "  The  gauge ")
    assert next(one for one in chat.conversations() if one.id == started.id).title == "The gauge"
    with pytest.raises(UserError, match="needs a name"):
        chat.rename(started.id, " ")
    chat.delete(started.id)
    with pytest.raises(NotFoundError):
        chat.messages(started.id)


def test_a_following_question_leans_on_the_one_before(case: App, assistant: str) -> None:
    started = case.chat.start(assistant)
    list(case.chat.ask(started.id, "What did the inspection log record for the crack on 11 March 2024?"))
    events = list(case.chat.ask(started.id, "And on 4 March?"))
    answer = events[-1][1]

    assert "2.6" in answer.answer
    assert dict(events)["asked"] == answer.asked, "what was searched is shown"
    assert "crack" in answer.asked
    assert len(case.chat.messages(started.id)) == 4


def test_stop_keeps_what_has_come(case: App, assistant: str) -> None:
    started, stop = case.chat.start(assistant), threading.Event()
    tokens, answer = 0, None
    for kind, value in case.chat.ask(started.id, "How many witnesses did the inquiry hear?", stop=stop):
        tokens += kind == "token"
        if tokens == 2:
            stop.set()
        answer = value
    assert isinstance(answer, Answer)
    assert answer.note == "Stopped before its end."
    assert answer.usage.completion_tokens < 12
    assert case.chat.messages(started.id)[1].text == answer.answer


def test_a_reader_who_goes_away_loses_nothing(case: App, assistant: str) -> None:
    started = case.chat.start(assistant)
    answer = case.chat.ask(started.id, "How many witnesses did the inquiry hear?")
    assert [next(answer)[0] for _ in range(3)] == ["passages", "context", "token"]
    answer.close()  # type: ignore[attr-defined]

    messages = case.chat.messages(started.id)
    assert len(messages) == 2
    assert messages[1].text
    assert messages[1].answer is not None
    assert messages[1].answer.note == "Stopped before its end."


def test_kill_9_in_mid_answer_keeps_the_conversation(case: App, assistant: str) -> None:
    started = case.chat.start(assistant)
    question = "How many witnesses did the inquiry hear?"
    answer = case.chat.ask(started.id, question)
    while next(answer)[0] != "token":
        pass
    pid = case.chat._worker.pid
    assert pid
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(WorkerDiedError, match="The chat process was killed"):
        list(answer)

    messages = case.chat.messages(started.id)
    assert messages[0].text == question
    assert "ended in the middle" in (messages[1].answer or Answer("", False, (), None)).note  # type: ignore[arg-type]
    (*_, (_, again)) = case.chat.ask(started.id, question)
    assert "17" in again.answer


def test_bad_questions_leave_no_trace(case: App, assistant: str) -> None:
    started = case.chat.start(assistant)
    for question in ("", "\u202e \x00", "why " * 25_000):
        with pytest.raises(UserError):
            list(case.chat.ask(started.id, question))
    assert case.chat.messages(started.id) == []
    with pytest.raises(NotFoundError):
        list(case.chat.ask("0" * 32, "Why?"))
    with pytest.raises(NotFoundError):
        case.chat.start("0" * 32)
    with pytest.raises(NotFoundError):
        case.chat.feedback("0" * 32, 1)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """A workspace of its own, for what would disturb the sample case."""
    app = App.create(tmp_path_factory.mktemp("other") / "ws", PASSPHRASE)
    yield app
    app.close()


def test_without_documents_it_says_how_to_add_some(other: App) -> None:
    answer = other.chat.answer(other.agents.list()[0].id, "Who signed the order?")

    assert answer.abstained
    assert "isnad ingest" in answer.answer


def test_an_agent_looks_in_its_collection_only(other: App) -> None:
    add_pages(other.workspace, [{"document": "a.txt", "page": 1, "text": "The key is kept by Hana."}], "keys")
    add_pages(other.workspace, [{"document": "b.txt", "page": 1, "text": "The dog is kept by Omar."}], "dogs")
    keys = other.agents.create("keys", collection="keys")

    assert "Hana" in other.chat.answer(keys.id, "Who keeps the key?").answer
    answer = other.chat.answer(keys.id, "Who keeps the dog?")
    assert "Omar" not in answer.answer


def test_passages_in_a_language_the_model_does_not_read_are_quoted(other: App) -> None:
    text = "تقرير فني: التيار الكهربائي في محطة Raydan بلغ 640 فولت يوم الأحد."
    add_pages(other.workspace, [{"document": "c.txt", "page": 1, "text": text}], "power")
    agent = other.agents.create("power", collection="power")

    answer = other.chat.answer(agent.id, "What was measured at the Raydan station?")

    assert "640" in answer.answer or answer.abstained
    assert answer.usage.completion_tokens == 0


def test_a_model_file_that_is_gone_is_named(other: App, tmp_path: Path) -> None:
    moved = tiny_model.write(tmp_path / "moved.gguf")
    model = Models(other.workspace).bring(moved, name="moved")
    agent = other.agents.create("moved", model_id=model.id, collection="keys")
    moved.unlink()

    with pytest.raises(UserError, match=r"moved\.gguf"):
        other.chat.answer(agent.id, "Who keeps the key?")
    assert "Hana" in other.chat.answer(other.agents.list()[0].id, "Who keeps the key?").answer


def test_a_long_question_within_the_limit_is_answered_or_told(case: App, assistant: str) -> None:
    long = "ما عدد الشهود الذين سمعتهم لجنة التحقيق؟ " + "أرجو الدقة في الجواب. " * 340
    answer = case.chat.answer(assistant, long[:7900])

    assert answer.answer


def test_a_long_conversation_goes_on_from_a_summary(case: App) -> None:
    settings = {"sentences": 0, "examples": False, "context_tokens": 260, "max_tokens": 6, "k": 1}
    agent = case.agents.create("long talks", settings=settings)
    started = case.chat.start(agent.id)
    uses = []
    for question in (
        "When was crack gauge CG-07 calibrated?",
        "How many witnesses did the inquiry hear?",
        "When was the Wadi Halzam Bridge opened to traffic?",
    ):
        events = dict(case.chat.ask(started.id, question))
        uses.append(events["context"])
        assert events["answer"].context == events["context"]

    assert [use.turns for use in uses] == [0, 1, 2]
    assert uses[-1].summarised
    assert 0 < uses[-1].conversation <= 130
    assert "CG-07" in case.chat._kept.summary(started.id).lines[0]


def test_marks_that_turn_text_around_are_not_quoted(other: App) -> None:
    text = "The guard Salim\u202e opened\u202c the north gate at\x07 dawn."
    add_pages(other.workspace, [{"document": "d.txt", "page": 1, "text": text}], "gates")
    agent = other.agents.create("gates", collection="gates", settings={"quote_only": True})

    for question in ("Who opened the north gate?", "Which documents mention the north gate?"):
        answer = other.chat.answer(agent.id, question)
        assert "Salim opened the north gate at dawn." in answer.answer
        assert answer.sentences[0].citations[0].quote == text, "the citation is to the letter"


def test_a_model_without_a_template_is_told_to_be_asked_under_headings(other: App, shared_data: Path) -> None:
    stories = Models(other.workspace).bring(shared_data / "gguf" / "stories260K.gguf", name="stories")
    settings = {"max_tokens": 4, "examples": False}
    agent = other.agents.create("stories", model_id=stories.id, collection="keys", settings=settings)

    assert stories.metadata["chat_template"] is False
    assert "stories has no chat template" in other.chat.answer(agent.id, "Who keeps the key?").note
