# SPDX-License-Identifier: AGPL-3.0-or-later
"""A tiny base model, a dataset to learn by heart, and runs in this process or in a worker."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.app import App
from core.db.tables import RunRow
from core.jobs.queue import JobContext
from core.records import Run
from core.training import run
from tests.core.registry import tiny_model

SMALL = {
    "max_steps": 6,
    "learning_rate": 1e-2,
    "rank": 4,
    "alpha": 8,
    "batch_size": 2,
    "max_length": 128,
    "eval_every": 2,
    "save_every": 2,
}
PIERS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
Start = Callable[..., str]
Train = Callable[[App, str], dict[str, Any]]


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real GGUF chat model with random weights."""
    return tiny_model.write(tmp_path_factory.mktemp("models") / "tiny.gguf")


def bring(app: App, folder: Path, rows: list[dict[str, Any]], name: str = "piers") -> str:
    """The rows as a dataset, split; its id."""
    file = folder / f"{name}.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    dataset_id = app.datasets.import_file(file, name).dataset_id
    app.datasets.split(dataset_id, validation=0.2, test=0.2)
    return dataset_id


def pairs() -> list[dict[str, str]]:
    return [
        {
            "prompt": f"Who looked at the {pier} pier?",
            "completion": f"The inspector looked at the {pier} pier.",
        }
        for pier in PIERS
    ]


@pytest.fixture
def start(app: App, tiny: Path, tmp_path: Path) -> Start:
    """``start(method="lora", rows=None, **settings)`` queues a run on the tiny model; its id."""

    def begin(method: str = "lora", rows: list[dict[str, Any]] | None = None, **settings: Any) -> str:
        names = {dataset.name for dataset in app.datasets.list()}
        dataset_id = bring(app, tmp_path, rows or pairs(), f"piers {len(names)}")
        known = {model.name: model.id for model in app.models.list()}
        model_id = known.get("tiny") or app.models.bring(tiny, name="tiny").id
        return app.training.start(dataset_id, model_id, method, {**SMALL, **settings})[1]

    return begin


def train(app: App, run_id: str) -> Run:
    """Runs the training in this process, without registering the result."""
    context = context_of(app, run_id)
    run.train(context, run.Plan.of(app.workspace, run_id))
    return app.training.get(run_id)


def context_of(app: App, run_id: str) -> JobContext:
    with app.workspace.db.reading() as session:
        job_id = session.get_one(RunRow, run_id).job_id
    return JobContext(app.workspace, job_id, {"run_id": run_id})
