# SPDX-License-Identifier: AGPL-3.0-or-later
"""The job "ingest": from files and folders to pages, chunks and the index; goes on where it stopped."""

from __future__ import annotations

import errno
import hashlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import asdict
from io import BufferedReader
from typing import Any, cast

from sqlalchemy import func, select

from core.db.engine import no_space
from core.db.tables import CollectionRow, DocumentRow, IngestedFileRow, JobRow, PageRow, new_id
from core.documents import originals
from core.documents.again import pages_again
from core.documents.extract.pool import Ended, Event, Opened, PageRead, Pool
from core.documents.extract.reading import FAILED, OCR
from core.documents.extract.sniff import LockedError, UnreadError
from core.documents.ledger import Ledger, Outcome
from core.documents.ocr.weights import settings_for
from core.documents.room import Room, TooMuchError
from core.documents.walk import Met, printable, walk
from core.errors import UserError
from core.jobs.queue import JobContext
from core.settings import ChunkSettings, ExtractSettings, settings_hash
from core.workspace import Workspace

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}


def run(context: JobContext) -> dict[str, Any]:
    """Reads what the parameters name: {"collection", "paths": [[as given, absolute]…]} or {"retry": ids}
    with "page" or "engine" (core.documents.again). "passwords" are tried on what is locked.

    Returns the answer of the command ``ingest`` (the command line's contract).
    """
    from core.retrieval.embed_missing import embed_missing

    began = time.monotonic()
    try:
        _Ingest(context).run()
    except OSError as error:
        if error.errno not in _NO_SPACE:
            raise
        raise no_space(context.workspace.paths.database) from error
    embed_missing(context)
    _forget_passwords(context)
    return {"documents": report(context.workspace, context.id), "seconds": round(time.monotonic() - began, 3)}


def _forget_passwords(context: JobContext) -> None:
    """Those that opened something are kept with their documents."""
    with context.workspace.db.session() as session:
        row = session.get_one(JobRow, context.id)
        row.parameters = {name: value for name, value in row.parameters.items() if name != "passwords"}


def report(workspace: Workspace, job_id: str) -> list[dict[str, Any]]:
    """What became of each file that the job met, in the order of their paths."""
    files = select(IngestedFileRow).where(IngestedFileRow.job_id == job_id).order_by(IngestedFileRow.path)
    counts = (
        select(PageRow.document_id, PageRow.source, func.count())
        .where(
            PageRow.document_id.in_(
                select(IngestedFileRow.document_id).where(IngestedFileRow.job_id == job_id)
            )
        )
        .group_by(PageRow.document_id, PageRow.source)
    )
    with workspace.db.reading() as session:
        pages: dict[str, dict[str, int]] = {}
        for document_id, source, count in session.execute(counts):
            pages.setdefault(document_id, {})[source] = count
        return [_entry(row, pages.get(row.document_id or "", {})) for row in session.scalars(files)]


def _entry(row: IngestedFileRow, pages: dict[str, int]) -> dict[str, Any]:
    return {
        "id": row.document_id,
        "path": row.path,
        "sha256": row.sha256,
        "status": row.status,
        "pages": sum(pages.values()),
        "pages_ocr": pages.get(OCR, 0),
        "pages_failed": pages.get(FAILED, 0),
        "error": row.error,
    }


class DuplicateError(UserError):
    """The collection holds this content already, as the document ``document_id``."""

    def __init__(self, what: str, document_id: str) -> None:
        super().__init__(what)
        self.document_id = document_id


class _ChangedError(UserError):
    """The file did not stay the same while it was read."""


class _Book:
    """Which contents the collection holds or this job has taken on. Thread-safe."""

    def __init__(self, workspace: Workspace, collection: str) -> None:
        rows = select(DocumentRow.sha256, DocumentRow.id, DocumentRow.path, DocumentRow.status)
        with workspace.db.reading() as session:
            found = session.execute(rows.where(DocumentRow.collection_id == collection)).all()
        self._known = {sha256: (document_id, path) for sha256, document_id, path, _ in found}
        self._unfinished = {sha256 for sha256, _, _, status in found if status in {"pending", "failed"}}
        self._lock = threading.Lock()

    def claim(self, sha256: str, path: str) -> tuple[str, bool]:
        """The id of the document to fill, and whether it is new. Raises :class:`DuplicateError`.

        A document that could not be read before, or whose reading was cut short, is taken on again.
        """
        with self._lock:
            if sha256 in self._unfinished:
                self._unfinished.discard(sha256)
                return self._known[sha256][0], False
            if sha256 in self._known:
                document_id, first = self._known[sha256]
                raise DuplicateError(f"The same content is there already, as {first}.", document_id)
            document_id = new_id()
            self._known[sha256] = (document_id, path)
            return document_id, True


