# SPDX-License-Identifier: AGPL-3.0-or-later
"""One entry in the audit chain for one deed, however many documents it was done to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from core.workspace import Workspace


def note(workspace: Workspace, session: Session, deed: str, ids: Sequence[str], **detail: Any) -> None:
    """Appends "document.DEED" about a document, or "documents.DEED" with the ids of several."""
    if len(ids) == 1:
        workspace.audit.append(session, f"document.{deed}", ids[0], **detail)
    elif ids:
        workspace.audit.append(session, f"documents.{deed}", "", documents=list(ids), **detail)
