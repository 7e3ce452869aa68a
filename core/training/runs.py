# SPDX-License-Identifier: AGPL-3.0-or-later
"""Training as the window and the command line see it: settings, runs, forecasts, evaluations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.datasets import examples
from core.datasets.splits import ensure_split
from core.db.find import existing
from core.db.tables import DatasetRow, JobRow, ModelRow, RunRow, VersionRow, new_id
from core.errors import NotFoundError, UserError
from core.jobs import queue
from core.jobs.supervisor import Jobs
from core.records import Forecast, Mistake, Run, SettingInfo
from core.training import config, forecast, form, methods, points
from core.training.config import PRESETS, Setting, Settings
from core.workspace import Workspace

_FEWEST = 2


class Training:
    """The runs of one workspace."""

    def __init__(self, workspace: Workspace, jobs: Jobs) -> None:
        self._workspace = workspace
        self._jobs = jobs

    def methods(self) -> list[str]:
        return [*methods.METHODS]

    def describe(self, method: str) -> tuple[str, str]:
        """What the method is in one sentence, and why its result cannot become a version ("": it can)."""
        found = methods.get(method)
        return found.title, found.obstacle

    def settings_of(self, method: str) -> tuple[Setting, ...]:
        """The settings that a method knows, with types, ranges, defaults and a word on each."""
        return config.settings_of(methods.get(method))

    def presets(self, method: str = "lora") -> dict[str, Settings]:
        """Name → the values that the preset changes, for a method."""
        return {name: config.preset(methods.get(method), name) for name in PRESETS}

    def settings_for(self, method: str, values: Mapping[str, Any], preset: str | None = None) -> Settings:
        """Complete settings: ``values`` (as text or typed) over the preset's over the method's defaults.

        Raises one :class:`UserError` that tells all mistakes at once.
        """
        found = methods.get(method)
        below = config.preset(found, preset) if preset else {}
        return config.parse(found, {**below, **values})

    def form(self, method: str) -> tuple[list[SettingInfo], dict[str, Settings]]:
        """What a settings form shows for a method: its fields, and the complete values of each preset."""
        return form.fields(method), form.presets(method)

    def mistakes(self, method: str, values: Mapping[str, Any]) -> list[Mistake]:
        """Everything wrong with ``values`` as they were typed, each mistake with the setting it is in."""
        return form.mistakes(method, values)

    def curves(self, run_id: str) -> dict[str, points.Curve]:
        """The curves that a run's record leaves out: tokens_per_second, memory_bytes, learning_rate."""
        names = ("tokens_per_second", "memory_bytes", "learning_rate")
        with self._workspace.db.reading() as session:
            return {name: points.curve(session, _run(session, run_id).id, name) for name in names}

    def start(
        self, dataset_id: str, model_id: str, method: str, settings: Mapping[str, Any]
    ) -> tuple[str, str]:
        """Queues a run; returns (job id, run id). An unsplit dataset is split first.

        Raises :class:`UserError` for wrong settings (all told at once), a model that is no chat model, or a
        dataset with fewer than two accepted examples.
        """
        found = methods.get(method)
        with self._workspace.db.session() as session:
            dataset, model = _dataset(session, dataset_id), _chat_model(session, model_id)
            checked = config.parse(found, settings, context=model.metadata_.get("context_tokens"))
            _require_examples(session, dataset)
            run_id = new_id()
            title = f"Training {model.name} on “{dataset.name}” ({method})"
            job_id = queue.insert(session, self._workspace, "train", title, {"run_id": run_id})
            session.add(
                RunRow(
                    id=run_id,
                    job_id=job_id,
                    dataset_id=dataset.id,
                    model_id=model.id,
                    method=method,
                    settings=checked,
                    dataset_hash=examples.digest(session, dataset.id),
                    base_hash=model.sha256,
                    metrics={},
                )
            )
            self._workspace.audit.append(session, "run.start", run_id, method=method)
        return job_id, run_id

    def get(self, run_id: str) -> Run:
        with self._workspace.db.reading() as session:
            return record(session, _run(session, run_id))

    def stop(self, run_id: str) -> None:
        """Asks the run to stop after the step at hand; a checkpoint of that step is kept."""
        with self._workspace.db.reading() as session:
            job_id = _run(session, run_id).job_id
        self._jobs.cancel(job_id)

    def resume(self, run_id: str) -> str:
        """Queues a run that did not end well, to go on from its last checkpoint; returns the job's id."""
        with self._workspace.db.reading() as session:
            job_id = _run(session, run_id).job_id
        self._jobs.reap()
        self._jobs.resume(job_id)
        return job_id

    def forecast(self, dataset_id: str, model_id: str, method: str, settings: Mapping[str, Any]) -> Forecast:
        """What a run would take. Raises as :meth:`start` does; starts and changes nothing."""
        found = methods.get(method)
        with self._workspace.db.reading() as session:
            dataset, model = _dataset(session, dataset_id), _chat_model(session, model_id)
            checked = config.parse(found, settings, context=model.metadata_.get("context_tokens"))
            return forecast.estimate(session, dataset, model, found, checked)

    def evaluate(
        self, subject_id: str, dataset_id: str, against: str | None = None, *, limit: int | None = None
    ) -> str:
        """Queues a measurement of a version (or a base model) on a dataset's held-out examples; the job's id.

        It is compared with ``against``, another version or model, or with the base model it was made from.
        """
        with self._workspace.db.session() as session:
            dataset = _dataset(session, dataset_id)
            names = [_subject_name(session, some) for some in (subject_id, against) if some]
            ensure_split(session, dataset.id)
            title = f"Measuring {' against '.join(names)} on “{dataset.name}”"
            parameters = {
                "subject_id": subject_id,
                "dataset_id": dataset.id,
                "against": against,
                "limit": limit,
            }
            return queue.insert(session, self._workspace, "evaluate", title, parameters)

    def list(self) -> list[Run]:
        """All runs, newest first."""
        with self._workspace.db.reading() as session:
            rows = session.scalars(select(RunRow).order_by(RunRow.created.desc())).all()
            return [record(session, row) for row in rows]


