# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writing chunks into the full-text index: their stems and their 4-grams, never their words."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.retrieval import normalise

_INSERT = text("INSERT OR REPLACE INTO chunk_fts (rowid, stems, grams) VALUES (:number, :stems, :grams)")


def index_chunks(session: Session, chunks: Sequence[tuple[int, str, str]]) -> None:
    """Indexes (chunk number, text, language) triples within the caller's transaction; again is harmless.

    Words are stemmed by their own script, so the chunk's language only says what most of them are.
    """
    rows = [
        {
            "number": number,
            "stems": " ".join(normalise.stems(content)),
            "grams": " ".join(normalise.grams(content)),
        }
        for number, content, _language in chunks
    ]
    if rows:
        session.execute(_INSERT, rows)
