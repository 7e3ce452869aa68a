# SPDX-License-Identifier: AGPL-3.0-or-later
"""Agents: what they are made of, their releases, and what may not be released."""

from __future__ import annotations

import time

import pytest

from core.app import App
from core.db.tables import DatasetRow, JobRow, ModelRow, RunRow, VersionRow
from core.errors import NotFoundError, UserError
from core.workspace import Workspace


def make_version(workspace: Workspace, gate: str, name: str = "bridge-v1") -> str:
    """A registered version of the starter model; returns its id."""
    with workspace.db.session() as session:
        model = session.query(ModelRow).filter_by(kind="chat-gguf").one()
        job = JobRow(kind="train", title="Training", parameters={}, state="succeeded")
        dataset = DatasetRow(name=f"for {name}", kind="chat", recipe="import", source="", settings={})
        session.add_all([job, dataset])
        session.flush()
        run = RunRow(
            job_id=job.id,
            dataset_id=dataset.id,
            model_id=model.id,
            method="lora",
            settings={},
            dataset_hash="",
            base_hash=model.sha256,
            metrics={},
        )
        session.add(run)
        session.flush()
        version = VersionRow(
            name=name,
            run_id=run.id,
            model_id=model.id,
            adapter_blob="",
            gate=gate,
            gate_report={},
            metrics={},
            created=time.time(),
        )
        session.add(version)
        session.flush()
        return version.id


def test_a_new_workspace_has_an_agent_to_talk_to(app: App) -> None:
    agents = app.agents.list()

    assert [agent.name for agent in agents] == ["assistant"]
    assert agents[0].base == "smollm2-135m"
    assert agents[0].version is None
    assert agents[0].release == agents[0].releases == 1
    assert app.agents.ensure_default() is None, "a second default agent would be one too many"


def test_a_version_that_failed_the_gate_cannot_be_released(app: App) -> None:
    agent = app.agents.list()[0]
    failed = make_version(app.workspace, "failed")
    pending = make_version(app.workspace, "pending", "bridge-v2")

    with pytest.raises(UserError, match="bridge-v1 did not pass the gate"):
        app.agents.release(agent.id, failed)
    with pytest.raises(UserError, match="bridge-v2 has not been through the gate"):
        app.agents.create("analyst", version_id=pending)
    assert app.agents.get(agent.id).release == 1


def test_releases_are_numbered_kept_and_returned_to(app: App) -> None:
    agent = app.agents.list()[0]
    version = make_version(app.workspace, "passed")

    released = app.agents.release(agent.id, version)
    assert (released.release, released.version, released.version_id) == (2, "bridge-v1", version)
    back = app.agents.rollback(agent.id)
    assert (back.release, back.releases, back.version) == (1, 2, None)
    again = app.agents.release(agent.id, version)
    assert (again.release, again.releases) == (3, 3), "a number is never used for two releases"
    with pytest.raises(UserError, match="no release before number 1"):
        app.agents.rollback(app.agents.create("fresh").id)


def test_a_tuned_agent_is_not_shown_examples_of_another_form(app: App) -> None:
    untouched = app.agents.list()[0]
    assert untouched.settings["examples"]

    tuned = app.agents.release(untouched.id, make_version(app.workspace, "passed"))
    assert not tuned.settings["examples"]
    assert app.agents.release(untouched.id, None).settings["examples"]


def test_all_mistakes_in_the_settings_are_told_at_once(app: App) -> None:
    wrong = {"k": "many", "temperature": 9, "colour": "red"}

    with pytest.raises(UserError) as told:
        app.agents.create("analyst", settings=wrong)

    assert len(told.value.details) == 3
    for expected in (
        "k: “many” is not a whole number",
        "9.0 is not between 0.0 and 2.0",
        "no setting colour",
    ):
        assert expected in told.value.sentence
    assert [agent.name for agent in app.agents.list()] == ["assistant"]


def test_a_change_makes_a_release(app: App) -> None:
    agent = app.agents.list()[0]
    app.documents.make_collection("inquiry")

    changed = app.agents.change(
        agent.id, collection="inquiry", settings={"k": "3"}, system_prompt=" Be brief. "
    )

    assert (changed.release, changed.collection, changed.settings["k"]) == (2, "inquiry", 3)
    assert changed.system_prompt == "Be brief."
    assert app.agents.change(agent.id, collection="").collection is None


def test_names_and_ids_that_stand_for_nothing_are_told(app: App) -> None:
    with pytest.raises(UserError, match="already is an agent “assistant”"):
        app.agents.create(" assistant ")
    with pytest.raises(UserError, match="needs a name"):
        app.agents.create("  ")
    with pytest.raises(NotFoundError, match="no collection “nowhere”"):
        app.agents.create("analyst", collection="nowhere")
    with pytest.raises(NotFoundError, match="no model"):
        app.agents.create("analyst", model_id="0" * 32)
    with pytest.raises(NotFoundError, match="no agent"):
        app.agents.get("0" * 32)
    embedder = next(model for model in app.models.list() if model.kind == "embedder")
    with pytest.raises(UserError, match="no chat model"):
        app.agents.create("analyst", model_id=embedder.id)


def test_without_a_chat_model_there_is_no_agent_yet(workspace: Workspace) -> None:
    agents = App(workspace).agents

    assert agents.ensure_default() is None
    with pytest.raises(UserError, match="no chat model yet"):
        agents.create("analyst")
