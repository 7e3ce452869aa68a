# SPDX-License-Identifier: AGPL-3.0-or-later
"""A run becomes a version, with a card, a chain of sources, and files that leave the workspace."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from core.db.tables import AgentRow, DocumentRow, ExampleRow, JobRow, ReleaseRow, RunRow, VersionRow
from core.errors import NotFoundError, UserError
from core.jobs.supervisor import Jobs
from core.registry import gate
from core.registry.adapters import Adapter
from core.registry.gguf.facts import read_header
from core.registry.models import Models
from core.registry.versions import Registry, register_run
from core.workspace import Workspace
from tests.core.registry.made import add_run, set_gate


@pytest.fixture
def registry(workspace: Workspace) -> Registry:
    return Registry(workspace, Jobs(workspace))


def test_a_run_is_registered_once(
    workspace: Workspace, registry: Registry, tiny: Path, adapter: Adapter
) -> None:
    run_id = add_run(workspace, tiny, adapter)
    first = register_run(workspace, run_id)
    assert register_run(workspace, run_id) == first
    [version] = registry.list()
    assert (version.name, version.base, version.dataset, version.gate) == (
        "bridge-1",
        "tiny",
        "bridge",
        "pending",
    )
    assert version.run_id == run_id
    with workspace.db.reading() as session:
        assert workspace.audit.first_bad(session)[1] is None


def test_a_changed_base_is_noticed(
    workspace: Workspace, tiny: Path, adapter: Adapter, tmp_path: Path
) -> None:
    base = Path(shutil.copy(tiny, tmp_path / "base.gguf"))
    run_id = add_run(workspace, base, adapter)
    base.write_bytes(base.read_bytes()[:-1] + b"!")
    with pytest.raises(UserError, match="has changed since the training"):
        register_run(workspace, run_id)


def test_an_unfinished_run_is_no_version(workspace: Workspace, tiny: Path, adapter: Adapter) -> None:
    run_id = add_run(workspace, tiny, adapter)
    with workspace.db.session() as session:
        session.get_one(RunRow, run_id).adapter_blob = None
    with pytest.raises(UserError, match="no trained adapter"):
        register_run(workspace, run_id)


def test_the_card_says_what_the_tables_hold(
    workspace: Workspace, registry: Registry, version_id: str
) -> None:
    card = registry.card(version_id)
    for fact in ("# bridge-1", "CC0-1.0", "`" + "d" * 64 + "`", "- rank: `4`", "cannot be released"):
        assert fact in card
    assert "| report.pdf | 1 | 4 | `" in card
    assert "| loss of the answers (nats a token) | 3.5 | 1.25 |" in card
    assert "interval" not in card


def test_an_evaluation_enters_the_card(workspace: Workspace, registry: Registry, version_id: str) -> None:
    figure = {"value": 0.8, "low": 0.7, "high": 0.9}
    with workspace.db.session() as session:
        job = JobRow(
            kind="evaluate", title="", parameters={"subject_id": version_id}, state="succeeded", ended=1.0
        )
        job.result = {
            "items": 12, "split": "test", "dataset": "bridge", "dataset_hash": "e" * 64, "against": "tiny",
            "metrics": {"f1": figure}, "baseline": {"f1": {**figure, "value": 0.3}},
        }  # fmt: skip
        session.add(job)
    card = registry.card(version_id)
    assert "12 examples of the test split" in card
    assert "| f1 | 0.300 (0.700 to 0.900) | 0.800 (0.700 to 0.900) |" in card


def test_lineage_leads_from_the_agent_to_the_page(
    workspace: Workspace, registry: Registry, version_id: str
) -> None:
    with workspace.db.session() as session:
        agent = AgentRow(name="inspector")
        session.add(agent)
        session.flush()
        model_id = session.get_one(VersionRow, version_id).model_id
        release = ReleaseRow(agent_id=agent.id, number=1, model_id=model_id, version_id=version_id)
        release.system_prompt, release.settings = "", {}
        session.add(release)
        session.flush()
        agent.release_id = release.id
    nodes = {node.id: node for node in registry.lineage(version_id)}
    chain, node = [], next(node for node in nodes.values() if node.kind == "agent")
    while True:
        chain.append(node.kind)
        if not node.parents:
            break
        node = nodes[node.parents[0]]
    assert chain == ["agent", "version", "run", "dataset", "page", "document"]
    page = next(node for node in nodes.values() if node.kind == "page")
    assert (page.label, page.detail) == ("report.pdf, page 2", "read from OCR, confidence 0.93")
    assert any(node.kind == "model" and "sha256" in node.detail for node in nodes.values())


def test_lineage_remembers_a_document_that_was_deleted(
    workspace: Workspace, registry: Registry, version_id: str
) -> None:
    with workspace.db.session() as session:
        session.query(ExampleRow).update({"source": "report.pdf"})
        session.delete(session.query(DocumentRow).one())
    [document] = [node for node in registry.lineage(version_id) if node.kind == "document"]
    assert (document.label, document.detail) == ("report.pdf", "not in the workspace")
    [dataset] = [node for node in registry.lineage(version_id) if node.kind == "dataset"]
    assert dataset.parents == (document.id,)


def test_export_writes_adapter_card_and_lineage(
    workspace: Workspace, registry: Registry, version_id: str, tmp_path: Path
) -> None:
    gate.check(workspace, version_id, lambda *_: None)
    files = registry.export(version_id, tmp_path / "out")
    assert [file.name for file in files] == ["bridge-1.adapter.gguf", "card.md", "lineage.json"]
    assert read_header(files[0]).metadata["general.type"] == "adapter"
    assert files[1].read_text(encoding="utf-8") == registry.card(version_id)
    lineage = json.loads(files[2].read_text(encoding="utf-8"))
    assert lineage["files"]["bridge-1.adapter.gguf"] == hashlib.sha256(files[0].read_bytes()).hexdigest()
    assert lineage["gate"]["passed"] is True
    assert {node["kind"] for node in lineage["chain"]} == {
        "version",
        "run",
        "model",
        "dataset",
        "page",
        "document",
    }
    with pytest.raises(UserError, match="is not overwritten"):
        registry.export(version_id, tmp_path / "out")


@pytest.mark.parametrize("state", ["pending", "failed"])
def test_nothing_is_exported_past_the_gate(
    workspace: Workspace, registry: Registry, version_id: str, tmp_path: Path, state: str
) -> None:
    set_gate(workspace, version_id, state)
    for merged in (False, True):
        with pytest.raises(UserError, match="has not passed the gate"):
            registry.export(version_id, tmp_path / "out", merged=merged)
    assert not (tmp_path / "out").exists()


def test_export_into_a_place_that_cannot_be_written(
    workspace: Workspace, registry: Registry, version_id: str, tmp_path: Path
) -> None:
    set_gate(workspace, version_id, "passed")
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot be written to"):
        registry.export(version_id, tmp_path / "file")


def test_an_unknown_version_is_told(registry: Registry) -> None:
    with pytest.raises(NotFoundError):
        registry.get("0" * 32)
    with pytest.raises(NotFoundError):
        registry.quantise("0" * 32, "Q8_0")


@pytest.mark.slow
def test_rounding_that_undoes_the_training_is_refused(
    workspace: Workspace, registry: Registry, version_id: str, tmp_path: Path
) -> None:
    gate.check(workspace, version_id, lambda *_: None)
    before = workspace.blobs.names()
    with pytest.raises(UserError, match="no longer answers as it was trained"):
        registry.export(version_id, tmp_path / "out", merged=True, kind="Q4_0")
    assert workspace.blobs.names() == before
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_base_model_in_another_quantisation(workspace: Workspace, registry: Registry, tiny: Path) -> None:
    source = Models(workspace).bring(tiny, languages=["en"])
    job = Jobs(workspace).wait(registry.quantise(source.id, "Q4_0"))
    assert job.state == "succeeded", job.error
    made = Models(workspace).get((job.result or {})["model_id"])
    assert (made.name, made.languages, made.licence) == ("tiny-Q4_0", ("en",), source.licence)
    assert made.metadata["quantisation"] == "Q4_0"
    assert made.size < source.size
