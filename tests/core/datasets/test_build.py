# SPDX-License-Identifier: AGPL-3.0-or-later
"""Questions built from documents: each answer stands word for word where the example says."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.app import App
from core.datasets import build
from core.errors import UserError

SENTENCE = "On 16 March 2024 the engineer Huda Maqsoud measured a crack of 4.7 mm at pier P3."


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("Who measured a crack at pier P3?", None),
        ("What", "no question"),
        ("What is the colour of the sky today?", "no word of its answer"),
        ("Who measured a crack of 4.7 mm?", "asked this before"),
    ],
)
def test_a_poor_question_is_turned_away(question: str, why: str | None) -> None:
    found = build.fault(question, SENTENCE, {"who measured a crack of 4.7 mm?"})
    assert (found is None) if why is None else (why in (found or ""))


def test_built_answers_stand_on_their_page_and_wait_for_review(app: App, samples: Path) -> None:
    files = ["inspection-log.md", "press-statement.txt"]
    app.jobs.wait(app.documents.ingest([samples / name for name in files], "case"))
    job = app.jobs.wait(app.datasets.build("case", "qa", "built"))
    assert job.state == "succeeded", job.error
    assert job.result is not None
    examples = app.datasets.examples(job.result["dataset_id"])
    assert examples
    assert {example.state for example in examples} == {"pending"}
    for example in examples:
        assert example.document_id is not None
        assert example.page is not None
        page = app.documents.pages(example.document_id)[example.page - 1]
        assert " ".join(page.text[example.start : example.end].split()) == example.messages[-1][1]
        assert example.messages[0][1].endswith("?")
    assert any("does not know its language (ar)" in row["why"] for row in job.result["rejected"])


def test_a_build_is_refused_before_it_begins(app: App) -> None:
    with pytest.raises(UserError, match="no collection"):
        app.datasets.build("nothing here", "qa", "built")
    app.documents.make_collection("case")
    with pytest.raises(UserError, match="no recipe"):
        app.datasets.build("case", "poems", "built")
    assert app.datasets.list() == []
