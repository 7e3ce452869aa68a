# SPDX-License-Identifier: AGPL-3.0-or-later
"""Datasets: bringing them in, reviewing, splitting, checking, handing them out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.datasets import checks, examples, recipes, splits
from core.datasets.importing import insert_examples, kind_of, usable
from core.datasets.record import dataset_record, example_record, exported
from core.db.find import existing
from core.db.tables import CollectionRow, DatasetRow, DocumentRow, ExampleRow, ModelRow, RunRow
from core.errors import NotFoundError, UserError
from core.jobs import queue
from core.jobs.supervisor import Jobs
from core.paths import atomic_write
from core.records import Check, Dataset, Example, ImportReport
from core.workspace import Workspace

ASKED = "qa"
RECIPES = (ASKED, *recipes.RECIPES)
STATES = ("pending", "accepted", "rejected")


class Datasets:
    """The service of a window or a command. Thread-safe.

    Imported examples are accepted: someone wrote them. Built ones wait for review.
    """

    def __init__(self, workspace: Workspace, jobs: Jobs) -> None:
        self._workspace = workspace
        self._jobs = jobs

    def list(self) -> list[Dataset]:
        """All datasets by name."""
        with self._workspace.db.reading() as session:
            rows = session.scalars(select(DatasetRow).order_by(DatasetRow.name)).all()
            return [dataset_record(session, row) for row in rows]

    def get(self, dataset_id: str) -> Dataset:
        with self._workspace.db.reading() as session:
            return dataset_record(session, _existing(session, dataset_id))

    def import_file(self, path: Path, name: str) -> ImportReport:
        """Brings in a file of examples, all or nothing; each row left out is told with its reason.

        JSON, JSONL, CSV, TSV or Parquet; Alpaca, ShareGPT, messages, prompt/completion or text/label rows.
        A row may name its ``document`` and ``page``. Raises :class:`UserError` for a file that cannot be
        read or holds no usable row, and for a name that is taken.
        """
        name = self._free_name(name)
        found, rejected = usable(path)
        if not found:
            why = [f"Row {row.row}: {row.why}." for row in rejected[:5]]
            raise UserError(
                f"{path.name} holds no usable example.",
                details=why,
                do="Check the file's fields and try again.",
            )
        with self._workspace.db.session() as session:
            row = DatasetRow(name=name, kind=kind_of(found), recipe="import", source=path.name, settings={})
            session.add(row)
            session.flush()
            insert_examples(session, row.id, path.name, found)
            self._workspace.audit.append(session, "dataset.import", row.id, examples=len(found))
            return ImportReport(row.id, len(found), tuple(rejected))

    def build(self, collection: str, recipe: str, name: str) -> str:
        """Queues the making of examples out of a collection's documents; returns the job's id.

        ``recipe``: "qa", questions of a model whose answers stand word for word on a page, or one of
        core.datasets.recipes, which need no model. The examples wait for review.
        """
        name = self._free_name(name)
        if recipe not in RECIPES:
            raise UserError(f"There is no recipe “{recipe}”.", do=f"Choose one of: {', '.join(RECIPES)}")
        with self._workspace.db.session() as session:
            wanted = (CollectionRow.name == collection) | (CollectionRow.id == collection)
            found = session.scalars(select(CollectionRow).where(wanted)).first()
            if found is None:
                raise NotFoundError(f"There is no collection “{collection}”.", do="See: isnad documents list")
            models = session.scalars(select(ModelRow.id).where(ModelRow.kind == "chat-gguf"))
            if recipe == ASKED and models.first() is None:
                raise UserError(
                    "There is no chat model to ask.", do="Bring one: isnad models import FILE.gguf"
                )
            kind = recipes.RECIPES[recipe].kind if recipe in recipes.RECIPES else "qa"
            row = DatasetRow(name=name, kind=kind, recipe=recipe, source=found.name, settings={})
            session.add(row)
            session.flush()
            self._workspace.audit.append(session, "dataset.build", row.id, collection=found.id)
            parameters = {"dataset_id": row.id, "collection_id": found.id, "recipe": recipe}
            return queue.insert(session, self._workspace, "build", f"Building {name}", parameters)

    def examples(self, dataset_id: str, state: str | None = None) -> Sequence[Example]:
        """The examples in their order, all or those of one state."""
        query = select(ExampleRow).where(ExampleRow.dataset_id == dataset_id).order_by(ExampleRow.number)
        if state is not None:
            query = query.where(ExampleRow.state == state)
        with self._workspace.db.reading() as session:
            _existing(session, dataset_id)
            known: Any = session.execute(select(DocumentRow.id, DocumentRow.path)).all()
            paths: dict[str, str] = dict(known)
            return [example_record(row, paths) for row in session.scalars(query)]

    def set_state(self, ids: Sequence[str], state: str) -> None:
        """Accepts, rejects or puts back examples: "accepted", "rejected", "pending"."""
        if state not in STATES:
            raise UserError(f"There is no state “{state}”.", do=f"Choose one of: {', '.join(STATES)}")
        with self._workspace.db.session() as session:
            for some in _hundreds(ids):
                session.execute(update(ExampleRow).where(ExampleRow.id.in_(some)).values(state=state))
            subject = ids[0] if len(ids) == 1 else ""
            self._workspace.audit.append(session, f"example.{state}", subject, n=len(ids))

    def edit(self, example_id: str, messages: Sequence[tuple[str, str]]) -> Example:
        """Replaces an example's conversation and accepts it; what it was at first is kept.

        Raises :class:`UserError` when the question or the answer would be empty.
        """
        turns = [{"role": role, "content": content.strip()} for role, content in messages]
        if not examples.question(turns) or turns[-1]["role"] != "assistant" or not turns[-1]["content"]:
            raise UserError(
                "An example needs a question and an answer.", do="Fill both, or reject the example."
            )
        with self._workspace.db.session() as session:
            row = session.get(ExampleRow, example_id)
            if row is None:
                raise NotFoundError("This example is gone.", do="Look at the list again.")
            row.original = row.original or row.messages
            row.messages, row.state = turns, "accepted"
            self._workspace.audit.append(session, "example.edit", example_id)
            return example_record(row, {})

    def original(self, example_id: str) -> tuple[tuple[str, str], ...]:
        """The conversation as it was before anyone edited it."""
        with self._workspace.db.reading() as session:
            row = session.get(ExampleRow, example_id)
            if row is None:
                raise NotFoundError("This example is gone.", do="Look at the list again.")
            return examples.turns_of(row.original or row.messages)

    def split(
        self, dataset_id: str, validation: float = 0.1, test: float = 0.1, seed: int = 0
    ) -> dict[str, int]:
        """Splits by source document (see core.datasets.splits); returns how many stand on each side."""
        if validation < 0 or test < 0 or validation + test >= 1:
            raise UserError(
                f"The shares {validation:g} and {test:g} leave nothing to train on.",
                do="Both must be at least 0, and less than 1 together.",
            )
        with self._workspace.db.session() as session:
            _existing(session, dataset_id)
            counts = splits.split(session, dataset_id, validation=validation, test=test, seed=seed)
            self._workspace.audit.append(session, "dataset.split", dataset_id, seed=seed, **counts)
            return counts

    def check(self, dataset_id: str) -> Sequence[Check]:
        """What may be wrong with the dataset."""
        with self._workspace.db.reading() as session:
            kind = _existing(session, dataset_id).kind
            rows = session.scalars(select(ExampleRow).where(ExampleRow.dataset_id == dataset_id)).all()
            return checks.check(rows, kind)

    def export(self, dataset_id: str, path: Path) -> Path:
        """Writes all examples as JSONL of messages, each with its state, split and source.

        Raises :class:`UserError` when ``path`` exists or cannot be written.
        """
        if path.exists():
            raise UserError(f"{path} exists already.", do="Choose another name.")
        found = self.examples(dataset_id)
        try:
            with atomic_write(path) as file:
                for example in found:
                    file.write(json.dumps(exported(example), ensure_ascii=False).encode() + b"\n")
        except OSError as error:
            raise UserError(
                f"{path} cannot be written: {error.strerror}.", do="Choose another place."
            ) from error
        return path

    def delete(self, dataset_id: str) -> None:
        """Removes a dataset. Raises :class:`UserError` while a run stands on it: its lineage would break."""
        with self._workspace.db.session() as session:
            row = _existing(session, dataset_id)
            if session.scalars(select(RunRow.id).where(RunRow.dataset_id == dataset_id)).first() is not None:
                raise UserError(
                    f"The dataset {row.name} has trained a run and is part of its chain of sources.",
                    do="Keep it.",
                )
            session.execute(delete(DatasetRow).where(DatasetRow.id == dataset_id))
            self._workspace.audit.append(session, "dataset.delete", dataset_id)

    def _free_name(self, name: str) -> str:
        name = name.strip()
        if not name:
            raise UserError("A dataset needs a name.", do="Give it one: --name NAME")
        with self._workspace.db.reading() as session:
            if session.scalars(select(DatasetRow.id).where(DatasetRow.name == name)).first() is not None:
                raise UserError(f"There is a dataset called {name} already.", do="Choose another name.")
        return name


def _existing(session: Session, dataset_id: str) -> DatasetRow:
    return existing(session, DatasetRow, dataset_id, "dataset", see="isnad dataset list")


def _hundreds(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Pieces small enough for one SQL statement."""
    for first in range(0, len(ids), 500):
        yield ids[first : first + 500]
