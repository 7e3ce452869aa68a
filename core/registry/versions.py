# SPDX-License-Identifier: AGPL-3.0-or-later
"""Versions: what training made, registered with its chain of sources, measured at the gate, and exported."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db.find import existing
from core.db.tables import DatasetRow, ModelRow, RunRow, VersionRow, new_id
from core.errors import NotFoundError, UserError
from core.jobs.supervisor import Jobs
from core.records import LineageNode, Version
from core.registry import cards, export, lineage
from core.registry.models import content_hash
from core.workspace import Workspace


class Registry:
    """The versions of one workspace, for a window or a command."""

    def __init__(self, workspace: Workspace, jobs: Jobs) -> None:
        self._workspace = workspace
        self._jobs = jobs

    def get(self, version_id: str) -> Version:
        with self._workspace.db.reading() as session:
            return record(session, find(session, version_id))

    def card(self, version_id: str) -> str:
        """The model card in Markdown."""
        return self.get(version_id).card

    def lineage(self, version_id: str) -> list[LineageNode]:
        """The chain of transmission, from the agents that use the version back to the pages."""
        with self._workspace.db.reading() as session:
            return lineage.of_version(session, find(session, version_id))

    def gate(self, version_id: str) -> str:
        """Queues the measuring of a version at the gate; returns the job's id."""
        version = self.get(version_id)
        return self._jobs.add("gate", f"Gate: {version.name}", {"version_id": version.id})

    def quantise(self, some_id: str, kind: str) -> str:
        """Queues the writing of a base model, or of a version merged into its base, in the quantisation
        ``kind`` ("Q8_0", "Q4_K_M", …); returns the job's id. ``some_id`` is a model's or a version's."""
        with self._workspace.db.reading() as session:
            version, model = session.get(VersionRow, some_id), session.get(ModelRow, some_id)
        named = version or model
        if named is None:
            raise NotFoundError(f"There is no model or version {some_id}.", do="See: isnad models list")
        which = {"version_id": some_id} if version else {"model_id": some_id}
        return self._jobs.add("quantise", f"Quantise: {named.name} to {kind}", {**which, "type": kind})

    def export(
        self, version_id: str, folder: Path, merged: bool = False, kind: str = export.MERGED_KIND
    ) -> list[Path]:
        """Writes the GGUF adapter, or with ``merged`` the whole model quantised as ``kind``, with card and
        lineage into ``folder``. What :meth:`quantise` has not merged yet is merged now, and waited for.

        Raises :class:`UserError` when the version has not passed the gate, a file is there already, or the
        merged model no longer answers as it was trained.
        """
        version = self.get(version_id)
        if not merged:
            return export.adapter(self._workspace, version, folder)
        export.check_passed(version)
        if not export.is_merged(self._workspace, version, kind):
            job = self._jobs.wait(self.quantise(version_id, kind))
            if job.state != "succeeded":
                raise UserError(job.error or f"The merging of {version.name} was stopped.")
        return export.merged(self._workspace, version, folder, kind)

    def list(self) -> list[Version]:
        """All versions, newest first."""
        with self._workspace.db.reading() as session:
            rows = session.scalars(select(VersionRow).order_by(VersionRow.created.desc()))
            return [record(session, row) for row in rows]


def register_run(workspace: Workspace, run_id: str) -> str:
    """Makes a version of a finished run: its adapter converted to GGUF and sealed. Returns the version's id.

    A run that has a version already keeps it. Raises :class:`UserError` when the base file has changed since
    the training or the adapter cannot be written as GGUF.
    """
    with workspace.db.reading() as session:
        run = session.get_one(RunRow, run_id)
        base = session.get_one(ModelRow, run.model_id)
        known = session.scalars(select(VersionRow.id).where(VersionRow.run_id == run_id)).first()
        adapter_blob, path, base_hash = run.adapter_blob, Path(base.path), run.base_hash
    if known is not None:
        return known
    if adapter_blob is None:
        raise UserError("The run has no trained adapter yet.", do="Let it finish: isnad runs resume ID")
    if content_hash(path) != base_hash:
        raise UserError(
            f"The base model {path} has changed since the training.",
            do="Put back the file it was trained on.",
        )
    gguf_blob = _converted(workspace, path, adapter_blob)
    with workspace.db.session() as session:
        return _add(workspace, session, run_id, gguf_blob)


def _converted(workspace: Workspace, base: Path, adapter_blob: str) -> str:
    from core.registry.adapters import Adapter
    from core.registry.gguf.adapter import write_adapter
    from core.registry.sealed import memory_file

    adapter = Adapter.from_tar(workspace.blobs.read(adapter_blob))
    with memory_file() as file:
        write_adapter(base, adapter, file)
        return workspace.blobs.put(file)


def _add(workspace: Workspace, session: Session, run_id: str, gguf_blob: str) -> str:
    run = session.get_one(RunRow, run_id)
    version = VersionRow(
        id=new_id(),
        name=_free_name(session, session.get_one(DatasetRow, run.dataset_id).name),
        run_id=run_id,
        model_id=run.model_id,
        adapter_blob=run.adapter_blob,
        gguf_blob=gguf_blob,
        gate="pending",
        gate_report={},
        metrics=run.metrics,
    )
    session.add(version)
    workspace.audit.append(session, "version.register", version.id, run=run_id, dataset=run.dataset_hash)
    return version.id


def _free_name(session: Session, dataset: str) -> str:
    """ "<dataset>-<n>" with the first number that is free."""
    taken = set(session.scalars(select(VersionRow.name)))
    number = 1
    while f"{dataset}-{number}" in taken:
        number += 1
    return f"{dataset}-{number}"


def find(session: Session, version_id: str) -> VersionRow:
    """The row, or :class:`NotFoundError`."""
    return existing(session, VersionRow, version_id, "version", see="isnad models list")


def record(session: Session, row: VersionRow) -> Version:
    run = session.get_one(RunRow, row.run_id)
    return Version(
        id=row.id,
        name=row.name,
        base=session.get_one(ModelRow, row.model_id).name,
        run_id=row.run_id,
        dataset=session.get_one(DatasetRow, run.dataset_id).name,
        gate=row.gate,
        gate_report=dict(row.gate_report),
        metrics=dict(row.metrics),
        card=cards.write(session, row),
        created=row.created,
    )
