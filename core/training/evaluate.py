# SPDX-License-Identifier: AGPL-3.0-or-later
"""The job "evaluate": a version on held-out examples, beside the model it came from or another version.

Both are asked the same, write greedily, and are measured by the same figures.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from core.datasets import examples
from core.datasets.examples import Turns
from core.db.tables import DatasetRow, ModelRow, VersionRow
from core.errors import UserError
from core.jobs.queue import JobContext
from core.training import base, metrics, report
from core.training.encoding import IGNORED, encode
from core.training.metrics import Outcome
from core.training.writing import Writer

_SAMPLES = 20


@dataclass(frozen=True)
class Subject:
    """What is measured: a base model, with an adapter or without."""

    id: str
    name: str
    base: Path
    base_id: str
    adapter_blob: str | None


@dataclass(frozen=True)
class Questions:
    """The held-out examples of a dataset, the side they are from, and the labels if it has any."""

    dataset: str
    kind: str
    digest: str
    split: str
    conversations: Sequence[Turns]
    labels: Sequence[str]


def run(context: JobContext) -> dict[str, Any]:
    """Parameters: {"subject_id", "dataset_id", "against", "limit"}; the result is what the command prints."""
    began = time.monotonic()
    asked = context.parameters
    with context.workspace.db.reading() as session:
        ours = _subject(session, asked["subject_id"])
        theirs = _rival(session, ours, asked["against"])
        questions = _questions(session, asked["dataset_id"], asked["limit"])
    count = len(questions.conversations)
    outcomes = _measure(context, ours, questions, 0, 2 * count if theirs else count)
    baseline = _measure(context, theirs, questions, count, 2 * count) if theirs else []
    found = {
        "subject": ours.name,
        "against": theirs.name if theirs else None,
        "dataset": questions.dataset,
        "dataset_hash": questions.digest,
        "split": questions.split,
        "items": count,
        "metrics": metrics.figures(outcomes, questions.kind),
        "baseline": metrics.figures(baseline, questions.kind) if baseline else {},
        "difference": metrics.differences(outcomes, baseline, questions.kind) if baseline else {},
        "seconds": round(time.monotonic() - began, 1),
    }
    path = context.workspace.paths.reports / f"evaluation-{context.id[:8]}.md"
    report.write(path, found)
    return {**found, "report": str(path), "samples": _samples(questions, outcomes, baseline)}


def _subject(session: Session, some_id: str) -> Subject:
    version = session.get(VersionRow, some_id)
    model = session.get_one(ModelRow, version.model_id if version else some_id)
    if model.kind != "chat-gguf":
        raise UserError(f"{model.name} is no chat model.", do="Choose a version, or a GGUF chat model.")
    if version is None:
        return Subject(model.id, model.name, Path(model.path), model.id, None)
    return Subject(version.id, version.name, Path(model.path), model.id, version.adapter_blob)


def _rival(session: Session, ours: Subject, against: str | None) -> Subject | None:
    """Another version where one was named, else the base of a version; a base model alone has none."""
    if against is not None:
        return _subject(session, against)
    return _subject(session, ours.base_id) if ours.adapter_blob else None


def _questions(session: Session, dataset_id: str, limit: int | None) -> Questions:
    """The test side, or the validation side where nothing was set apart for tests."""
    dataset = session.get_one(DatasetRow, dataset_id)
    sides = {
        side: examples.conversations(session, dataset_id, side) for side in ("test", "validation", "train")
    }
    split = "test" if sides["test"] else "validation"
    if not sides[split]:
        raise UserError(
            f"The dataset “{dataset.name}” has no held-out example to measure on.",
            do="Accept more examples and split it: isnad dataset split ID",
        )
    labels = (
        sorted({turns[-1][1] for side in sides.values() for turns in side}) if dataset.kind == "label" else []
    )
    digest = examples.digest(session, dataset_id)
    return Questions(dataset.name, dataset.kind, digest, split, sides[split][:limit], labels)


def _measure(
    context: JobContext, subject: Subject, questions: Questions, done: int, total: int
) -> list[Outcome]:
    """One outcome for each question, in order."""
    context.progress(done, total, f"Loading {subject.name}")
    outcomes = []
    with _loaded(context, subject) as (model, tokenizer):
        write = _writer(model, tokenizer, questions)
        for number, turns in enumerate(questions.conversations, 1):
            context.progress(done + number - 0.5, total, f"{subject.name}: {number} of {total // 2 or total}")
            loss, tokens = answer_loss(model, tokenizer, turns)
            outcomes.append(Outcome(loss, tokens, write(turns), turns[-1][1]))
    return outcomes


@contextmanager
def _loaded(context: JobContext, subject: Subject) -> Iterator[tuple[Any, Any]]:
    """(model, tokenizer) on the GPU where there is one, for measuring only."""
    import torch

    if subject.adapter_blob is None:
        device = "cuda" if torch.cuda.is_available() else "cpu"
        model, tokenizer = base.load(subject.base, device=device)
    else:
        from core.registry import trained
        from core.registry.adapters import Adapter

        adapter = Adapter.from_tar(context.workspace.blobs.read(subject.adapter_blob))
        model, tokenizer = trained.load(subject.base, adapter)
    base.require_template(tokenizer, subject.base)
    with torch.inference_mode():
        yield model.eval(), tokenizer


def _writer(model: Any, tokenizer: Any, questions: Questions) -> Callable[[Turns], str]:
    """Writes an answer to the last question. Where only loss is asked for, nothing is written."""
    if questions.kind not in {"label", "qa"}:
        return lambda turns: ""
    return Writer(model, tokenizer, [turns[-1][1] for turns in questions.conversations], questions.labels)


def answer_loss(model: Any, tokenizer: Any, turns: Turns) -> tuple[float, int]:
    """The summed loss (nats) and number of the tokens of a conversation's answers."""
    import torch

    encoded = encode(tokenizer, turns)
    targets = torch.tensor(encoded.labels[1:], device=model.device)
    tokens = torch.tensor([encoded.input_ids], device=model.device)
    logits = model(input_ids=tokens).logits[0, :-1].float()
    loss = torch.nn.functional.cross_entropy(logits, targets, ignore_index=IGNORED, reduction="sum")
    return float(loss), encoded.answer_tokens


def _samples(
    questions: Questions, outcomes: Sequence[Outcome], baseline: Sequence[Outcome]
) -> list[dict[str, str]]:
    """A few questions with all answers: they stay in the database, encrypted."""
    if questions.kind not in {"label", "qa"}:
        return []
    rows = zip(questions.conversations, outcomes, baseline or outcomes, strict=True)
    return [
        {"question": turns[-2][1], "expected": ours.expected, "answer": ours.answer}
        | ({"baseline": theirs.answer} if baseline else {})
        for turns, ours, theirs in list(rows)[:_SAMPLES]
    ]
