# SPDX-License-Identifier: AGPL-3.0-or-later
"""Searching: words in this process, meaning in the search worker, and one list of passages out of both."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core.db.tables import ChunkRow, EmbeddingRow
from core.documents.language import language_of
from core.documents.rows import page_row
from core.errors import UserError
from core.jobs import queue
from core.jobs.resident import Resident
from core.records import SavedSearch, SearchFilters, SearchResult
from core.retrieval import embedders, normalise, saved
from core.retrieval.catalogue import Catalogue
from core.retrieval.export import export
from core.retrieval.facets import facets
from core.retrieval.features import Ranker
from core.retrieval.frequencies import Frequencies
from core.retrieval.fuse import fuse
from core.retrieval.hits import hits
from core.retrieval.lexical import Lexical
from core.retrieval.phrases import with_phrases
from core.retrieval.preferred import prefer, preferred_scope
from core.retrieval.rerank import CANDIDATES, judge_for, reranked
from core.retrieval.scope import ALL, Scope
from core.retrieval.typed import clean, writable
from core.retrieval.understanding import Understood, operators
from core.retrieval.understanding.plain_words import STOP
from core.retrieval.understanding.reader import Reader
from core.retrieval.windows import Span
from core.workspace import Workspace

MODES = ("hybrid", "lexical", "dense")
MOST_HITS = 100
NO_FILTERS = SearchFilters()
_LEXICAL_CANDIDATES = 100
_DENSE_CANDIDATES = 50
_QUERIES_A_BATCH = 32
_WORKER_SECONDS = 600
# So many passages at most lie upon the place whose like is sought.
_BESIDE = 10
# (premise, claim) pairs -> how likely each claim follows, is left open, is denied.
Entails = Callable[[Sequence[tuple[str, str]]], list[tuple[float, float, float]]]
_LANGUAGES = {"ar": "Arabic", "en": "English", "und": "the language of this query"}


@dataclass
class _Asked:
    """A query on its way: how it was understood, where it is searched, what was found by chunk number."""

    id: str
    understood: Understood
    scope: Scope = ALL
    lexical: dict[int, float] = field(default_factory=dict)
    dense: dict[int, float] = field(default_factory=dict)
    windows: dict[int, Span] = field(default_factory=dict)
    note: str = ""
    seconds: float = 0.0

    @property
    def searched(self) -> str:
        return self.understood.searched

    @property
    def language(self) -> str:
        return self.understood.language


class Search:
    """The search service of a window or a command. Thread-safe; the worker starts when first needed."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        frequencies = Frequencies()
        self._catalogue = Catalogue(frequencies)
        self._lexical = Lexical(frequencies)
        self._ranker = Ranker(self._catalogue, frequencies)
        self._reader = Reader(workspace)
        hello = {"workspace": str(workspace.paths.root), "key": workspace.key.raw.hex()}
        self._worker = Resident("The search process", ["search"], hello)

    def find(
        self,
        query: str,
        *,
        k: int = 10,
        mode: str = "hybrid",
        collection: str | None = None,
        filters: SearchFilters = NO_FILTERS,
        correct: bool = True,
        before: Sequence[str] = (),
    ) -> SearchResult:
        """The ``k`` best passages (at most 100) for a query, best first.

        ``mode``: hybrid (words, and meaning where an embedder knows the query's language), lexical, dense.
        ``collection`` (a name, an id, or the beginning of one) and ``filters`` limit it, and so do operators
        in the query (``type:pdf``, "word for word"). ``correct``: False searches what was typed. ``before``:
        earlier questions of a conversation, newest last, which complete one such as "and in March?".

        A query without a letter or digit finds nothing. The result's ``note`` says what a reader should know,
        such as that no embedder knows the language, or that the query names a tag that there is not. Raises
        :class:`UserError` for an unknown mode or ``k``, and for filters that name what is not there.
        """
        _check(k, mode)
        asked = self._asked("", query, self._limits(collection, filters), before, correct=correct)
        self._search([asked], k, mode)
        return self._result(asked, k, mode, faceted=True)

    def find_many(
        self,
        queries: Iterable[tuple[str, str]],
        *,
        k: int = 10,
        mode: str = "hybrid",
        collection: str | None = None,
        filters: SearchFilters = NO_FILTERS,
        correct: bool = True,
    ) -> Iterator[tuple[str, SearchResult]]:
        """Like :meth:`find` for (id, query) pairs, in their order, but without facets.

        Embeds many queries at a time.
        """
        _check(k, mode)
        limits = self._limits(collection, filters)
        left = iter(queries)
        while batch := list(islice(left, _QUERIES_A_BATCH)):
            asked = [self._asked(query_id, typed, limits, correct=correct) for query_id, typed in batch]
            self._search(asked, k, mode)
            for one in asked:
                yield one.id, self._result(one, k, mode)

    def understand(self, query: str, before: Sequence[str] = ()) -> Understood:
        """What a query asks for, without searching: its intent, its limits, how it is written aright."""
        return self._reader.read(query, before)

    def similar(
        self,
        document_id: str,
        page: int,
        start: int,
        end: int,
        *,
        k: int = 10,
        filters: SearchFilters = NO_FILTERS,
    ) -> SearchResult:
        """The ``k`` passages most like ``start:end`` of a page, by words and meaning; none of that place.

        Raises :class:`UserError` for a place that there is not.
        """
        _check(k, "hybrid")
        with self._workspace.db.reading() as session:
            row = page_row(session, document_id, page)
            page_id, typed = row.id, row.text[max(0, start) : max(0, end)]
            scope = Scope.of(session, filters)
        searched = clean(typed)
        if not searched:
            raise UserError(f"Page {page} has no words from {start} to {end}.", do="Choose another passage.")
        language = language_of(searched)
        asked = _Asked("", Understood(writable(typed), searched, None, language), scope)
        self._search([asked], k + _BESIDE, "hybrid")
        self._leave_out(asked, page_id, start, end)
        return self._result(asked, k, "hybrid", faceted=True)

    # --- what is kept of a search ----------------------------------------------------------------

    def save(
        self, name: str, query: str, mode: str = "hybrid", filters: SearchFilters = NO_FILTERS
    ) -> SavedSearch:
        """Keeps a search. Raises :class:`UserError` for an empty name, one that is taken, or a wrong mode."""
        _check(1, mode)
        return saved.save(self._workspace, name, query, mode, filters)

    def saved(self) -> list[SavedSearch]:
        """All saved searches by name."""
        return saved.listed(self._workspace)

    def delete_saved(self, search_id: str) -> None:
        """Raises :class:`NotFoundError`."""
        saved.delete(self._workspace, search_id)

    def export(self, result: SearchResult, path: Path) -> None:
        """Writes hits with their sources as .md, .csv, .json or .docx. Raises :class:`UserError`."""
        export(result, path)

    def use_embedder(self, collection: str, model_id: str | None) -> str:
        """Lets a collection be searched through an embedder of its own; None: through the usual one.

        Queues the job that embeds its passages anew, and returns the job's id. Raises :class:`UserError` for
        a collection that there is not, and for a model that cannot embed.
        """
        with self._workspace.db.session() as session:
            found = Scope.of(session, SearchFilters(collection=collection)).collection
            embedders.use(session, found or "", model_id)
            return queue.insert(session, self._workspace, "embed", f"Embedding {collection} anew", {})

    # --- the worker ------------------------------------------------------------------------------

    def entails(self, language: str) -> Entails | None:
        """Judges whether one text follows from another, where the user brought a model for ``language``."""
        with self._workspace.db.reading() as session:
            if judge_for(session, "nli", language) is None:
                return None
        return partial(self._entailed, language)

    def _entailed(self, language: str, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, float, float]]:
        told = self._worker.call(
            "nli", timeout=_WORKER_SECONDS, pairs=[list(pair) for pair in pairs], language=language
        )
        return [(follows, leaves_open, denies) for follows, leaves_open, denies in told or ()]

    def sync(self) -> dict[str, str]:
        """Brings the vectors' cache into step; for each embedder who answers now, "chroma" or "exact"."""
        return dict(self._worker.call("sync"))

    def close(self) -> None:
        """Ends the search worker."""
        self._worker.close()

    # --- from a query to its scope ---------------------------------------------------------------

    def _limits(self, collection: str | None, filters: SearchFilters) -> SearchFilters:
        """The filters of a call. Raises :class:`UserError` where they name what is not there."""
        limits = replace(filters, collection=collection or filters.collection)
        with self._workspace.db.reading() as session:
            return replace(limits, collection=Scope.of(session, limits).collection)

    def _asked(
        self,
        query_id: str,
        typed: str,
        limits: SearchFilters,
        before: Sequence[str] = (),
        *,
        correct: bool = True,
    ) -> _Asked:
        started = time.perf_counter()
        collection = Scope(collection=limits.collection)
        understood = self._reader.read(typed, before, correct=correct, scope=collection)
        asked = _Asked(query_id, understood)
        try:
            with self._workspace.db.reading() as session:
                within = operators.both(limits, understood.filters)
                asked.scope = Scope.of(session, within, understood.phrases)
                if understood.phrases:
                    self._widen(session, asked)
        except UserError as error:
            asked.note, asked.understood = error.sentence, replace(understood, searched="")
        asked.seconds = time.perf_counter() - started
        return asked

    def _widen(self, session: Session, asked: _Asked) -> None:
        """A phrase that no passage has is taken as words, where the query says more than it."""
        if session.execute(asked.scope.numbers().limit(1)).first() is not None:
            return
        asked.note = _no_phrase(asked.understood.phrases)
        phrases = " ".join(asked.understood.phrases)
        if not set(normalise.words(asked.searched)) <= STOP.union(normalise.words(phrases)):
            asked.scope = replace(asked.scope, phrases=())
            asked.understood = replace(asked.understood, phrases=())

    def _leave_out(self, asked: _Asked, page_id: str, start: int, end: int) -> None:
        row = ChunkRow
        here = select(row.number).where(row.page_id == page_id, row.start < end, row.end > start)
        with self._workspace.db.reading() as session:
            for number in session.scalars(here):
                asked.lexical.pop(number, None)
                asked.dense.pop(number, None)

    # --- from a scope to candidates --------------------------------------------------------------

    def _search(self, asked: list[_Asked], k: int, mode: str) -> None:
        asked = [one for one in asked if one.searched]
        if mode != "dense":
            self._by_words(asked, k)
        if mode != "lexical":
            for language, scope in dict.fromkeys((one.language, one.scope) for one in asked):
                alike = [one for one in asked if (one.language, one.scope) == (language, scope)]
                self._by_meaning(alike, k, mode)

    def _by_words(self, asked: list[_Asked], k: int) -> None:
        for one in asked:
            started = time.perf_counter()
            with self._workspace.db.reading() as session:
                n = max(k, _LEXICAL_CANDIDATES)
                named = self._catalogue.named(session, one.searched)
                one.lexical = self._lexical.scores(session, one.searched, n, one.scope, named)
                preferred = preferred_scope(one.scope, one.understood)
                if preferred is not None:
                    further = self._lexical.scores(session, one.searched, n // 2, preferred)
                    one.lexical = further | one.lexical
            one.seconds += time.perf_counter() - started

    def _by_meaning(self, asked: list[_Asked], k: int, mode: str) -> None:
        """For queries of one language and scope: what the embedder finds, or a note why it cannot."""
        started = time.perf_counter()
        try:
            lacking = self._lacking(asked[0].language, asked[0].scope.collection)
            if not lacking:
                self._ask_worker(asked, k)
            note = lacking if mode == "dense" else ""
        except UserError as error:
            note = error.sentence if mode == "dense" else f"Only words were searched. {error.sentence}"
        for one in asked:
            one.note = " ".join(filter(None, (one.note, note)))
            one.seconds += (time.perf_counter() - started) / len(asked)

    def _lacking(self, language: str, collection: str | None) -> str:
        """Why meaning cannot be searched in a language; nothing when it can."""
        with self._workspace.db.reading() as session:
            choices = embedders.choices_for(session, language, collection)
            if not choices:
                name = _LANGUAGES.get(language, f"the language “{language}”")
                return (
                    f"No embedder here knows {name}, so meaning cannot be searched. Use the mode hybrid or "
                    "lexical, or bring an embedder that knows it: isnad models import FOLDER"
                )
            hashes = [choice.model_hash for choice in choices]
            if not session.scalar(select(exists().where(EmbeddingRow.model_hash.in_(hashes)))):
                return f"No passage is embedded by {choices[0].name} yet, so meaning cannot be searched."
        return ""

    def _ask_worker(self, asked: list[_Asked], k: int) -> None:
        answers = self._worker.call(
            "dense",
            timeout=_WORKER_SECONDS,
            queries=[one.searched for one in asked],
            language=asked[0].language,
            n=max(k, _DENSE_CANDIDATES),
            scope=asked[0].scope.values(),
            chunks=[list(one.lexical) for one in asked],
        )
        for one, found in zip(asked, answers, strict=True):
            nearest = sorted(found, key=lambda row: -row[1])
            one.dense = {number: cosine for number, cosine, _, _ in nearest}
            one.windows = {number: (start, end) for number, _, start, end in nearest}

    # --- from candidates to hits -----------------------------------------------------------------

    def _result(self, one: _Asked, k: int, mode: str, *, faceted: bool = False) -> SearchResult:
        started = time.perf_counter()
        understood = one.understood
        with self._workspace.db.reading() as session:
            scores = self._ranked(session, one, mode)
            found = hits(session, one.searched, scores, one.windows, k)
            spread = facets(session, list(scores)) if faceted else {}
        return SearchResult(
            query=understood.typed,
            corrected=understood.corrected,
            language=one.language,
            mode=mode,
            hits=found,
            seconds=round(one.seconds + time.perf_counter() - started, 4),
            note=one.note or ("" if found else _why_nothing(understood)),
            intent=understood.intent,
            understood=understood.words,
            facets=spread,
        )

    def _ranked(self, session: Session, one: _Asked, mode: str) -> dict[int, float]:
        """The candidates by chunk number, best first: both sides made one, then what the query prefers."""
        both = one.lexical and one.dense
        scores = fuse(one.lexical, one.dense) if both else one.lexical or one.dense
        if one.understood.phrases:
            scores = with_phrases(session, one.understood.phrases, scores)
        scores = prefer(session, one.understood, scores)
        if one.lexical:
            scores = self._ranker.rank(session, one.searched, scores)
        return self._reranked(session, one, scores, mode)

    def _reranked(
        self, session: Session, one: _Asked, scores: dict[int, float], mode: str
    ) -> dict[int, float]:
        """The first candidates in the order of a reranker, where one knows the language."""
        if mode != "hybrid" or not scores or judge_for(session, "reranker", one.language) is None:
            return scores
        first = sorted(scores, key=lambda number: -scores[number])[:CANDIDATES]
        try:
            judged = self._worker.call(
                "rerank", timeout=_WORKER_SECONDS, query=one.searched, language=one.language, numbers=first
            )
        except UserError as error:
            one.note = " ".join(filter(None, (one.note, f"The hits are not reranked. {error.sentence}")))
            return scores
        return reranked(scores, dict(judged))


def _why_nothing(understood: Understood) -> str:
    """What a reader can do where nothing was found; nothing where there is no more to say."""
    if understood.phrases:
        return _no_phrase(understood.phrases)
    if not understood.searched and understood.filters != NO_FILTERS:
        return f"“{understood.typed}” limits a search. Add words to look for."
    return ""


def _no_phrase(phrases: Sequence[str]) -> str:
    quoted = " and ".join(f"“{phrase}”" for phrase in phrases)
    return f"No passage has {quoted} word for word."


def _check(k: int, mode: str) -> None:
    if mode not in MODES:
        raise UserError(f"There is no search mode “{mode}”.", do=f"Use one of: {', '.join(MODES)}.")
    if not 1 <= k <= MOST_HITS:
        raise UserError(f"A search cannot return {k} hits.", do=f"Ask for 1 to {MOST_HITS}.")