class _Holder:
    """What may hold other files: archives, mails.

    It has not ended before all within it has: until then a killed job would look into it again.
    """

    name: str
    display: str
    document_id: str
    depth = 0
    parent_id: str | None = None

    def __init__(self, ingest: _Ingest, outer: _Holder | None = None) -> None:
        self.passwords: tuple[str, ...] = tuple(ingest.passwords)
        self.outer = outer
        self.room: Room = outer.room if outer is not None else Room(ingest.settings)
        self.opened = False
        self.last: Ended | None = None
        self._ingest = ingest
        self._within = 0
        self._lock = threading.Lock()

    @property
    def has_ended(self) -> bool:
        return self.last is not None and not self._within

    def one_has_ended(self) -> None:
        """Told of each file within."""
        with self._lock:
            self._within -= 1

    def member(self, name: str, error: UserError | None, pieces: Iterator[bytes]) -> _Member | None:
        """The file within, sealed; None when an earlier attempt of this job had it already."""
        self.room.enter(self.name, self.depth + 1)
        display = f"{self.display}!{printable(name)}"
        if not self._ingest.meet(display):
            return None
        member = _Member(self._ingest, self, display, error)
        if error is None:
            member.seal(self.room.counted(pieces, self.name))
        with self._lock:
            self._within += 1
        return member


class _Member(_Holder):
    """A file within another one. It is sealed where it was found, so that its holder need not stay open."""

    def __init__(self, ingest: _Ingest, outer: _Holder, display: str, error: UserError | None) -> None:
        super().__init__(ingest, outer)
        self.depth = outer.depth + 1
        self.parent_id = outer.document_id
        self.display = display
        self.name = display.rpartition("!")[2].rpartition("/")[2] or display
        self.document_id = ""
        self.sha256: str | None = None
        self.size = 0
        self.blob: str | None = None
        self.is_new = False
        self._error = error

    def seal(self, pieces: Iterator[bytes]) -> None:
        """Keeps the content. Raises only when no more of the holder is to be unpacked."""
        try:
            with originals.spooled(pieces) as content:
                self.size = content.seek(0, os.SEEK_END)
                content.seek(0)
                self.sha256 = hashlib.file_digest(content, "sha256").hexdigest()
                self.document_id, self.is_new = self._ingest.book.claim(self.sha256, self.display)
                self.blob = self._ingest.workspace.blobs.put_stream(content)
        except TooMuchError:
            raise
        except UserError as error:
            self._error = error

    @contextmanager
    def path(self) -> Iterator[str]:
        if self._error is not None or self.blob is None:
            raise self._error or UserError(f"{self.name} was not kept.")
        with originals.unsealed(self._ingest.workspace.blobs, self.blob) as path:
            yield path

    def wanted(self, pages: int) -> list[int]:
        return self._ingest.unread_pages(self.document_id, pages)

    def refused(self, error: UserError) -> None:
        """Of a kind that is not read, nothing is kept."""
        if isinstance(error, UnreadError) and self.blob is not None and self.is_new:
            self._ingest.workspace.blobs.remove(self.blob)
            self.blob = None


class _NewFile(_Holder):
    """A file that was met: hashed and, when it proves to be of a kind that is read, sealed."""

    def __init__(self, ingest: _Ingest, met: Met) -> None:
        super().__init__(ingest)
        self.met = met
        self.name = met.name
        self.display = met.path
        self.document_id = ""
        self.sha256: str | None = None
        self.size = 0
        self.blob: str | None = None
        self.is_new = False
        self._content: BufferedReader | None = None
        self._stamp = (0, 0)

    @contextmanager
    def path(self) -> Iterator[str]:
        if self.met.problem is not None:
            raise UserError(f"{self.name}: {self.met.problem}")
        with originals.opened(self.met.file, self.name) as content:
            self._content, self._stamp = content, _stamp(content)
            self.size = self._stamp[0]
            try:
                self.sha256 = hashlib.file_digest(content, "sha256").hexdigest()
            except OSError as error:
                raise UserError(f"{self.name} cannot be read: {error.strerror}.") from error
            self.document_id, self.is_new = self._ingest.book.claim(self.sha256, self.display)
            yield originals.path_of(content, self.met.file)

    def wanted(self, pages: int) -> list[int]:
        self._seal()
        return self._ingest.unread_pages(self.document_id, pages)

    def refused(self, error: UserError) -> None:
        if self.document_id and not isinstance(error, UnreadError | _ChangedError):
            with suppress(_ChangedError):
                self._seal()

    def _seal(self) -> None:
        """Keeps the original. Raises :class:`_ChangedError` when it is no longer what was hashed."""
        if self._content is None or self.size > self._ingest.settings.max_file_bytes:
            return
        blob = self._ingest.workspace.blobs.put_stream(self._content)
        if _stamp(self._content) != self._stamp:
            self._ingest.workspace.blobs.remove(blob)
            raise _ChangedError(f"{self.name} was changed while it was read.", do="Add it again.")
        self.blob = blob


