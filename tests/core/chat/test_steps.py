# SPDX-License-Identifier: AGPL-3.0-or-later
"""Questions over many documents are gone through document by document, in both languages, with no model."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from core.app import App
from core.chat import steps
from core.db.tables import ChunkRow, EntityRow, PageRow
from core.records import Answer
from core.retrieval.understanding.intent import intent_of
from tests.conftest import PASSPHRASE
from tests.core.chat.conftest import add_pages

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Forty notes: each tenth is on the boiler, one is in Arabic, the others on something else."""
    app = App.create(tmp_path_factory.mktemp("many") / "ws", PASSPHRASE)
    pages = [
        {"document": f"note-{n:02}.txt", "page": 1, "text": f"The gate was painted on day {n}."}
        for n in range(40)
    ]
    for n in range(0, 40, 10):
        pages[n]["text"] = f"The boiler failed on {n + 1} March 2021.\n\nThe pump was checked too."
    pages.append({"document": "مذكرة.txt", "page": 1, "text": "تعطل المرجل في 4 أبريل 2020. أصلحه سالم."})
    pages.append({"document": "منشور.txt", "page": 1, "text": "انفجر المرجل في 5 مايو 2019."})
    add_pages(app.workspace, pages)
    yield app
    app.close()


def asked(app: App, question: str, **how: Any) -> tuple[Answer, list[Any]]:
    agent = app.agents.list()[0].id
    events = list(app.chat.stream(agent, question, **how))
    return events[-1][1], [value for kind, value in events if kind == "step"]


def check(app: App, answer: Answer) -> None:
    """Every sentence stands in the answer and is cited to the letter."""
    with app.workspace.db.reading() as session:
        pages = {(row.document_id, row.number): row.text for row in session.scalars(select(PageRow)).all()}
    for sentence in answer.sentences:
        assert sentence.text in answer.answer
        assert sentence.citations
        for cited in sentence.citations:
            assert pages[cited.document_id, cited.page][cited.start : cited.end] == cited.quote


def test_a_count_goes_over_all_documents_and_cites_each(many: App) -> None:
    answer, went = asked(many, "How many documents mention the boiler?")

    assert answer.mode == "steps"
    assert "4 of 42" in answer.sentences[0].text
    assert {cited.document for cited in answer.sentences[0].citations} == {
        f"note-{n:02}.txt" for n in range(0, 40, 10)
    }
    assert [step["done"] for step in went] == [1, 2, 3, 4]
    assert went[0]["total"] == 4
    assert "Gone over 42 documents" in answer.note
    check(many, answer)


def test_a_timeline_is_sorted_by_day_in_arabic_too(many: App) -> None:
    answer, _ = asked(many, "Give me a timeline of the boiler failures")
    days = re.findall(r"^- (\d{4}-\d{2}-\d{2})", answer.answer, re.MULTILINE)
    assert days == ["2021-03-01", "2021-03-11", "2021-03-21", "2021-03-31"]

    answer, _ = asked(many, "ما التسلسل الزمني لما جرى في المرجل؟")
    assert [line[2:12] for line in answer.answer.splitlines()] == ["2019-05-05", "2020-04-04"]
    assert "جرى المرور على الوثائق" in answer.note
    check(many, answer)


def test_a_list_has_a_line_for_each_document(many: App) -> None:
    answer, _ = asked(many, "اذكر جميع الوثائق التي تذكر المرجل")

    assert answer.mode == "steps"
    assert {cited.document for sentence in answer.sentences for cited in sentence.citations} == {
        "مذكرة.txt",
        "منشور.txt",
    }
    check(many, answer)


def test_a_comparison_is_grouped_by_the_documents_it_names(case: App) -> None:
    answer, _ = asked(case, "Compare the inspection log and the inquiry report on the closing of the bridge")

    heads = re.findall(r"^\*\*(.+)\*\*$", answer.answer, re.MULTILINE)
    assert set(heads) == {"inspection-log.md", "inquiry-report.pdf"}
    check(case, answer)


def test_with_nothing_to_look_for_a_timeline_takes_every_page_that_names_a_day(many: App) -> None:
    with many.workspace.db.session() as session:
        chunk = session.scalars(
            select(ChunkRow)
            .join(PageRow, PageRow.id == ChunkRow.page_id)
            .where(PageRow.text.contains("31 March"))
        ).one()
        named = {"document_id": chunk.document_id, "page_id": chunk.page_id}
        session.add(EntityRow(**named, kind="date", value="2021-03-31", start=21, end=34, day="2021-03-31"))
        session.flush()
    answer, went = asked(many, "List the events in chronological order")

    assert len(went) <= 1, "only the page with a day is read"
    assert answer.mode != "steps", "one day is no timeline"


def test_stopping_keeps_what_was_found(many: App) -> None:
    stop = threading.Event()
    agent = many.agents.list()[0].id
    for kind, value in many.chat.stream(agent, "List all notes on the gate", stop=stop):
        if kind == "step":
            stop.set()
        answer = value
    assert answer.mode == "steps"
    assert "Stopped after 24" in answer.note
    assert len(answer.sentences) == 24


def test_only_the_documents_of_the_conversation_are_gone_over(many: App) -> None:
    one = next(row.id for row in many.documents.list() if row.name == "note-10.txt")
    answer, went = asked(many, "How many documents mention the boiler?", documents=[one])

    assert "1 of 1" in answer.sentences[0].text
    assert len(went) == 1


@pytest.mark.parametrize(
    ("question", "fits"),
    [
        ("How many witnesses did the inquiry hear?", False),
        ("How many reports mention the pump?", True),
        ("كم عدد الشهود الذين سمعتهم لجنة التحقيق؟", False),
        ("كم وثيقة تذكر المضخة؟", True),
        ("Who signed the order?", False),
    ],
)
def test_what_one_document_states_is_looked_up(question: str, fits: bool) -> None:
    assert steps.fits(intent_of(question), question) is fits