def record(session: Session, row: RunRow) -> Run:
    job = session.get_one(JobRow, row.job_id)
    return Run(
        run_id=row.id,
        job_id=row.job_id,
        state=job.state,
        method=row.method,
        base=session.get_one(ModelRow, row.model_id).name,
        dataset=session.get_one(DatasetRow, row.dataset_id).name,
        dataset_id=row.dataset_id,
        config=dict(row.settings),
        loss=points.curve(session, row.id, "loss"),
        eval=points.curve(session, row.id, "eval_loss"),
        tokens_per_second=row.tokens_per_second,
        peak_memory_bytes=row.peak_memory_bytes,
        seconds=row.seconds,
        metrics=dict(row.metrics),
        error=job.error,
        version_id=session.scalars(select(VersionRow.id).where(VersionRow.run_id == row.id)).first(),
        created=row.created,
    )


def _run(session: Session, run_id: str) -> RunRow:
    return existing(session, RunRow, run_id, "run", see="isnad runs list")


def _dataset(session: Session, dataset_id: str) -> DatasetRow:
    return existing(session, DatasetRow, dataset_id, "dataset", see="isnad dataset list")


def _chat_model(session: Session, model_id: str) -> ModelRow:
    row = existing(session, ModelRow, model_id, "model", see="isnad models list")
    if row.kind != "chat-gguf":
        raise UserError(
            f"{row.name} is no chat model ({row.kind}).", do="Choose a GGUF chat model as the base."
        )
    return row


def _require_examples(session: Session, dataset: DatasetRow) -> None:
    ensure_split(session, dataset.id)
    session.flush()
    sizes = [
        len(examples.conversations(session, dataset.id, side)) for side in ("train", "validation", "test")
    ]
    if sum(sizes) < _FEWEST or not sizes[0] or not any(sizes[1:]):
        raise UserError(
            f"“{dataset.name}” has {sum(sizes)} accepted examples, {sizes[0]} of them to train on.",
            do="Accept more examples: some are learnt from, and at least one is held out.",
        )


def _subject_name(session: Session, some_id: str) -> str:
    row = session.get(VersionRow, some_id) or session.get(ModelRow, some_id)
    if row is None:
        raise NotFoundError(f"There is no version or model {some_id}.", do="See: isnad models list")
    return row.name
