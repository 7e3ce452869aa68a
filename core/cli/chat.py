# SPDX-License-Identifier: AGPL-3.0-or-later
"""``chat``: one question or a file of them, to an agent or to several."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from core.app import App
from core.chat import batch
from core.cli import output
from core.cli.commands import add_command
from core.cli.session import opened
from core.errors import UserError
from core.records import Answer, Citation


def register(subparsers: Any) -> None:
    chat = add_command(subparsers, "chat", chat_command, "Asks an agent; the answer comes with its sources.")
    chat.add_argument("question", nargs="?", metavar="QUESTION")
    chat.add_argument(
        "--agent",
        metavar="A",
        required=True,
        action="append",
        help="its name or id; see: isnad agents list. Given more than once: their answers side by side",
    )
    chat.add_argument("--questions", metavar="FILE.jsonl", help='many, one a line: {"id", "question"}')
    chat.add_argument(
        "--output", metavar="FILE.jsonl", help="with --questions: what has an answer in it is not asked again"
    )
    chat.add_argument(
        "--jsonl", action="store_true", help="with --questions: one JSON object a line (the default)"
    )
    chat.add_argument(
        "--document",
        metavar="D",
        action="append",
        default=[],
        help="ask about this document alone; repeatable",
    )
    chat.add_argument("--quote", action="store_true", help="answer by quotation alone, with no model")


def chat_command(args: argparse.Namespace) -> int:
    _check(args)
    asked = batch.questions_from(Path(args.questions)) if args.questions else None
    with opened(args) as app:
        agents = list(dict.fromkeys(app.find("agents", name) for name in args.agent))
        how = _How(tuple(app.find("documents", one) for one in args.document), args.quote)
        if asked is not None:
            return _to_file(app, agents[0], args, how) if args.output else _many(app, agents[0], asked, how)
        if len(args.agent) > 1:
            return _side_by_side(app, agents, args, how)
        if args.json:
            answer = app.chat.answer(
                agents[0], args.question, documents=how.documents, quote_only=how.quote_only
            )
        else:
            answer = _aloud(app, agents[0], args.question, how)
    output.result(args, answer, "")
    return output.OK


def _check(args: argparse.Namespace) -> None:
    if (args.question is None) == (args.questions is None):
        raise UserError(
            "Give one question, or a file of them.", do="For instance: isnad chat --agent A QUESTION"
        )
    if args.questions is None and args.output is not None:
        raise UserError("--output goes with --questions.", do="See: isnad chat --help")
    if args.questions is not None and len(args.agent) > 1:
        raise UserError(
            "A file of questions is asked of one agent.", do="Ask the agents one after the other."
        )


@dataclass(frozen=True)
class _How:
    """About which documents alone, and whether with no model."""

    documents: tuple[str, ...]
    quote_only: bool


def _side_by_side(app: App, agents: Sequence[str], args: argparse.Namespace, how: _How) -> int:
    """Each agent's answer to the same question, or why it has none."""
    names = {agent.id: agent.name for agent in app.agents.list()}
    answers: list[dict[str, Any]] = []
    events = app.chat.compare(agents, args.question, documents=how.documents, quote_only=how.quote_only)
    for agent, kind, value in events:
        if kind == "answer" and isinstance(value, Answer):
            answers.append({"agent": names[agent], "agent_id": agent, **output.plain(value)})
            if not args.json:
                print(
                    f"{names[agent]}:\n{value.answer}", *_afterwards(value), sep="\n", end="\n\n", flush=True
                )
        elif kind == "error":
            answers.append({"agent": names[agent], "agent_id": agent, "error": value})
            output.tell(f"{names[agent]}: {value}")
    output.result(args, {"answers": answers}, "")
    return output.SOME_FAILED if any("error" in answer for answer in answers) else output.OK


def _to_file(app: App, agent_id: str, args: argparse.Namespace, how: _How) -> int:
    """Answers into a file, which goes on where it was broken off."""
    shown = output.ProgressLine()
    steps = app.chat.batch(
        agent_id,
        Path(args.questions),
        Path(args.output),
        documents=how.documents,
        quote_only=how.quote_only,
    )
    there = next(steps)
    last = there
    for last in steps:
        shown(last)
    failed = last.extra["failed"]
    for one in failed:
        output.tell(f"{one['id']}: {one['error']}")
    asked, kept = int(last.done - there.done), int(there.done)
    result = {"questions": int(last.total), "asked": asked, "kept": kept, "failed": failed}
    told = f"{asked} asked, {kept} answered before, {len(failed)} without an answer: {args.output}"
    output.result(args, result, told)
    return output.SOME_FAILED if failed else output.OK


def _aloud(app: App, agent_id: str, question: str, how: _How) -> Answer:
    """Prints the answer as it comes, then what it rests on."""
    said, answer = "", None
    events = app.chat.stream(agent_id, question, documents=how.documents, quote_only=how.quote_only)
    for kind, value in events:
        if kind == "token":
            said += value
            print(value, end="", flush=True)
        elif kind == "answer":
            answer = value
    assert isinstance(answer, Answer)  # noqa: S101 - the stream's last event always is
    if said:
        print()
    if answer.answer != said.strip():
        print(answer.answer.removeprefix(said.strip()).lstrip("\n") if said else answer.answer)
    print(*_afterwards(answer), sep="\n", flush=True)
    return answer


def _afterwards(answer: Answer) -> Iterator[str]:
    if answer.note:
        yield f"\n{answer.note}"
    unsupported = [s.text for s in answer.sentences if not s.supported and not answer.abstained]
    if unsupported:
        yield "\nWithout a source:"
        yield from (f"  {text}" for text in unsupported)
    cited: dict[Citation, None] = dict.fromkeys(c for s in answer.sentences for c in s.citations)
    if cited:
        yield "\nNearest passages:" if answer.abstained else "\nSources:"
        yield from (_source(number, citation) for number, citation in enumerate(cited, start=1))


def _source(number: int, citation: Citation) -> str:
    quote = " ".join(citation.quote.split())
    return f"  {number}. {PurePath(citation.document).name}, page {citation.page}: {quote}"


def _many(app: App, agent_id: str, asked: Sequence[batch.Asked], how: _How) -> int:
    """A line for each question as it is answered; one that cannot be asked does not keep the rest waiting."""
    failed = False
    for one in asked:
        try:
            answer = app.chat.answer(
                agent_id, one.question, documents=how.documents, quote_only=how.quote_only
            )
            output.line({"id": one.id, **output.plain(answer)})
        except UserError as error:
            failed = True
            output.line({"id": one.id, "error": error.sentence})
    return output.SOME_FAILED if failed else output.OK
