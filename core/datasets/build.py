# SPDX-License-Identifier: AGPL-3.0-or-later
"""Examples out of documents. Recipe "qa": the answer stands word for word on a page, the model asks for it.

The others need no model (core.datasets.recipes). A small model writes better questions than answers, and an
answer that is a quotation cannot be invented. Each example knows its page and span; all wait for review.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from core.datasets.examples import question as question_of
from core.datasets.recipes import RECIPES, examples_of
from core.db.tables import DatasetRow, DocumentRow, ExampleRow, ModelRow, PageRow
from core.documents.language import language_of
from core.documents.sentences import units
from core.errors import UserError
from core.jobs.queue import JobContext
from core.jobs.resident import Resident
from core.retrieval.normalise import stems
from core.workspace import Workspace

PER_PAGE = 3
MIN_CONFIDENCE = 0.6
_SHORTEST, _LONGEST = 40, 280
_FACT = re.compile(r"\d[\d.,:/]*|(?<=[a-z,] )[A-Z][\w’'-]+")
_POINTS_BACK = re.compile(r"(this|that|these|those|it|they|he|she|such|there|then)\b", re.IGNORECASE)
_QUESTION = r'root ::= ("Who" | "What" | "When" | "Where" | "Which" | "Why" | "How") [^?\n.]{8,140} "?"'
_INSTRUCTION = "Write one question that the sentence answers."
# Shown as earlier turns: told all in one message, a small model copies their questions.
_SHOWN = (
    (
        "On 4 May 2019 the Ministry of Works sold the ferry Almas for 90,000 dinars.",
        "For how much did the Ministry of Works sell the ferry Almas?",
    ),
    ("The night guard, Rami Haddad, locked the north gate at 22:15.", "Who locked the north gate at 22:15?"),
    (
        "The dam at Wadi Sarm was inspected on 3 June 2020 by two engineers.",
        "When was the dam at Wadi Sarm inspected?",
    ),
)


@dataclass(frozen=True)
class Candidate:
    """A sentence that may become an answer: where it stands, and what it says on one line."""

    page: PageRow
    document: DocumentRow
    start: int
    end: int

    @property
    def text(self) -> str:
        return " ".join(self.page.text[self.start : self.end].split())

    @property
    def origin(self) -> str:
        return f"{self.page.id}:{self.start}-{self.end}"


def run(context: JobContext) -> dict[str, Any]:
    """The job "build": parameters dataset_id, collection_id, recipe. Goes on after a crash where it stopped.

    Returns {"dataset_id", "examples", "rejected": [{"row", "why"}]}; rows count candidate sentences, and
    pages where rules make the examples.
    """
    if context.parameters["recipe"] in RECIPES:
        return _by_rules(context)
    workspace, dataset_id = context.workspace, context.parameters["dataset_id"]
    model = _model(workspace)
    candidates, left_out = _candidates(workspace, context.parameters["collection_id"], model)
    known, asked = _done(workspace, dataset_id)
    rejected = [{"row": 0, "why": why} for why in left_out]
    chat = Resident("The chat process", ["chat"], {"workspace": None, "key": None})
    try:
        for number, candidate in enumerate(candidates, start=1):
            context.progress(
                number - 1, len(candidates), f"{candidate.document.name}, page {candidate.page.number}"
            )
            if candidate.origin in known:
                continue
            question = _ask(chat, model.path, candidate.text)
            why = fault(question, candidate.text, asked)
            if why is None:
                asked.add(question.casefold())
                _keep(workspace, dataset_id, candidate, _turns(question, candidate.text), candidate.origin)
            else:
                place = f"{candidate.document.name}, page {candidate.page.number}"
                rejected.append({"row": number, "why": f"{place}: {why}"})
        context.progress(len(candidates), len(candidates))
    finally:
        chat.close()
    return {"dataset_id": dataset_id, "examples": _count(workspace, dataset_id), "rejected": rejected}


def _by_rules(context: JobContext) -> dict[str, Any]:
    workspace, dataset_id = context.workspace, context.parameters["dataset_id"]
    pages = _pages(workspace, context.parameters["collection_id"])
    known, asked = _done(workspace, dataset_id)
    rejected: list[dict[str, Any]] = []
    for number, (page, document) in enumerate(pages, start=1):
        place = f"{document.name}, page {page.number}"
        context.progress(number - 1, len(pages), place)
        made = [] if (why := _unread(page)) else examples_of(context.parameters["recipe"], page.text)
        for count, example in enumerate(made):
            origin = f"{page.id}:{example.start}-{example.end}:{count}"
            if origin not in known and example.question.casefold() not in asked:
                asked.add(example.question.casefold())
                stretch = Candidate(page, document, example.start, example.end)
                _keep(workspace, dataset_id, stretch, _turns(example.question, example.answer), origin)
        if not made:
            rejected.append(
                {"row": number, "why": f"{place}: {why or 'nothing for this recipe stands on it'}"}
            )
    context.progress(len(pages), len(pages))
    return {"dataset_id": dataset_id, "examples": _count(workspace, dataset_id), "rejected": rejected}


def fault(question: str, sentence: str, asked: set[str]) -> str | None:
    """Why a question cannot be used with this answer, or None. ``asked``: questions so far, case-folded."""
    if not question.endswith("?") or not 4 <= len(question.split()) <= 30:
        return "the model wrote no question"
    if question.casefold() in asked:
        return "the model asked this before"
    content = {word for word in stems(question) if len(word) > 3}
    if not content & set(stems(sentence)):
        return "the question has no word of its answer"
    if question.rstrip("?").casefold() in sentence.casefold():
        return "the question only repeats its answer"
    return None


def _model(workspace: Workspace) -> ModelRow:
    with workspace.db.reading() as session:
        query = select(ModelRow).where(ModelRow.kind == "chat-gguf").order_by(ModelRow.size.desc())
        model = session.scalars(query).first()
    if model is None:
        raise UserError("There is no chat model to ask.", do="Bring one: isnad models import FILE.gguf")
    return model


def _candidates(
    workspace: Workspace, collection_id: str, model: ModelRow
) -> tuple[list[Candidate], list[str]]:
    """The sentences to ask about, in reading order, and why whole pages were left out."""
    found: list[Candidate] = []
    left_out: list[str] = []
    for page, document in _pages(workspace, collection_id):
        why = _unfit(page, model)
        if why is None:
            found.extend(_of_page(page, document))
        else:
            left_out.append(f"{document.name}, page {page.number}: {why}")
    return found, left_out


def _pages(workspace: Workspace, collection_id: str) -> list[tuple[PageRow, DocumentRow]]:
    """The pages of a collection that were read, in reading order."""
    query = (
        select(PageRow, DocumentRow)
        .join(DocumentRow, PageRow.document_id == DocumentRow.id)
        .where(DocumentRow.collection_id == collection_id, PageRow.source != "failed")
        .order_by(DocumentRow.path, PageRow.number)
    )
    with workspace.db.reading() as session:
        return [(page, document) for page, document in session.execute(query)]


def _unfit(page: PageRow, model: ModelRow) -> str | None:
    language = language_of(page.text)
    if language not in model.languages.split(","):
        return f"{model.name} does not know its language ({language})"
    return _unread(page)


def _unread(page: PageRow) -> str | None:
    if page.confidence is not None and page.confidence < MIN_CONFIDENCE:
        return "its text was read with too little confidence"
    return None


def _of_page(page: PageRow, document: DocumentRow) -> Iterator[Candidate]:
    """The sentences of a page that hold most facts, at most PER_PAGE, in reading order."""
    fit = [
        Candidate(page, document, unit.start, unit.end)
        for unit in units(page.text)
        if unit.kind == "sentence" and _fits(page.text[unit.start : unit.end])
    ]
    best = sorted(fit, key=lambda candidate: -len(_FACT.findall(candidate.text)))[:PER_PAGE]
    yield from sorted(best, key=lambda candidate: candidate.start)


def _fits(sentence: str) -> bool:
    """A whole sentence that says something by itself: with a fact, and not pointing back to another."""
    whole = sentence[:1].isupper() and sentence.rstrip()[-1:] in ".!" and "|" not in sentence
    speaks = bool(_FACT.search(sentence)) and not _POINTS_BACK.match(sentence)
    return whole and speaks and _SHORTEST <= len(sentence) <= _LONGEST


def _ask(chat: Resident, model: str, sentence: str) -> str:
    answer = chat.call(
        "complete",
        model_path=model,
        messages=_prompt(sentence),
        max_tokens=48,
        temperature=0.0,
        grammar=_QUESTION,
    )
    return " ".join(str(answer["text"]).split())


def _prompt(sentence: str) -> list[dict[str, str]]:
    messages = [{"role": "system", "content": _INSTRUCTION}]
    for shown, asked in _SHOWN:
        messages += [{"role": "user", "content": shown}, {"role": "assistant", "content": asked}]
    return [*messages, {"role": "user", "content": sentence}]


def _done(workspace: Workspace, dataset_id: str) -> tuple[set[str], set[str]]:
    """What an interrupted build has made already: origins, and questions case-folded."""
    with workspace.db.reading() as session:
        rows = session.scalars(select(ExampleRow).where(ExampleRow.dataset_id == dataset_id)).all()
    return {row.origin for row in rows}, {question_of(row.messages).casefold() for row in rows}


def _turns(question: str, answer: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]


def _keep(
    workspace: Workspace, dataset_id: str, stretch: Candidate, turns: list[dict[str, str]], origin: str
) -> None:
    with workspace.db.session() as session:
        dataset = session.get(DatasetRow, dataset_id)
        if dataset is None:
            raise UserError("The dataset was deleted while it was built.")
        number = session.scalar(
            select(func.max(ExampleRow.number)).where(ExampleRow.dataset_id == dataset_id)
        )
        session.add(
            ExampleRow(
                dataset_id=dataset_id,
                number=(number or 0) + 1,
                messages=turns,
                origin=origin,
                source=stretch.document.name,
                document_id=stretch.document.id,
                page=stretch.page.number,
                start=stretch.start,
                end=stretch.end,
            )
        )


def _count(workspace: Workspace, dataset_id: str) -> int:
    with workspace.db.reading() as session:
        return session.scalar(select(func.count()).where(ExampleRow.dataset_id == dataset_id)) or 0
