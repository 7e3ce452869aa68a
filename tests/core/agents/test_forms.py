# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms: the grammar holds any model to a table's columns, and a table is read back as it was written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.agents.forms import FORMS, chosen, grammar, line, markdown, rows, subject

TABLES = [form for form in FORMS.values() if form.columns]


@pytest.fixture(scope="module")
def babble(shared_data: Path) -> Iterator[object]:
    """A tiny model that knows no table: whatever comes out in columns, the grammar put there."""
    from core.chat.llama import Engine

    engine = Engine(shared_data / "gguf" / "stories260K.gguf", context_tokens=256)
    yield engine
    engine.close()


@pytest.mark.parametrize("form", TABLES, ids=lambda form: form.name)
def test_a_grammar_holds_a_model_to_the_columns(babble: object, form: object) -> None:
    from core.agents.forms import Form
    from core.chat.llama import Engine, Sampling

    assert isinstance(babble, Engine)
    assert isinstance(form, Form)
    sampling = Sampling(max_tokens=100, temperature=1.0, seed=7, grammar=grammar(form))
    done = babble.complete([], sampling, say=lambda _text: None, stopped=lambda: False)
    whole = done.text if done.ended == "stop" else done.text.rpartition("\n")[0]
    found = rows(whole)

    assert all(len(cells) == len(form.written) for cells in found)
    if form.name == "labels":
        assert found
        assert {label for label, _ in found} <= {"none", "personal", "secret", "threat", "abuse"}
    if form.name == "amounts":
        assert all(any(c.isdigit() for c in amount) for amount, _ in found)


def test_running_text_has_no_grammar() -> None:
    assert [name for name, form in FORMS.items() if grammar(form) is None] == ["text", "report", "code"]


def test_a_table_is_read_back_as_it_was_written() -> None:
    cells = [
        ("2024-03-16", "closed | for good", "a.pdf, page 1"),
        ("2024-03-17", "ثاني يوم", "b.pdf, page 2"),
    ]
    table = markdown(FORMS["timeline"], "ar", cells)

    assert table.splitlines()[0] == "| التاريخ | الحدث | المصدر |"
    assert rows(table) == cells
    assert rows("90,000 dinars | the ferry\nno table here") == [("90,000 dinars", "the ferry")]
    assert rows(line(["one", "two"])) == [("one", "two")]


@pytest.mark.parametrize(
    ("question", "form", "about"),
    [
        ("Make a timeline of the crack.", "timeline", "the crack."),
        ("Write a report on the flood", "report", "the flood"),
        ("What does the diving report say?", "evidence", "What does the diving report say?"),
        ("ضع تسلسلا زمنيا لإغلاق الجسر", "timeline", "لإغلاق الجسر"),
        ("اكتب تقريرا عن الحفرة", "report", "الحفرة"),
    ],
)
def test_a_question_may_ask_for_another_form(question: str, form: str, about: str) -> None:
    assert chosen("evidence", ("evidence", "timeline", "report"), question).name == form
    assert subject(question) == about
    assert chosen("text", ("text",), question).name == "text", "an agent has only its template's forms"
