# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes what ingestion finds into the database: many small findings gathered into few short transactions."""

from __future__ import annotations

import base64
import time
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from core.db.tables import CollectionRow, DocumentRow, IngestedFileRow, PageRow, new_id
from core.documents import derived
from core.documents.conclude import conclude
from core.documents.derived import Derived
from core.documents.extract.reading import FAILED
from core.documents.rows import BATCH
from core.documents.similar import sign
from core.settings import ChunkSettings
from core.workspace import Workspace

_FLUSH_SECONDS = 0.5
_FLUSH_ITEMS = 200


@dataclass(frozen=True)
class Outcome:
    """What became of a file: ready, partial, failed, duplicate; ``pending`` while it is read."""

    path: str
    status: str
    document_id: str | None = None
    sha256: str | None = None
    error: str | None = None


@dataclass(frozen=True)
class _ReadPage:
    document_id: str
    page: dict[str, Any]
    derived: Derived

    @property
    def key(self) -> tuple[str, int]:
        return self.document_id, self.page["number"]


class Ledger:
    """The findings of one ingest job. Nothing is in the database before :meth:`flush`."""

    def __init__(self, workspace: Workspace, job_id: str, chunks: ChunkSettings) -> None:
        self._workspace = workspace
        self._job_id = job_id
        self._chunks = chunks
        self._documents: list[DocumentRow] = []
        self._reopened: dict[str, dict[str, Any]] = {}
        self._pages: list[_ReadPage] = []
        self._again: dict[str, Collection[int]] = {}
        self._worse: dict[str, str] = {}
        self._unwanted: list[str] = []
        self._outcomes: list[Outcome] = []
        self._ended: list[tuple[Outcome, int]] = []
        self._flushed = time.monotonic()

    def document(self, row: DocumentRow) -> None:
        """A document that was not there before."""
        self._documents.append(row)

    def reopened(self, document_id: str, values: dict[str, Any]) -> None:
        """A document that was there is read again, as far as it lacks pages; ``values`` of its columns."""
        self._reopened[document_id] = values | {"status": "pending", "error": None}

    def page(self, document_id: str, page: dict[str, Any]) -> None:
        """A page as core.documents.extract.worker tells it."""
        made = derived.derived_of(page["text"], page["body"], self._chunks)
        self._pages.append(_ReadPage(document_id, page, made))

    def again(self, document_id: str, numbers: Collection[int]) -> None:
        """Pages that are to be read again and then replaced, though they were read."""
        self._again[document_id] = numbers

    def outcome(self, outcome: Outcome) -> None:
        self._outcomes.append(outcome)

    def ended(self, outcome: Outcome, members: int = 0) -> None:
        """A document that was read to its end: its status follows from its pages and the files within."""
        self._ended.append((outcome, members))

    @property
    def due(self) -> bool:
        """Whether enough is gathered, or it waited long enough."""
        items = len(self._pages) + len(self._outcomes) + len(self._ended)
        return items >= _FLUSH_ITEMS or time.monotonic() - self._flushed > _FLUSH_SECONDS

    def flush(self) -> None:
        """Writes all that was gathered, in one transaction."""
        with self._workspace.db.session() as session:
            self._write_documents(session)
            self._write_pages(session)
            self._write_outcomes(session)
        if self._unwanted:
            self._drop_unwanted()
        if self._ended:
            sign(self._workspace, [ended.document_id for ended, _ in self._ended if ended.document_id])
        self._reopened.clear()
        for gathered in (self._documents, self._pages, self._outcomes, self._ended):
            gathered.clear()
        self._flushed = time.monotonic()

    def _write_documents(self, session: Session) -> None:
        wanted = self._still_wanted(session)
        if wanted:
            session.add_all(wanted)
            session.flush()
            added = [row.id for row in wanted]
            self._workspace.audit.append(session, "documents.add", self._job_id, documents=added)

        for document_id, values in self._reopened.items():
            session.execute(update(DocumentRow).where(DocumentRow.id == document_id).values(**values))

    def _still_wanted(self, session: Session) -> list[DocumentRow]:
        """The new documents but those whose collection, or the file they lie in, was deleted meanwhile."""
        parents = {row.parent_id for row in self._documents} - {None}
        alive = set(session.scalars(select(DocumentRow.id).where(DocumentRow.id.in_(parents))))
        collections = set(session.scalars(select(CollectionRow.id)))
        wanted = []
        for row in self._documents:
            if row.collection_id in collections and row.parent_id in {None, *alive}:
                wanted.append(row)
                alive.add(row.id)
            elif row.blob is not None:
                self._unwanted.append(row.blob)
        return wanted

    def _drop_unwanted(self) -> None:
        """Removes the sealed originals of documents that were not written, unless another one needs them."""
        with self._workspace.db.reading() as session:
            used = set(session.scalars(select(DocumentRow.blob).where(DocumentRow.blob.in_(self._unwanted))))
        for blob in set(self._unwanted) - used:
            self._workspace.blobs.remove(blob)
        self._unwanted.clear()

    def _write_pages(self, session: Session) -> None:
        pages = self._unwritten(session)
        rows = [_page_row(found) for found in pages]
        session.add_all(rows)
        session.flush()
        derived.write(
            session, [(row, page.derived) for row, page in zip(rows, pages, strict=True)], self._chunks
        )

    def _unwritten(self, session: Session) -> list[_ReadPage]:
        """The pages whose document is still there and that are not there yet.

        One that failed before is replaced, and so is one that was to be read again, when that went well.
        """
        documents = {found.document_id for found in self._pages}
        alive = set(session.scalars(select(DocumentRow.id).where(DocumentRow.id.in_(documents))))
        known = self._known(session)
        kept: dict[tuple[str, int], _ReadPage] = {}
        for found in self._pages:
            if found.document_id in alive and self._takes(found, known.get(found.key, FAILED)):
                kept[found.key] = found
        for document_id, number in kept.keys() & known.keys():
            session.execute(
                delete(PageRow).where(PageRow.document_id == document_id, PageRow.number == number)
            )
        return list(kept.values())

    def _known(self, session: Session) -> dict[tuple[str, int], str]:
        """The source of those of the pages that are there already."""
        columns = (PageRow.document_id, PageRow.number, PageRow.source)
        found: dict[tuple[str, int], str] = {}
        for start in range(0, len(self._pages), BATCH):
            keys = [page.key for page in self._pages[start : start + BATCH]]
            wanted = tuple_(PageRow.document_id, PageRow.number).in_(keys)
            found |= {(row[0], row[1]): row[2] for row in session.execute(select(*columns).where(wanted))}
        return found

    def _takes(self, found: _ReadPage, source: str) -> bool:
        if source == FAILED:
            return True
        if found.page["number"] not in self._again.get(found.document_id, ()):
            return False
        if found.page["source"] == FAILED:
            self._worse[found.document_id] = f"{found.page['error']} What was read before is kept."
            return False
        return True

    def _write_outcomes(self, session: Session) -> None:
        concluded = [_concluded(session, ended, members) for ended, members in self._ended]
        outcomes = [*self._outcomes, *map(self._remarked, concluded)]
        if not outcomes:
            return
        named = {outcome.document_id for outcome in outcomes} - {None}
        alive = set(session.scalars(select(DocumentRow.id).where(DocumentRow.id.in_(named))))
        values = [
            asdict(outcome)
            | {
                "job_id": self._job_id,
                "document_id": outcome.document_id if outcome.document_id in alive else None,
            }
            for outcome in {outcome.path: outcome for outcome in outcomes}.values()
        ]
        insert = sqlite.insert(IngestedFileRow)
        changed = {name: insert.excluded[name] for name in ("status", "document_id", "sha256", "error")}
        session.execute(insert.on_conflict_do_update(["job_id", "path"], set_=changed), values)

    def _remarked(self, outcome: Outcome) -> Outcome:
        """With a word on pages whose second reading went worse than their first."""
        remark = self._worse.pop(outcome.document_id or "", None)
        return outcome if remark is None else replace(outcome, error=remark)


def _page_row(found: _ReadPage) -> PageRow:
    page = found.page
    body = page["body"] or (None, None)
    return PageRow(
        id=new_id(),
        document_id=found.document_id,
        number=page["number"],
        source=page["source"],
        text=page["text"],
        confidence=page["confidence"],
        languages=page["languages"],
        seconds=page["seconds"],
        error=page["error"],
        words=base64.b64decode(page["words"]) or None,
        reason=page["reason"],
        engine=page["engine"],
        label=page["label"],
        body_start=body[0],
        body_end=body[1],
    )


def _concluded(session: Session, ended: Outcome, members: int) -> Outcome:
    """Writes the document's status; returns what became of the file."""
    row = session.get(DocumentRow, ended.document_id) if ended.document_id else None
    if row is None:
        return Outcome(ended.path, "failed", None, ended.sha256, ended.error or "It was deleted meanwhile.")
    row.members = members
    conclude(session, row)
    if ended.error:
        row.error = ended.error
        row.status = "partial" if row.status == "ready" else row.status
    return Outcome(ended.path, row.status, row.id, row.sha256, row.error)
