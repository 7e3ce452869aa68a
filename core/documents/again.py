# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading documents again: what failed, pages that are named, with another engine, or with a password.

The parameters of the job "ingest" are then {"retry": ids, "page", "engine", "passwords"}.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.db.tables import DocumentRow, PageRow
from core.documents.collections import check_engine
from core.documents.extract.reading import FAILED, OCR
from core.documents.rows import existing, page_row, within
from core.errors import UserError
from core.jobs.supervisor import Jobs
from core.workspace import Workspace

CORRECTED = "corrected"


def retry(
    workspace: Workspace, jobs: Jobs, ids: Sequence[str], *, page: int | None, engine: str | None
) -> str:
    """Queues the reading of pages again; returns the job's id.

    Of documents that can be read again as asked, at least one must be there: else :class:`UserError` says why
    the first of them cannot.
    """
    check_engine(engine)
    with workspace.db.reading() as session:
        rows = [existing(session, document_id) for document_id in ids]
        hindrances = {row.id: _hindrance(session, row, page, engine) for row in rows}
    good = [row for row in rows if hindrances[row.id] is None]
    if not good:
        first = next((error for error in hindrances.values() if error is not None), None)
        raise first or UserError("No document was named.")
    parameters: dict[str, Any] = {"retry": [row.id for row in good]}
    parameters |= {"page": page} if page is not None else {}
    parameters |= {"engine": engine} if engine is not None else {}
    return jobs.add("ingest", _title(good, page), parameters)


def retry_failures(workspace: Workspace, jobs: Jobs, collection: str | None) -> str:
    """Queues the reading of all pages that failed, in a collection or in all; returns the job's id."""
    bad = DocumentRow.status.in_(("partial", "failed")) & ~DocumentRow.locked & DocumentRow.blob.is_not(None)
    with workspace.db.reading() as session:
        ids = list(session.scalars(select(DocumentRow.id).where(bad, within(collection))))
    if not ids:
        raise UserError("No document has pages that failed and can be tried again.")
    return jobs.add("ingest", "Reading what failed again", {"retry": ids})


def unlock(workspace: Workspace, jobs: Jobs, document_id: str, password: str) -> str:
    """Queues the reading of a locked document with a password; returns the job's id."""
    with workspace.db.reading() as session:
        row = existing(session, document_id)
    if not row.locked:
        raise UserError(f"{row.name} is not locked.")
    if row.blob is None:
        raise UserError(f"{row.name} was not kept.", do="Add the file again, with its password.")
    return jobs.add("ingest", f"Unlocking {row.name}", {"retry": [row.id], "passwords": [password]})


def pages_again(page: int | None, engine: str | None) -> Any:
    """Which pages that were read are read again all the same, as a condition; None: none."""
    if page is not None:
        return PageRow.number == page
    if engine is None:
        return None
    return (PageRow.source != CORRECTED) & or_(PageRow.source == OCR, PageRow.engine != "")


def _hindrance(session: Session, row: DocumentRow, page: int | None, engine: str | None) -> UserError | None:
    """Why a document cannot be read again; None when it can."""
    if row.locked:
        return UserError(f"{row.name} is locked.", do="Give its password to open it.")
    if row.blob is None:
        return UserError(f"{row.error or row.name}", do="It was not kept: add the file again.")
    if page is not None:
        page_row(session, row.id, page)
        return None
    return _nothing_to_gain(session, row, engine) if row.status == "ready" else None


def _nothing_to_gain(session: Session, row: DocumentRow, engine: str | None) -> UserError | None:
    if engine is None:
        return UserError(f"{row.name} was read without a fault: there is nothing to try again.")
    again = pages_again(None, engine) | (PageRow.source == FAILED)
    if session.scalar(select(PageRow.id).where(PageRow.document_id == row.id, again).limit(1)) is None:
        return UserError(f"No page of {row.name} was recognised from a picture: an engine changes nothing.")
    return None


def _title(rows: Sequence[DocumentRow], page: int | None) -> str:
    what = rows[0].name if page is None else f"page {page} of {rows[0].name}"
    more = f" and {len(rows) - 1} more" if len(rows) > 1 else ""
    return f"Reading {what}{more} again"
