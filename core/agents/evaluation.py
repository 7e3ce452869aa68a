# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asks an agent its template's questions over the sample case and tells which answers are right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from core.agents.templates import LANGUAGES, Question, template
from core.records import Agent, Answer, Sentence
from core.retrieval.normalise import fold


@dataclass(frozen=True)
class Judged:
    """``pages``: what the answer cites, (document, page). ``expected`` is empty where it should abstain."""

    question: str
    language: str
    expected: str
    document: str
    page: int
    right: bool
    answer: str
    abstained: bool
    pages: tuple[tuple[str, int], ...]


def documents(agent: Agent) -> set[str]:
    """The names of the documents that the agent's questions are about."""
    asked = template(agent.settings["template"]).questions
    return {question.document for question in asked if question.document}


def evaluate(
    agent: Agent, answer: Callable[[str], Answer], languages: Sequence[str] = LANGUAGES
) -> Iterator[Judged]:
    """Each question as it is answered. ``answer`` asks the agent a single question.

    Right is an answer that has what is expected in a sentence or row that cites the page, or that abstains
    where the documents do not answer.
    """
    for asked in template(agent.settings["template"]).questions:
        if asked.language in languages:
            yield _judged(asked, answer(asked.question))


def _judged(asked: Question, answer: Answer) -> Judged:
    return Judged(
        question=asked.question,
        language=asked.language,
        expected=asked.expected,
        document=asked.document,
        page=asked.page,
        right=_right(asked, answer),
        answer=answer.answer,
        abstained=answer.abstained,
        pages=tuple(dict.fromkeys(place for one in answer.sentences for place in _places(one))),
    )


def _right(asked: Question, answer: Answer) -> bool:
    if not asked.document:
        return answer.abstained
    place, wanted = (asked.document, asked.page), fold(asked.expected)
    return not answer.abstained and any(
        place in _places(one) and wanted in fold(one.text) for one in answer.sentences
    )


def _places(sentence: Sentence) -> list[tuple[str, int]]:
    return [(PurePath(citation.document).name, citation.page) for citation in sentence.citations]
