# SPDX-License-Identifier: AGPL-3.0-or-later
"""The nearest vectors are right whether Chroma is in step, behind, wrong, damaged, or another's."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from core import offline
from core.db.tables import CollectionRow, DocumentRow, EmbeddingRow
from core.paths import PROGRAM
from core.retrieval.dense import NearestVectors, owned_cache
from core.retrieval.embed import Vectors, to_blob
from core.retrieval.scope import Scope
from core.retrieval.vectors import Stored
from core.workspace import Workspace
from tests.conftest import PASSPHRASE
from tests.core.retrieval.conftest import delete, put

MODEL = "f" * 64
DIMENSIONS = 16
_random = np.random.default_rng(0)


def _unit(rows: int) -> Vectors:
    vectors = _random.normal(size=(rows, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def _fill(workspace: Workspace, rows: int, collection: str = "documents", prefix: str = "d") -> Vectors:
    """Documents of one chunk with one random vector each; returns the vectors in the order of their ids."""
    numbers = put(workspace, {f"{prefix}{row}": f"Page {prefix} {row}." for row in range(rows)}, collection)
    vectors = _unit(rows)
    with workspace.db.session() as session:
        session.add_all(
            EmbeddingRow(chunk_number=number, model_hash=MODEL, start=0, end=1, vector=to_blob(vector))
            for number, vector in zip(numbers.values(), vectors, strict=True)
        )
    return vectors


@contextmanager
def _opened(workspace: Workspace) -> Iterator[NearestVectors]:
    with owned_cache(workspace) as cache:
        vectors = NearestVectors(workspace, MODEL, cache)
        yield vectors
        vectors.close()


def _nearest(vectors: NearestVectors, query: Vectors, n: int = 5, collection: str | None = None) -> list[int]:
    return [row for row, _ in vectors.nearest(query[None], n, Scope(collection=collection))[0]]


def _order(stored: Vectors, query: Vectors, n: int = 5) -> list[int]:
    return [int(row) + 1 for row in np.argsort(-(stored @ query))[:n]]


def test_chroma_and_exact_search_agree(workspace: Workspace) -> None:
    refused = offline.attempts()
    stored, queries = _fill(workspace, 300), _unit(10)
    with _opened(workspace) as vectors:
        before = [_nearest(vectors, query) for query in queries]
        assert vectors.sync() == "chroma"
        after = [_nearest(vectors, query) for query in queries]
        cosines = [cosine for _, cosine in vectors.nearest(queries[:1], 5)[0]]
    expected = [_order(stored, query) for query in queries]
    assert before == expected
    assert after == expected
    assert cosines == pytest.approx(np.sort(stored @ queries[0])[::-1][:5], abs=2e-3)
    assert offline.attempts() == refused


def test_a_second_process_searches_exactly_meanwhile(workspace: Workspace) -> None:
    stored, query = _fill(workspace, 50), _unit(1)[0]
    with _opened(workspace) as owner, _opened(workspace) as other:
        assert owner.sync() == "chroma"
        assert other.sync() == "exact"
        assert _nearest(other, query) == _nearest(owner, query) == _order(stored, query)
    with _opened(workspace) as next_owner:
        assert next_owner.sync() == "chroma"


def test_new_vectors_are_found_at_once_and_deleted_ones_leave_the_cache(workspace: Workspace) -> None:
    first = _fill(workspace, 40)
    with _opened(workspace) as vectors:
        vectors.sync()
        both = np.concatenate([first, _fill(workspace, 40, prefix="e")])
        assert _nearest(vectors, both[60], 1) == [61]
        assert vectors.sync() == "chroma"
        assert _nearest(vectors, both[60], 1) == [61]
        delete(workspace, "e20")
        assert vectors.sync() == "chroma"
        assert 61 not in _nearest(vectors, both[60], 80)
    with owned_cache(workspace) as cache:
        assert cache is not None
        assert cache.ids(MODEL) == set(range(1, 81)) - {61}


def test_what_chroma_lost_or_kept_is_put_right_at_the_next_start(workspace: Workspace) -> None:
    stored = _fill(workspace, 60)
    with _opened(workspace) as vectors:
        vectors.sync()
    with owned_cache(workspace) as cache:
        assert cache is not None
        cache.remove(MODEL, [7, 8])
        cache.add(MODEL, [Stored(999, "c", to_blob(stored[0]))])
    with _opened(workspace) as vectors:
        assert vectors.sync() == "chroma"
        assert _nearest(vectors, stored[6], 1) == [7]
        assert 999 not in _nearest(vectors, stored[0], 60)


def test_after_many_deletions_the_cache_is_built_anew(workspace: Workspace) -> None:
    stored = _fill(workspace, 60)
    with _opened(workspace) as vectors:
        vectors.sync()
        with workspace.db.session() as session:
            for row in session.scalars(select(DocumentRow).limit(40)):
                session.delete(row)
        assert vectors.sync() == "chroma"
        found = _nearest(vectors, stored[50], 60)
    assert found[0] == 51
    assert sorted(found) == list(range(41, 61))


@pytest.mark.parametrize("damage", ["garbage", "gone", "a folder's worth of nothing"])
def test_a_damaged_cache_is_made_anew(workspace: Workspace, damage: str) -> None:
    stored = _fill(workspace, 30)
    with _opened(workspace) as vectors:
        vectors.sync()
    for file in [path for path in workspace.paths.vectors.rglob("*") if path.is_file()]:
        _damage(file, damage)
    with _opened(workspace) as vectors:
        assert vectors.sync() == "chroma"
        assert _nearest(vectors, stored[3], 1) == [4]


def _damage(file: Path, how: str) -> None:
    if how == "garbage":
        file.write_bytes(b"\xff\x00garbage" * 1000)
    elif how == "gone":
        file.unlink()
    else:
        file.write_bytes(b"")


def test_only_the_asked_collection(workspace: Workspace) -> None:
    _fill(workspace, 30, "one")
    other = _fill(workspace, 30, "two", prefix="e")
    with workspace.db.reading() as session:
        two = session.scalars(select(CollectionRow.id).where(CollectionRow.name == "two")).one()
    with _opened(workspace) as vectors:
        exact = _nearest(vectors, other[4], 60, two)
        vectors.sync()
        assert sorted(exact) == sorted(_nearest(vectors, other[4], 60, two)) == list(range(31, 61))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_kill_while_the_cache_is_built_loses_nothing(workspace: Workspace) -> None:
    stored = _fill(workspace, 300)
    script = (
        "import os, signal\n"
        "from pathlib import Path\n"
        "from core.retrieval import dense\n"
        "from core.retrieval.vectors import VectorCache\n"
        "from core.workspace import Workspace\n"
        f"workspace = Workspace.open(Path({str(workspace.paths.root)!r}), {PASSPHRASE!r})\n"
        "dense._ROWS_A_BATCH = 100\n"
        "add = VectorCache.add\n"
        "def add_and_die(cache, *rest):\n"
        "    add(cache, *rest)\n"
        f"    if len(cache.ids({MODEL!r})) >= 200:\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "VectorCache.add = add_and_die\n"
        "with dense.owned_cache(workspace) as cache:\n"
        f"    dense.NearestVectors(workspace, {MODEL!r}, cache).sync()\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], cwd=PROGRAM, capture_output=True, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    with _opened(workspace) as vectors:
        assert vectors.sync() == "chroma"
        for row in (0, 150, 299):
            assert _nearest(vectors, stored[row], 1) == [row + 1]
    with owned_cache(workspace) as cache:
        assert cache is not None
        assert cache.ids(MODEL) == set(range(1, 301))


def test_no_vectors_at_all(workspace: Workspace) -> None:
    with _opened(workspace) as vectors:
        assert _nearest(vectors, _unit(1)[0]) == []
        assert vectors.sync() == "chroma"
        assert _nearest(vectors, _unit(1)[0]) == []


def test_the_cache_holds_no_text_and_no_names(workspace: Workspace) -> None:
    put(workspace, {"secret-name.txt": "Unmistakable sentence."})
    with workspace.db.session() as session:
        session.add(
            EmbeddingRow(chunk_number=1, model_hash=MODEL, start=0, end=1, vector=to_blob(_unit(1)[0]))
        )
    with _opened(workspace) as vectors:
        vectors.sync()
    held = b"".join(path.read_bytes() for path in workspace.paths.vectors.rglob("*") if path.is_file())
    assert b"secret-name" not in held
    assert b"Unmistakable" not in held
