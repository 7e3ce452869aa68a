# SPDX-License-Identifier: AGPL-3.0-or-later
"""How well questions find their pages, by mode, fusion and ranker, against FTS5's BM25 over the plain words.

    bench_retrieval.py [SQUAD.json ...]      files in SQuAD's format are measured too

On the samples and on invented annual reports (by words alone), nDCG@10, MRR@10 and recall@10.
"""

from __future__ import annotations

import json
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from core import offline  # noqa: E402

offline.install()

from sqlalchemy import select, text  # noqa: E402
from sqlalchemy.orm import Session  # noqa: E402

from core.app import App  # noqa: E402
from core.db.tables import ChunkRow, CollectionRow, DocumentRow, PageRow  # noqa: E402
from core.documents.chunks import chunks_of  # noqa: E402
from core.documents.language import language_of  # noqa: E402
from core.jobs import queue  # noqa: E402
from core.retrieval import normalise  # noqa: E402
from core.retrieval.catalogue import Catalogue  # noqa: E402
from core.retrieval.embed_missing import embed_missing  # noqa: E402
from core.retrieval.features import Ranker  # noqa: E402
from core.retrieval.frequencies import Frequencies  # noqa: E402
from core.retrieval.fuse import fuse, reciprocal_ranks, weighted  # noqa: E402
from core.retrieval.index import index_chunks  # noqa: E402
from core.retrieval.lexical import Lexical  # noqa: E402
from core.retrieval.scope import ALL  # noqa: E402
from core.retrieval.worker import Dense  # noqa: E402
from core.settings import ChunkSettings  # noqa: E402
from core.workspace import Workspace  # noqa: E402
from tests.bench.annual_reports import questions, reports  # noqa: E402

SAMPLES = ROOT / "resources" / "samples"
COMPANIES, BEST, CANDIDATES, NEAREST = 100, 10, 100, 50

Scores = dict[int, float]
Place = tuple[str, int]


class Asked(NamedTuple):
    """A question and the page that answers it: its document's path and its number."""

    text: str
    gold: Place


def main() -> None:
    for language in ("en", "ar"):
        asked = [
            Asked(one["question"], (one["document"], one["page"]))
            for one in _lines("questions.jsonl")
            if one["language"] == language
        ]
        measure(f"samples {language}", _lines("pages.jsonl"), asked)
    for file in sys.argv[1:]:
        measure(Path(file).name, *squad(Path(file)))
    shelf = reports(COMPANIES)
    asked = [Asked(one.text, (one.name, one.page)) for one in questions(shelf, 1)]
    pages = [
        {"document": one.name, "page": number, "head": one.header, "text": page}
        for one in shelf
        for number, page in enumerate(one.pages, start=1)
    ]
    measure(f"{len(pages)} pages of invented reports", pages, asked, embed=False)


