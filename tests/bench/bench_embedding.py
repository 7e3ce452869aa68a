# SPDX-License-Identifier: AGPL-3.0-or-later
"""Embedding in int8 against sentence-transformers: pace, quality of retrieval, and what a start costs.

Both sides take turns, and the best turn of each counts: a busy machine then slows both alike.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from core import offline  # noqa: E402

offline.install()

import numpy as np  # noqa: E402

from core.paths import MODELS  # noqa: E402
from core.registry.models import content_hash  # noqa: E402
from core.retrieval.embed import Vectors, load  # noqa: E402
from core.retrieval.embedders import Choice  # noqa: E402

CORPORA = ROOT.parent / "shared" / "data" / "retrieval" / "chunks"
SAMPLES = ROOT / "resources" / "samples"
MINILM = MODELS / "all-minilm-l6-v2"
WORDS, NEIGHBOURS, TURNS, TIMED = 48, 10, 4, 200
_FIRST_ANSWER = """
import sys, time
sys.path.insert(0, {root!r})
from core import offline
offline.install()
started = time.process_time()
from pathlib import Path
{make}
encoder.queries(["What does a first answer cost?"])
print(time.process_time() - started)
"""
_OURS = """
from core.retrieval.embed import load
from core.retrieval.embedders import Choice
encoder, _ = load(Choice("", Path({folder!r}), {sha256!r}, ()), Path({models!r}), threads=1)
"""
_TORCH = """
from core.retrieval.encoders.torch_encoder import TorchEncoder
encoder = TorchEncoder(Path({folder!r}), threads=1)
"""


class Asked(NamedTuple):
    """A question, and the rows of the passages that answer it."""

    question: str
    gold: frozenset[int]
    corpus: str


def main() -> None:
    choice = Choice("all-minilm-l6-v2", MINILM, content_hash(MINILM), ("en",))
    with tempfile.TemporaryDirectory() as models:
        encoder, note = load(choice, Path(models))
        print(note or "run by ONNX Runtime", flush=True)
        from sentence_transformers import SentenceTransformer

        plain = SentenceTransformer(str(MINILM), local_files_only=True, device="cpu")
        passages, corpora, asked = _chunks() if CORPORA.is_dir() else _samples()
        pace(encoder, plain, passages[:: max(1, len(passages) // TIMED)])
        quality(encoder, plain, passages, corpora, asked)
        start(choice, models)


def pace(encoder: Any, plain: Any, passages: list[str]) -> None:
    """Passages a second with as many threads as each takes by itself."""
    ours, reference = [], []
    for _ in range(TURNS):
        ours.append(_seconds(lambda: encoder.passages(passages)))
        reference.append(_seconds(lambda: plain.encode(passages, normalize_embeddings=True)))
    best = len(passages) / min(ours), len(passages) / min(reference)
    _print("embedding", *best, "sentence-transformers, passages/s")


def quality(encoder: Any, plain: Any, passages: list[str], corpora: list[str], asked: list[Asked]) -> None:
    """nDCG@10 with int8 on both sides, and with int8 queries and half of the passages in int8."""
    questions = [one.question for one in asked]
    torch_rows = plain.encode(passages, normalize_embeddings=True)
    rows, queries = encoder.passages(passages), encoder.queries(questions)
    reference = _ndcg(plain.encode(questions, normalize_embeddings=True), torch_rows, corpora, asked)
    mixed = np.where((np.arange(len(rows)) % 2 == 0)[:, None], rows, torch_rows)
    _print("nDCG@10 of int8", _ndcg(queries, rows, corpora, asked), reference, "torch")
    _print("nDCG@10 of both mixed", _ndcg(queries, mixed, corpora, asked), reference, "torch")
    cosines = (rows * torch_rows).sum(axis=1)
    print(f"cosine to torch: mean {cosines.mean():.4f}, lowest {cosines.min():.4f}", flush=True)


def start(choice: Choice, models: str) -> None:
    """CPU seconds from nothing to the first query's vector, in a process of its own."""
    facts = {"folder": str(choice.folder), "sha256": choice.model_hash, "models": models}
    ours, reference = (
        float(
            subprocess.run(
                [sys.executable, "-c", _FIRST_ANSWER.format(root=str(ROOT), make=make.format(**facts))],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        for make in (_OURS, _TORCH)
    )
    _print("first query of a new process", ours, reference, "torch, CPU seconds")


def _ndcg(queries: Vectors, rows: Vectors, corpora: list[str], asked: list[Asked]) -> float:
    of = np.array(corpora)
    gains = 1 / np.log2(np.arange(NEIGHBOURS) + 2)
    found = []
    for query, one in zip(queries, asked, strict=True):
        cosines = np.where(of == one.corpus, rows @ query, -np.inf)
        relevant = [row in one.gold for row in np.argsort(-cosines)[:NEIGHBOURS]]
        found.append(gains[relevant].sum() / gains[: len(one.gold)].sum())
    return float(np.mean(found))


def _chunks() -> tuple[list[str], list[str], list[Asked]]:
    """Windows of three corpora, and the questions whose answers' characters are known."""
    passages: list[str] = []
    corpora: list[str] = []
    spans: list[tuple[int, int]] = []
    for name in ("chatlogs", "state_of_the_union", "wikitexts"):
        text = (CORPORA / "corpora" / f"{name}.md").read_text(encoding="utf-8")
        words = [match.span() for match in re.finditer(r"\S+", text)]
        for first in range(0, len(words), WORDS):
            start, end = words[first][0], words[min(first + WORDS, len(words)) - 1][1]
            passages.append(text[start:end])
            corpora.append(name)
            spans.append((start, end))
    asked = []
    with (CORPORA / "questions_df.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            wanted = [(one["start_index"], one["end_index"]) for one in json.loads(row["references"])]
            gold = frozenset(
                number
                for number, (start, end) in enumerate(spans)
                if corpora[number] == row["corpus_id"] and any(start < e and s < end for s, e in wanted)
            )
            if gold:
                asked.append(Asked(row["question"], gold, row["corpus_id"]))
    return passages, corpora, asked


def _samples() -> tuple[list[str], list[str], list[Asked]]:
    """The sample case's English pages and questions."""
    pages = [one for one in _lines("pages.jsonl") if one["language"] == "en"]
    places = {(one["document"], one["page"]): number for number, one in enumerate(pages)}
    asked = [
        Asked(one["question"], frozenset({places[one["document"], one["page"]]}), "case")
        for one in _lines("questions.jsonl")
        if (one["document"], one["page"]) in places
    ]
    return [one["text"] for one in pages], ["case"] * len(pages), asked


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SAMPLES / name).read_text(encoding="utf-8").splitlines()]


def _seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _print(name: str, ours: float, reference: float, unit: str) -> None:
    print(f"{name}: {ours / reference:.3f} (ours {ours:.4g}, reference {reference:.4g} {unit})", flush=True)


if __name__ == "__main__":
    main()
