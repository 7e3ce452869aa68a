# SPDX-License-Identifier: AGPL-3.0-or-later
"""A hundred thousand passages: recall and pace of the vectors' cache against exact numpy, and a hybrid search
against numpy over all vectors and FTS5 over plain words, by hand. Vectors lie in clusters, as real ones do.

    python tests/bench/bench_vectors.py [passages]
"""

from __future__ import annotations

import itertools
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from core import offline  # noqa: E402

offline.install()

import numpy as np  # noqa: E402
from sqlalchemy import insert, select, text  # noqa: E402

from core.app import App  # noqa: E402
from core.db.tables import ChunkRow, CollectionRow, DocumentRow, EmbeddingRow, PageRow  # noqa: E402
from core.retrieval import embedders, normalise  # noqa: E402
from core.retrieval.dense import NearestVectors, owned_cache  # noqa: E402
from core.retrieval.embed import Vectors, load, to_blob  # noqa: E402
from core.retrieval.index import index_chunks  # noqa: E402
from core.workspace import Workspace  # noqa: E402

PASSAGES = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
CORPORA = ROOT.parent / "shared" / "data" / "retrieval" / "chunks"
SAMPLES = ROOT / "resources" / "samples"
DIMENSIONS, WORDS, PAGES, NEIGHBOURS, QUERIES, BATCH = 384, 30, 100, 10, 100, 5000
CLUSTERS = PASSAGES // 100


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = App.create(Path(folder) / "ws", "only for the benchmark")
        try:
            stored = vectors()
            with app.workspace.db.reading() as session:
                (choice,) = embedders.choices(session)
            started = time.perf_counter()
            fill(app.workspace, stored, choice.model_hash)
            print(f"{PASSAGES} passages in the database: {time.perf_counter() - started:.0f} s", flush=True)
            cache(app.workspace, stored, choice.model_hash)
            hybrid(app, stored, load(choice, app.workspace.paths.models, threads=1)[0])
        finally:
            app.close()


def vectors() -> Vectors:
    random = np.random.default_rng(0)
    centres = random.normal(size=(CLUSTERS, DIMENSIONS)).astype(np.float32)
    noise = random.normal(size=(PASSAGES, DIMENSIONS)).astype(np.float32)
    return _unit(centres[random.integers(0, CLUSTERS, PASSAGES)] + 0.8 * noise)


