# SPDX-License-Identifier: AGPL-3.0-or-later
"""Retrieval: embedding against plain sentence-transformers, nearest vectors against exact numpy, and how well
the sample case's questions find their pages against plain words in FTS5.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from core import offline  # noqa: E402

offline.install()

import numpy as np  # noqa: E402
from sqlalchemy import select, text  # noqa: E402

from core.app import App  # noqa: E402
from core.db.tables import ChunkRow, CollectionRow, DocumentRow, EmbeddingRow, ModelRow, PageRow  # noqa: E402
from core.documents.chunks import chunks_of  # noqa: E402
from core.jobs import queue  # noqa: E402
from core.retrieval import normalise  # noqa: E402
from core.retrieval.dense import NearestVectors, owned_cache  # noqa: E402
from core.retrieval.embed import Vectors, to_blob  # noqa: E402
from core.retrieval.embed_missing import embed_missing  # noqa: E402
from core.retrieval.index import index_chunks  # noqa: E402
from core.settings import ChunkSettings  # noqa: E402
from core.workspace import Workspace  # noqa: E402

SAMPLES = ROOT / "resources" / "samples"
VECTORS, DIMENSIONS, NEIGHBOURS = 20_000, 384, 10
COPIES = 6


def main() -> None:
    with _app() as app:
        _fill(app.workspace, _lines("pages.jsonl"))
        embed_missing(_context(app.workspace))
        quality(app)
    with _app() as app:
        embedding(app.workspace)
    with _app() as app:
        nearest(app.workspace)


def quality(app: App) -> None:
    """MRR@10 of the page that answers, for each language and mode, against FTS5 over the plain words."""
    questions = _lines("questions.jsonl")
    with app.workspace.db.reading() as session:
        session.execute(text("CREATE VIRTUAL TABLE temp.plain USING fts5(words)"))
        for number, page, chunk_start, chunk_end in session.execute(
            select(ChunkRow.number, PageRow.text, ChunkRow.start, ChunkRow.end).join(
                PageRow, PageRow.id == ChunkRow.page_id
            )
        ).all():
            session.execute(
                text("INSERT INTO temp.plain (rowid, words) VALUES (:number, :words)"),
                {"number": number, "words": page[chunk_start:chunk_end]},
            )
        for language in ("en", "ar"):
            asked = [question for question in questions if question["language"] == language]
            reference = _mrr(asked, partial(_plain, session))
            for mode in ("lexical", "hybrid", "dense"):
                if mode == "dense" and language == "ar":
                    continue
                ours = _mrr(asked, partial(_ours, app, mode))
                _print(f"MRR@10 {language} {mode} ({len(asked)} questions)", ours, reference, "plain FTS5")
    for language in ("en", "ar"):
        pairs = [(one["id"], one["question"]) for one in questions if one["language"] == language]
        started = time.perf_counter()
        list(app.search.find_many(pairs))
        milliseconds = 1000 * (time.perf_counter() - started) / len(pairs)
        print(f"hybrid search {language}: {milliseconds:.1f} ms a query")


def embedding(workspace: Workspace) -> None:
    """The whole step, windows and database included, against encoding the same windows alone."""
    english = [page for page in _lines("pages.jsonl") if page["language"] == "en"]
    copies = [
        # No window twice: equal ones are embedded once.
        {
            **page,
            "document": f"{copy}-{page['document']}",
            "text": page["text"].replace(". ", f". {copy} ").replace("\n", f"\n{copy} "),
        }
        for copy in range(COPIES)
        for page in english
    ]
    _fill(workspace, copies)
    with workspace.db.reading() as session:
        folder = session.scalars(select(ModelRow.path).where(ModelRow.kind == "embedder")).one()
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(folder, local_files_only=True)
    plain.encode(["Warm up."])
    started = time.perf_counter()
    embed_missing(_context(workspace))
    ours = time.perf_counter() - started
    with workspace.db.reading() as session:
        windows = session.execute(
            select(PageRow.text, EmbeddingRow.start, EmbeddingRow.end)
            .join(ChunkRow, ChunkRow.number == EmbeddingRow.chunk_number)
            .join(PageRow, PageRow.id == ChunkRow.page_id)
        ).all()
    texts = [page[start:end] for page, start, end in windows]
    started = time.perf_counter()
    plain.encode(texts, normalize_embeddings=True)
    reference = time.perf_counter() - started
    _print("embedding", len(texts) / ours, len(texts) / reference, "sentence-transformers, windows/s")


def nearest(workspace: Workspace) -> None:
    """Chroma in step with the database, its check included, against numpy over all vectors."""
    random = np.random.default_rng(0)
    centres = random.normal(size=(200, DIMENSIONS))
    stored = _unit(
        centres[random.integers(0, 200, VECTORS)] + 0.8 * random.normal(size=(VECTORS, DIMENSIONS))
    )
    queries = _unit(stored[:100] + 0.02 * random.normal(size=(100, DIMENSIONS)))
    (chunk,) = _fill(workspace, [{"document": "all", "page": 1, "language": "en", "text": "All."}])
    with workspace.db.session() as session:
        session.add_all(
            EmbeddingRow(chunk_number=chunk, model_hash="bench", start=0, end=1, vector=to_blob(vector))
            for vector in stored
        )
    with owned_cache(workspace) as cache:
        vectors = NearestVectors(workspace, "bench", cache)
        started = time.perf_counter()
        assert vectors.sync() == "chroma"
        print(f"building the vector index: {VECTORS / (time.perf_counter() - started):.0f} vectors/s")
        found, ours = _timed(
            lambda query: [row for row, _ in vectors.nearest(query[None], NEIGHBOURS)[0]], queries
        )
        exact, reference = _timed(lambda query: _exact(stored, query), queries)
        vectors.close()
    recall = statistics.fmean(len(set(a) & set(b)) / NEIGHBOURS for a, b in zip(found, exact, strict=True))
    _print(f"nearest of {VECTORS} vectors", 1000 * ours, 1000 * reference, "exact numpy, ms a query")
    print(f"recall@{NEIGHBOURS} of it: {recall:.3f}")


def _exact(stored: Vectors, query: Vectors) -> list[int]:
    cosines = stored @ query
    top = np.argpartition(-cosines, NEIGHBOURS)[:NEIGHBOURS]
    return [int(row) + 1 for row in top[np.argsort(-cosines[top])]]


def _timed(search: Callable[[Vectors], list[int]], queries: Vectors) -> tuple[list[list[int]], float]:
    """What was found, and the median seconds a query."""
    found, seconds = [], []
    for query in queries:
        started = time.perf_counter()
        found.append(search(query))
        seconds.append(time.perf_counter() - started)
    return found, statistics.median(seconds)


def _mrr(questions: list[dict[str, Any]], search: Callable[[str], list[tuple[str, int]]]) -> float:
    ranks = []
    for question in questions:
        pages = list(dict.fromkeys(search(question["question"])))[:10]
        gold = (question["document"], question["page"])
        ranks.append(1 / (pages.index(gold) + 1) if gold in pages else 0.0)
    return statistics.fmean(ranks)


def _ours(app: App, mode: str, question: str) -> list[tuple[str, int]]:
    return [(hit.document, hit.page) for hit in app.search.find(question, mode=mode, k=30).hits]


def _plain(session: Any, question: str) -> list[tuple[str, int]]:
    """FTS5 as it comes: its own tokenizer over the text, the question's words joined by OR."""
    match = " OR ".join(f'"{word}"' for word in normalise.words(question))
    rows = session.execute(
        text(
            "SELECT documents.path, pages.number FROM temp.plain JOIN chunks ON chunks.number = plain.rowid "
            "JOIN pages ON pages.id = chunks.page_id JOIN documents ON documents.id = chunks.document_id "
            "WHERE plain MATCH :match ORDER BY rank LIMIT 30"
        ),
        {"match": match},
    )
    return [(path, number) for path, number in rows]


