# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a document is as a whole, once its pages are known: its status and its languages."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.db.tables import DocumentRow, PageRow
from core.documents.extract.reading import FAILED


def conclude(session: Session, row: DocumentRow) -> None:
    """Writes what follows from the pages into their document, within the caller's transaction."""
    row.status, row.error = _status(session, row)
    row.languages = _languages(session, row.id)


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
