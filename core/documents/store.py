# SPDX-License-Identifier: AGPL-3.0-or-later
"""The documents of a workspace: adding, listing, showing, deleting, reading again."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.db.tables import CollectionRow, DocumentRow, PageRow
from core.errors import NotFoundError, UserError
from core.jobs.supervisor import Jobs
from core.records import Collection, Document, Page, Passage
from core.settings import ExtractSettings
from core.workspace import Workspace

if TYPE_CHECKING:
    from core.documents.extract.pool import Child

DEFAULT_COLLECTION = "documents"
Pages = list[Page]


class Documents:
    """The service of a window or a command. Thread-safe."""

    def __init__(self, workspace: Workspace, jobs: Jobs) -> None:
        self._workspace = workspace
        self._jobs = jobs
        self._viewer = _Viewer(workspace)

    def collections(self) -> list[Collection]:
        """All collections by name, the default one first when it is there."""
        documents = func.count(DocumentRow.id)
        query = select(CollectionRow, documents).outerjoin(DocumentRow).group_by(CollectionRow.id)
        with self._workspace.db.reading() as session:
            found = [Collection(row.id, row.name, count) for row, count in session.execute(query)]
        return sorted(found, key=lambda collection: (collection.name != DEFAULT_COLLECTION, collection.name))

    def make_collection(self, name: str) -> Collection:
        """The collection of this name, made when new. Raises :class:`UserError` for an empty name."""
        name = name.strip()
        if not name:
            raise UserError("A collection needs a name.")
        with self._workspace.db.session() as session:
            row = session.scalars(select(CollectionRow).where(CollectionRow.name == name)).first()
            if row is None:
                row = CollectionRow(name=name)
                session.add(row)
                session.flush()
                self._workspace.audit.append(session, "collection.add", row.id)
            count = session.scalar(select(func.count()).where(DocumentRow.collection_id == row.id)) or 0
            return Collection(row.id, row.name, count)

    def ingest(self, paths: Sequence[Path], collection: str | None = None) -> str:
        """Queues the reading of files and folders into a collection (made when new); returns the job's id.

        Raises :class:`UserError`, naming them all, when some of the paths do not exist.
        """
        missing = [str(path) for path in paths if not os.path.lexists(path)]
        if missing:
            raise UserError("There is no such file or folder:", details=missing, do="Check the names.")
        made = self.make_collection(collection or DEFAULT_COLLECTION)
        given = [[str(path), str(path.absolute())] for path in paths]
        title = f"Adding {_named(paths)}"
        return self._jobs.add("ingest", title, {"collection": made.id, "paths": given})

    def list(self, collection: str | None = None) -> list[Document]:
        """All documents, or those of a collection (its id or name), by path."""
        query = select(DocumentRow, CollectionRow.name).join(CollectionRow).order_by(DocumentRow.path)
        if collection is not None:
            query = query.where((CollectionRow.name == collection) | (CollectionRow.id == collection))
        with self._workspace.db.reading() as session:
            sources = _sources(session, None)
            return [_record(row, name, sources.get(row.id, {})) for row, name in session.execute(query)]

    def get(self, document_id: str) -> Document:
        with self._workspace.db.reading() as session:
            row = _existing(session, document_id)
            name = session.get_one(CollectionRow, row.collection_id).name
            return _record(row, name, _sources(session, document_id).get(document_id, {}))

    def delete(self, ids: Sequence[str]) -> None:
        """Removes documents with their pages, chunks, vectors and originals. Raises before it removes any."""
        with self._workspace.db.session() as session:
            rows = [_existing(session, document_id) for document_id in ids]
            blobs = {row.blob for row in rows if row.blob}
            session.execute(delete(DocumentRow).where(DocumentRow.id.in_(ids)))
            used = set(session.scalars(select(DocumentRow.blob).where(DocumentRow.blob.in_(blobs))))
            for document_id in ids:
                self._workspace.audit.append(session, "document.delete", document_id)
        self._viewer.forget()
        for blob in blobs - used:
            self._workspace.blobs.remove(blob)

    def retry(self, document_id: str) -> str:
        """Queues the reading of the pages that failed; returns the job's id.

        Raises :class:`UserError` when nothing failed or the original was not kept.
        """
        document = self.get(document_id)
        if document.status == "ready":
            raise UserError(f"{document.name} was read without a fault: there is nothing to try again.")
        with self._workspace.db.reading() as session:
            if _existing(session, document_id).blob is None:
                raise UserError(
                    f"{document.error or document.name}", do="It was not kept: add the file again."
                )
        return self._jobs.add("ingest", f"Reading {document.name} again", {"retry": document_id})

    def pages(self, document_id: str) -> Pages:
        """The page ledger, in order."""
        query = select(PageRow).where(PageRow.document_id == document_id).order_by(PageRow.number)
        with self._workspace.db.reading() as session:
            _existing(session, document_id)
            return [_page_record(row) for row in session.scalars(query)]

    def page(self, document_id: str, number: int) -> Page:
        """One page. Raises :class:`NotFoundError`."""
        with self._workspace.db.reading() as session:
            return _page_record(_page(session, document_id, number))

    def page_image(self, document_id: str, number: int, dpi: int = 110) -> bytes:
        """The page as a PNG, rendered from the sealed original in a confined process.

        Empty for formats whose pages are text alone. Raises :class:`UserError` when the page cannot be drawn.
        """
        with self._workspace.db.reading() as session:
            row = _existing(session, document_id)
            if row.blob is None or not number <= row.page_count:
                raise UserError(f"{row.name} has no page {number} to show.")
            name, blob = row.name, row.blob
            passwords = (row.password,) if row.password is not None else ()
        return self._viewer.image(blob, name, passwords, number, dpi)

    def passage(self, document_id: str, page: int, start: int, end: int) -> Passage:
        """A span of a page's text with the boxes that it fills on the page's image, a box a line."""
        from core.documents.pages import boxes_of, decode_words

        with self._workspace.db.reading() as session:
            document = _existing(session, document_id)
            row = _page(session, document_id, page)
            boxes = boxes_of(decode_words(row.words), start, end)
            return Passage(document_id, document.path, page, start, end, row.text[start:end], boxes)

    def close(self) -> None:
        """Ends the process that draws pages."""
        self._viewer.close()


class _Viewer:
    """Draws pages in an extract child, which keeps the last document open."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._child: Child | None = None
        self._blob = ""
        self._path = ""
        self._resources = ExitStack()
        self._lock = threading.Lock()

    def image(self, blob: str, name: str, passwords: tuple[str, ...], number: int, dpi: int) -> bytes:
        from core.documents.extract.pool import Place

        with self._lock:
            child = self._started()
            if blob != self._blob:
                self._open(blob)
            return child.image(Place(blob, self._path, name, passwords), number, dpi)

    def forget(self) -> None:
        """Lets go of the document that is open."""
        with self._lock:
            self._resources.close()
            self._blob = ""

    def close(self) -> None:
        self.forget()
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            child.close()

    def _started(self) -> Child:
        from core.documents.extract.pool import Child

        if self._child is None:
            self._child = Child(ExtractSettings())
        return self._child

    def _open(self, blob: str) -> None:
        from core.documents import originals

        self._resources.close()
        self._blob = ""
        self._path = self._resources.enter_context(originals.unsealed(self._workspace.blobs, blob))
        self._blob = blob


