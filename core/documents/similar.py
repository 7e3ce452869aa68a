# SPDX-License-Identifier: AGPL-3.0-or-later
"""Documents that say nearly the same, told by MinHash signatures of their runs of five words.

Broder, "On the resemblance and containment of documents" (1997): the share of equal minima under random
permutations estimates the share of runs that two documents have in common. Words are compared folded, as
the index folds them, so that spelling, vowel signs and the script of digits do not matter.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.db.tables import DocumentRow, PageRow
from core.documents.rows import existing
from core.records import Similar
from core.workspace import Workspace

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.uint64]

RUN = 5
# The error of an estimate is 0.044 at most (the root of 0.25/128).
_PERMUTATIONS = 128
_SEED = 20_260
_RUNS_AT_ONCE = 4096


def sign(workspace: Workspace, ids: Sequence[str]) -> None:
    """Writes the signatures of documents. They are computed before the write transaction: it stays short."""
    with workspace.db.reading() as session:
        found = [{"id": document_id, "signature": _signature(session, document_id)} for document_id in ids]
    with workspace.db.session() as session:
        for values in found:
            row = DocumentRow.id == values["id"]
            session.execute(update(DocumentRow).where(row).values(signature=values["signature"]))


def _sign_what_changed(workspace: Workspace) -> None:
    lacking = DocumentRow.signature.is_(None) & DocumentRow.status.in_(("ready", "partial"))
    with workspace.db.reading() as session:
        ids = session.scalars(select(DocumentRow.id).where(lacking)).all()
    if ids:
        sign(workspace, ids)


def _signature(session: Session, document_id: str) -> bytes:
    """The signature of a document's text; empty when there is not a word in it."""
    import numpy as np

    smallest: Numbers | None = None
    for runs in _runs(session, document_id):
        found = _minima(runs)
        smallest = found if smallest is None else np.minimum(smallest, found)
    return b"" if smallest is None else smallest.astype("<u4").tobytes()


def similar(workspace: Workspace, document_id: str, least: float) -> list[Similar]:
    """Other documents at least so like this one, the likest first.

    Those that were corrected since they were signed are signed anew before.
    """
    import numpy as np

    _sign_what_changed(workspace)
    columns = (DocumentRow.id, DocumentRow.path, DocumentRow.signature)
    with workspace.db.reading() as session:
        own = existing(session, document_id).signature
        others = select(*columns).where(DocumentRow.signature != b"", DocumentRow.id != document_id)
        rows = session.execute(others).all()
    if not own or not rows:
        return []
    table = np.frombuffer(b"".join(row.signature for row in rows), "<u4").reshape(len(rows), -1)
    likeness = (table == np.frombuffer(own, "<u4")).mean(axis=1)
    near = [i for i in np.argsort(-likeness, kind="stable") if likeness[i] >= least]
    return [Similar(rows[i].id, rows[i].path, round(float(likeness[i]), 3)) for i in near]


def _runs(session: Session, document_id: str) -> Iterator[Numbers]:
    """One number for each run of five words, many at a time; a run may go over the end of a page."""
    import numpy as np

    query = (
        select(PageRow.text, PageRow.body_start, PageRow.body_end)
        .where(PageRow.document_id == document_id)
        .order_by(PageRow.number)
        .execution_options(yield_per=50)
    )
    words: list[int] = []
    ended = False
    for text, start, end in session.execute(query):
        words += _hashes(text[start:end])
        ended = len(words) < _RUNS_AT_ONCE
        if not ended:
            yield _rolled(np.array(words, dtype=np.uint64))
            words = words[-(RUN - 1) :]
    if words and ended:
        yield _rolled(np.array(words, dtype=np.uint64))


def _hashes(text: str) -> list[int]:
    from core.retrieval.normalise import words

    return [zlib.crc32(word.encode()) for word in words(text)]


def _rolled(hashes: Numbers) -> Numbers:
    """The hashes of runs out of those of words, taken as the coefficients of a polynomial modulo 2**64."""
    import numpy as np

    width = min(RUN, len(hashes))
    length = len(hashes) - width + 1
    runs = np.zeros(length, dtype=np.uint64)
    for place in range(width):
        runs = runs * np.uint64(0x9E3779B97F4A7C15) + hashes[place : place + length]
    return runs ^ (runs >> np.uint64(29))


def _minima(runs: Numbers) -> Numbers:
    """The least value of all runs under each permutation, its upper 32 bits (multiply-shift hashing)."""
    import numpy as np

    odd, added = _permutations()
    smallest = np.full(_PERMUTATIONS, 2**32 - 1, dtype=np.uint64)
    for start in range(0, len(runs), _RUNS_AT_ONCE):
        part = runs[start : start + _RUNS_AT_ONCE, None]
        smallest = np.minimum(smallest, ((part * odd + added) >> np.uint64(32)).min(axis=0))
    return smallest


@lru_cache(maxsize=1)
def _permutations() -> tuple[Any, Any]:
    import numpy as np

    source = np.random.default_rng(_SEED)
    odd = source.integers(1, 2**63, _PERMUTATIONS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    return odd, source.integers(0, 2**63, _PERMUTATIONS, dtype=np.uint64)
