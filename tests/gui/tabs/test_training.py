# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Training tab over real rows: the form and its mistakes, the forecast, curves, starting and stopping."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from core.db.tables import RunPointRow
from core.records import Changes, Run
from gui.tabs.training import TrainingTab
from tests.gui.conftest import Opened


@pytest.fixture
def tab(filled: Opened, qtbot: QtBot) -> TrainingTab:
    filled.window.show_tab("training")
    made: TrainingTab = filled.window.training
    qtbot.waitUntil(lambda: bool(made._runs) and bool(made.form.fields.fields), timeout=20_000)
    _wait_for_forecast(made, qtbot)
    return made


def _wait_for_forecast(tab: TrainingTab, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "about" in tab.form.forecast.time.text(), timeout=20_000)


def _choose(tab: TrainingTab, state: str, qtbot: QtBot) -> Run:
    run = next(run for run in tab._runs.values() if run.state == state)
    tab.side.select(run.run_id)
    qtbot.waitUntil(lambda: tab.run_pane.run is not None and tab.run_pane.run.run_id == run.run_id)
    return run


def _type(tab: TrainingTab, name: str, text: str) -> None:
    line = tab.form.fields.fields[name].input
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, text)


def _mistake(tab: TrainingTab, name: str) -> str:
    return tab.form.fields.fields[name].mistake.text()


def test_the_forecast_follows_the_form(tab: TrainingTab, qtbot: QtBot) -> None:
    assert "free" in tab.form.forecast.memory.text()
    before = tab.form.forecast.work.text()
    tab.form.preset.choose("thorough")
    assert tab.form.values()["rank"] == "64"
    qtbot.waitUntil(lambda: tab.form.forecast.work.text() not in {"", before}, timeout=20_000)
    tab.form.advanced.click()
    _type(tab, "rank", "8")
    assert tab.form.changed_words.text() == "1 differs from the preset"


def test_all_mistakes_stand_beside_their_fields_at_once(tab: TrainingTab, qtbot: QtBot) -> None:
    tab.form.advanced.click()
    for name, text in (("rank", "0"), ("epochs", "many"), ("batch_size", "-3")):
        _type(tab, name, text)
    qtbot.waitUntil(lambda: bool(_mistake(tab, "rank")), timeout=10_000)
    assert "at least 1" in _mistake(tab, "rank")
    assert "many" in _mistake(tab, "epochs")
    assert "at least 1" in _mistake(tab, "batch_size")
    assert not _mistake(tab, "learning_rate")
    assert not tab.start_action.isEnabled()
    assert "3 settings" in tab.form.forecast.verdict.words.text()
    tab.form.preset.choose("balanced")
    qtbot.waitUntil(tab.start_action.isEnabled, timeout=20_000)
    assert not _mistake(tab, "rank")


def test_another_method_brings_its_own_fields(tab: TrainingTab, qtbot: QtBot) -> None:
    assert "ewc_lambda" not in tab.form.fields.fields
    method: QComboBox = tab.form.method
    method.setCurrentIndex(method.findData("ewc"))
    qtbot.waitUntil(lambda: "ewc_lambda" in tab.form.fields.fields, timeout=10_000)
    assert "knowledge" in tab.form.method_hint.text()


def test_a_finished_run_is_compared_with_its_base(tab: TrainingTab, qtbot: QtBot) -> None:
    run = _choose(tab, "succeeded", qtbot)
    told = tab.run_pane.figures.told()
    assert told["Held-out loss"] == f"{run.eval[-1][1]:.3f}"
    assert "−52 %" in told["Change"]
    assert set(tab.run_pane.loss._curves) == {"loss", "eval", "base"}
    qtbot.waitUntil(lambda: len(tab.run_pane.speed._curves) == 1)
    assert len(tab.run_pane.memory._curves["memory"].points) == 30
    assert tab.version_action.isVisible()
    assert not tab.resume_action.isVisible()


def test_a_run_that_failed_says_why_and_can_be_resumed(tab: TrainingTab, qtbot: QtBot) -> None:
    run = _choose(tab, "failed", qtbot)
    assert "run away" in tab.run_pane.message.full_text()
    assert tab.run_pane.message.isVisible()
    tab.resume_action.trigger()
    qtbot.waitUntil(lambda: tab._runs[run.run_id].state == "queued", timeout=10_000)
    qtbot.waitUntil(lambda: not tab.run_pane.message.isVisible(), timeout=10_000)


def test_curves_grow_while_a_run_goes(tab: TrainingTab, qtbot: QtBot) -> None:
    run = _choose(tab, "cancelled", qtbot)
    curve = tab.run_pane.loss._curves["loss"]
    assert len(curve.points) == 9
    with tab.ops.app.workspace.db.session() as session:
        session.add(RunPointRow(run_id=run.run_id, name="loss", step=10, value=0.5))
    tab.ops.changed.emit(Changes(runs=True))
    qtbot.waitUntil(lambda: len(curve.points) == 10, timeout=10_000)
    assert curve.points[-1] == (10.0, 0.5)


def test_starting_queues_a_run_that_can_be_stopped(tab: TrainingTab, qtbot: QtBot) -> None:
    known = set(tab._runs)
    tab.form.dataset.setCurrentIndex(tab.form.dataset.findText("\u2068trained on\u2069"))
    tab.form.preset.choose("quick")
    qtbot.waitUntil(tab.start_action.isEnabled, timeout=20_000)
    QTest.mouseClick(tab.form.start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(tab._runs) == len(known) + 1, timeout=20_000)
    qtbot.waitUntil(lambda: tab.chosen is not None and tab.chosen.run_id not in known, timeout=10_000)
    run = tab.chosen
    assert run is not None
    assert (run.state, run.dataset, run.config["rank"]) == ("queued", "trained on", 8)
    qtbot.waitUntil(tab.stop_action.isVisible, timeout=10_000)
    tab.stop_action.trigger()
    qtbot.waitUntil(lambda: tab._runs[run.run_id].state == "cancelled", timeout=10_000)
    assert tab.resume_action.isVisible()


def test_a_dataset_without_accepted_examples_is_refused_in_place(tab: TrainingTab, qtbot: QtBot) -> None:
    tab.form.dataset.setCurrentIndex(tab.form.dataset.findText("\u2068to review\u2069"))
    tab.start()
    qtbot.waitUntil(tab.message.isVisible, timeout=20_000)
    assert "0 accepted examples" in tab.message.full_text()


def test_a_runs_settings_can_be_used_again(tab: TrainingTab, qtbot: QtBot) -> None:
    _choose(tab, "succeeded", qtbot)
    tab.again_action.trigger()
    qtbot.waitUntil(lambda: tab.form.values()["epochs"] == "7", timeout=10_000)
    assert tab.form.values()["rank"] == "4"
