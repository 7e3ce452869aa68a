# SPDX-License-Identifier: AGPL-3.0-or-later
"""The questions of the registry view: a model's file, an agent, a release, an export, a quantisation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from core.records import Agent, Changes, Collection, Dataset, Model, Version
from gui import language
from gui.form_dialog import FormDialog
from gui.ops import Ops
from gui.registry import words
from gui.widgets.buttons import text_button
from gui.widgets.choice import Choice

_AGENTS = Changes(agents=True, models=True)


class ImportModelDialog(FormDialog):
    """Registers a file or a folder of weights; why it is refused is said here. Emits ``imported(model)``."""

    imported = Signal(object)

    def __init__(self, ops: Ops, parent: QWidget, path: Path) -> None:
        super().__init__(
            ops,
            parent,
            self.tr("Bring a model"),
            self.tr("Bring it"),
            self.tr("The file stays where it is. It is checked and loaded once, in a process of its own."),
        )
        self.path = path
        file = QLabel(language.isolate(path.name))
        file.setToolTip(str(path))
        self.name = QLineEdit(path.stem if path.is_file() else path.name)
        self.english, self.arabic = QCheckBox(self.tr("English")), QCheckBox(self.tr("Arabic"))
        speaks = QWidget()
        row = QHBoxLayout(speaks)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.english)
        row.addWidget(self.arabic)
        row.addStretch()
        self.licence = QLineEdit()
        self.licence.setPlaceholderText(self.tr("as its maker states it"))
        self.add(self.tr("File"), file)
        self.add(self.tr("Name"), self.name)
        self.add(
            self.tr("Languages"),
            speaks,
            self.tr("It is used for these languages only; a known model brings its own."),
        )
        self.add(self.tr("Licence"), self.licence)

    async def submit(self) -> None:
        boxes = (("en", self.english), ("ar", self.arabic))
        model = await self.ops.query_on(
            "import",
            self,
            self.ops.app.models.bring,
            self.path,
            name=self.name.text().strip() or None,
            languages=[code for code, box in boxes if box.isChecked()],
            licence=self.licence.text().strip(),
        )
        self.ops.changed.emit(_AGENTS)
        self.imported.emit(model)


class AgentDialog(FormDialog):
    """Makes an agent of a version, or of an untouched base model."""

    def __init__(
        self, ops: Ops, parent: QWidget, made_of: Version | Model, collections: Sequence[Collection]
    ) -> None:
        super().__init__(
            ops,
            parent,
            self.tr("Create an agent"),
            self.tr("Create"),
            self.tr("It answers from your documents, each sentence with its page."),
        )
        self.made_of = made_of
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("for example: bridge inquiry"))
        self.collection = Choice()
        self.collection.addItem(self.tr("All documents"), None)
        for one in collections:
            self.collection.addItem(language.isolate(one.name), one.id)
        self.prompt = QPlainTextEdit(tabChangesFocus=True)
        self.prompt.setPlaceholderText(self.tr("Leave empty for the usual instructions"))
        self.prompt.setFixedHeight(90)
        self.add(self.tr("Made of"), QLabel(language.isolate(made_of.name)))
        self.add(self.tr("Name"), self.name)
        self.add(self.tr("Looks in"), self.collection)
        self.add(self.tr("Instructions"), self.prompt)
        self.name.setFocus()

    async def submit(self) -> None:
        which = "version_id" if isinstance(self.made_of, Version) else "model_id"
        await self.ops.change(
            self,
            self.ops.app.agents.create,
            self.name.text(),
            collection=self.collection.currentData(),
            system_prompt=self.prompt.toPlainText().strip() or None,
            changes=_AGENTS,
            **{which: self.made_of.id},
        )


class ReleaseDialog(FormDialog):
    """Puts a version under an agent that is there already."""

    def __init__(self, ops: Ops, parent: QWidget, version: Version, agents: Sequence[Agent]) -> None:
        super().__init__(
            ops,
            parent,
            self.tr("Release to an agent"),
            self.tr("Release"),
            self.tr("From its next answer on, the agent speaks through this version. It can be taken back."),
        )
        self.version = version
        self.agent = Choice()
        for one in agents:
            self.agent.addItem(language.isolate(one.name), one)
        self.now = QLabel()
        self.now.setProperty("role", "muted")
        self.agent.currentIndexChanged.connect(self._tell_now)
        self.add(self.tr("Version"), QLabel(language.isolate(version.name)))
        self.add(self.tr("Agent"), self.agent)
        self.add(self.tr("Speaks now through"), self.now)
        self._tell_now()

    def _tell_now(self) -> None:
        agent: Agent | None = self.agent.currentData()
        if agent is not None:
            self.now.setText(language.isolate(agent.version or agent.base))

    async def submit(self) -> None:
        agent: Agent = self.agent.currentData()
        await self.ops.change(self, self.ops.app.agents.release, agent.id, self.version.id, changes=_AGENTS)


class RollbackDialog(FormDialog):
    """Returns an agent to the release before its present one."""

    def __init__(self, ops: Ops, parent: QWidget, agents: Sequence[Agent]) -> None:
        super().__init__(
            ops,
            parent,
            self.tr("Take a release back"),
            self.tr("Take it back"),
            self.tr("The agent returns to the release before its present one. Nothing is lost."),
        )
        self.agent = Choice()
        told = self.tr("{name}, release {number}")
        for one in agents:
            self.agent.addItem(told.format(name=language.isolate(one.name), number=one.release), one)
        self.add(self.tr("Agent"), self.agent)

    async def submit(self) -> None:
        agent: Agent = self.agent.currentData()
        await self.ops.change(self, self.ops.app.agents.rollback, agent.id, changes=_AGENTS)


class ExportDialog(FormDialog):
    """Writes a version into a folder. Emits ``exported(files)``."""

    exported = Signal(list)

    def __init__(self, ops: Ops, parent: QWidget, version: Version) -> None:
        super().__init__(
            ops,
            parent,
            self.tr("Export the version"),
            self.tr("Export"),
            self.tr(
                "Its weights as GGUF, its card and its chain of sources. The files are not encrypted, and "
                "trained weights can give back parts of the documents: treat them like those."
            ),
        )
        self.version = version
        self.folder = QLineEdit(str(Path.home() / version.name))
        self.folder.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        browse = text_button(self.tr("Choose"))
        browse.clicked.connect(self._browse)
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.folder, 1)
        row.addWidget(browse)
        self.merged = QCheckBox(self.tr("As one whole model (takes longer, needs more room)"))
        self.add(self.tr("Folder"), place)
        self.form.addRow("", self.merged)

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a folder"), self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()

    async def submit(self) -> None:
        folder = Path(self.folder.text().strip())
        export = self.ops.app.registry.export
        # Merging waits for a job: on a lane of its own, so that the window stays as quick as it was.
        files = await self.ops.query_on(
            "export", self, export, self.version.id, folder, merged=self.merged.isChecked()
        )
        self.exported.emit(files)


class QuantiseDialog(FormDialog):
    """Starts the job that writes a model or a version in fewer bits."""

    def __init__(self, ops: Ops, parent: QWidget, made_of: Version | Model) -> None:
        super().__init__(
            ops,
            parent,
            self.tr("Quantise"),
            self.tr("Start"),
            self.tr("Fewer bits for each weight: a smaller, faster file that answers a little worse."),
        )
        self.made_of = made_of
        self.kind = Choice()
        for name, told in words.quantisations():
            self.kind.addItem(told, name)
        self.kind.setCurrentIndex(self.kind.findData("Q4_K_M"))
        self.add(self.tr("Of"), QLabel(language.isolate(made_of.name)))
        self.add(self.tr("As"), self.kind)

    async def submit(self) -> None:
        quantise = self.ops.app.registry.quantise
        await self.ops.start_job(self, quantise, self.made_of.id, self.kind.currentData())


class MeasureDialog(FormDialog):
    """Starts the job that measures a version on held-out examples."""

    def __init__(
        self,
        ops: Ops,
        parent: QWidget,
        version: Version,
        datasets: Sequence[Dataset],
        rivals: Sequence[Version],
    ) -> None:
        super().__init__(
            ops,
            parent,
            self.tr("Measure the version"),
            self.tr("Measure"),
            self.tr("Both models answer the same held-out questions; this takes a while."),
        )
        self.version = version
        self.dataset, self.rival = Choice(), Choice()
        for dataset in datasets:
            self.dataset.addItem(language.isolate(dataset.name), dataset.id)
        self.dataset.setCurrentIndex(max(0, self.dataset.findText(language.isolate(version.dataset))))
        self.rival.addItem(self.tr("its base model"), None)
        for rival in rivals:
            self.rival.addItem(language.isolate(rival.name), rival.id)
        self.add(self.tr("On the dataset"), self.dataset)
        self.add(self.tr("Against"), self.rival)

    async def submit(self) -> None:
        evaluate = self.ops.app.training.evaluate
        chosen = (self.version.id, self.dataset.currentData(), self.rival.currentData())
        await self.ops.start_job(self, evaluate, *chosen)