def _stamp(content: BufferedReader) -> tuple[int, int]:
    """Size and time of the last change: different when someone wrote to the file."""
    facts = os.fstat(content.fileno())
    return facts.st_size, facts.st_mtime_ns


class _Sealed(_Holder):
    """A document whose original is in the workspace: left unfinished by a killed job, or to be retried."""

    is_new = False

    def __init__(self, ingest: _Ingest, row: DocumentRow, path: str) -> None:
        super().__init__(ingest)
        self.depth = path.count("!")
        self.parent_id = row.parent_id
        if row.password is not None:
            self.passwords = (row.password, *self.passwords)
        self.name = row.name
        self.display = path
        self.document_id = row.id
        self.sha256: str | None = row.sha256
        self.size = row.size
        self.blob = row.blob

    def path(self) -> AbstractContextManager[str]:
        if self.blob is None:
            raise UserError(f"{self.name} was not kept.", do="Add the file again.")
        return originals.unsealed(self._ingest.workspace.blobs, self.blob)

    def wanted(self, pages: int) -> list[int]:
        return self._ingest.unread_pages(self.document_id, pages)

    def refused(self, error: UserError) -> None:
        """Its document stays as it is, with the new reason."""


_Source = _NewFile | _Member | _Sealed


class _Ingest:
    def __init__(self, context: JobContext) -> None:
        self._context = context
        self.workspace = context.workspace
        self.settings = ExtractSettings()
        self._ledger = Ledger(self.workspace, context.id, ChunkSettings())
        self.collection = ""
        self.passwords: list[str] = context.parameters.get("passwords", [])
        self._done = 0.0
        self._total = 0
        self._pages: dict[str, tuple[int, int]] = {}
        self._met: set[str] = set()
        self._lock = threading.Lock()

    def run(self) -> None:
        groups = self._retried() if "retry" in self._context.parameters else self._remaining()
        self._context.progress(self._done, self._total or 1, "Looking at the files")
        for collection, sources in groups.items():
            self._read(collection, sources)

    def _read(self, collection: str, sources: list[_Source]) -> None:
        """Reads files of one collection, with the engine that was asked for or is the collection's."""
        self.collection = collection
        self.book = _Book(self.workspace, collection)
        self.settings = self._settings_of(collection)
        pool = Pool(self.settings)
        try:
            for event in pool.read(sources):
                self._note(event)
                if self._ledger.due:
                    self._save(event.source.name)
        finally:
            pool.close()
        self._ledger.flush()

    def _settings_of(self, collection: str) -> ExtractSettings:
        with self.workspace.db.reading() as session:
            row = session.get(CollectionRow, collection)
        if row is None:
            raise UserError("The collection was deleted before the files were read.", do="Add them again.")
        engine = self._context.parameters.get("engine") or row.ocr_engine
        return settings_for(self.workspace, engine, ExtractSettings())

    def meet(self, display: str) -> bool:
        """Counts a file found within another one; False when it was met before. Called in a pool's thread."""
        with self._lock:
            if display in self._met:
                return False
            self._met.add(display)
            self._total += 1
            return True

    def unread_pages(self, document_id: str, pages: int) -> list[int]:
        """The pages that the ledger lacks, or holds as failed; or those that are to be read again."""
        again = self._again(document_id)
        if "page" in self._context.parameters:
            return sorted(again)
        read = select(PageRow.number).where(PageRow.document_id == document_id, PageRow.source != FAILED)
        with self.workspace.db.reading() as session:
            done = set(session.scalars(read)) - again
        return [number for number in range(1, pages + 1) if number not in done]

    def _again(self, document_id: str) -> set[int]:
        """The pages to be read again though they were read; the ledger is told of them."""
        parameters = self._context.parameters
        wanted = pages_again(parameters.get("page"), parameters.get("engine"))
        if "retry" not in parameters or wanted is None:
            return set()
        with self.workspace.db.reading() as session:
            query = select(PageRow.number).where(PageRow.document_id == document_id, wanted)
            numbers = set(session.scalars(query))
        self._ledger.again(document_id, numbers)
        return numbers

    def _remaining(self) -> dict[str, list[_Source]]:
        """First what an earlier attempt of this job had begun, then the files that it had not reached."""
        rows = select(IngestedFileRow.path, IngestedFileRow.status, DocumentRow).outerjoin(
            DocumentRow, DocumentRow.id == IngestedFileRow.document_id
        )
        with self.workspace.db.reading() as session:
            known = session.execute(rows.where(IngestedFileRow.job_id == self._context.id)).all()
        begun: list[_Source] = [
            _Sealed(self, row, path)
            for path, status, row in known
            if status == "pending" and getattr(row, "blob", None)
        ]
        told = {path for path, status, _ in known if status != "pending"} | {file.display for file in begun}
        self._met = set(told)
        # The workspace itself may lie in the folder that was dropped.
        met = list(walk(self._context.parameters["paths"], without=self.workspace.paths.root))
        self._total = len(met)
        fresh = [_NewFile(self, file) for file in met if file.path not in told]
        self._done = self._total - len(fresh) - len(begun)
        return {self._context.parameters["collection"]: begun + fresh}

    def _retried(self) -> dict[str, list[_Source]]:
        """The documents that this job has yet to read again, by their collections."""
        ended = select(IngestedFileRow.document_id).where(
            IngestedFileRow.job_id == self._context.id, IngestedFileRow.status != "pending"
        )
        found: dict[str, list[_Source]] = {}
        wanted = self._context.parameters["retry"]
        self._total = len(wanted)
        with self.workspace.db.reading() as session:
            done = set(session.scalars(ended))
            for document_id in wanted:
                row = session.get(DocumentRow, document_id)
                if row is None or document_id in done:
                    self._done += 1
                else:
                    found.setdefault(row.collection_id, []).append(_Sealed(self, row, row.path))
        return found

    def _note(self, event: Event) -> None:
        source = event.source
        if isinstance(event, Opened):
            source.opened = True
            self._pages[source.document_id] = (0, event.pages)
            self._take_on(source, event)
        elif isinstance(event, PageRead):
            read, pages = self._pages[source.document_id]
            self._pages[source.document_id] = (read + 1, pages)
            self._ledger.page(source.document_id, event.page)
        else:
            self._pages.pop(source.document_id, None)
            self._done += 1
            source.last = event
            self._settle(source)

    def _settle(self, source: _Source) -> None:
        """Writes the end of a file, and of those around it, once all within them has ended."""
        if source.last is None or not source.has_ended:
            return
        self._end(source, source.last)
        if source.outer is not None:
            source.outer.one_has_ended()
            self._settle(cast("_Source", source.outer))

    def _take_on(self, source: _Source, opened: Opened) -> None:
        """Puts the document into the ledger, as one that is being read."""
        if source.is_new:
            self._ledger.document(self._row(source, opened))
        else:
            self._ledger.reopened(source.document_id, _told(opened) | {"blob": source.blob})
        self._ledger.outcome(Outcome(source.display, "pending", source.document_id, source.sha256))

    def _row(self, source: _Source, opened: Opened | None, *, locked: bool = False) -> DocumentRow:
        extract = {name: value for name, value in asdict(self.settings).items() if name != "workers"}
        told = _told(opened) if opened is not None else {"media_type": "", "page_count": 0, "locked": locked}
        return DocumentRow(
            id=source.document_id,
            collection_id=self.collection,
            path=source.display,
            name=source.name,
            sha256=source.sha256,
            size=source.size,
            blob=source.blob,
            settings_hash=settings_hash(extract),
            parent_id=source.parent_id,
            **told,
        )

    def _end(self, source: _Source, event: Ended) -> None:
        error = event.error
        if isinstance(error, DuplicateError):
            self._ledger.outcome(Outcome(source.display, "duplicate", error.document_id, source.sha256))
        elif error is not None and not source.document_id:
            self._ledger.outcome(Outcome(source.display, "failed", error=error.sentence))
        else:
            if error is not None and source.is_new and not source.opened:
                self._ledger.document(self._row(source, None, locked=isinstance(error, LockedError)))
            sentence = error.sentence if error is not None else None
            outcome = Outcome(source.display, "", source.document_id, source.sha256, sentence)
            self._ledger.ended(outcome, event.members)

    def _save(self, name: str) -> None:
        self._ledger.flush()
        parts = sum(read / (pages or 1) for read, pages in self._pages.values())
        self._context.progress(self._done + parts, self._total, self._message(name))

    def _message(self, name: str) -> str:
        longest = max(self._pages.values(), default=(0, 0), key=lambda progress: progress[1])
        return f"{name}, page {longest[0]} of {longest[1]}" if longest[1] > 1 else name


def _told(opened: Opened) -> dict[str, Any]:
    """What a file tells about itself at its opening, as columns of its document."""
    facts = opened.facts
    return {
        "media_type": opened.media_type,
        "page_count": opened.pages,
        "password": opened.password,
        "locked": False,
        "title": facts["title"],
        "author": facts["author"],
        "created_on": facts["created"],
        "modified_on": facts["modified"],
    }
