# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Registry tab over real rows: the gate, the card, the chain of sources, agents, refused models."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from gui.registry.dialogs import AgentDialog, ReleaseDialog, RollbackDialog
from gui.tabs.registry import RegistryTab
from tests.gui.conftest import Opened


@pytest.fixture
def tab(filled: Opened, qtbot: QtBot) -> RegistryTab:
    """With the version that passed the gate chosen."""
    filled.window.show_tab("registry")
    made: RegistryTab = filled.window.registry
    qtbot.waitUntil(lambda: bool(made._versions), timeout=20_000)
    _choose(made, "passed", qtbot)
    qtbot.waitUntil(lambda: bool(made.lineage.keys()), timeout=10_000)
    return made


def _choose(tab: RegistryTab, gate: str, qtbot: QtBot) -> str:
    version = next(one for one in tab._versions.values() if one.gate == gate)
    tab.versions.select(version.id)
    pane = tab.version_pane
    qtbot.waitUntil(lambda: pane.version is not None and pane.version.id == version.id, timeout=10_000)
    return version.id


def _dialog(tab: RegistryTab, kind: type[QDialog], qtbot: QtBot) -> QDialog:
    qtbot.waitUntil(lambda: bool(tab.window().findChildren(kind)), timeout=10_000)
    return tab.window().findChildren(kind)[0]


def test_a_version_that_passed_shows_its_figures_and_card(tab: RegistryTab) -> None:
    pane = tab.version_pane
    assert pane.state.words.text() == "passed the gate"
    assert pane.figures.told()["Held-out loss"] == "1.374"
    assert {row[-1] for row in pane.gate_table.texts()[:4]} == {"met"}
    pane.sides.choose("card")
    assert pane.card.isVisible()
    assert "trained on" in pane.card.toPlainText()
    assert "#" not in pane.card.toPlainText()


def test_what_failed_the_gate_cannot_go_out_and_says_why(tab: RegistryTab, qtbot: QtBot) -> None:
    _choose(tab, "failed", qtbot)
    for action in (tab.release_action, tab.export_action, tab.agent_action):
        assert not action.isEnabled()
        assert "does not answer as the trained one did" in action.toolTip()
    assert "diverge by 0.0261 nats" in tab.version_pane.findings.text()
    assert "not met" in {row[-1] for row in tab.version_pane.gate_table.texts()}
    _choose(tab, "pending", qtbot)
    assert not tab.release_action.isEnabled()
    assert "not been compared" in tab.release_action.toolTip()
    tab.gate_action.trigger()
    qtbot.waitUntil(lambda: any(j.kind == "gate" for j in tab.ops.app.jobs.list()), timeout=10_000)


def test_the_chain_goes_down_to_pages_and_shows_them(tab: RegistryTab, qtbot: QtBot) -> None:
    kinds = {node.kind for node in tab._nodes}
    assert {"version", "run", "model", "dataset", "page", "document"} <= kinds
    page = next(
        n for n in tab._nodes if n.kind == "page" and n.label.startswith("inquiry-report") and n.page == 2
    )
    assert page.id in set(tab.lineage.keys())
    assert not tab.source.isVisible()
    with qtbot.waitSignal(tab.source.shown, timeout=20_000):
        tab.lineage.choose(page.id)
    assert tab.source.viewer.place.text() == "2 / 4"
    document = next(n for n in tab._nodes if n.kind == "document" and n.label == "committee-minutes.pdf")
    with qtbot.waitSignal(tab.source.shown, timeout=20_000):
        tab.lineage.choose(document.id)
    assert tab.source.viewer.title.text() == "committee-minutes.pdf"


def test_an_agent_is_created_released_to_and_taken_back(tab: RegistryTab, qtbot: QtBot) -> None:
    tab.agent_action.trigger()
    create = _dialog(tab, AgentDialog, qtbot)
    assert isinstance(create, AgentDialog)
    create.go()
    qtbot.waitUntil(create.message.isVisible, timeout=10_000)
    create.name.setText("bridge")
    create.go()
    agents = tab.ops.app.agents
    qtbot.waitUntil(lambda: "bridge" in {agent.name for agent in agents.list()}, timeout=10_000)
    assert next(a for a in agents.list() if a.name == "bridge").version == "trained on-1"
    qtbot.waitUntil(lambda: any(node.kind == "agent" for node in tab._nodes), timeout=10_000)
    tab.release_action.trigger()
    release = _dialog(tab, ReleaseDialog, qtbot)
    assert isinstance(release, ReleaseDialog)
    release.agent.setCurrentIndex(release.agent.findText("\u2068assistant\u2069"))
    assert "smollm2" in release.now.text()
    release.go()
    qtbot.waitUntil(lambda: _version_of(tab, "assistant") == "trained on-1", timeout=10_000)
    qtbot.waitUntil(tab.rollback_action.isEnabled, timeout=10_000)
    tab.rollback_action.trigger()
    back = _dialog(tab, RollbackDialog, qtbot)
    assert isinstance(back, RollbackDialog)
    back.go()
    qtbot.waitUntil(lambda: _version_of(tab, "assistant") is None, timeout=10_000)


def _version_of(tab: RegistryTab, name: str) -> str | None:
    return next(agent.version for agent in tab.ops.app.agents.list() if agent.name == name)


def test_a_file_that_is_no_model_is_refused_in_the_dialog(
    tab: RegistryTab, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "broken.gguf"
    file.write_bytes(b"GGUF\x03\x00\x00\x00")
    models = len(tab._models)
    dialog = tab.bring(file)
    dialog.go()
    qtbot.waitUntil(dialog.message.isVisible, timeout=20_000)
    assert "broken.gguf" in dialog.message.full_text()
    assert dialog.isVisible()
    assert dialog.yes.isEnabled()
    dialog.reject()
    assert len(tab.ops.app.models.list()) == models


def test_a_base_model_tells_its_facts(tab: RegistryTab, qtbot: QtBot) -> None:
    model = next(one for one in tab._models.values() if one.kind == "chat-gguf")
    tab.models.select(model.id)
    qtbot.waitUntil(tab.model_pane.isVisible, timeout=10_000)
    facts = dict(tab.model_pane.facts.texts())
    assert facts["Licence"] == "Apache-2.0"
    assert facts["Languages"] == "English"
    assert tab.versions.current() == ""
    assert tab.quantise_action.isEnabled()
    QTest.keyClick(tab.models.list, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: "search" in tab.model_pane.under.text(), timeout=10_000)
    assert not tab.quantise_action.isEnabled()


def test_a_run_leads_to_its_version(filled: Opened, qtbot: QtBot) -> None:
    filled.window.show_tab("training")
    training = filled.window.training
    qtbot.waitUntil(lambda: bool(training._runs), timeout=20_000)
    run = next(run for run in training._runs.values() if run.state == "interrupted")
    training.side.select(run.run_id)
    qtbot.waitUntil(training.version_action.isVisible, timeout=10_000)
    training.version_action.trigger()
    registry = filled.window.registry
    qtbot.waitUntil(
        lambda: registry.version is not None and registry.version.id == run.version_id, timeout=20_000
    )
    assert filled.window.current_name == "registry"
