# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deleting documents so that the workspace's files keep nothing of them.

The database zeroes what it frees (secure_delete). What it would keep besides: the write-ahead log, terms in
segments of the full-text index that no merge has reached, the names of files in finished jobs, sealed
originals, and vectors in the cache.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from core.db.tables import (
    ChunkRow,
    CollectionRow,
    DocumentRow,
    EmbeddingRow,
    IngestedFileRow,
    JobRow,
)
from core.documents.rows import BATCH, existing, existing_collection, with_members
from core.documents.trail import note
from core.errors import UserError
from core.workspace import Workspace

_NAMELESS = "Adding files"
_PAGES_A_STEP = 1000
_MERGE = text("INSERT INTO chunk_fts(chunk_fts, rank) VALUES('merge', :pages)")
_CHANGES = text("SELECT total_changes()")


def delete_documents(workspace: Workspace, ids: Sequence[str]) -> None:
    """Removes documents, the files within them, and all that was made of them, or raises and removes none."""
    with workspace.db.session() as session:
        for document_id in ids:
            existing(session, document_id)
        blobs, embedded = _remove(session, ids)
        note(workspace, session, "delete", ids)
    _wipe(workspace, blobs, embedded=embedded)


def delete_collection(workspace: Workspace, collection_id: str) -> None:
    """Removes a collection with all its documents. Raises :class:`UserError` while a job adds to it."""
    with workspace.db.session() as session:
        row = existing_collection(session, collection_id)
        _refuse_while_adding(session, row)
        ids = session.scalars(select(DocumentRow.id).where(DocumentRow.collection_id == collection_id)).all()
        blobs, embedded = _remove(session, ids)
        session.execute(delete(CollectionRow).where(CollectionRow.id == collection_id))
        workspace.audit.append(session, "collection.delete", collection_id, documents=len(ids))
    _wipe(workspace, blobs, embedded=embedded)


def _refuse_while_adding(session: Session, row: CollectionRow) -> None:
    under_way = JobRow.state.in_(("queued", "running", "paused"))
    for job in session.scalars(select(JobRow).where(JobRow.kind == "ingest", under_way)):
        if job.parameters.get("collection") == row.id:
            raise UserError(f"Files are being added to “{row.name}”.", do="Cancel that job first.")


def _remove(session: Session, ids: Sequence[str]) -> tuple[set[str], bool]:
    """Takes the rows out; returns the sealed files that nobody needs now, and whether there were vectors."""
    every = [found for batch in _batches(ids) for found in session.scalars(with_members(batch))]
    blobs: set[str] = set()
    for batch in _batches(every):
        named = session.scalars(select(DocumentRow.blob).where(DocumentRow.id.in_(batch)))
        blobs |= {blob for blob in named if blob is not None}
        _forget_names(session, batch)
    embedded = any(_has_vectors(session, batch) for batch in _batches(every))
    for batch in _batches(every):
        session.execute(delete(DocumentRow).where(DocumentRow.id.in_(batch)))
    used: set[str | None] = set()
    for batch in _batches(sorted(blobs)):
        used |= set(session.scalars(select(DocumentRow.blob).where(DocumentRow.blob.in_(batch))))
    return {blob for blob in blobs if blob not in used}, embedded


def _has_vectors(session: Session, ids: Sequence[str]) -> bool:
    row = select(EmbeddingRow.id).join(ChunkRow, ChunkRow.number == EmbeddingRow.chunk_number)
    return session.scalar(row.where(ChunkRow.document_id.in_(ids)).limit(1)) is not None


def _forget_names(session: Session, ids: Sequence[str]) -> None:
    """Takes the files' names out of the jobs that read them, unless a job may yet go on: it needs them."""
    query = (
        select(IngestedFileRow.path, JobRow)
        .join(JobRow, JobRow.id == IngestedFileRow.job_id)
        .where(IngestedFileRow.document_id.in_(ids), JobRow.state == "succeeded")
    )
    paths: dict[str, tuple[JobRow, set[str]]] = {}
    for path, job in session.execute(query):
        paths.setdefault(job.id, (job, set()))[1].add(path)
    for job, gone in paths.values():
        _forget_in_job(job, gone)
        session.execute(
            delete(IngestedFileRow).where(
                IngestedFileRow.job_id == job.id, IngestedFileRow.document_id.in_(ids)
            )
        )


def _forget_in_job(job: JobRow, gone: set[str]) -> None:
    parameters, result = dict(job.parameters), dict(job.result or {})
    given: list[Any] = parameters.get("paths", [])
    parameters["paths"] = [path for path in given if path[0] not in gone]
    result["documents"] = [entry for entry in result.get("documents", []) if entry["path"] not in gone]
    if len(parameters["paths"]) < len(given) or "retry" in parameters:
        job.title = _NAMELESS
    job.parameters, job.result, job.message = parameters, result, ""


def _wipe(workspace: Workspace, blobs: Iterable[str], *, embedded: bool) -> None:
    """Empties what a deletion leaves behind; with vectors among it their cache too."""
    from core.retrieval.stale import forget_cache

    if embedded:
        forget_cache(workspace)
    for blob in blobs:
        workspace.blobs.remove(blob)
    _merge_index(workspace)
    workspace.db.checkpoint()


def _merge_index(workspace: Workspace) -> None:
    """Merges the index into one segment, which drops deleted terms; others may write between its steps."""
    pages = -_PAGES_A_STEP
    while True:
        with workspace.db.session() as session:
            before = session.scalar(_CHANGES)
            session.execute(_MERGE, {"pages": pages})
            # FTS5 says so: a step that changes less than two rows found nothing to merge.
            if session.scalar(_CHANGES) - before < 2 and pages > 0:
                return
        pages = _PAGES_A_STEP


def _batches(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
