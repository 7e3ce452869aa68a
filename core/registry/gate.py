# SPDX-License-Identifier: AGPL-3.0-or-later
"""The gate: proves that a version answers in llama.cpp as the trained model did in transformers.

Both engines read the same held-out prompts and the same answers. Compared are the token ids of the rendered
prompt, the first tokens each engine would write, and at every position of the answers the distributions of
the next token. The measures and their bounds: core.registry.verdict.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db.tables import ExampleRow, ModelRow, RunRow, VersionRow
from core.errors import UserError
from core.jobs.queue import JobContext
from core.registry.adapters import Adapter
from core.registry.sealed import memory_file
from core.workspace import Workspace

if TYPE_CHECKING:
    from core.registry.engines import Exported, Trained
    from core.registry.verdict import Reading

Tell = Callable[[float, float, str], None]

PROMPTS = 8
PROMPT_TOKENS = 512
ANSWER_TOKENS = 48
GREEDY_TOKENS = 8


@dataclass(frozen=True)
class Probe:
    """A held-out prompt (as chat messages) and the answer that the dataset gives to it."""

    messages: list[dict[str, str]]
    answer: str


def run(context: JobContext) -> dict[str, Any]:
    """The job "gate". Parameters: {"version_id"}."""
    return check(context.workspace, context.parameters["version_id"], context.progress)


def check(workspace: Workspace, version_id: str, progress: Tell) -> dict[str, Any]:
    """Measures a version, writes "passed" or "failed" and the report to it, and returns the report.

    ``progress`` is told (done, total, message) and may raise Cancelled. Each call measures anew.
    """
    began = time.monotonic()
    with workspace.db.reading() as session:
        version = session.get_one(VersionRow, version_id)
        base = Path(session.get_one(ModelRow, version.model_id).path)
        adapter_blob, gguf_blob = version.adapter_blob, version.gguf_blob
        split, probes = _held_out(session, version)
    if gguf_blob is None:
        raise UserError(f"The version {version_id[:8]} has no GGUF adapter.", do="Register its run again.")
    adapter = Adapter.from_tar(workspace.blobs.read(adapter_blob))
    report = {
        **compare(workspace, base, adapter, gguf_blob, probes, progress),
        "split": split,
        "seconds": round(time.monotonic() - began, 1),
    }
    _write(workspace, version_id, report)
    return report


def compare(
    workspace: Workspace,
    base: Path,
    adapter: Adapter,
    gguf_blob: str,
    probes: Sequence[Probe],
    progress: Tell,
) -> dict[str, Any]:
    """The report on ``adapter`` against its sealed GGUF form ``gguf_blob``: figures, bounds and findings."""
    from core.registry import verdict
    from core.registry.engines import Exported
    from core.registry.gguf.adapter import differing_layers

    exported = Exported.adapter(workspace, base, gguf_blob)
    readings = _read_all(base, adapter, exported, probes, progress, with_base=True)
    with memory_file(workspace.blobs.open(gguf_blob)) as file:
        lost = differing_layers(base, adapter, file)
    return {**verdict.judge(readings, verdict.bounds_of(readings), lost), "greedy_tokens": GREEDY_TOKENS}


def check_merged(workspace: Workspace, version_id: str, model_blob: str, progress: Tell) -> dict[str, Any]:
    """The report on a version merged into its base and sealed as ``model_blob``.

    Rounding to few bits can undo what training changed, which is less than the rounding's step.
    """
    from core.registry import verdict
    from core.registry.engines import Exported

    with workspace.db.reading() as session:
        version = session.get_one(VersionRow, version_id)
        base = Path(session.get_one(ModelRow, version.model_id).path)
        adapter_blob = version.adapter_blob
        probes = _held_out(session, version)[1]
    adapter = Adapter.from_tar(workspace.blobs.read(adapter_blob))
    exported = Exported.model(workspace, model_blob)
    readings = _read_all(base, adapter, exported, probes, progress, with_base=False)
    return verdict.judge(readings, verdict.MERGED_BOUNDS)


def _read_all(
    base: Path,
    adapter: Adapter,
    exported: Exported,
    probes: Sequence[Probe],
    progress: Tell,
    *,
    with_base: bool,
) -> list[Reading]:
    """Every probe in both engines; ``exported`` is closed in the end."""
    from core.registry.engines import Trained

    try:
        progress(0, len(probes) + 1, "Loading the trained model")
        trained = Trained(base, adapter)
        readings = []
        for number, probe in enumerate(probes, start=1):
            progress(number, len(probes) + 1, f"Comparing answer {number} of {len(probes)}")
            readings.append(_read(trained, exported, probe, with_base=with_base))
        return readings
    finally:
        exported.close()


def _read(trained: Trained, exported: Exported, probe: Probe, *, with_base: bool) -> Reading:
    """Both engines over the dataset's answer, and over what the trained model itself would write."""
    from core.registry.verdict import Positions, Reading, join

    prompt = trained.prompt(probe.messages)
    start = prompt[-PROMPT_TOKENS:]
    written, certain = trained.greedy(start, GREEDY_TOKENS)
    own = Positions.of(certain, exported.logprobs(start + written[:-1], len(written), tuned=True))
    answer = trained.tokens(probe.answer)[:ANSWER_TOKENS]
    tokens, count = start + answer[:-1], len(answer)
    both = (trained, exported)
    tuned = [engine.logprobs(tokens, count, tuned=True) for engine in both]
    bases = [engine.logprobs(tokens, count, tuned=False) for engine in both] if with_base else None
    given = Positions.of(tuned[0], tuned[1], bases)
    return Reading(
        ids_equal=prompt == exported.prompt(probe.messages),
        greedy_equal=bool(own.agrees.all()),
        positions=join([given, own]),
    )


def _held_out(session: Session, version: VersionRow) -> tuple[str, list[Probe]]:
    """Up to PROMPTS accepted examples that were not trained on, evenly spread; the split they come from.

    Without any held-out example, those trained on serve: the gate compares engines, it measures no skill.
    """
    dataset_id = session.get_one(RunRow, version.run_id).dataset_id
    query = (
        select(ExampleRow.messages)
        .where(ExampleRow.dataset_id == dataset_id, ExampleRow.state == "accepted")
        .order_by(ExampleRow.number)
    )
    for split in ("test", "validation", "train", ""):
        found = list(filter(None, map(_probe, session.scalars(query.where(ExampleRow.split == split)))))
        if found:
            step = max(1, len(found) / PROMPTS)
            return split or "train", [found[int(i * step)] for i in range(min(PROMPTS, len(found)))]
    raise UserError(
        "The dataset has no accepted example to compare on.", do="Accept some examples, then gate again."
    )


def _probe(messages: list[dict[str, str]]) -> Probe | None:
    """The conversation up to its last answer, and that answer."""
    for last in range(len(messages) - 1, 0, -1):
        if messages[last]["role"] == "assistant" and messages[last]["content"].strip():
            return Probe(messages[:last], messages[last]["content"])
    return None


def _write(workspace: Workspace, version_id: str, report: dict[str, Any]) -> None:
    with workspace.db.session() as session:
        version = session.get_one(VersionRow, version_id)
        version.gate = "passed" if report["passed"] else "failed"
        version.gate_report = report
        workspace.audit.append(session, f"version.gate.{version.gate}", version_id)
