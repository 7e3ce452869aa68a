# SPDX-License-Identifier: AGPL-3.0-or-later
"""Training: runs and the queue, the curves of one as it goes, and the settings of the next."""

from __future__ import annotations

from collections.abc import Sequence

import psutil
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget

from core.records import Changes, Dataset, Job, Mistake, Run
from gui import language
from gui.ops import Ops, slot
from gui.tabs.base import Tab
from gui.training import words
from gui.training.form import SettingsForm
from gui.training.run_pane import RunPane
from gui.widgets.empty import EmptyState
from gui.widgets.side_list import Entry, SideList
from gui.widgets.splitter import Panes

_PRESETS = ("quick", "balanced", "thorough")
_PAUSE_MILLISECONDS = 400
_STOPPABLE = {"queued", "running"}
_RESUMABLE = {"failed", "cancelled", "interrupted", "paused"}


class TrainingTab(Tab):
    """Runs on the left, the chosen one in the middle, the form for the next on the right."""

    shows = Changes(runs=True, datasets=True, models=True)

    def __init__(self, ops: Ops) -> None:
        super().__init__(ops)
        self._runs: dict[str, Run] = {}
        self._make_actions()
        self.side = SideList(self.tr("Runs"))
        self.side.setMinimumWidth(180)
        self.run_pane = RunPane(
            [self.stop_action, self.resume_action, self.again_action, self.version_action]
        )
        self.form = SettingsForm(self.start_action, _PRESETS)
        self._empty = EmptyState(
            "chart-bell-curve-cumulative",
            self.tr("Train your first model"),
            self.tr(
                "Choose a dataset and a preset beside this, see what it will take, and start. "
                "The curves appear here while it learns; it can be stopped and resumed at any time."
            ),
        )
        self._middle = QStackedWidget()
        self._middle.addWidget(self._empty)
        self._middle.addWidget(self.run_pane)
        self.body.addWidget(
            Panes("training", [self.side, self._middle, self.form], [230, 820, 390], stretching=1)
        )
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._on_pause)
        self.form.edited.connect(self._pause.start)
        self.form.method_chosen.connect(self.load_fields)
        self.side.chosen.connect(self._on_chosen)
        self.focus_first = self.side.list
        self._enable()

    @property
    def help_text(self) -> str:
        return self.tr(
            "Here a model learns from a dataset. Choose a preset; the forecast says what it takes before "
            "anything starts. The held-out loss is measured on examples that were kept back: when it falls "
            "below the dashed line, the model answers them better than its base. Runs wait for each other, "
            "survive a crash and go on where they stopped."
        )

    def refresh(self, changes: Changes) -> None:
        if changes.datasets or changes.models:
            self.load_choices()
        self.load()

    # --- reading ------------------------------------------------------------------------------

    @slot
    async def load(self) -> None:
        """Reads the runs, and the curves of the one that is chosen."""
        runs = await self.ops.query(self, self.ops.app.training.list)
        self._runs = {run.run_id: run for run in runs}
        chosen = self.side.current()
        self.side.set_entries([_entry(run) for run in runs])
        if chosen not in self._runs and runs:
            self._select(runs[0].run_id)
        await self._show_chosen()

    async def _show_chosen(self) -> None:
        run = self.chosen
        self._middle.setCurrentWidget(self.run_pane if run is not None else self._empty)
        self._enable()
        if run is None:
            return
        job: Job = await self.ops.query(self, self.ops.app.jobs.get, run.job_id)
        curves = await self.ops.query(self, self.ops.app.training.curves, run.run_id)
        if self.chosen is not None and self.chosen.run_id == run.run_id:
            self.run_pane.show_run(run, job, curves)

    @property
    def chosen(self) -> Run | None:
        return self._runs.get(self.side.current())

    @slot
    async def load_choices(self) -> None:
        """What a new run can be made of."""
        app = self.ops.app
        datasets = await self.ops.query(self, app.datasets.list)
        models = await self.ops.query(self, app.models.list, "chat-gguf")
        self.form.set_datasets(_usable_first(datasets))
        self.form.set_models(models)
        if not self.form.fields.fields:
            self.form.set_methods(await self.ops.query(self, app.training.methods))
            await self._load_fields()
        self.look_ahead()

    @slot
    async def load_fields(self) -> None:
        await self._load_fields()
        self.look_ahead()

    async def _load_fields(self) -> None:
        fields, presets = await self.ops.query(self, self.ops.app.training.form, self.form.method_name)
        self.form.set_fields(fields, presets)

    def _on_pause(self) -> None:
        if self.ops.is_open:
            self.look_ahead()

    @slot
    async def look_ahead(self) -> None:
        """Says what is wrong with the settings, or else what the run will take."""
        form, training = self.form, self.ops.app.training
        self._enable()
        if not form.fields.fields:
            return
        values = form.values()
        mistakes = await self.ops.query(self, training.mistakes, form.method_name, values)
        self._show_mistakes(mistakes)
        if mistakes:
            return
        if form.dataset_id is None or form.model_id is None:
            form.forecast.show_nothing()
            return
        asked = (form.dataset_id, form.model_id, form.method_name, values)
        try:
            forecast = await self.ops.query_on("forecast", form.forecast, training.forecast, *asked)
        finally:
            self._enable()
        if asked == (form.dataset_id, form.model_id, form.method_name, form.values()):
            form.show_forecast(forecast, psutil.virtual_memory().available)

    def _show_mistakes(self, mistakes: Sequence[Mistake]) -> None:
        self._mistaken = bool(mistakes)
        self.form.show_mistakes(mistakes)
        self._enable()

    # --- doing --------------------------------------------------------------------------------

    @slot
    async def start(self) -> None:
        """Starts a run with what stands in the form, once nothing in it is wrong."""
        form, training = self.form, self.ops.app.training
        self.message.hide()
        values = form.values()
        mistakes = await self.ops.query(self, training.mistakes, form.method_name, values)
        self._show_mistakes(mistakes)
        if mistakes or form.dataset_id is None or form.model_id is None:
            return
        _job, run_id = await self.ops.start_job(
            self, training.start, form.dataset_id, form.model_id, form.method_name, values
        )
        self._runs[run_id] = await self.ops.query(self, training.get, run_id)
        await self.load()
        self._select(run_id)
        await self._show_chosen()

    @slot
    async def stop(self) -> None:
        if self.chosen is not None:
            stop, run_id = self.ops.app.training.stop, self.chosen.run_id
            await self.ops.change(self, stop, run_id, changes=Changes(runs=True, jobs=True))

    @slot
    async def resume(self) -> None:
        if self.chosen is not None:
            resume, run_id = self.ops.app.training.resume, self.chosen.run_id
            await self.ops.change(self, resume, run_id, changes=Changes(runs=True, jobs=True))

    @slot
    async def use_settings(self) -> None:
        """Puts the chosen run's settings into the form."""
        run = self.chosen
        if run is None:
            return
        fields, presets = await self.ops.query(self, self.ops.app.training.form, run.method)
        self.form.fill(run.dataset_id, run.base, run.method, {})
        self.form.set_fields(fields, presets)
        self.form.fill(run.dataset_id, run.base, run.method, run.config)
        self.look_ahead()

    def show_version(self) -> None:
        if self.chosen is not None and self.chosen.version_id is not None:
            self.record_asked.emit("registry", self.chosen.version_id)

    # --- building -----------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self._mistaken = False
        act = self.add_action
        self.start_action = act(
            self.tr("Start training"), "play", self.start, "Ctrl+Return", role="on_accent"
        )
        self.stop_action = act(
            self.tr("Stop"), "stop", self.stop, tip=self.tr("Stop after this step; it can be resumed")
        )
        self.resume_action = act(
            self.tr("Resume"), "play", self.resume, tip=self.tr("Go on from the last checkpoint")
        )
        self.again_action = act(
            self.tr("Use its settings"),
            "content-copy",
            self.use_settings,
            tip=self.tr("Put the settings of this run into the form"),
        )
        self.version_action = act(self.tr("Show the version"), "source-branch", self.show_version)

    def _on_chosen(self, _key: str) -> None:
        self._show_soon()

    @slot
    async def _show_soon(self) -> None:
        await self._show_chosen()

    def _select(self, run_id: str) -> None:
        blocked = self.side.blockSignals(True)
        self.side.select(run_id)
        self.side.blockSignals(blocked)

    def _enable(self) -> None:
        run = self.chosen
        state = run.state if run is not None else ""
        self.stop_action.setVisible(state in _STOPPABLE)
        self.resume_action.setVisible(state in _RESUMABLE)
        self.again_action.setVisible(run is not None)
        self.version_action.setVisible(run is not None and run.version_id is not None)
        form = self.form
        ready = form.dataset_id is not None and form.model_id is not None and not self._mistaken
        self.start_action.setEnabled(ready)


def _entry(run: Run) -> Entry:
    look = words.state(run.state)
    under = f"{words.method(run.method)}  ·  {look.word()}"
    loss = language.number(run.eval[-1][1], 2) if run.eval else ""
    return Entry(run.run_id, run.dataset, loss, under, look.glyph, look.role)


def _usable_first(datasets: Sequence[Dataset]) -> list[Dataset]:
    """Those that can be trained on, newest first; then the others."""
    return sorted(datasets, key=lambda dataset: (dataset.accepted == 0, -dataset.created))
