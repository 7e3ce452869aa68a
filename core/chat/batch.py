# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file of questions in, a file of answers out, which goes on where it was broken off."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from core.errors import UserError
from core.paths import atomic_write
from core.records import Answer, Progress

Ask = Callable[[str], Answer]


@dataclass(frozen=True)
class Asked:
    """A line of the file of questions: its id (text or number; the line's number where it has none)."""

    id: str | int
    question: str

    @property
    def key(self) -> str:
        return json.dumps(self.id)


def questions_from(file: Path) -> list[Asked]:
    """The questions of a file of lines {"id", "question"}.

    Raises :class:`UserError` for a file that cannot be read, and a line that is no question.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UserError(
            f"The file of questions {file} cannot be read: {why}.", do="Check the path."
        ) from error
    return [_question(file, number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def answer_all(ask: Ask, questions: Path, answers: Path) -> Iterator[Progress]:
    """Asks what has no answer in ``answers`` yet, and adds each answer as a whole line on the disk.

    Yields after each question, and once before the first; ``message`` is the question's id, ``extra`` has
    "failed": [{"id", "error"}] so far. A line that a crash tore and lines with an error are dropped first, so
    those questions are asked again. Raises :class:`UserError` when an id stands for two questions, or has an
    answer to another one.
    """
    asked = questions_from(questions)
    _check_ids(asked, questions)
    kept = _answered(answers, {one.key: one.question for one in asked})
    left = [one for one in asked if one.key not in kept]
    failed: list[dict[str, Any]] = []
    done = len(asked) - len(left)
    yield Progress(done, len(asked), extra={"failed": []})
    with answers.open("ab") as file:
        for one in left:
            line = _line(ask, one)
            if "error" in line:
                failed.append({"id": one.id, "error": line["error"]})
            file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
            done += 1
            yield Progress(done, len(asked), str(one.id), extra={"failed": list(failed)})


def _line(ask: Ask, one: Asked) -> dict[str, Any]:
    try:
        return {"id": one.id, "question": one.question, **asdict(ask(one.question))}
    except UserError as error:
        return {"id": one.id, "question": one.question, "error": error.sentence}


def _answered(file: Path, questions: dict[str, str]) -> set[str]:
    """The ids that have an answer; the file is left with whole lines of answers alone."""
    if not file.exists():
        _make(file)
        return set()
    try:
        lines = file.read_bytes().splitlines(keepends=True)
    except OSError as error:
        raise UserError(f"The file {file} cannot be read: {error.strerror}.", do="Check the path.") from error
    whole = [(line, one) for line in lines if (one := _answer(line)) is not None]
    for _, one in whole:
        _check_same(file, one, questions)
    if len(whole) < len(lines):
        with atomic_write(file) as written:
            written.writelines(line for line, _ in whole)
    return {json.dumps(one["id"]) for _, one in whole}


def _make(file: Path) -> None:
    try:
        file.touch()
    except OSError as error:
        raise UserError(
            f"The file {file} cannot be written: {error.strerror}.", do="Choose another place."
        ) from error


def _answer(line: bytes) -> dict[str, Any] | None:
    """The answer of a line; None for one that is torn, or tells of an error."""
    try:
        one = json.loads(line)
    except ValueError:
        return None
    is_answer = line.endswith(b"\n") and isinstance(one, dict) and "id" in one and "answer" in one
    return one if is_answer else None


def _check_same(file: Path, one: dict[str, Any], questions: dict[str, str]) -> None:
    asked = questions.get(json.dumps(one["id"]))
    if asked is None or one.get("question", asked) != asked:
        raise UserError(
            f"{file} holds the answer to another question with the id {one['id']}.",
            do="Choose another file for the answers.",
        )


def _check_ids(asked: Sequence[Asked], file: Path) -> None:
    seen: set[str] = set()
    for one in asked:
        if one.key in seen:
            raise UserError(
                f"Two questions in {file} have the id {one.id}.", do="Give each an id of its own."
            )
        seen.add(one.key)


def _question(file: Path, number: int, line: str) -> Asked:
    try:
        one = json.loads(line)
        if isinstance(one["question"], str):
            return Asked(one.get("id", number), one["question"])
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise UserError(
        f"Line {number} of {file} is no question.", do='Write each line as {"id": "1", "question": "…"}.'
    )
