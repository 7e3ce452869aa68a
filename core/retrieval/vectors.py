# SPDX-License-Identifier: AGPL-3.0-or-later
"""The only importer of Chroma: a cache of vectors under the ids of their rows; no text, no file names.

It may lose or keep rows that it should not, so its owner compares it with the database and asks the database
about every hit (see core.retrieval.dense).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import chromadb
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings

from core.retrieval.embed import Vectors, from_blobs

# Searching reads this many neighbours: it bounds both recall and the number of hits.
_NEIGHBOURS = 400
_HNSW = {"space": "cosine", "ef_construction": 128, "ef_search": _NEIGHBOURS, "max_neighbors": 16}


class Stored(NamedTuple):
    """A row of the embeddings table: its id, its document's collection, its vector."""

    id: int
    collection: str
    blob: bytes


class VectorCache:
    """Chroma in ``folder``, one of its collections for each embedder. A damaged folder is made anew."""

    def __init__(self, folder: Path) -> None:
        try:
            self._client = _client(folder)
        except Exception:  # noqa: BLE001 - whatever is wrong with it: a cache can be made again
            SharedSystemClient.clear_system_cache()
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o700)
            self._client = _client(folder)

    def ids(self, model_hash: str) -> set[int]:
        """The rows it says it holds."""
        return {int(row) for row in self._of(model_hash).get(include=[])["ids"]}

    def add(self, model_hash: str, rows: Sequence[Stored]) -> None:
        if rows:
            self._of(model_hash).add(
                ids=[str(row.id) for row in rows],
                embeddings=from_blobs([row.blob for row in rows]),
                metadatas=[{"collection": row.collection} for row in rows],
            )

    def remove(self, model_hash: str, rows: Iterable[int]) -> None:
        for batch in _batched(rows, 1000):
            self._of(model_hash).delete(ids=[str(row) for row in batch])

    def drop(self, model_hash: str) -> None:
        """Forgets all vectors of one embedder."""
        self._client.delete_collection(self._of(model_hash).name)

    def nearest(
        self, model_hash: str, queries: Vectors, n: int, collection: str | None
    ) -> list[list[tuple[int, float]]]:
        """For each query the ``n`` nearest rows (400 at most) with their cosines, best first."""
        found = self._of(model_hash).query(
            query_embeddings=queries,
            n_results=min(n, _NEIGHBOURS),
            where={"collection": collection} if collection else None,
            include=["distances"],
        )
        return [
            [(int(row), 1.0 - distance) for row, distance in zip(ids, distances, strict=True)]
            for ids, distances in zip(found["ids"], found["distances"] or [], strict=True)
        ]

    def close(self) -> None:
        self._client.close()

    def _of(self, model_hash: str) -> Any:
        return self._client.get_or_create_collection(
            f"embedder-{model_hash[:32]}", embedding_function=None, configuration={"hnsw": _HNSW}
        )


def _client(folder: Path) -> Any:
    return chromadb.PersistentClient(folder, settings=Settings(anonymized_telemetry=False))


def _batched(rows: Iterable[int], size: int) -> Iterable[list[int]]:
    left = iter(rows)
    while batch := list(islice(left, size)):
        yield batch
