# SPDX-License-Identifier: AGPL-3.0-or-later
"""A run from its dataset to its sealed result, and through every way in which it may be broken off."""

from __future__ import annotations

import io
import os
import signal
import tarfile
import time
from pathlib import Path
from typing import Any

import pytest

from core import offline
from core.app import App
from core.db.tables import JobRow, RunRow
from core.errors import Cancelled, UserError
from core.jobs import queue
from core.records import Run
from core.training import run
from core.training.checkpoints import Checkpoints
from core.training.methods import METHODS
from tests.core.training.conftest import Start, context_of, train

_PATIENCE = 300.0


def _blob(app: App, run_id: str) -> dict[str, bytes]:
    """The files of a run's sealed result."""
    with app.workspace.db.reading() as session:
        name = session.get_one(RunRow, run_id).adapter_blob
    assert name is not None
    with tarfile.open(fileobj=io.BytesIO(app.workspace.blobs.read(name))) as tar:
        return {entry.name: tar.extractfile(entry).read() for entry in tar}  # type: ignore[union-attr]


def _steps(run: Run) -> list[int]:
    return [step for step, _ in run.loss]


@pytest.mark.model
def test_a_run_learns_tells_its_curve_and_calls_nobody(app: App, start: Start) -> None:
    attempts = offline.attempts()
    trained = train(app, start())

    assert _steps(trained) == [1, 2, 3, 4, 5, 6]
    assert [step for step, _ in trained.eval] == [0, 2, 4, 6]
    assert trained.eval[-1][1] < trained.eval[0][1] - 0.1
    assert trained.metrics["base_loss"] == trained.eval[0][1]
    assert trained.metrics["eval_loss"] == trained.eval[-1][1]
    assert (trained.metrics["examples"], trained.metrics["held_out"]) == (6, 2)
    assert trained.tokens_per_second is not None
    assert trained.tokens_per_second > 0
    assert trained.peak_memory_bytes is not None
    assert trained.peak_memory_bytes > 50_000_000
    assert trained.seconds > 0
    assert offline.attempts() == attempts


@pytest.mark.model
def test_the_result_is_sealed_and_nothing_else_is_left(app: App, start: Start) -> None:
    run_id = start()
    train(app, run_id)

    files = _blob(app, run_id)

    assert set(files) == {"adapter_model.safetensors", "adapter_config.json"}
    assert b"/" not in files["adapter_config.json"].split(b'"base_model_name_or_path"')[1].split(b",")[0]
    assert list(app.workspace.paths.runs.iterdir()) == []
    head = files["adapter_model.safetensors"][:200]
    plain = [
        path for path in app.workspace.paths.root.rglob("*") if path.is_file() and head in path.read_bytes()
    ]
    assert plain == []


