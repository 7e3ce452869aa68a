# SPDX-License-Identifier: AGPL-3.0-or-later
"""``chat``: one question, or a file of them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

from core.app import App
from core.cli import output
from core.cli.commands import add_command
from core.cli.session import opened
from core.errors import UserError
from core.records import Answer, Citation


def register(subparsers: Any) -> None:
    chat = add_command(subparsers, "chat", chat_command, "Asks an agent; the answer comes with its sources.")
    chat.add_argument("question", nargs="?", metavar="QUESTION")
    chat.add_argument("--agent", metavar="A", required=True, help="its name or id; see: isnad agents list")
    chat.add_argument("--questions", metavar="FILE.jsonl", help='many, one a line: {"id", "question"}')
    chat.add_argument(
        "--jsonl", action="store_true", help="with --questions: one JSON object a line (the default)"
    )


def chat_command(args: argparse.Namespace) -> int:
    if (args.question is None) == (args.questions is None):
        raise UserError(
            "Give one question, or a file of them.", do="For instance: isnad chat --agent A QUESTION"
        )
    asked = _questions(Path(args.questions)) if args.questions else None
    with opened(args) as app:
        agent_id = app.find("agents", args.agent)
        if asked is not None:
            return _many(app, agent_id, asked)
        answer = (
            app.chat.answer(agent_id, args.question) if args.json else _aloud(app, agent_id, args.question)
        )
    output.result(args, answer, "")
    return output.OK


def _aloud(app: App, agent_id: str, question: str) -> Answer:
    """Prints the answer as it comes, then what it rests on."""
    said, answer = "", None
    for kind, value in app.chat.stream(agent_id, question):
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


def _many(app: App, agent_id: str, asked: list[dict[str, Any]]) -> int:
    """A line for each question as it is answered; one that cannot be asked does not keep the rest waiting."""
    failed = False
    for one in asked:
        try:
            output.line({"id": one["id"], **output.plain(app.chat.answer(agent_id, one["question"]))})
        except UserError as error:
            failed = True
            output.line({"id": one["id"], "error": error.sentence})
    return output.SOME_FAILED if failed else output.OK


def _questions(file: Path) -> list[dict[str, Any]]:
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UserError(
            f"The file of questions {file} cannot be read: {why}.", do="Check the path."
        ) from error
    return [_question(file, number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def _question(file: Path, number: int, line: str) -> dict[str, Any]:
    try:
        one = json.loads(line)
        if isinstance(one["question"], str):
            return {"id": one.get("id", number), "question": one["question"]}
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise UserError(
        f"Line {number} of {file} is no question.", do='Write each line as {"id": "1", "question": "…"}.'
    )
