# SPDX-License-Identifier: AGPL-3.0-or-later
"""The resident "search": holds the embedders and the vectors, and answers what is near to a query."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.db.tables import ChunkRow, DocumentRow, EmbeddingRow
from core.jobs import resident
from core.retrieval import embedders
from core.retrieval.dense import NearestVectors, owned_cache
from core.retrieval.embed import Encoder, Vectors, from_blobs, load
from core.retrieval.embedders import Choice
from core.retrieval.scope import Scope
from core.vault.keys import MasterKey
from core.workspace import Workspace

if TYPE_CHECKING:
    from core.retrieval.vectors import VectorCache

# Windows asked for, for each chunk wanted: neighbours are often windows of the same chunk.
_WINDOWS_A_CHUNK = 3

# chunk number -> (cosine of its best window, start, end)
Found = dict[int, tuple[float, int, int]]


def serve(hello: dict[str, Any]) -> None:
    """Answers until the pipe closes. ``hello``: workspace (a path) and key (the raw master key in hex)."""
    workspace = Workspace(Path(hello["workspace"]), MasterKey(bytes.fromhex(hello["key"])))
    with owned_cache(workspace) as cache:
        dense = Dense(workspace, cache)
        try:
            resident.serve(
                {
                    "dense": lambda params, _request: dense.find(**params),
                    "sync": lambda _params, _request: dense.sync(),
                }
            )
        finally:
            dense.close()
    workspace.close()


class Dense:
    """The embedders that were asked for so far, each with its vectors."""

    def __init__(self, workspace: Workspace, cache: VectorCache | None) -> None:
        self._workspace = workspace
        self._cache = cache
        self._embedders: dict[str, Encoder] = {}
        self._vectors: dict[str, NearestVectors] = {}

    def find(
        self,
        queries: Sequence[str],
        language: str,
        n: int,
        scope: dict[str, Any],
        chunks: Sequence[Sequence[int]],
    ) -> list[list[tuple[int, float, int, int]]]:
        """For each query (chunk number, cosine, start, end) of its best window: the ``n`` nearest chunks.

        ``chunks`` names for each query further chunks whose cosine is wanted too. Nothing where no embedder
        speaks for ``language``. ``scope``: what Scope.values() gives.
        """
        within = Scope.given(scope)
        with self._workspace.db.reading() as session:
            choice = embedders.choice_for(session, language)
        if choice is None:
            return [[] for _ in queries]
        vectors = self._embedder(choice).queries(queries)
        near = self._near(choice).nearest(vectors, n * _WINDOWS_A_CHUNK, within)
        found = [self._resolve(hits, within) for hits in near]
        for one, vector, wanted in zip(found, vectors, chunks, strict=True):
            one.update(self._exact(choice, vector, [number for number in wanted if number not in one]))
        return [[(number, *best) for number, best in one.items()] for one in found]

    def sync(self) -> dict[str, str]:
        """Brings every embedder's vectors into step; returns for each who answers, "chroma" or "exact"."""
        with self._workspace.db.reading() as session:
            choices = embedders.choices(session)
        return {choice.name: self._near(choice).sync() for choice in choices}

    def close(self) -> None:
        for vectors in self._vectors.values():
            vectors.close()

    def _embedder(self, choice: Choice) -> Encoder:
        if choice.model_hash not in self._embedders:
            # Short queries lose more by waiting for threads on a busy machine than several threads gain.
            self._embedders[choice.model_hash] = load(self._workspace, choice, threads=1)[0]
        return self._embedders[choice.model_hash]

    def _near(self, choice: Choice) -> NearestVectors:
        if choice.model_hash not in self._vectors:
            self._vectors[choice.model_hash] = NearestVectors(self._workspace, choice.model_hash, self._cache)
        return self._vectors[choice.model_hash]

    def _resolve(self, hits: Sequence[tuple[int, float]], scope: Scope) -> Found:
        """The hits that the database still has within a scope, by chunk."""
        cosines = dict(hits)
        query = select(
            EmbeddingRow.id, EmbeddingRow.chunk_number, EmbeddingRow.start, EmbeddingRow.end
        ).where(EmbeddingRow.id.in_(cosines))
        condition = scope.condition()
        if condition is not None:
            query = (
                query.join(ChunkRow, ChunkRow.number == EmbeddingRow.chunk_number)
                .join(DocumentRow, DocumentRow.id == ChunkRow.document_id)
                .where(condition)
            )
        with self._workspace.db.reading() as session:
            rows = session.execute(query).all()
        return _best((number, cosines[row], start, end) for row, number, start, end in rows)

    def _exact(self, choice: Choice, vector: Vectors, chunks: Sequence[int]) -> Found:
        query = select(
            EmbeddingRow.chunk_number, EmbeddingRow.start, EmbeddingRow.end, EmbeddingRow.vector
        ).where(EmbeddingRow.model_hash == choice.model_hash, EmbeddingRow.chunk_number.in_(chunks))
        with self._workspace.db.reading() as session:
            rows = session.execute(query).all()
        if not rows:
            return {}
        cosines = from_blobs([row.vector for row in rows]) @ vector
        return _best(
            (row.chunk_number, float(cosine), row.start, row.end)
            for row, cosine in zip(rows, cosines, strict=True)
        )


def _best(windows: Any) -> Found:
    """The best window of each chunk."""
    found: Found = {}
    for number, cosine, start, end in windows:
        if number not in found or cosine > found[number][0]:
            found[number] = (cosine, start, end)
    return found