def squad(file: Path) -> tuple[list[dict[str, Any]], list[Asked]]:
    """The paragraphs of a file as documents of one page each, equal ones once, and its questions."""
    names: dict[str, str] = {}
    asked = []
    for article in json.loads(file.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            name = names.setdefault(paragraph["context"], f"{len(names):05}.txt")
            asked += [Asked(one["question"], (name, 1)) for one in paragraph["qas"]]
    return [{"document": name, "page": 1, "text": content} for content, name in names.items()], asked


def measure(name: str, pages: list[dict[str, Any]], asked: list[Asked], *, embed: bool = True) -> None:
    """Prints how each way of ranking does on one set, the plain one first."""
    with _app() as app:
        _fill(app.workspace, pages)
        if embed:
            embed_missing(_context(app.workspace))
        dense = Dense(app.workspace, None)
        with app.workspace.db.reading() as session:
            places = _places(session)
            _index_plain(session)
            plain = [_plain(session, one.text) for one in asked]
            reference = _print(name, "plain FTS5", asked, [_pages(scores, places) for scores in plain], None)
            started = time.perf_counter()
            ours = Ranking()
            ranked = [_rankings(session, dense, ours, one.text) for one in asked]
            seconds = time.perf_counter() - started
        for way in ranked[0]:
            _print(name, way, asked, [_pages(one[way], places) for one in ranked], reference)
        print(f"{name}: {1000 * seconds / len(asked):.0f} ms a question for all of these")
        dense.close()


class Ranking:
    """What ranks, as core.retrieval.query puts it together; one for all questions of a run."""

    def __init__(self) -> None:
        frequencies = Frequencies()
        self.lexical = Lexical(frequencies)
        self.catalogue = Catalogue(frequencies)
        self.ranker = Ranker(self.catalogue, frequencies)


def _rankings(session: Session, dense: Dense, ours: Ranking, question: str) -> dict[str, Scores]:
    """The candidates of a question, scored in each way that is compared."""
    words = ours.lexical.scores(session, question, CANDIDATES)
    named = ours.catalogue.named(session, question)
    within = ours.lexical.scores(session, question, CANDIDATES, ALL, named)
    (found,) = dense.find([question], language_of(question), NEAREST, ALL.values(), [list(within)])
    ways = {"lexical, not ranked": words, "lexical": ours.ranker.rank(session, question, within)}
    if found:
        meaning = {number: cosine for number, cosine, _, _ in found}
        ways |= {
            "dense": meaning,
            "reciprocal ranks": reciprocal_ranks(words, meaning),
            "weighted 0.7 / 0.3": weighted(words, meaning),
            "z-scores": fuse(words, meaning),
            "hybrid: z-scores, ranked": ours.ranker.rank(session, question, fuse(within, meaning)),
        }
    return ways


def _places(session: Session) -> dict[int, Place]:
    query = select(ChunkRow.number, DocumentRow.path, PageRow.number)
    query = query.join(PageRow, PageRow.id == ChunkRow.page_id)
    rows = session.execute(query.join(DocumentRow, DocumentRow.id == ChunkRow.document_id))
    return {number: (path, page) for number, path, page in rows}


def _pages(scores: Scores, places: dict[int, Place]) -> list[Place]:
    best = sorted(scores, key=lambda number: -scores[number])
    return list(dict.fromkeys(places[number] for number in best if number in places))[:BEST]


def _index_plain(session: Session) -> None:
    """FTS5 as it comes: its own tokenizer over the same passages."""
    session.execute(text("CREATE VIRTUAL TABLE temp.plain USING fts5(words)"))
    query = select(ChunkRow.number, PageRow.text, ChunkRow.start, ChunkRow.end)
    rows = session.execute(query.join(PageRow, PageRow.id == ChunkRow.page_id)).all()
    session.execute(
        text("INSERT INTO temp.plain (rowid, words) VALUES (:number, :words)"),
        [{"number": number, "words": page[start:end]} for number, page, start, end in rows],
    )


def _plain(session: Session, question: str) -> Scores:
    match = " OR ".join(f'"{word}"' for word in normalise.words(question))
    query = text("SELECT rowid, rank FROM temp.plain WHERE plain MATCH :match ORDER BY rank LIMIT 30")
    return {number: -rank for number, rank in session.execute(query, {"match": match})}


def _print(
    name: str, way: str, asked: list[Asked], found: list[list[Place]], reference: float | None
) -> float:
    """Prints a line of figures; returns the MRR."""
    ranks = [
        pages.index(one.gold) + 1 if one.gold in pages else 0 for one, pages in zip(asked, found, strict=True)
    ]
    gain = _mean((1 / math.log2(rank + 1) if rank else 0.0) for rank in ranks)
    mrr = _mean((1 / rank if rank else 0.0) for rank in ranks)
    recall = _mean(float(rank > 0) for rank in ranks)
    ratio = "" if reference is None else f", {mrr / (reference or 1e-3):.2f} times plain FTS5's MRR"
    print(
        f"{name}: {way}: nDCG@{BEST} {gain:.3f}, MRR@{BEST} {mrr:.3f}, recall@{BEST} {recall:.3f}"
        f" ({len(asked)} questions{ratio})",
        flush=True,
    )
    return mrr


def _mean(values: Iterable[float]) -> float:
    return statistics.fmean(values)


def _fill(workspace: Workspace, pages: list[dict[str, Any]]) -> None:
    """Puts pages into the database as ingest would; "head" is a running header, which is in no chunk."""
    with workspace.db.session() as session:
        shelf = CollectionRow(name="documents")
        session.add(shelf)
        session.flush()
        documents: dict[str, DocumentRow] = {}
        for page in pages:
            name, head = page["document"], page.get("head", "")
            if name not in documents:
                documents[name] = DocumentRow(
                    collection_id=shelf.id,
                    path=name,
                    name=name,
                    sha256=name,
                    size=0,
                    media_type="text/plain",
                    status="ready",
                )
                session.add(documents[name])
                session.flush()
            _put_page(session, documents[name], page["page"], head + page["text"], len(head))


def _put_page(session: Session, document: DocumentRow, number: int, content: str, body: int) -> None:
    page = PageRow(
        document_id=document.id,
        number=number,
        source="text",
        text=content,
        body_start=body,
        body_end=len(content),
    )
    session.add(page)
    session.flush()
    chunks = [
        ChunkRow(
            document_id=document.id,
            page_id=page.id,
            start=start,
            end=end,
            tokens=tokens,
            language=language,
            settings_hash="",
        )
        for start, end, tokens, language in chunks_of(content, ChunkSettings(), body=(body, len(content)))
    ]
    session.add_all(chunks)
    session.flush()
    index_chunks(session, [(one.number, content[one.start : one.end], one.language) for one in chunks])


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


if __name__ == "__main__":
    main()