def _named(paths: Sequence[Path]) -> str:
    from core.documents.walk import printable

    first = printable(paths[0].name or str(paths[0])) if paths else "nothing"
    return first if len(paths) < 2 else f"{first} and {len(paths) - 1} more"


def _existing(session: Session, document_id: str) -> DocumentRow:
    row = session.get(DocumentRow, document_id)
    if row is None:
        raise NotFoundError(f"There is no document {document_id}.", do="See: isnad documents list")
    return row


def _page(session: Session, document_id: str, number: int) -> PageRow:
    query = select(PageRow).where(PageRow.document_id == document_id, PageRow.number == number)
    row = session.scalars(query).first()
    if row is None:
        raise NotFoundError(f"The document {document_id} has no page {number}.")
    return row


def _sources(session: Session, document_id: str | None) -> dict[str, Counter[str]]:
    """How many pages of each source each document has, or one document."""
    query = select(PageRow.document_id, PageRow.source, func.count()).group_by(
        PageRow.document_id, PageRow.source
    )
    if document_id is not None:
        query = query.where(PageRow.document_id == document_id)
    found: dict[str, Counter[str]] = {}
    for document, source, count in session.execute(query):
        found.setdefault(document, Counter())[source] = count
    return found


def _record(row: DocumentRow, collection: str, sources: dict[str, int]) -> Document:
    return Document(
        id=row.id,
        path=row.path,
        name=row.name,
        collection=collection,
        sha256=row.sha256,
        size=row.size,
        media_type=row.media_type,
        status=row.status,
        pages=row.page_count,
        pages_text=sources.get("text", 0),
        pages_ocr=sources.get("ocr", 0),
        pages_failed=sources.get("failed", 0),
        languages=row.languages,
        error=row.error,
        added=row.added,
    )


def _page_record(row: PageRow) -> Page:
    return Page(
        id=row.id,
        document_id=row.document_id,
        number=row.number,
        source=row.source,
        text=row.text,
        confidence=row.confidence,
        languages=row.languages,
        seconds=row.seconds,
        error=row.error,
    )
