# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a run is said to take is about what it takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from core.app import App
from core.errors import UserError
from core.paths import PROGRAM
from core.records import Forecast
from core.training import base, forecast
from tests.core.training.conftest import SMALL, Start, bring, pairs, train


def test_shapes_are_those_of_the_model(smollm: Path) -> None:
    found = forecast.shapes(smollm)
    assert found.parameters == 134_515_008
    assert (found.hidden, found.layers, found.vocabulary) == (576, 30, 49152)
    assert len(found.linear) == 30 * 7


@pytest.mark.model
def test_steps_weights_and_tokens_are_foretold(app: App, start: Start) -> None:
    run_id = start()
    queued = app.training.get(run_id)
    model_id = next(model.id for model in app.models.list() if model.name == "tiny")
    told = app.training.forecast(queued.dataset_id, model_id, "lora", queued.config)

    trained = train(app, run_id)

    assert told.steps == trained.metrics["steps"]
    assert told.trainable_parameters == trained.metrics["trainable_parameters"]
    assert told.seconds > 0


@pytest.mark.model
@pytest.mark.slow
def test_the_starter_model_learns_in_the_memory_that_was_foretold(
    app: App, tmp_path: Path, smollm: Path
) -> None:
    dataset_id = bring(app, tmp_path, pairs())
    model_id = next(model.id for model in app.models.list() if model.name == "smollm2-135m")
    base.load(smollm)  # unpacked once: the run then measures training, not reading
    values = {**SMALL, "max_steps": 4, "learning_rate": 1e-3, "eval_every": 4, "save_every": 4}
    told = app.training.forecast(dataset_id, model_id, "lora", values)
    job_id, run_id = app.training.start(dataset_id, model_id, "lora", values)

    job = app.jobs.wait(job_id)

    assert job.state == "succeeded", job.error
    run = app.training.get(run_id)
    assert run.eval[-1][1] < run.eval[0][1] - 0.2
    assert run.peak_memory_bytes is not None
    assert told.memory_bytes == pytest.approx(run.peak_memory_bytes, rel=0.34)


def test_more_of_anything_takes_more(app: App, tmp_path: Path, smollm: Path) -> None:
    dataset_id = bring(app, tmp_path, pairs())
    model_id = next(model.id for model in app.models.list() if model.name == "smollm2-135m")

    def told(method: str = "lora", **values: object) -> Forecast:
        return app.training.forecast(dataset_id, model_id, method, values)

    plain = told()
    assert told(rank=64).memory_bytes > plain.memory_bytes
    assert told(batch_size=8).memory_bytes > plain.memory_bytes
    assert told(gradient_checkpointing="on").memory_bytes < plain.memory_bytes
    assert told(epochs=6).seconds > plain.seconds
    assert told("full").memory_bytes > 1.5 * plain.memory_bytes
    assert told("qlora").memory_bytes < plain.memory_bytes


def test_mistakes_are_told_as_when_starting(app: App, tmp_path: Path, smollm: Path) -> None:
    dataset_id = bring(app, tmp_path, pairs())
    model_id = next(model.id for model in app.models.list() if model.name == "smollm2-135m")
    with pytest.raises(UserError, match="2 mistakes"):
        app.training.forecast(dataset_id, model_id, "lora", {"rank": 0, "max_length": 100_000})


def test_forecasting_touches_no_tensor_library(smollm: Path) -> None:
    heavy = "{'torch', 'transformers', 'numpy', 'datasets', 'peft', 'trl'}"
    script = (
        "import sys; from core import offline; offline.install(); import core.training.runs\n"
        "from pathlib import Path; from core.training import forecast\n"
        f"forecast.shapes(Path(sys.argv[1])); print(sorted({heavy} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", script, str(smollm)]
    done = subprocess.run(command, cwd=PROGRAM, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr
