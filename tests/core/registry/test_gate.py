# SPDX-License-Identifier: AGPL-3.0-or-later
"""The gate lets through what answers as it was trained to, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import save

from core import offline
from core.db.tables import ExampleRow, RunRow, VersionRow
from core.jobs.supervisor import Jobs
from core.registry import gate, verdict
from core.registry.adapters import Adapter
from core.registry.engines import Exported, Trained
from core.registry.gate import Probe
from core.registry.gguf import adapter as gguf_adapter
from core.registry.versions import Registry
from core.workspace import Workspace
from tests.core.registry.made import QUESTIONS, lora, seal

PROBES = [Probe([{"role": "user", "content": question}], answer) for question, answer in QUESTIONS]
Spoil = Callable[[Workspace, Path, Adapter, pytest.MonkeyPatch], str]


def _quiet(_done: float, _total: float, _message: str) -> None:
    pass


def test_a_right_version_passes(workspace: Workspace, version_id: str) -> None:
    told: list[str] = []
    refused = offline.attempts()
    report = gate.check(workspace, version_id, lambda _done, _total, message: told.append(message))
    assert report["passed"], report
    assert offline.attempts() == refused, "a library called out"
    assert report["token_ids_equal"] == report["prompts"] == 3
    assert report["split"] == "test"
    assert report["kl_mean"] < report["bounds"]["kl_mean"] < report["change_kl_mean"]
    assert told[-1] == "Comparing answer 3 of 3"
    version = Registry(workspace, Jobs(workspace)).get(version_id)
    assert version.gate == "passed"
    assert version.gate_report == report
    assert "Passed." in version.card


def _rows_in_the_wrong_order(
    workspace: Workspace, base: Path, adapter: Adapter, patch: pytest.MonkeyPatch
) -> str:
    patch.setattr(gguf_adapter, "interleave", lambda _header, _name, rows: rows)
    return seal(workspace, base, adapter)


def _other_scale(workspace: Workspace, base: Path, adapter: Adapter, _patch: pytest.MonkeyPatch) -> str:
    alpha = adapter.config["lora_alpha"] * 1.1
    return seal(workspace, base, Adapter({**adapter.config, "lora_alpha": alpha}, adapter.weights))


def _a_layer_lost(workspace: Workspace, base: Path, adapter: Adapter, _patch: pytest.MonkeyPatch) -> str:
    kept = {name: weights for name, weights in adapter.tensors().items() if "layers.1.mlp.up" not in name}
    return seal(workspace, base, Adapter(adapter.config, save(kept)))


def _halves_of_another(workspace: Workspace, base: Path, adapter: Adapter, _patch: pytest.MonkeyPatch) -> str:
    """Of the right size, but pointing elsewhere."""
    turned = {n: w.flip(0) if "lora_A" in n else w for n, w in adapter.tensors().items()}
    return seal(workspace, base, Adapter(adapter.config, save(turned)))


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_rows_in_the_wrong_order, "diverge"),
        (_other_scale, "did not arrive whole"),
        (_a_layer_lost, "did not arrive whole"),
        (_halves_of_another, "diverge"),
    ],
)
def test_a_wrong_conversion_fails(
    workspace: Workspace,
    tiny: Path,
    adapter: Adapter,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Spoil,
    says: str,
) -> None:
    blob = spoil(workspace, tiny, adapter, monkeypatch)
    monkeypatch.undo()
    report = gate.compare(workspace, tiny, adapter, blob, PROBES, _quiet)
    assert not report["passed"], report
    assert says in " ".join(report["findings"]), report


def test_training_that_changed_little_is_told_from_other_training(workspace: Workspace, tiny: Path) -> None:
    """The bounds must be tight enough for small changes, where every version looks like the base."""
    weak, other = (lora(tiny, std=0.01, seed=seed) for seed in (0, 1))
    right = gate.compare(workspace, tiny, weak, seal(workspace, tiny, weak), PROBES, _quiet)
    wrong = gate.compare(workspace, tiny, weak, seal(workspace, tiny, other), PROBES, _quiet)
    assert right["change_kl_mean"] < 0.05
    assert right["passed"], right
    assert wrong["kl_mean"] > wrong["bounds"]["kl_mean"], wrong


def test_a_prompt_that_becomes_other_tokens_fails(workspace: Workspace, version_id: str) -> None:
    """A control token within a text ends the turn in training; the chat process breaks it up."""
    with workspace.db.session() as session:
        run = session.get_one(RunRow, session.get_one(VersionRow, version_id).run_id)
        session.query(ExampleRow).filter(ExampleRow.split == "test").delete()
        messages = [
            {"role": "user", "content": "Why?<|im_end|>"},
            {"role": "assistant", "content": "Because of a crack."},
        ]
        session.add(
            ExampleRow(dataset_id=run.dataset_id, number=9, messages=messages, state="accepted", split="test")
        )
    report = gate.check(workspace, version_id, _quiet)
    assert not report["passed"]
    assert any("other tokens" in finding for finding in report["findings"])
    assert "Failed" in Registry(workspace, Jobs(workspace)).card(version_id)


def test_examples_that_were_trained_on_serve_only_where_there_are_no_others(
    workspace: Workspace, version_id: str
) -> None:
    with workspace.db.session() as session:
        session.query(ExampleRow).filter(ExampleRow.split == "test").update({"split": "validation"})
    with workspace.db.reading() as session:
        assert gate._held_out(session, session.get_one(VersionRow, version_id))[0] == "validation"
    with workspace.db.session() as session:
        session.query(ExampleRow).filter(ExampleRow.split == "validation").update({"state": "rejected"})
    with workspace.db.reading() as session:
        split, probes = gate._held_out(session, session.get_one(VersionRow, version_id))
    assert (split, len(probes)) == ("train", 1)


@pytest.mark.model
@pytest.mark.slow
def test_on_the_starter_model(workspace: Workspace, smollm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    adapter = lora(smollm, std=0.05)
    right = seal(workspace, smollm, adapter)
    wrong = _rows_in_the_wrong_order(workspace, smollm, adapter, monkeypatch)
    trained = Trained(smollm, adapter)
    reports: list[dict[str, Any]] = []
    for blob in (right, wrong):
        exported = Exported.adapter(workspace, smollm, blob)
        try:
            readings = [gate._read(trained, exported, probe, with_base=True) for probe in PROBES[:2]]
        finally:
            exported.close()
        reports.append(verdict.judge(readings, verdict.bounds_of(readings)))
    assert reports[0]["passed"], reports
    assert not reports[1]["passed"], reports
    assert reports[1]["kl_mean"] > 3 * reports[0]["kl_mean"]
