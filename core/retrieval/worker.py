# SPDX-License-Identifier: AGPL-3.0-or-later
"""The resident "search": holds the embedders and the vectors, and answers what is near to a query."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db.tables import ChunkRow, DocumentRow, EmbeddingRow
from core.jobs import resident
from core.retrieval import embedders
from core.retrieval.dense import NearestVectors, owned_cache
from core.retrieval.embed import Encoder, Vectors, from_blobs, load
from core.retrieval.embedders import Choice
from core.retrieval.probe import paraphrases
from core.retrieval.rerank import judge_for, texts_of
from core.retrieval.scope import Scope
from core.vault.keys import MasterKey
from core.workspace import Workspace

if TYPE_CHECKING:
    from core.retrieval.encoders.cross import CrossEncoder
    from core.retrieval.vectors import VectorCache

# Windows asked for, for each chunk wanted: neighbours are often windows of the same chunk.
_WINDOWS_A_CHUNK = 3

# chunk number -> (cosine of its best window, start, end)
Found = dict[int, tuple[float, int, int]]
# The mean and the deviation of an embedder's cosines.
Scale = tuple[float, float]


def serve(hello: dict[str, Any]) -> None:
    """Answers until the pipe closes. ``hello``: workspace (a path) and key (the raw master key in hex)."""
    workspace = Workspace(Path(hello["workspace"]), MasterKey(bytes.fromhex(hello["key"])))
    with owned_cache(workspace) as cache:
        dense, judges = Dense(workspace, cache), Judges(workspace)
        try:
            resident.serve(
                {
                    "dense": lambda params, _request: dense.find(**params),
                    "sync": lambda _params, _request: dense.sync(),
                    "rerank": lambda params, _request: judges.rerank(**params),
                    "nli": lambda params, _request: judges.nli(**params),
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
        self._sentences: dict[tuple[str, str], Vectors] = {}

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
        speaks for ``language``. ``scope``: what Scope.values() gives. Where collections name embedders of
        their own, several are asked, and their cosines are brought to the scale of the first one's.
        """
        within = Scope.given(scope)
        with self._workspace.db.reading() as session:
            asked = embedders.choices_for(session, language, within.collection)
        every: list[Found] = [{} for _ in queries]
        usual: Scale | None = None
        for choice in asked:
            vectors = self._embedder(choice).queries(queries)
            near = self._near(choice).nearest(vectors, n * _WINDOWS_A_CHUNK, within)
            found = [self._resolve(hits, within) for hits in near]
            for one, vector, wanted in zip(found, vectors, chunks, strict=True):
                one.update(self._exact(choice, vector, [number for number in wanted if number not in one]))
            if len(asked) > 1:
                scale = self._scale(choice, language, vectors)
                usual = usual or scale
                found = [_rescaled(one, scale, usual) for one in found]
            for all_found, one in zip(every, found, strict=True):
                all_found.update(one)
        return [[(number, *best) for number, best in one.items()] for one in every]

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
            self._embedders[choice.model_hash] = load(choice, self._workspace.paths.models, threads=1)[0]
        return self._embedders[choice.model_hash]

    def _near(self, choice: Choice) -> NearestVectors:
        if choice.model_hash not in self._vectors:
            self._vectors[choice.model_hash] = NearestVectors(self._workspace, choice.model_hash, self._cache)
        return self._vectors[choice.model_hash]

    def _scale(self, choice: Choice, language: str, queries: Vectors) -> Scale:
        """The mean and deviation of an embedder's cosines between queries and sentences on other things."""
        if (choice.model_hash, language) not in self._sentences:
            known = paraphrases()
            texts = [text for pair in known.get(language, known["en"]) for text in pair]
            self._sentences[choice.model_hash, language] = self._embedder(choice).passages(texts)
        cosines = queries @ self._sentences[choice.model_hash, language].T
        return float(cosines.mean()), max(float(cosines.std()), 1e-6)

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


class Judges:
    """The models that read two texts together, loaded when they are first asked."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._loaded: dict[str, CrossEncoder] = {}

    def rerank(self, query: str, language: str, numbers: Sequence[int]) -> list[tuple[int, float]]:
        """(chunk number, relevance from 0 to 1); nothing where no reranker knows the language."""
        with self._workspace.db.reading() as session:
            model = self._for(session, "reranker", language)
            texts = texts_of(session, numbers) if model else {}
        if model is None or not texts:
            return []
        relevance = model.relevance([(query, text) for text in texts.values()])
        return list(zip(texts, map(float, relevance), strict=True))

    def nli(self, pairs: Sequence[tuple[str, str]], language: str | None = None) -> list[list[float]] | None:
        """For each (premise, hypothesis) [entailed, neutral, contradicted]; None where no model can say."""
        with self._workspace.db.reading() as session:
            model = self._for(session, "nli", language)
        if model is None or not pairs:
            return None if model is None else []
        verdicts: list[list[float]] = model.inference([(one, other) for one, other in pairs]).tolist()
        return verdicts

    def _for(self, session: Session, kind: str, language: str | None) -> CrossEncoder | None:
        choice = judge_for(session, kind, language)
        if choice is None:
            return None
        if choice.model_hash not in self._loaded:
            from core.retrieval.encoders.cross import CrossEncoder

            self._loaded[choice.model_hash] = CrossEncoder(choice.folder, threads=1)
        return self._loaded[choice.model_hash]


def _rescaled(found: Found, scale: Scale, usual: Scale) -> Found:
    factor = usual[1] / scale[1]
    return {
        number: (usual[0] + (cosine - scale[0]) * factor, start, end)
        for number, (cosine, start, end) in found.items()
    }


def _best(windows: Any) -> Found:
    """The best window of each chunk."""
    found: Found = {}
    for number, cosine, start, end in windows:
        if number not in found or cosine > found[number][0]:
            found[number] = (cosine, start, end)
    return found
