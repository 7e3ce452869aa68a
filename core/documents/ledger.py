# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes what ingestion finds into the database: many small findings gathered into few short transactions."""

from __future__ import annotations

import base64
import time
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from core.db.tables import ChunkRow, DocumentRow, IngestedFileRow, PageRow, new_id
from core.documents.chunks import Chunk, chunks_of
from core.documents.extract.reading import FAILED
from core.settings import ChunkSettings, settings_hash
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
    chunks: list[Chunk]


class Ledger:
    """The findings of one ingest job. Nothing is in the database before :meth:`flush`."""

    def __init__(self, workspace: Workspace, job_id: str, chunks: ChunkSettings) -> None:
        self._workspace = workspace
        self._job_id = job_id
        self._chunks = chunks
        self._chunks_hash = settings_hash(chunks)
        self._documents: list[DocumentRow] = []
        self._reopened: dict[str, dict[str, Any]] = {}
        self._pages: list[_ReadPage] = []
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
        self._pages.append(_ReadPage(document_id, page, chunks_of(page["text"], self._chunks)))

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
        self._reopened.clear()
        for gathered in (self._documents, self._pages, self._outcomes, self._ended):
            gathered.clear()
        self._flushed = time.monotonic()

    def _write_documents(self, session: Session) -> None:
        if self._documents:
            session.add_all(self._documents)
            session.flush()
            added = [row.id for row in self._documents]
            self._workspace.audit.append(session, "documents.add", self._job_id, documents=added)

        for document_id, values in self._reopened.items():
            session.execute(update(DocumentRow).where(DocumentRow.id == document_id).values(**values))

    def _write_pages(self, session: Session) -> None:
        from core.retrieval.index import index_chunks

        pages = self._unwritten(session)
        rows = [_page_row(found) for found in pages]
        session.add_all(rows)
        session.flush()
        chunks = [
            (self._chunk_row(row, chunk), row.text[chunk.start : chunk.end])
            for row, found in zip(rows, pages, strict=True)
            for chunk in found.chunks
        ]
        session.add_all(chunk for chunk, _ in chunks)
        session.flush()
        index_chunks(session, [(chunk.number, text, chunk.language) for chunk, text in chunks])

    def _unwritten(self, session: Session) -> list[_ReadPage]:
        """The pages whose document is still there and that no other job wrote; failed ones are replaced."""
        documents = {found.document_id for found in self._pages}
        alive = set(session.scalars(select(DocumentRow.id).where(DocumentRow.id.in_(documents))))
        known = {
            (row.document_id, row.number): row.source
            for row in session.execute(
                select(PageRow.document_id, PageRow.number, PageRow.source).where(
                    PageRow.document_id.in_(documents)
                )
            )
        }
        kept: dict[tuple[str, int], _ReadPage] = {}
        for found in self._pages:
            key = (found.document_id, found.page["number"])
            if found.document_id in alive and known.get(key, FAILED) == FAILED:
                kept[key] = found
        for document_id, number in kept.keys() & known.keys():
            session.execute(
                delete(PageRow).where(PageRow.document_id == document_id, PageRow.number == number)
            )
        return list(kept.values())

    def _chunk_row(self, page: PageRow, chunk: Chunk) -> ChunkRow:
        return ChunkRow(
            document_id=page.document_id,
            page_id=page.id,
            start=chunk.start,
            end=chunk.end,
            tokens=chunk.tokens,
            language=chunk.language,
            settings_hash=self._chunks_hash,
        )

    def _write_outcomes(self, session: Session) -> None:
        outcomes = [*self._outcomes, *(_concluded(session, ended, members) for ended, members in self._ended)]
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
    row.status, row.error = _status(session, row)
    if ended.error:
        row.error = ended.error
        row.status = "partial" if row.status == "ready" else row.status
    row.languages = _languages(session, row.id)
    return Outcome(ended.path, row.status, row.id, row.sha256, row.error)


def _status(session: Session, row: DocumentRow) -> tuple[str, str | None]:
    """A document is ready when each of its pages was read, failed when none was.

    One without pages is ready when it holds other files: each of those has its own status.
    """
    if row.members and not row.page_count:
        return "ready", None
    good = (PageRow.document_id == row.id) & (PageRow.source != FAILED)
    read = session.scalar(select(func.count()).select_from(PageRow).where(good)) or 0
    if read == row.page_count > 0:
        return "ready", None
    bad = (PageRow.document_id == row.id) & (PageRow.source == FAILED)
    first = session.scalar(select(PageRow.error).where(bad).order_by(PageRow.number).limit(1)) or ""
    if not read:
        return "failed", first
    return "partial", f"{row.page_count - read} of {row.page_count} pages could not be read. {first}"


def _languages(session: Session, document_id: str) -> str:
    """The languages of all pages, the commonest first; a page's first one weighs as its text is long."""
    weights: Counter[str] = Counter()
    lengths = select(PageRow.languages, func.length(PageRow.text)).where(PageRow.document_id == document_id)
    for languages, length in session.execute(lengths):
        for place, code in enumerate(filter(None, languages.split(","))):
            weights[code] += length // (place + 1)
    return ",".join(code for code, _ in weights.most_common())
