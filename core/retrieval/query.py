# SPDX-License-Identifier: AGPL-3.0-or-later
"""Searching: words in this process, meaning in the search worker, and one list of passages out of both."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import exists, select

from core.db.tables import CollectionRow, EmbeddingRow
from core.documents.language import language_of
from core.errors import NotFoundError, UserError
from core.jobs.resident import Resident
from core.records import SearchResult
from core.retrieval import embedders
from core.retrieval.fuse import fuse
from core.retrieval.hits import hits
from core.retrieval.lexical import Lexical
from core.retrieval.typed import clean, writable
from core.retrieval.windows import Span
from core.workspace import Workspace

MODES = ("hybrid", "lexical", "dense")
MOST_HITS = 100
_LEXICAL_CANDIDATES = 100
_DENSE_CANDIDATES = 50
_QUERIES_A_BATCH = 32
_WORKER_SECONDS = 600
_LANGUAGES = {"ar": "Arabic", "en": "English", "und": "the language of this query"}


@dataclass
class _Asked:
    """A query on its way: what was typed, what is searched, and what was found, by chunk number."""

    id: str
    typed: str
    searched: str
    language: str
    lexical: dict[int, float] = field(default_factory=dict)
    dense: dict[int, float] = field(default_factory=dict)
    windows: dict[int, Span] = field(default_factory=dict)
    note: str = ""
    seconds: float = 0.0


class Search:
    """The search service of a window or a command. Thread-safe; the worker starts when first needed."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lexical = Lexical()
        hello = {"workspace": str(workspace.paths.root), "key": workspace.key.raw.hex()}
        self._worker = Resident("The search process", ["search"], hello)

    def find(
        self, query: str, *, k: int = 10, mode: str = "hybrid", collection: str | None = None
    ) -> SearchResult:
        """The ``k`` best passages (at most 100) for a query, best first.

        ``mode``: hybrid (words, and meaning where an embedder knows the query's language), lexical, dense.
        ``collection``: a name, an id, or the beginning of one. A query without a letter or digit finds
        nothing. The result's ``note`` says what a reader should know, such as that no embedder knows the
        language. Raises :class:`UserError` for an unknown mode, collection or ``k``.
        """
        return next(self.find_many([("", query)], k=k, mode=mode, collection=collection))[1]

    def find_many(
        self,
        queries: Iterable[tuple[str, str]],
        *,
        k: int = 10,
        mode: str = "hybrid",
        collection: str | None = None,
    ) -> Iterator[tuple[str, SearchResult]]:
        """Like :meth:`find` for (id, query) pairs, in their order; embeds many queries at a time."""
        if mode not in MODES:
            raise UserError(f"There is no search mode “{mode}”.", do=f"Use one of: {', '.join(MODES)}.")
        if not 1 <= k <= MOST_HITS:
            raise UserError(f"A search cannot return {k} hits.", do=f"Ask for 1 to {MOST_HITS}.")
        within = self._collection_id(collection) if collection else None
        left = iter(queries)
        while batch := list(islice(left, _QUERIES_A_BATCH)):
            asked = [_asked(query_id, typed) for query_id, typed in batch]
            if mode != "dense":
                self._by_words(asked, k, within)
            if mode != "lexical":
                for language in dict.fromkeys(one.language for one in asked if one.searched):
                    self._by_meaning([one for one in asked if one.language == language], k, mode, within)
            for one in asked:
                yield one.id, self._result(one, k, mode)

    def sync(self) -> dict[str, str]:
        """Brings the vectors' cache into step; for each embedder who answers now, "chroma" or "exact"."""
        return dict(self._worker.call("sync"))

    def close(self) -> None:
        """Ends the search worker."""
        self._worker.close()

    def _by_words(self, asked: list[_Asked], k: int, within: str | None) -> None:
        for one in asked:
            started = time.perf_counter()
            with self._workspace.db.reading() as session:
                n = max(k, _LEXICAL_CANDIDATES)
                one.lexical = self._lexical.scores(session, one.searched, n, within)
            one.seconds += time.perf_counter() - started

    def _by_meaning(self, asked: list[_Asked], k: int, mode: str, within: str | None) -> None:
        """For queries of one language: fills in what the embedder finds, or a note why it cannot."""
        started = time.perf_counter()
        try:
            lacking = self._lacking(asked[0].language)
            if not lacking:
                self._ask_worker(asked, k, within)
            note = lacking if mode == "dense" else ""
        except UserError as error:
            note = error.sentence if mode == "dense" else f"Only words were searched. {error.sentence}"
        for one in asked:
            one.note = note
            one.seconds += (time.perf_counter() - started) / len(asked)

    def _lacking(self, language: str) -> str:
        """Why meaning cannot be searched in a language; nothing when it can."""
        with self._workspace.db.reading() as session:
            choice = embedders.choice_for(session, language)
            if choice is None:
                name = _LANGUAGES.get(language, f"the language “{language}”")
                return (
                    f"No embedder here knows {name}, so meaning cannot be searched. Use the mode hybrid or "
                    "lexical, or bring an embedder that knows it: isnad models import FOLDER"
                )
            if not session.scalar(select(exists().where(EmbeddingRow.model_hash == choice.model_hash))):
                return f"No passage is embedded by {choice.name} yet, so meaning cannot be searched."
        return ""

    def _ask_worker(self, asked: list[_Asked], k: int, within: str | None) -> None:
        answers = self._worker.call(
            "dense",
            timeout=_WORKER_SECONDS,
            queries=[one.searched for one in asked],
            language=asked[0].language,
            n=max(k, _DENSE_CANDIDATES),
            collection=within,
            chunks=[list(one.lexical) for one in asked],
        )
        for one, found in zip(asked, answers, strict=True):
            nearest = sorted(found, key=lambda row: -row[1])
            one.dense = {number: cosine for number, cosine, _, _ in nearest}
            one.windows = {number: (start, end) for number, _, start, end in nearest}

    def _result(self, one: _Asked, k: int, mode: str) -> SearchResult:
        started = time.perf_counter()
        both = one.lexical and one.dense
        scores = fuse(one.lexical, one.dense) if both else one.lexical or one.dense
        with self._workspace.db.reading() as session:
            found = hits(session, one.searched, scores, one.windows, k)
        return SearchResult(
            query=one.typed,
            corrected=one.searched if one.searched not in {"", " ".join(one.typed.split())} else None,
            language=one.language,
            mode=mode,
            hits=found,
            seconds=round(one.seconds + time.perf_counter() - started, 4),
            note=one.note,
        )

    def _collection_id(self, text: str) -> str:
        row = CollectionRow
        with self._workspace.db.reading() as session:
            named = session.scalar(select(row.id).where((row.name == text) | (row.id == text)))
            if named is not None:
                return named
            like = session.scalars(select(row.id).where(row.id.startswith(text, autoescape=True))).all()
        if len(like) != 1:
            raise NotFoundError(f"There is no collection “{text}”.", do="See: isnad documents list")
        return like[0]


def _asked(query_id: str, typed: str) -> _Asked:
    searched = clean(typed)
    return _Asked(query_id, writable(typed), searched, language_of(searched))
