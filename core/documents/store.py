# SPDX-License-Identifier: AGPL-3.0-or-later
"""The documents of a workspace: the service that a window or a command asks."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import exists, select

from core.db.tables import DocumentRow, PageRow, TagRow
from core.documents import again, collections, corrections, deletion, similar, tags
from core.documents.collections import DEFAULT_COLLECTION
from core.documents.entities import listed
from core.documents.rows import document_records, existing, page_record, page_row, within
from core.documents.viewer import Viewer
from core.errors import UserError
from core.jobs.supervisor import Jobs
from core.records import (
    Box,
    Collection,
    Document,
    Entity,
    EntityCount,
    Page,
    PageLine,
    Passage,
    Similar,
    TimelineEntry,
)
from core.workspace import Workspace

Pages = list[Page]
Boxes = list[tuple[Box, ...]]
Tags = list[tuple[str, int]]
Entities = list[Entity]
Lines = list[PageLine]
Likes = list[Similar]
Collections = list[Collection]
Counts = list[EntityCount]
Timeline = list[TimelineEntry]


class Documents:
    """What can be done with documents. Thread-safe.

    A collection is named by its id or its name, a document by its id, pages count from 1. Everything that
    names what is not there raises :class:`core.errors.NotFoundError`.
    """

    def __init__(self, workspace: Workspace, jobs: Jobs) -> None:
        self._workspace = workspace
        self._jobs = jobs
        self._viewer = Viewer(workspace)

    # --- collections and tags ------------------------------------------------------------------

    def collections(self) -> Collections:
        """All collections by name, the default one first when it is there."""
        return collections.listed(self._workspace)

    def make_collection(self, name: str) -> Collection:
        """The collection of this name, made when new. Raises :class:`UserError` for an empty name."""
        return collections.made(self._workspace, name)

    def rename_collection(self, collection_id: str, name: str) -> Collection:
        """Raises :class:`UserError` when another collection has the name, or it is empty."""
        return collections.renamed(self._workspace, collection_id, name)

    def delete_collection(self, collection_id: str) -> None:
        """Removes a collection with all its documents. Raises :class:`UserError` while a job adds to it."""
        deletion.delete_collection(self._workspace, collection_id)
        self._viewer.forget()

    def set_engine(self, collection_id: str, engine: str | None) -> Collection:
        """Which OCR engine reads what is added from now on; None: the usual one."""
        return collections.set_engine(self._workspace, collection_id, engine)

    def move(self, ids: Sequence[str], collection: str) -> None:
        """Puts documents, with the files within them, into a collection, made when new.

        Raises :class:`UserError`, naming them, when the collection holds the same content already.
        """
        collections.move(self._workspace, ids, collection)

    def tag(self, ids: Sequence[str], name: str) -> None:
        """Puts a tag on documents; again is harmless. Raises :class:`UserError` for an empty one."""
        tags.put(self._workspace, ids, name)

    def untag(self, ids: Sequence[str], name: str) -> None:
        """Takes a tag off documents; those that do not have it stay as they are."""
        tags.take_off(self._workspace, ids, name)

    def tags(self, collection: str | None = None) -> Tags:
        """All tags by name, each with the number of documents that have it."""
        return tags.counted(self._workspace, collection)

    # --- adding, listing, deleting, reading again ----------------------------------------------

    def ingest(
        self,
        paths: Sequence[Path],
        collection: str | None = None,
        *,
        passwords: Sequence[str] = (),
        engine: str | None = None,
    ) -> str:
        """Queues the reading of files and folders into a collection (made when new); returns the job's id.

        ``passwords`` are tried in turn on files that are locked; ``engine`` recognises pictures this time.
        Raises :class:`UserError`, naming them all, when some of the paths do not exist.
        """
        missing = [str(path) for path in paths if not os.path.lexists(path)]
        if missing:
            raise UserError("There is no such file or folder:", details=missing, do="Check the names.")
        collections.check_engine(engine)
        made = self.make_collection(collection or DEFAULT_COLLECTION)
        given = [[str(path), str(path.absolute())] for path in paths]
        parameters: dict[str, Any] = {"collection": made.id, "paths": given}
        parameters |= {"passwords": list(passwords)} if passwords else {}
        parameters |= {"engine": engine} if engine is not None else {}
        return self._jobs.add("ingest", f"Adding {_named(paths)}", parameters)

    def list(
        self, collection: str | None = None, *, tag: str | None = None, failed: bool = False
    ) -> list[Document]:
        """All documents by path, or those of a collection, with a tag, or not wholly read."""
        wanted = within(collection)
        if tag is not None:
            wanted &= exists().where(TagRow.document_id == DocumentRow.id, TagRow.name == tag)
        if failed:
            wanted &= DocumentRow.status.in_(("partial", "failed"))
        with self._workspace.db.reading() as session:
            return document_records(session, wanted)

    def get(self, document_id: str) -> Document:
        with self._workspace.db.reading() as session:
            existing(session, document_id)
            (found,) = document_records(session, DocumentRow.id == document_id)
            return found

    def delete(self, ids: Sequence[str]) -> None:
        """Removes documents, the files within them, and all that was made of them: nothing of them is left.

        Raises before it removes any.
        """
        deletion.delete_documents(self._workspace, ids)
        self._viewer.forget()

    def retry(
        self, document_ids: Sequence[str], *, page: int | None = None, engine: str | None = None
    ) -> str:
        """Queues the reading of the pages that failed; returns the job's id.

        With ``page`` that page is read again, with ``engine`` what was recognised from pictures, by that OCR
        engine. A corrected page stays unless it is named. Raises :class:`UserError` when nothing failed or
        the original was not kept.
        """
        return again.retry(self._workspace, self._jobs, document_ids, page=page, engine=engine)

    def retry_failures(self, collection: str | None = None) -> str:
        """Queues the reading of all pages that failed; returns the job's id. Raises when there are none."""
        return again.retry_failures(self._workspace, self._jobs, collection)

    def unlock(self, document_id: str, password: str) -> str:
        """Queues the reading of a locked document, which keeps its password; returns the job's id."""
        return again.unlock(self._workspace, self._jobs, document_id, password)

    # --- pages ---------------------------------------------------------------------------------

    def pages(self, document_id: str) -> Pages:
        """The page ledger, in order."""
        query = select(PageRow).where(PageRow.document_id == document_id).order_by(PageRow.number)
        with self._workspace.db.reading() as session:
            existing(session, document_id)
            return [page_record(row) for row in session.scalars(query)]

    def page(self, document_id: str, number: int) -> Page:
        with self._workspace.db.reading() as session:
            return page_record(page_row(session, document_id, number))

    def page_lines(self, document_id: str, number: int) -> Lines:
        """The lines of a page's text that are not empty, with their boxes."""
        return corrections.page_lines(self._workspace, document_id, number)

    def page_image(self, document_id: str, number: int, dpi: int = 110) -> bytes:
        """The page as a PNG, rendered from the sealed original in a confined process.

        Empty for formats whose pages are text alone. Raises :class:`UserError` when the page cannot be drawn.
        """
        with self._workspace.db.reading() as session:
            row = existing(session, document_id)
            if row.blob is None or not number <= row.page_count:
                raise UserError(f"{row.name} has no page {number} to show.")
            name, blob = row.name, row.blob
            passwords = (row.password,) if row.password is not None else ()
        return self._viewer.image(blob, name, passwords, number, dpi)

    def passage(self, document_id: str, page: int, start: int, end: int) -> Passage:
        """A span of a page's text with the boxes that it fills on the page's image, a box a line."""
        from core.documents.pages import boxes_of, decode_words

        with self._workspace.db.reading() as session:
            document = existing(session, document_id)
            row = page_row(session, document_id, page)
            boxes = boxes_of(decode_words(row.words), start, end)
            return Passage(document_id, document.path, page, start, end, row.text[start:end], boxes)

    def boxes(self, document_id: str, page: int, spans: Sequence[tuple[int, int]]) -> Boxes:
        """For each span of a page's text the boxes that it fills on the page's image, a box a line."""
        from core.documents.pages import boxes_of, decode_words

        with self._workspace.db.reading() as session:
            words = decode_words(page_row(session, document_id, page).words)
        return [boxes_of(words, start, end) for start, end in spans]

    def word_at(self, document_id: str, page: int, x: float, y: float) -> PageLine | None:
        """The word at a place of the page's image, in fractions of its sides; None where there is none."""
        from core.documents.pages import decode_words

        with self._workspace.db.reading() as session:
            row = page_row(session, document_id, page)
            for start, end, (left, top, right, bottom) in decode_words(row.words):
                if left <= x <= right and top <= y <= bottom:
                    return PageLine(start, end, row.text[start:end], (left, top, right, bottom))
        return None

    def correct(self, document_id: str, number: int, text: str) -> Page:
        """Puts another text in the place of what was read; what was read is kept beside it."""
        return self._embedded(corrections.correct(self._workspace, document_id, number, text))

    def restore(self, document_id: str, number: int) -> Page:
        """Takes a correction back. Raises :class:`UserError` when the page was not corrected."""
        return self._embedded(corrections.restore(self._workspace, document_id, number))

    def _embedded(self, page: Page) -> Page:
        """Queues the embedding of the page's passages, unless that waits already."""
        waiting = any(job.kind == "embed" and job.state == "queued" for job in self._jobs.list())
        if not waiting and corrections.needs_vectors(self._workspace, page.id):
            self._jobs.add("embed", "Embedding corrected passages", {})
        return page

    def reading(self, document_id: str, number: int) -> str | None:
        """What was read on a page before it was corrected; None when it was not."""
        return corrections.reading(self._workspace, document_id, number)

    # --- what pages name, and documents alike --------------------------------------------------

    def entities(self, document_id: str, page: int | None = None) -> Entities:
        """The entities of a document, or of one of its pages, in the order of the text."""
        return listed.of_document(self._workspace, document_id, page)

    def entity_counts(
        self, collection: str | None = None, kind: str | None = None, limit: int = 200
    ) -> Counts:
        """The values named most, the commonest first."""
        return listed.counted(self._workspace, collection, kind, limit)

    def mentions(self, kind: str, value: str, collection: str | None = None) -> Entities:
        """Every place that names a value, by document and page."""
        return listed.mentions(self._workspace, kind, value, collection)

    def timeline(self, collection: str | None = None, limit: int = 2000) -> Timeline:
        """The days that pages name, the earliest first, each with the sentence around it."""
        return listed.timeline(self._workspace, collection, limit)

    def similar(self, document_id: str, least: float = 0.5) -> Likes:
        """Other documents that say nearly the same, the likest first."""
        return similar.similar(self._workspace, document_id, least)

    def close(self) -> None:
        """Ends the process that draws pages."""
        self._viewer.close()


def _named(paths: Sequence[Path]) -> str:
    from core.documents.walk import printable

    first = printable(paths[0].name or str(paths[0])) if paths else "nothing"
    return first if len(paths) < 2 else f"{first} and {len(paths) - 1} more"
