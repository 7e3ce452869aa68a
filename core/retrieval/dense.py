# SPDX-License-Identifier: AGPL-3.0-or-later
"""The vectors nearest to a query: by Chroma while it is in step with the database, else by comparing all."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import filelock
from sqlalchemy import func, select

from core.db.tables import ChunkRow, DocumentRow, EmbeddingRow
from core.retrieval import stale
from core.retrieval.embed import Vectors
from core.retrieval.exact import ExactVectors
from core.retrieval.scope import ALL, Scope
from core.workspace import Workspace

if TYPE_CHECKING:
    from core.retrieval.vectors import VectorCache

_ROWS_A_BATCH = 2000
# Chroma's graph loses reach with each deletion (its issue 7758): after this share it is built anew.
_DELETED_SHARE = 0.2
# A scope of so many vectors is compared with whole: some 30 MB, read and multiplied in a tenth of a second.
_NARROW = 30_000

# How many vectors the database has of an embedder, and the id of the newest.
Stamp = tuple[int, int]


class NearestVectors:
    """The nearest vectors of one embedder. One process of a workspace owns the cache; others search exactly.

    A background thread brings the cache into step; until it has, answers are exact. Use from one thread.
    """

    def __init__(self, workspace: Workspace, model_hash: str, cache: VectorCache | None) -> None:
        self._workspace = workspace
        self._hash = model_hash
        self._cache = cache
        self._cached: Stamp | None = None
        self._counted: tuple[int, Stamp] | None = None
        self._exact: tuple[Stamp, ExactVectors] | None = None
        self._scoped: tuple[Stamp, Scope, ExactVectors] | None = None
        self._thread: threading.Thread | None = None
        self._ending = threading.Event()

    def nearest(self, queries: Vectors, n: int, scope: Scope = ALL) -> list[list[tuple[int, float]]]:
        """For each query (row id, cosine) of about ``n`` vectors, best first; a row may be gone by now.

        Rows outside ``scope`` may be among them where it is wide.
        """
        stamp = self._stamp()
        if not scope.whole_collection and self._is_narrow(scope):
            return self._within(stamp, scope).nearest(queries, n)
        if self._cache is not None and self._in_step(self._cache, stamp):
            try:
                return self._cache.nearest(self._hash, queries, n, scope.collection)
            except Exception:  # noqa: BLE001 - whatever a damaged cache raises, the database has it all
                self._give_up(self._cache)
        if not scope.whole_collection:
            return self._within(stamp, scope).nearest(queries, n)
        if self._exact is None or self._exact[0] != stamp:
            with self._workspace.db.reading() as session:
                self._exact = (stamp, ExactVectors(session, self._hash))
        return self._exact[1].nearest(queries, n, scope.collection)

    def sync(self) -> str:
        """Waits until the cache is in step. Returns who answers from now on: "chroma" or "exact"."""
        while self._cache is not None and not self._ending.is_set():
            if self._in_step(self._cache, self._stamp()):
                return "chroma"
            if self._thread is not None:
                self._thread.join()
        return "exact"

    def close(self) -> None:
        """Stops the background thread after its batch."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join()

    def _is_narrow(self, scope: Scope) -> bool:
        """Whether comparing with all vectors of a scope is little work: few of a graph's hits lie in it."""
        query = select(EmbeddingRow.id).where(
            EmbeddingRow.model_hash == self._hash, EmbeddingRow.chunk_number.in_(scope.numbers())
        )
        counted = select(func.count()).select_from(query.limit(_NARROW + 1).subquery())
        with self._workspace.db.reading() as session:
            return (session.scalar(counted) or 0) <= _NARROW

    def _within(self, stamp: Stamp, scope: Scope) -> ExactVectors:
        if self._scoped is None or self._scoped[:2] != (stamp, scope):
            with self._workspace.db.reading() as session:
                self._scoped = (stamp, scope, ExactVectors(session, self._hash, scope))
        return self._scoped[2]

    def _stamp(self) -> Stamp:
        """Counted anew after a commit only: counting 100,000 rows takes as long as searching them."""
        commits = self._workspace.db.commits()
        if self._counted is None or self._counted[0] != commits:
            self._counted = (commits, self._count())
        return self._counted[1]

    def _count(self) -> Stamp:
        query = select(func.count(), func.coalesce(func.max(EmbeddingRow.id), 0)).where(
            EmbeddingRow.model_hash == self._hash
        )
        with self._workspace.db.reading() as session:
            count, newest = session.execute(query).one()
            return count, newest

    def _in_step(self, cache: VectorCache, stamp: Stamp) -> bool:
        if self._cached == stamp:
            self._exact = None
            return True
        if (self._thread is None or not self._thread.is_alive()) and not self._ending.is_set():
            self._thread = threading.Thread(target=self._catch_up, args=(cache,), name="vectors")
            self._thread.start()
        return False

    def _give_up(self, cache: VectorCache) -> None:
        """Searches exactly from now on; the next process makes the cache anew."""
        self._cache = None
        with contextlib.suppress(Exception):
            cache.drop(self._hash)

    def _catch_up(self, cache: VectorCache) -> None:
        try:
            self._bring_into_step(cache)
        except Exception:  # noqa: BLE001 - as above
            self._give_up(cache)

    def _bring_into_step(self, cache: VectorCache) -> None:
        stamp, wanted = self._stamp(), self._wanted()
        held = cache.ids(self._hash)
        if len(held - wanted) > _DELETED_SHARE * len(held):
            cache.drop(self._hash)
            held = set()
        cache.remove(self._hash, held - wanted)
        missing = sorted(wanted - held)
        for start in range(0, len(missing), _ROWS_A_BATCH):
            if self._ending.is_set():
                return
            self._add(cache, missing[start : start + _ROWS_A_BATCH])
        self._cached = stamp

    def _wanted(self) -> set[int]:
        with self._workspace.db.reading() as session:
            return set(session.scalars(select(EmbeddingRow.id).where(EmbeddingRow.model_hash == self._hash)))

    def _add(self, cache: VectorCache, rows: Sequence[int]) -> None:
        from core.retrieval.vectors import Stored

        query = (
            select(EmbeddingRow.id, DocumentRow.collection_id, EmbeddingRow.vector)
            .join(ChunkRow, ChunkRow.number == EmbeddingRow.chunk_number)
            .join(DocumentRow, DocumentRow.id == ChunkRow.document_id)
            .where(EmbeddingRow.id.in_(rows))
        )
        with self._workspace.db.reading() as session:
            found = [Stored(*row) for row in session.execute(query)]
        cache.add(self._hash, found)


@contextlib.contextmanager
def owned_cache(workspace: Workspace) -> Iterator[VectorCache | None]:
    """The workspace's Chroma, held by this process alone; None while another process holds it."""
    lock = stale.lock(workspace)
    try:
        lock.acquire()
    except filelock.Timeout:
        yield None
        return
    try:
        from core.retrieval.vectors import VectorCache

        stale.clear_if_stale(workspace)
        cache = VectorCache(workspace.paths.vectors)
        yield cache
        cache.close()
    finally:
        lock.release()
