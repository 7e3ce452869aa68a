# SPDX-License-Identifier: AGPL-3.0-or-later
"""An evaluation measures what it says, on examples that were held out, beside the base model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.app import App
from core.errors import UserError
from core.jobs.queue import JobContext
from core.training import base, evaluate
from core.training.writing import Writer
from tests.core.training.conftest import Start, bring, context_of, pairs, train

pytestmark = pytest.mark.model

TEXTS = [
    {"text": f"{verb} pier number {n}", "label": label}
    for n in range(12)
    for verb, label in (("Inspect", "inspection"), ("Repair", "repair works"))
]


def _measure(
    app: App, subject: str, dataset_id: str, against: str | None = None, **more: Any
) -> dict[str, Any]:
    job = app.jobs.get(app.training.evaluate(subject, dataset_id, against, **more))
    parameters = {"subject_id": subject, "dataset_id": dataset_id, "against": against, "limit": None, **more}
    return evaluate.run(JobContext(app.workspace, job.id, parameters))


def _version(app: App, run_id: str) -> str:
    from core.registry.versions import register_run

    train(app, run_id)
    return register_run(app.workspace, run_id)


def test_a_tuned_version_is_measured_against_its_base(app: App, start: Start) -> None:
    run_id = start(max_steps=20, epochs=20, eval_every=20, save_every=20)
    version = _version(app, run_id)
    dataset_id = app.training.get(run_id).dataset_id

    found = _measure(app, version, dataset_id)

    assert (found["split"], found["items"], found["against"]) == ("test", 2, "tiny")
    assert set(found["metrics"]) == {"exact_match", "f1", "loss", "perplexity"}
    assert all(set(value) == {"value", "low", "high"} for value in found["metrics"].values())
    assert found["metrics"]["loss"]["value"] < found["baseline"]["loss"]["value"]
    assert found["difference"]["loss"]["high"] < 0
    report = Path(found["report"]).read_text(encoding="utf-8")
    assert "- loss: better." in report
    assert not any(
        sample["question"] in report or sample["expected"] in report for sample in found["samples"]
    )


def test_the_loss_is_the_one_that_the_curve_showed(app: App, start: Start) -> None:
    run_id = start()
    version = _version(app, run_id)
    run = app.training.get(run_id)
    with app.workspace.db.session() as session:
        from core.db.tables import ExampleRow

        for row in session.query(ExampleRow).filter_by(dataset_id=run.dataset_id, split="test"):
            row.split = "train"

    found = _measure(app, version, run.dataset_id)

    assert found["split"] == "validation"
    assert found["metrics"]["loss"]["value"] == pytest.approx(run.metrics["eval_loss"], rel=1e-3)
    assert found["baseline"]["loss"]["value"] == pytest.approx(run.metrics["base_loss"], rel=1e-3)


def test_labels_are_all_that_a_label_dataset_is_answered_with(app: App, start: Start) -> None:
    run_id = start(rows=TEXTS, max_steps=30, epochs=30, eval_every=30, save_every=30)
    version = _version(app, run_id)

    found = _measure(app, version, app.training.get(run_id).dataset_id)

    assert set(found["metrics"]) == {"accuracy", "macro_f1", "loss", "perplexity"}
    assert {sample["answer"] for sample in found["samples"]} <= {"inspection", "repair works"}
    assert {sample["baseline"] for sample in found["samples"]} <= {"inspection", "repair works"}
    assert found["metrics"]["loss"]["value"] < found["baseline"]["loss"]["value"]


def test_measuring_twice_gives_the_same(app: App, tiny: Path, tmp_path: Path) -> None:
    model_id = app.models.bring(tiny, name="tiny").id
    dataset_id = bring(app, tmp_path, pairs())
    first, second = (_measure(app, model_id, dataset_id) for _ in range(2))
    assert first["metrics"] == second["metrics"]
    assert first["samples"] == second["samples"]
    assert first["baseline"] == {}


def test_only_the_first_examples_are_measured_when_told_so(app: App, tiny: Path, tmp_path: Path) -> None:
    model_id = app.models.bring(tiny, name="tiny").id
    assert _measure(app, model_id, bring(app, tmp_path, pairs()), limit=1)["items"] == 1


def test_an_embedder_and_an_unknown_subject_are_refused(app: App, tmp_path: Path, minilm: Path) -> None:
    dataset_id = bring(app, tmp_path, pairs())
    with pytest.raises(UserError, match="is no chat model"):
        _measure(app, app.models.list("embedder")[0].id, dataset_id)
    with pytest.raises(UserError, match="no version or model"):
        app.training.evaluate("f" * 32, dataset_id)


def test_a_writer_within_labels_can_write_each_of_them(tiny: Path) -> None:
    """Labels of which one begins like another are the ones that a tree of tokens may get wrong."""
    import torch

    model, tokenizer = base.load(tiny)
    labels = ["card", "card arrival", "card arrival late"]
    writer = Writer(model, tokenizer, labels, labels)
    assert writer._paths is not None
    for label in labels:
        tokens = tokenizer(label, add_special_tokens=False)["input_ids"]
        for at, token in enumerate([*tokens, tokenizer.eos_token_id]):
            assert token in writer._paths.next(tokens[:at])
    with torch.inference_mode():
        assert writer((("user", "Which?"), ("assistant", "card"))) in labels


def test_a_run_in_a_worker_gives_what_the_command_prints(app: App, start: Start) -> None:
    run_id = start()
    version = _version(app, run_id)
    job_id = app.training.evaluate(version, app.training.get(run_id).dataset_id)
    job = app.jobs.wait(job_id)
    assert job.state == "succeeded", job.error
    assert job.result is not None
    assert {"metrics", "baseline", "items", "report"} <= set(job.result)
    assert context_of(app, run_id).id != job_id
