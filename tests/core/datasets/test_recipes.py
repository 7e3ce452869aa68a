# SPDX-License-Identifier: AGPL-3.0-or-later
"""Datasets made by rules: each example is what its page says, in both languages, with no model."""

from __future__ import annotations

import pytest

from core.app import App
from core.datasets.recipes import RECIPES, examples_of
from tests.core.chat.conftest import add_pages

ARABIC = (
    "المادة الأولى: تدفع الشركة غرامة قدرها ٣٬٠٠٠ دينار عن كل يوم تأخير.\n\n"
    "المادة الثانية: تبدأ الأعمال في ٩ يونيو ٢٠٢٤. هاتف 1187\n"
)
ENGLISH = (
    "# Log\n\n## 9 October 2023\n\nThe crack is 0.8 mm wide. Call Rami at +44 20 7946 0000.\n\n"
    "Item | Dinars\nRepair | 2,460,000\nBuses | 310,000\n\n"
    "Speed limit 30 km/h\n\nالسرعة القصوى 30 كيلومترا في الساعة\n"
)
CODE = "import os\n\ndef load(path):\n    return open(path)\n\n\ndef other():\n    pass\n"


@pytest.mark.parametrize(
    ("recipe", "page", "answer"),
    [
        ("timeline", ARABIC, "2024-06-09 | المادة الثانية: تبدأ الأعمال في ٩ يونيو ٢٠٢٤."),
        (
            "amounts",
            ARABIC,
            "٣٬٠٠٠ دينار | المادة الأولى: تدفع الشركة غرامة قدرها ٣٬٠٠٠ دينار عن كل يوم تأخير.",
        ),
        ("amounts", ENGLISH, "2,460,000 | Repair; Dinars: 2,460,000\n310,000 | Buses; Dinars: 310,000"),
        ("labels", ENGLISH, "personal"),
        ("lines", ENGLISH, "Buses | 310,000"),
        ("lines", CODE, "def load(path):\n    return open(path)"),
        ("pairs", ENGLISH, "Speed limit 30 km/h | السرعة القصوى 30 كيلومترا في الساعة"),
    ],
)
def test_a_recipe_makes_examples_of_its_form(recipe: str, page: str, answer: str) -> None:
    assert answer in [made.answer for made in examples_of(recipe, page)]


def test_an_article_is_quoted_to_its_end() -> None:
    second = next(made for made in examples_of("clauses", ARABIC) if "المادة الثانية" in made.question)
    assert second.answer.splitlines() == [
        "المادة الثانية | المادة الثانية: تبدأ الأعمال في ٩ يونيو ٢٠٢٤.",
        "المادة الثانية | هاتف 1187",
    ]


def test_a_log_entry_takes_its_day_from_the_heading() -> None:
    made = examples_of("timeline", ENGLISH)[0]
    assert "## 9 October 2023" in made.question, "the day must stand in what is read"
    assert "2023-10-09 | Call Rami at +44 20 7946 0000." in made.answer.splitlines()


def test_what_is_in_neither_language_makes_nothing() -> None:
    assert all(not examples_of(recipe, "Le 4 mai 2019 la ville a payé 300 euros.") for recipe in RECIPES)


def test_a_dataset_is_built_with_no_model_asked(app: App) -> None:
    add_pages(app.workspace, [{"document": "order.txt", "page": 1, "text": ARABIC}])
    job = app.jobs.wait(app.datasets.build("documents", "labels", "moderated"))

    assert job.state == "succeeded", job.error
    assert job.result is not None
    dataset = app.datasets.get(job.result["dataset_id"])
    assert (dataset.kind, dataset.recipe, dataset.pending) == ("label", "labels", dataset.examples)
    examples = app.datasets.examples(dataset.id)
    assert "personal" in {example.messages[-1][1] for example in examples}
    for example in examples:
        assert (example.document, example.page) == ("order.txt", 1)
        assert " ".join(ARABIC[example.start : example.end].split()) == example.messages[0][1]