def _fill(workspace: Workspace, pages: list[dict[str, Any]]) -> list[int]:
    """Puts pages into the database as ingest would; returns the chunks' numbers."""
    numbers: list[int] = []
    with workspace.db.session() as session:
        shelf = CollectionRow(name="documents")
        session.add(shelf)
        session.flush()
        documents: dict[str, DocumentRow] = {}
        for page in pages:
            document = documents.get(page["document"])
            if document is None:
                name = page["document"]
                document = DocumentRow(
                    collection_id=shelf.id, path=name, name=name, sha256=name, size=0, media_type="text/plain"
                )
                documents[name] = document
                session.add(document)
                session.flush()
            row = PageRow(document_id=document.id, number=page["page"], source="text", text=page["text"])
            session.add(row)
            session.flush()
            for start, end, tokens, language in chunks_of(page["text"], ChunkSettings()):
                chunk = ChunkRow(
                    document_id=document.id,
                    page_id=row.id,
                    start=start,
                    end=end,
                    tokens=tokens,
                    language=language,
                    settings_hash="",
                )
                session.add(chunk)
                session.flush()
                index_chunks(session, [(chunk.number, page["text"][start:end], language)])
                numbers.append(chunk.number)
    return numbers


@contextmanager
def _app() -> Iterator[App]:
    with tempfile.TemporaryDirectory() as folder:
        app = App.create(Path(folder) / "ws", "only for the benchmark")
        try:
            yield app
        finally:
            app.close()


def _context(workspace: Workspace) -> queue.JobContext:
    return queue.JobContext(workspace, queue.add(workspace, "ingest", "Embeds", {}), {})


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SAMPLES / name).read_text(encoding="utf-8").splitlines()]


def _unit(vectors: Any) -> Vectors:
    scaled: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return scaled


def _print(name: str, ours: float, reference: float, unit: str) -> None:
    print(f"{name}: {ours / reference:.2f} (ours {ours:.3g}, reference {reference:.3g} {unit})", flush=True)


if __name__ == "__main__":
    main()
