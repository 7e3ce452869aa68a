# SPDX-License-Identifier: AGPL-3.0-or-later
"""Search by comparing with all vectors: while the cache is not in step, or belongs to another process."""

from __future__ import annotations

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db.tables import ChunkRow, DocumentRow, EmbeddingRow
from core.retrieval.embed import Vectors
from core.retrieval.scope import ALL, Scope


class ExactVectors:
    """One embedder's vectors as the database has them within a scope, held in memory as float32."""

    def __init__(self, session: Session, model_hash: str, scope: Scope = ALL) -> None:
        query = (
            select(EmbeddingRow.id, DocumentRow.collection_id, EmbeddingRow.vector)
            .join(ChunkRow, ChunkRow.number == EmbeddingRow.chunk_number)
            .join(DocumentRow, DocumentRow.id == ChunkRow.document_id)
            .where(EmbeddingRow.model_hash == model_hash)
            .execution_options(yield_per=5000)
        )
        condition = scope.condition()
        if condition is not None:
            query = query.where(condition)
        ids, collections, blobs = [], [], bytearray()
        for row, collection, blob in session.execute(query):
            ids.append(row)
            collections.append(collection)
            blobs += blob
        self._ids = np.array(ids, dtype=np.int64)
        self._collections = np.array(collections, dtype="U32")
        halves = np.frombuffer(blobs, dtype="<f2")
        self._vectors = halves.astype(np.float32).reshape(len(ids), -1) if ids else None

    def nearest(
        self, queries: Vectors, n: int, collection: str | None = None
    ) -> list[list[tuple[int, float]]]:
        """For each query the ``n`` nearest rows with their cosines, best first."""
        if self._vectors is None:
            return [[] for _ in queries]
        scores = queries @ self._vectors.T
        if collection is not None:
            scores[:, self._collections != collection] = -np.inf
        return [self._best(row, n) for row in scores]

    def _best(self, scores: Vectors, n: int) -> list[tuple[int, float]]:
        top = np.argpartition(-scores, min(n, len(scores)) - 1)[:n]
        top = top[np.argsort(-scores[top], kind="stable")]
        return [(int(self._ids[i]), float(scores[i])) for i in top if np.isfinite(scores[i])]