@pytest.mark.model
def test_a_stopped_run_goes_on_as_if_it_had_never_stopped(
    app: App, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = train(app, start())
    run_id = start()
    context = context_of(app, run_id)
    tell = context.progress

    def stop_after_three(done: float, total: float, message: str = "") -> None:
        tell(done, total, message)
        if message.startswith("Step 3"):
            raise Cancelled

    monkeypatch.setattr(context, "progress", stop_after_three)
    with pytest.raises(Cancelled):
        run.train(context, run.Plan.of(app.workspace, run_id))
    assert Checkpoints(app.workspace, run_id).steps()[-1] == 3
    resumed = train(app, run_id)

    assert _steps(resumed) == _steps(whole)
    assert dict(resumed.loss) == pytest.approx(dict(whole.loss), abs=1e-4)
    assert dict(resumed.eval) == pytest.approx(dict(whole.eval), abs=1e-4)


@pytest.mark.model
@pytest.mark.slow
def test_a_run_killed_with_9_resumes_from_its_last_checkpoint_without_doubles(app: App, start: Start) -> None:
    run_id = start(max_steps=400, epochs=400, eval_every=50, save_every=2)
    job_id = app.training.get(run_id).job_id
    app.jobs.start(job_id)
    os.kill(_worker_after(app, run_id, step=5), signal.SIGKILL)
    killed = app.jobs.wait(job_id)
    assert killed.state == "interrupted"
    assert "resume" in (killed.error or "").lower()
    kept = Checkpoints(app.workspace, run_id).steps()[-1]
    before = app.training.get(run_id)
    with app.workspace.db.session() as session:
        row = session.get_one(RunRow, run_id)
        row.settings = {**row.settings, "max_steps": kept + 4}

    app.training.resume(run_id)
    assert app.jobs.wait(job_id).state == "succeeded"

    after = app.training.get(run_id)
    assert _steps(after) == list(range(1, kept + 5))
    assert after.loss[:kept] == before.loss[:kept]
    assert after.eval[0] == before.eval[0]
    assert after.version_id is not None
    assert not (app.workspace.paths.runs / run_id).exists()


def _worker_after(app: App, run_id: str, step: int) -> int:
    """The worker's process id, once its run has a checkpoint and has passed a step."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        found = app.training.get(run_id)
        if len(found.loss) > step and Checkpoints(app.workspace, run_id).steps():
            with app.workspace.db.reading() as session:
                pid = session.get_one(JobRow, found.job_id).pid
            if pid is not None:
                return pid
        assert found.state in {"queued", "running"}, found.error
        time.sleep(0.05)
    raise AssertionError("the run never got going")


@pytest.mark.model
@pytest.mark.slow
def test_a_run_becomes_a_version_that_has_been_through_the_gate(app: App, start: Start) -> None:
    run_id = start()
    job = app.jobs.wait(app.training.get(run_id).job_id)

    assert job.state == "succeeded", job.error
    assert job.result is not None
    assert job.result["version_id"] == app.training.get(run_id).version_id
    assert app.registry.get(job.result["version_id"]).gate == "passed"
    assert app.network_attempts() == 0


@pytest.mark.model
@pytest.mark.parametrize("method", [name for name in METHODS if name != "lora"])
def test_every_method_learns_and_seals_what_it_learnt(app: App, start: Start, method: str) -> None:
    own: dict[str, dict[str, Any]] = {
        "full": {"learning_rate": 1e-3},
        "prompt": {"learning_rate": 0.3, "virtual_tokens": 4},
        "ewc": {"ewc_samples": 2, "ewc_lambda": 0.01},
    }
    run_id = start(method, **own.get(method, {}))
    trained = train(app, run_id)

    assert trained.eval[-1][1] < trained.eval[0][1]
    weights = "model.safetensors" if method == "full" else "adapter_model.safetensors"
    assert weights in _blob(app, run_id)
    assert not any(name.endswith((".bin", ".pt", ".pth")) for name in _blob(app, run_id))


@pytest.mark.model
def test_what_cannot_be_a_version_says_so(app: App, start: Start) -> None:
    run_id = start("prompt")
    train(app, run_id)

    told = run.run(context_of(app, run_id))

    assert told["version_id"] is None
    assert "llama.cpp has no place for learnt vectors" in told["note"]
    assert "llama.cpp has no place" in app.training.get(run_id).metrics["note"]


@pytest.mark.model
@pytest.mark.parametrize("settings", [{"packing": True}, {"gradient_accumulation": 2}, {"batch_size": 1}])
def test_other_ways_to_batch_learn_too(app: App, start: Start, settings: dict[str, Any]) -> None:
    trained = train(app, start(**settings))
    assert trained.eval[-1][1] < trained.eval[0][1]


@pytest.mark.model
def test_a_dataset_that_changed_since_is_refused(app: App, start: Start) -> None:
    run_id = start()
    example = app.datasets.examples(app.training.get(run_id).dataset_id)[0]
    app.datasets.set_state([example.id], "rejected")
    with pytest.raises(UserError, match="has changed since"):
        train(app, run_id)


@pytest.mark.model
def test_answers_that_never_fit_are_told(app: App, start: Start) -> None:
    run_id = start(rows=[{"prompt": f"{n} " * 100, "completion": "Yes."} for n in range(8)], max_length=16)
    with pytest.raises(UserError, match=r"(?s)first 16 tokens.*Raise max_length"):
        train(app, run_id)


@pytest.mark.model
def test_a_training_that_runs_away_is_stopped_and_told(app: App, start: Start) -> None:
    run_id = start("full", max_steps=60, epochs=60, learning_rate=1e-3, eval_every=60, save_every=60)
    with app.workspace.db.session() as session:
        row = session.get_one(RunRow, run_id)
        # Beyond what may be asked for: no allowed step size breaks so small a model.
        row.settings = {**row.settings, "learning_rate": 1e30, "warmup": 0.0, "schedule": "constant"}
    with pytest.raises(UserError, match=r"(?s)run away.*smaller learning_rate"):
        train(app, run_id)


@pytest.mark.model
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_no_space_left_is_told_and_loses_nothing(
    app: App, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = start()
    kept: list[int] = []

    def full_from_the_second(self: Checkpoints, plain: Path, step: int) -> None:
        if kept:
            Path("/dev/full").write_bytes(b"one byte too many")
        kept.append(step)
        seal(self, plain, step)

    seal = Checkpoints.seal
    monkeypatch.setattr(Checkpoints, "seal", full_from_the_second)
    with pytest.raises(UserError, match="No space is left"):
        run.run(context_of(app, run_id))
    monkeypatch.undo()

    assert Checkpoints(app.workspace, run_id).steps() == [2]
    assert _steps(train(app, run_id)) == [1, 2, 3, 4, 5, 6]


def test_a_run_of_too_few_examples_is_not_queued(app: App, start: Start) -> None:
    with pytest.raises(UserError, match="accepted examples"):
        start(rows=[{"prompt": "Why?", "completion": "Because."}])
    assert [job for job in app.jobs.list() if job.kind == "train"] == []


def test_three_mistakes_are_told_before_anything_is_queued(app: App, start: Start) -> None:
    with pytest.raises(UserError, match="3 mistakes"):
        start(rank="many", batch_size=0, max_length=100_000)
    assert app.training.list() == []


def test_an_embedder_cannot_be_trained(app: App, start: Start, minilm: Path) -> None:
    dataset_id = app.training.get(start()).dataset_id
    embedder = app.models.list("embedder")[0]
    with pytest.raises(UserError, match="is no chat model"):
        app.training.start(dataset_id, embedder.id, "lora", {})


def test_a_queued_run_is_stopped_and_put_back(app: App, start: Start) -> None:
    run_id = start()
    app.training.stop(run_id)
    assert app.training.get(run_id).state == "cancelled"
    app.training.resume(run_id)
    assert app.training.get(run_id).state == "queued"
    assert queue.waiting(app.workspace)[0].id == app.training.get(run_id).job_id
