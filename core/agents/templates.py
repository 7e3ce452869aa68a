# SPDX-License-Identifier: AGPL-3.0-or-later
"""Kinds of agents to begin from: the texts in resources/agents, each in English and Arabic."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from core.agents.forms import FORMS, Form
from core.errors import UserError
from core.paths import RESOURCES
from core.records import AgentTemplate

GENERAL = "general"
LANGUAGES = ("en", "ar")


@dataclass(frozen=True)
class Example:
    """A question over passages with the answer that it should get."""

    passages: tuple[str, ...]
    question: str
    answer: str


@dataclass(frozen=True)
class Question:
    """An evaluation question over the sample case: right when the answer has ``expected`` and cites the page.

    No document: right when the agent says that the documents do not answer.
    """

    language: str
    question: str
    expected: str = ""
    document: str = ""
    page: int = 0


@dataclass(frozen=True)
class Template:
    """``prompts``, ``titles`` and ``summaries`` by language. ``forms``: the usual one first, then those that
    a question can ask for. ``settings`` are laid over what suits the model. ``looks_like``: a question and
    answer that ``recipe`` makes out of the sample case.
    """

    name: str
    titles: Mapping[str, str]
    summaries: Mapping[str, str]
    prompts: Mapping[str, str]
    forms: tuple[Form, ...]
    settings: Mapping[str, Any]
    recipe: str
    looks_like: tuple[str, str]
    questions: tuple[Question, ...]
    examples: tuple[Example, ...]

    @property
    def prompt(self) -> str:
        """The English one."""
        return self.prompts["en"]


def template_names() -> tuple[str, ...]:
    """The names of all templates, the general one first."""
    names = sorted(file.stem for file in (RESOURCES / "agents").glob("*.toml"))
    return tuple(sorted(names, key=lambda name: (name != GENERAL, name)))


@lru_cache(maxsize=32)
def template(name: str = GENERAL) -> Template:
    """The template ``resources/agents/NAME.toml``. Raises :class:`UserError` where there is none."""
    if name not in template_names():
        raise UserError(f"There is no template “{name}”.", do=f"Choose one of: {', '.join(template_names())}")
    content = tomllib.loads((RESOURCES / "agents" / f"{name}.toml").read_text(encoding="utf-8"))
    dataset = content["dataset"]
    return Template(
        name=name,
        titles={language: content[language]["title"] for language in LANGUAGES},
        summaries={language: content[language]["summary"] for language in LANGUAGES},
        prompts={language: content[language]["prompt"] for language in LANGUAGES},
        forms=tuple(FORMS[form] for form in content["forms"]),
        settings={"form": content["forms"][0], **content.get("settings", {})},
        recipe=dataset["recipe"],
        looks_like=(dataset["question"], dataset["answer"]),
        questions=tuple(Question(**one) for one in content["question"]),
        examples=tuple(
            Example(tuple(one["passages"]), one["question"], one["answer"])
            for one in content.get("example", ())
        ),
    )


def templates(language: str) -> list[AgentTemplate]:
    """All templates, described in ``language``; in English where it is another than English and Arabic."""
    shown = language if language in LANGUAGES else "en"
    return [_record(template(name), shown) for name in template_names()]


def _record(one: Template, language: str) -> AgentTemplate:
    return AgentTemplate(
        name=one.name,
        title=one.titles[language],
        summary=one.summaries[language],
        prompt=one.prompts[language],
        form=one.forms[0].columns or (one.forms[0].name,),
        recipe=one.recipe,
        questions=tuple(asked.question for asked in one.questions if asked.language == language),
    )
