# SPDX-License-Identifier: AGPL-3.0-or-later
"""The audit chain: each entry's HMAC covers the one before it, so nothing can be changed or taken out unseen.

Entries name actions and ids, never content.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db.tables import AuditRow

_START = "0" * 64


class Audit:
    """Appends to and verifies the chain. ``key`` is 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def append(self, session: Session, action: str, subject: str, **detail: Any) -> None:
        """Adds an entry within the caller's write transaction: deed and entry stand or fall together."""
        last = session.scalars(select(AuditRow).order_by(AuditRow.sequence.desc()).limit(1)).first()
        row = AuditRow(
            sequence=last.sequence + 1 if last else 1,
            at=round(time.time(), 3),
            action=action,
            subject=subject,
            detail=detail,
            previous=last.hash if last else _START,
            hash="",
        )
        row.hash = self._hash(row)
        session.add(row)

    def first_bad(self, session: Session) -> tuple[int, int | None]:
        """The number of entries, and the sequence number of the first that does not fit (None: all fit)."""
        entries, previous = 0, _START
        for row in session.scalars(select(AuditRow).order_by(AuditRow.sequence)):
            entries += 1
            fits = row.sequence == entries and row.previous == previous and row.hash == self._hash(row)
            if not fits:
                return entries, row.sequence
            previous = row.hash
        return entries, None

    def _hash(self, row: AuditRow) -> str:
        fields = [row.sequence, row.at, row.action, row.subject, row.detail, row.previous]
        return hmac.new(self._key, json.dumps(fields, sort_keys=True).encode(), hashlib.sha256).hexdigest()
