# SPDX-License-Identifier: AGPL-3.0-or-later
"""Registry: versions and their models, what the gate found, and the chain of sources down to the pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from core.records import Agent, Changes, Job, LineageNode, Model, Version
from gui import language
from gui.ops import Ops, slot
from gui.registry import chain, words
from gui.registry.dialogs import (
    AgentDialog,
    ExportDialog,
    ImportModelDialog,
    MeasureDialog,
    QuantiseDialog,
    ReleaseDialog,
    RollbackDialog,
)
from gui.registry.model_pane import ModelPane
from gui.registry.version_pane import VersionPane
from gui.source_pane import SourcePane
from gui.tabs.base import Tab
from gui.widgets.buttons import icon_button
from gui.widgets.drop import DropZone
from gui.widgets.empty import EmptyState
from gui.widgets.lineage import LineageView
from gui.widgets.side_list import Entry, SideList
from gui.widgets.splitter import Panes


class RegistryTab(Tab):
    """Versions and models on the left, the chosen one in the middle, its lineage and a page on the right."""

    shows = Changes(models=True, agents=True, runs=True)

    def __init__(self, ops: Ops) -> None:
        super().__init__(ops)
        self._versions: dict[str, Version] = {}
        self._models: dict[str, Model] = {}
        self._agents: list[Agent] = []
        self._nodes: list[LineageNode] = []
        self._make_actions()
        self.versions = SideList(self.tr("Versions"))
        self.models = self._make_models()
        self.version_pane = VersionPane(self._version_buttons(), self.gate_action, self.measure_action)
        self.model_pane = ModelPane([self.button(self.agent_action), self.button(self.quantise_action)])
        self.lineage = LineageView()
        self.lineage.setAccessibleName(self.tr("Chain of sources"))
        self.source = SourcePane(ops, self.tr("Choose a document or a page above, and it is shown here."))
        self.body.addWidget(
            Panes(
                "registry",
                [self._make_side(), self._make_middle(), self._make_right()],
                [220, 760, 460],
                stretching=1,
            )
        )
        self.drop = DropZone(self, self.tr("Let go to bring this model"))
        self.drop.dropped.connect(lambda paths: self.bring(paths[0]))
        self._connect()
        self._show_middle()

    @property
    def help_text(self) -> str:
        return self.tr(
            "Here is what training made. The gate compares the exported model with the trained one; only a "
            "version that passed can be released to an agent or exported. The chain beside it goes from the "
            "agents that use it down to the pages it learnt from: choose a page to read it."
        )

    def refresh(self, changes: Changes) -> None:
        self.load()

    def show_record(self, record_id: str) -> None:
        """Chooses a version or a model, once it is known here."""
        self._choose(record_id)

    @slot
    async def _choose(self, record_id: str) -> None:
        if record_id not in self._versions and record_id not in self._models:
            await self.load()
        side = self.versions if record_id in self._versions else self.models
        side.select(record_id)

    # --- reading ------------------------------------------------------------------------------

    @slot
    async def load(self) -> None:
        app = self.ops.app
        versions = await self.ops.query(self, app.registry.list)
        models = await self.ops.query(self, app.models.list)
        self._agents = await self.ops.query(self, app.agents.list)
        self._versions = {version.id: version for version in versions}
        self._models = {model.id: model for model in models}
        self.versions.set_entries([_version_entry(version) for version in versions])
        self.models.set_entries([_model_entry(model) for model in models])
        if self.version is None and self.model is None:
            _choose_quietly(*((self.versions, versions[0].id) if versions else (self.models, _first(models))))
        await self._show_chosen()

    @property
    def version(self) -> Version | None:
        return self._versions.get(self.versions.current())

    @property
    def model(self) -> Model | None:
        return self._models.get(self.models.current())

    async def _show_chosen(self) -> None:
        self._show_middle()
        self._enable()
        version = self.version
        if version is None:
            self._nodes = []
            self.lineage.clear()
            if self.model is not None:
                self.model_pane.show_model(self.model)
            return
        jobs = await self.ops.query(self, self.ops.app.jobs.list)
        self.version_pane.show_version(version, _evaluations(jobs, version))
        nodes = await self.ops.query(self, self.ops.app.registry.lineage, version.id)
        if self.version is not None and self.version.id == version.id and nodes != self._nodes:
            self._nodes = nodes
            self.lineage.show_layers(chain.layers(nodes))

    def _show_middle(self) -> None:
        if self.version is not None:
            self._middle.setCurrentWidget(self.version_pane)
        elif self.model is not None:
            self._middle.setCurrentWidget(self.model_pane)
        else:
            self._middle.setCurrentWidget(self._empty)
        self._right.setCurrentIndex(0 if self.version is not None else 1)

    # --- doing --------------------------------------------------------------------------------

    def choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Bring a chat model"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("GGUF models") + " (*.gguf)", self.tr("All files") + " (*)"])
        self._open_dialog(dialog)

    def choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Bring an embedder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._open_dialog(dialog)

    def _open_dialog(self, dialog: QFileDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda file: self.bring(Path(file)))
        dialog.open()

    def bring(self, path: Path) -> ImportModelDialog:
        """Asks for a model's name and languages, then registers it."""
        dialog = ImportModelDialog(self.ops, self, path)
        dialog.imported.connect(self._on_imported)
        dialog.open()
        return dialog

    @slot
    async def _on_imported(self, model: Model) -> None:
        await self.load()
        self.models.select(model.id)

    @slot
    async def run_gate(self) -> None:
        if self.version is not None:
            await self.ops.start_job(self, self.ops.app.registry.gate, self.version.id)

    @slot
    async def measure(self) -> None:
        version = self.version
        if version is None:
            return
        datasets = await self.ops.query(self, self.ops.app.datasets.list)
        rivals = [one for one in self._versions.values() if one.id != version.id]
        MeasureDialog(self.ops, self, version, datasets, rivals).open()

    @slot
    async def create_agent(self) -> None:
        made_of = self.version or self.model
        if made_of is None:
            return
        collections = await self.ops.query(self, self.ops.app.documents.collections)
        AgentDialog(self.ops, self, made_of, collections).open()

    def release(self) -> None:
        if self.version is not None and self._agents:
            ReleaseDialog(self.ops, self, self.version, self._agents).open()

    def roll_back(self) -> None:
        can = [agent for agent in self._agents if agent.release > 1]
        if can:
            RollbackDialog(self.ops, self, can).open()

    def export(self) -> None:
        if self.version is not None:
            dialog = ExportDialog(self.ops, self, self.version)
            dialog.exported.connect(self._on_exported)
            dialog.open()

    def _on_exported(self, files: list[Path]) -> None:
        told = self.tr("%n files were written to {folder}.", "", len(files))
        self.show_note(told.format(folder=language.left_to_right(str(files[0].parent))))

    def quantise(self) -> None:
        made_of = self.version or self.model
        if made_of is not None:
            QuantiseDialog(self.ops, self, made_of).open()

    # --- building -----------------------------------------------------------------------------

    def _make_actions(self) -> None:
        act = self.add_action
        self.release_action = act(self.tr("Release"), "rocket-launch-outline", self.release, role="on_accent")
        self.agent_action = act(self.tr("Create an agent"), "robot-outline", self.create_agent)
        self.export_action = act(self.tr("Export"), "export-variant", self.export)
        self.quantise_action = act(self.tr("Quantise"), "package-variant", self.quantise)
        self.rollback_action = act(self.tr("Take a release back"), "undo-variant", self.roll_back)
        self.gate_action = act(self.tr("Run the gate again"), "shield-refresh-outline", self.run_gate)
        self.measure_action = act(self.tr("Measure"), "scale-balance", self.measure)
        self.file_action = act(self.tr("Bring a chat model"), "cube-outline", self.choose_file, "Ctrl+O")
        self.folder_action = act(self.tr("Bring an embedder"), "folder-plus-outline", self.choose_folder)

    def _version_buttons(self) -> list[QWidget]:
        more = icon_button("dots-horizontal", self.tr("More"), role="text")
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(more)
        menu.setToolTipsVisible(True)
        menu.addActions([self.quantise_action, self.rollback_action])
        more.setMenu(menu)
        return [
            self.button(self.agent_action),
            self.button(self.export_action),
            self.button(self.release_action, main=True),
            more,
        ]

    def _make_models(self) -> SideList:
        add = icon_button("plus", self.tr("Bring a model"))
        add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(add)
        menu.addActions([self.file_action, self.folder_action])
        add.setMenu(menu)
        return SideList(self.tr("Models"), [add])

    def _make_side(self) -> Panes:
        side = Panes("registry side", [self.versions, self.models], [500, 280], stretching=0, vertical=True)
        side.setMinimumWidth(180)
        return side

    def _make_middle(self) -> QStackedWidget:
        self._empty = EmptyState(
            "source-branch",
            self.tr("No model yet"),
            self.tr(
                "Bring a chat model as a GGUF file. What you train on it becomes a version here, with the "
                "chain of sources it came from."
            ),
            self.tr("Bring a chat model"),
            self.tr("or drop a file or folder here"),
        )
        self._empty.chosen.connect(self.choose_file)
        self._middle = QStackedWidget()
        for widget in (self._empty, self.version_pane, self.model_pane):
            self._middle.addWidget(widget)
        return self._middle

    def _make_right(self) -> QStackedWidget:
        heading = QLabel(self.tr("Chain of sources"))
        heading.setProperty("role", "section")
        heading.setContentsMargins(16, 10, 16, 2)
        upper = QWidget()
        upper.setObjectName("ground")
        upper.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(heading)
        column.addWidget(self.lineage, 1)
        no_chain = EmptyState(
            "source-branch",
            self.tr("Chain of sources"),
            self.tr("A version shows here what it was made from, down to each page."),
        )
        self.source.hide()
        self._right = QStackedWidget()
        self._right.addWidget(
            Panes("registry right", [upper, self.source], [300, 500], stretching=1, vertical=True)
        )
        self._right.addWidget(no_chain)
        return self._right

    def _connect(self) -> None:
        self.versions.chosen.connect(lambda _key: self._on_chosen(self.models))
        self.models.chosen.connect(lambda _key: self._on_chosen(self.versions))
        self.lineage.chosen.connect(self._on_step)
        self.versions.list.addActions(
            [
                self.release_action,
                self.agent_action,
                self.export_action,
                self.quantise_action,
                self.gate_action,
            ]
        )
        self.models.list.addActions([self.agent_action, self.quantise_action])
        self.focus_first = self.versions.list

    # --- what happens -------------------------------------------------------------------------

    def _on_chosen(self, other: SideList) -> None:
        """One of the two lists has the choice; the other loses it."""
        blocked = other.list.blockSignals(True)
        other.list.setCurrentRow(-1)
        other.list.blockSignals(blocked)
        self.source.clear()
        self.source.hide()
        self._show_soon()

    @slot
    async def _show_soon(self) -> None:
        await self._show_chosen()

    def _on_step(self, node_id: str) -> None:
        """A document or a page of the chain is shown; another step says what it is."""
        place = chain.place(node_id, self._nodes)
        if place is not None:
            self.source.show()
            self.source.show_page(*place)

    def _enable(self) -> None:
        version, model = self.version, self.model
        passed = version is not None and version.gate == "passed"
        why = "" if passed or version is None else words.gate(version.gate).means()
        self._permit(self.release_action, passed and bool(self._agents), why or self._no_agents())
        self._permit(self.export_action, passed, why)
        chat_model = model is not None and model.kind == "chat-gguf"
        self._permit(self.agent_action, passed or chat_model, why)
        self._permit(self.quantise_action, version is not None or chat_model, "")
        self._permit(self.rollback_action, any(agent.release > 1 for agent in self._agents), "")
        self.gate_action.setEnabled(version is not None)
        self.gate_action.setText(
            self.tr("Run the gate")
            if version is not None and version.gate == "pending"
            else self.tr("Run the gate again")
        )
        self.measure_action.setEnabled(version is not None)

    def _no_agents(self) -> str:
        return "" if self._agents else self.tr("There is no agent yet: create one of this version.")

    @staticmethod
    def _permit(action: QAction, allowed: bool, why: str) -> None:
        """A disabled action says why in its tooltip."""
        action.setEnabled(allowed)
        action.setToolTip(action.text() if allowed or not why else f"{action.text()}: {why}")


def _version_entry(version: Version) -> Entry:
    look = words.gate(version.gate)
    return Entry(version.id, version.name, "", look.word(), look.glyph, look.role)


def _model_entry(model: Model) -> Entry:
    glyph = {"embedder": "magnify", "ocr": "text-recognition"}.get(model.kind, "cube-outline")
    return Entry(model.id, model.name, language.size(model.size), "", glyph)


def _evaluations(jobs: Sequence[Job], version: Version) -> list[Job]:
    return [
        job
        for job in jobs
        if job.kind == "evaluate" and job.result is not None and job.result.get("subject") == version.name
    ]


def _choose_quietly(side: SideList, key: str) -> None:
    blocked = side.blockSignals(True)
    side.select(key)
    side.blockSignals(blocked)


def _first(models: Sequence[Model]) -> str:
    chat = [model for model in models if model.kind == "chat-gguf"]
    return (chat or models)[0].id if models else ""