def fill(workspace: Workspace, stored: Vectors, model_hash: str) -> None:
    """Puts passages of the corpora, again and again, into the database in bulk."""
    words = itertools.cycle(_words())
    with workspace.db.session() as session:
        shelf = CollectionRow(name="documents")
        session.add(shelf)
        session.flush()
        for first in range(0, PASSAGES, BATCH):
            numbers = range(first + 1, min(first + BATCH, PASSAGES) + 1)
            texts = [" ".join(itertools.islice(words, WORDS)) for _ in numbers]
            documents = sorted({number // PAGES for number in numbers})
            session.execute(
                insert(DocumentRow).prefix_with("OR IGNORE"), [_document(one, shelf.id) for one in documents]
            )
            session.execute(
                insert(PageRow), [_page(number, page) for number, page in zip(numbers, texts, strict=True)]
            )
            session.execute(
                insert(ChunkRow), [_chunk(number, page) for number, page in zip(numbers, texts, strict=True)]
            )
            index_chunks(session, [(n, page, "en") for n, page in zip(numbers, texts, strict=True)])
            session.execute(
                insert(EmbeddingRow),
                [
                    {
                        "id": number,
                        "chunk_number": number,
                        "model_hash": model_hash,
                        "start": 0,
                        "end": len(page),
                        "vector": to_blob(stored[number - 1]),
                    }
                    for number, page in zip(numbers, texts, strict=True)
                ],
            )


def cache(workspace: Workspace, stored: Vectors, model_hash: str) -> None:
    """Recall@10 and pace of the cache, its check against the database included."""
    random = np.random.default_rng(1)
    chosen = stored[random.integers(0, PASSAGES, QUERIES)]
    queries = _unit(chosen + 0.02 * random.normal(size=chosen.shape))
    with owned_cache(workspace) as owned:
        near = NearestVectors(workspace, model_hash, owned)
        started = time.perf_counter()
        assert near.sync() == "chroma"
        print(f"building the vectors' cache: {time.perf_counter() - started:.0f} s", flush=True)
        found, ours = _timed(lambda one: [row for row, _ in near.nearest(one[None], NEIGHBOURS)[0]], queries)
        exact, reference = _timed(lambda one: _nearest(stored, one), queries)
        near.close()
    shared = [len(set(a) & set(b)) / NEIGHBOURS for a, b in zip(found, exact, strict=True)]
    _print("nearest vectors, p95", ours, reference, "exact numpy, ms")
    print(f"recall@{NEIGHBOURS}: {statistics.fmean(shared):.4f}", flush=True)


def hybrid(app: App, stored: Vectors, encoder: Any) -> None:
    """The whole search of the program against the plainest thing that does as much."""
    questions = _questions()
    with app.workspace.db.session() as session:
        session.execute(text("CREATE VIRTUAL TABLE plain USING fts5(words)"))
        session.execute(
            text(
                "INSERT INTO plain (rowid, words) SELECT chunks.number, substr(pages.text, chunks.start + 1) "
                "FROM chunks JOIN pages ON pages.id = chunks.page_id"
            )
        )
    print(f"vectors: {app.search.sync()}", flush=True)
    for warm in questions[:5]:
        app.search.find(warm)
    _, ours = _timed(app.search.find, questions)
    _, reference = _timed(lambda question: _by_hand(app.workspace, stored, encoder, question), questions)
    _print("hybrid search, p95", ours, reference, "numpy and FTS5 by hand, ms")


def _by_hand(workspace: Workspace, stored: Vectors, encoder: Any, question: str) -> list[str]:
    meaning = _nearest(stored, encoder.queries([question])[0])
    match = " OR ".join(f'"{word}"' for word in normalise.words(question))
    matching = text("SELECT rowid FROM plain WHERE plain MATCH :match ORDER BY rank LIMIT 10")
    with workspace.db.reading() as session:
        by_words = list(session.scalars(matching, {"match": match}))
        ranks = {number: 1 / (60 + rank) for rank, number in enumerate(by_words)}
        for rank, number in enumerate(meaning):
            ranks[number] = ranks.get(number, 0.0) + 1 / (60 + rank)
        best = sorted(ranks, key=lambda number: -ranks[number])[:NEIGHBOURS]
        pages = select(PageRow.text).join(ChunkRow, ChunkRow.page_id == PageRow.id)
        return list(session.scalars(pages.where(ChunkRow.number.in_(best))))


def _nearest(stored: Vectors, query: Vectors) -> list[int]:
    cosines = stored @ query
    top = np.argpartition(-cosines, NEIGHBOURS)[:NEIGHBOURS]
    return [int(row) + 1 for row in top[np.argsort(-cosines[top])]]


def _timed(search: Callable[[Any], Any], queries: Any) -> tuple[list[Any], float]:
    """What was found, and the 95th percentile of the milliseconds a query."""
    found, seconds = [], []
    for query in queries:
        started = time.perf_counter()
        found.append(search(query))
        seconds.append(time.perf_counter() - started)
    return found, 1000 * float(np.percentile(seconds, 95))


def _words() -> list[str]:
    files = sorted((CORPORA / "corpora").glob("*.md"))
    if files:
        return " ".join(file.read_text(encoding="utf-8") for file in files).split()
    return " ".join(one["text"] for one in _lines("pages.jsonl") if one["language"] == "en").split()


def _questions() -> list[str]:
    asked = [one["question"] for one in _lines("questions.jsonl") if one["language"] == "en"]
    return list(itertools.islice(itertools.cycle(asked), QUERIES))


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SAMPLES / name).read_text(encoding="utf-8").splitlines()]


def _document(number: int, collection: str) -> dict[str, Any]:
    name = f"report {number}"
    kept = {
        "id": f"{number:032x}",
        "collection_id": collection,
        "path": name,
        "name": name,
        "status": "ready",
    }
    return {**kept, "sha256": name, "size": 0, "media_type": "text/plain", "page_count": PAGES}


def _page(number: int, content: str) -> dict[str, Any]:
    kept = {"id": f"{number:032x}", "document_id": f"{number // PAGES:032x}", "number": number % PAGES + 1}
    return {**kept, "source": "text", "text": content}


def _chunk(number: int, content: str) -> dict[str, Any]:
    kept = {"number": number, "document_id": f"{number // PAGES:032x}", "page_id": f"{number:032x}"}
    span = {"start": 0, "end": len(content), "tokens": WORDS}
    return {**kept, **span, "language": "en", "settings_hash": ""}


def _unit(rows: Any) -> Vectors:
    scaled: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return scaled


def _print(name: str, ours: float, reference: float, unit: str) -> None:
    print(f"{name}: {ours / reference:.2f} (ours {ours:.3g}, reference {reference:.3g} {unit})", flush=True)


if __name__ == "__main__":
    main()
