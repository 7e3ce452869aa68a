# SPDX-License-Identifier: AGPL-3.0-or-later
"""Templates: each complete in both languages and unlike the others, its questions and examples real."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import combinations
from typing import Any

import pytest

from core.agents.settings import AgentSettings, settings_from
from core.agents.templates import LANGUAGES, Template, template, template_names, templates
from core.app import App
from core.datasets.recipes import RECIPES, examples_of
from core.datasets.store import RECIPES as ALL_RECIPES
from core.db.tables import ReleaseRow
from core.documents.language import language_of
from core.errors import UserError
from core.paths import RESOURCES
from core.retrieval.normalise import fold

ALL = [template(name) for name in template_names()]
NAMES = {"general", "forensic", "medical", "legal", "financial", "code", "moderation", "translation"}


@pytest.fixture(scope="module")
def pages() -> dict[tuple[str, int], str]:
    lines = (RESOURCES / "samples" / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    found: list[dict[str, Any]] = [json.loads(line) for line in lines]
    return {(page["document"], page["page"]): page["text"] for page in found}


def test_there_is_a_template_for_each_kind_of_work() -> None:
    assert set(template_names()) == NAMES
    assert template_names()[0] == "general"
    assert [form.name for form in template("forensic").forms] == ["evidence", "timeline", "report"]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_a_template_is_complete_in_both_languages(one: Template) -> None:
    for language in LANGUAGES:
        for text in (one.titles[language], one.summaries[language], one.prompts[language]):
            assert language_of(text) == language
        assert len([asked for asked in one.questions if asked.language == language]) >= 2
    assert all(language_of(asked.question) == asked.language for asked in one.questions)
    settings_from({**one.settings, "template": one.name}, AgentSettings())


def test_no_two_templates_are_alike() -> None:
    for one, other in combinations(ALL, 2):
        assert not set(one.prompts.values()) & set(other.prompts.values())
        kinds = [(t.forms, tuple(sorted(t.settings.items())), t.recipe) for t in (one, other)]
        assert kinds[0] != kinds[1]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_the_expected_answers_stand_on_their_pages(one: Template, pages: dict[tuple[str, int], str]) -> None:
    labels = {"none", "personal", "شخصي"}
    for asked in one.questions:
        if asked.document:
            page = fold(" ".join(pages[asked.document, asked.page].split()))
            told_otherwise = asked.expected in labels or asked.expected.startswith("2024-")
            assert told_otherwise or fold(" ".join(asked.expected.split())) in page
        else:
            assert one.settings.get("threshold"), "only a strict agent is asked what cannot be answered"


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_the_recipe_makes_what_the_template_shows(one: Template, pages: dict[tuple[str, int], str]) -> None:
    assert one.recipe in ALL_RECIPES
    question, answer = one.looks_like
    if one.recipe in RECIPES:
        made = [example for page in pages.values() for example in examples_of(one.recipe, page)]
        assert (question.strip(), answer) in [(example.question, example.answer) for example in made]
    else:
        assert any(answer in " ".join(page.split()) for page in pages.values())


def test_templates_are_described_in_the_language_asked_for() -> None:
    arabic = {one.name: one for one in templates("ar")}
    assert arabic["legal"].title == "قانوني"
    assert arabic["financial"].form == ("amount", "purpose", "source")
    assert all(language_of(question) == "ar" for question in arabic["legal"].questions)
    assert templates("fr") == templates("en")
    with pytest.raises(UserError, match="no template “poet”"):
        template("poet")


def test_an_agent_begins_from_a_template(app: App) -> None:
    legal = app.agents.create("counsel", template="legal", language="ar", settings={"top_p": "0.5"})

    assert legal.system_prompt == template("legal").prompts["ar"]
    settings = AgentSettings(**legal.settings)
    assert (settings.template, settings.form, settings.quote_only, settings.k) == (
        "legal",
        "clauses",
        True,
        12,
    )
    assert settings.top_p == 0.5
    wrong = {"mode": "psychic", "form": "sonnet", "min_p": 2, "template": "poet"}
    with pytest.raises(UserError) as told:
        app.agents.change(legal.id, settings=wrong)
    assert len(told.value.details) == 4
    assert "there is no “psychic”; there are hybrid, lexical, dense" in told.value.sentence
    app.agents.delete(app.agents.list()[0].id)
    with pytest.raises(UserError, match="only agent"):
        app.agents.delete(legal.id)


def test_a_release_from_before_these_settings_still_speaks(app: App) -> None:
    agent = app.agents.list()[0]
    old = {"k": 5, "sentences": 1, "context_tokens": 1024, "max_tokens": 160, "temperature": 0.0}
    with app.workspace.db.session() as session:
        session.query(ReleaseRow).filter_by(agent_id=agent.id).one().settings = old

    settings = app.agents.get(agent.id).settings
    assert settings == {**asdict(AgentSettings()), **old}
    assert app.agents.change(agent.id, settings={"mode": "lexical"}).settings["mode"] == "lexical"
