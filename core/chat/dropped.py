# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that someone drops into a chat: which of them are documents already."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select

from core.db.tables import DocumentRow
from core.workspace import Workspace

_READ = ("ready", "partial")


def known(workspace: Workspace, paths: Sequence[Path]) -> dict[Path, str]:
    """Each file whose content is a document that could be read, with the id of the oldest such document."""
    hashes = {path: hashed for path in paths if (hashed := _hash(path)) is not None}
    query = (
        select(DocumentRow.sha256, DocumentRow.id)
        .where(DocumentRow.sha256.in_(set(hashes.values())), DocumentRow.status.in_(_READ))
        .order_by(DocumentRow.added.desc())
    )
    with workspace.db.reading() as session:
        documents = {one.sha256: one.id for one in session.execute(query)}
    return {path: documents[hashed] for path, hashed in hashes.items() if hashed in documents}


def _hash(path: Path) -> str | None:
    """Nothing for a folder, and for what cannot be read: reading it in tells why."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
