# SPDX-License-Identifier: AGPL-3.0-or-later
"""The questions of the datasets view: importing a file, building from documents, splitting."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QSpinBox, QWidget

from core.records import Changes, Collection, Dataset
from gui import language
from gui.form_dialog import FormDialog, muted
from gui.ops import Ops
from gui.widgets.choice import Choice

_DATASETS = Changes(datasets=True)


class ImportDialog(FormDialog):
    """Emits ``imported(name, report)``."""

    imported = Signal(str, object)

    def __init__(self, ops: Ops, parent: QWidget, path: Path) -> None:
        super().__init__(ops, parent, self.tr("Import a dataset"), self.tr("Import"))
        self.path = path
        file = QLabel(language.isolate(path.name))
        file.setToolTip(str(path))
        self.name = QLineEdit(path.stem)
        self.name.selectAll()
        self.add(self.tr("File"), file)
        self.add(self.tr("Name of the dataset"), self.name)
        self.form.addRow(
            muted(
                self.tr(
                    "JSON, JSONL, CSV or Parquet with conversations, instructions, prompts with completions, "
                    "or texts with labels. Rows that cannot be used are listed with the reason."
                )
            )
        )
        self.name.setFocus()

    async def submit(self) -> None:
        store = self.ops.app.datasets
        name = self.name.text().strip()
        # A large file takes its time; the quick calls must not queue behind it.
        report = await self.ops.query_on("import", self, store.import_file, self.path, name)
        self.ops.changed.emit(_DATASETS)
        self.imported.emit(name, report)


class BuildDialog(FormDialog):
    """Starts the job that makes examples out of a collection."""

    def __init__(self, ops: Ops, parent: QWidget, collections: Sequence[Collection]) -> None:
        super().__init__(
            ops,
            parent,
            self.tr("Build from documents"),
            self.tr("Build"),
            self.tr(
                "Each example is made of what stands on a page, keeps that page, and waits for your review. "
                "Questions are written by the local model, everything else is read off by rules."
            ),
        )
        self.collection = Choice()
        for one in collections:
            words = self.tr("{name} (%n documents)", "", one.documents)
            self.collection.addItem(words.format(name=language.isolate(one.name)), one.name)
        self.recipe = Choice()
        for title, recipe in self._recipes():
            self.recipe.addItem(title, recipe)
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("for example: bridge questions"))
        self.add(self.tr("Documents"), self.collection)
        self.add(self.tr("What to make"), self.recipe)
        self.add(self.tr("Name of the dataset"), self.name)
        self.name.setFocus()

    def _recipes(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Questions and answers"), "qa"),
            (self.tr("Days and events"), "timeline"),
            (self.tr("Sums of money"), "amounts"),
            (self.tr("Articles and sections, word for word"), "clauses"),
            (self.tr("Labels: personal, secret, threat, abuse"), "labels"),
            (self.tr("Lines of code and rows of tables"), "lines"),
            (self.tr("Lines in English and Arabic"), "pairs"),
        ]

    async def submit(self) -> None:
        store = self.ops.app.datasets
        collection, recipe = self.collection.currentData(), self.recipe.currentData()
        await self.ops.start_job(self, store.build, collection, recipe, self.name.text().strip())


class SplitDialog(FormDialog):
    """Splits a dataset anew."""

    def __init__(self, ops: Ops, parent: QWidget, dataset: Dataset) -> None:
        super().__init__(
            ops,
            parent,
            self.tr("Split the dataset"),
            self.tr("Split"),
            self.tr(
                "Part of the examples is held back from training, to measure what was learnt. Examples of "
                "one document always stay together, so that the measure is honest."
            ),
        )
        self.dataset = dataset
        self.validation = _percent(10)
        self.test = _percent(10)
        self.seed = QSpinBox(maximum=2**31 - 1)
        self.add(self.tr("For validation"), self.validation, self.tr("measured while training goes on"))
        self.add(self.tr("For the test"), self.test, self.tr("measured once, at the end"))
        self.add(self.tr("Seed"), self.seed, self.tr("the same number splits the same way again"))

    async def submit(self) -> None:
        shares = {"validation": self.validation.value() / 100, "test": self.test.value() / 100}
        await self.ops.change(
            self,
            self.ops.app.datasets.split,
            self.dataset.id,
            seed=self.seed.value(),
            changes=_DATASETS,
            **shares,
        )


def _percent(value: int) -> QSpinBox:
    field = QSpinBox(minimum=0, maximum=50)
    field.setSuffix(" %")
    field.setValue(value)
    return field
