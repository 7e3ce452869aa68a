# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which documents a question names, so that it finds pages within a report that never repeat its name."""

from __future__ import annotations

import math
import re
import threading
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath

from sqlalchemy import column, func, literal_column, select, table
from sqlalchemy.orm import Session

from core.db.tables import ChunkRow, DocumentRow, PageRow
from core.retrieval import normalise
from core.retrieval.frequencies import Frequencies, Term
from core.retrieval.understanding.plain_words import STOP

# What stands on a document's first pages names it, as far as these are a small part of it.
_FRONT_PAGES = 2
# Running headers are looked for on these pages.
_HEADER_PAGES = (4, 5)
# A term of more passages than this is no name; reading them all would take longer than a search.
_MOST_PASSAGES = 2000
# A shorter document is found by its words as well as by its name: it has few pages that lack the name.
_FEWEST_PASSAGES = 10
_MOST_CONSIDERED, _MOST_NAMED = 32, 8
# A document is named as far as the best one, or this much less.
_NEARLY = 0.5
# What is called by the words of a question to more than the first degree is named, from the second on surely:
# a word that one of thirty documents has as its name.
_DOUBTFUL, _SURE = 1.0, 3.4
# So rare a word must be (in logarithms of documents a document) to be a name. The first pages and titles of
# few documents have some words of nearly every question: taking those for names costs MRR@10 0.03.
_RARE = 1.6
_PHRASE_SHARE = 0.7
# How much a word counts for a document: in its title, author, file name or running header; on its first
# pages; and by its share of all passages that have the word.
_OWN, _FRONT, _BODY = 1.0, 0.9, 0.6
# A report of a year is often made in the next.
_MADE = 0.4
_YEAR_SHARE = 0.5
_FRONT_LETTERS = 1500
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
# A hash or a running number as a file name says nothing.
_MEANINGLESS = re.compile(r"(?=.*\d)[0-9a-f]{6,}|\d+|p\d+")
_INDEX = table("chunk_fts", column("rowid"))
_READY = ("ready", "partial")


@dataclass(frozen=True)
class Named:
    """A document that a question names. ``weight``: from 0 to 1. ``words``: the stems that name it."""

    document_id: str
    weight: float
    words: frozenset[str]


class _Document:
    """What is known of a document without its passages."""

    __slots__ = ("id", "made", "own", "passages", "years")

    def __init__(self, document_id: str, own: tuple[str, ...], made: str) -> None:
        self.id = document_id
        self.own = own
        self.made = made
        self.passages = 0
        self.years: frozenset[str] | None = None


class Catalogue:
    """The documents of a workspace with what names them, brought up to date when it is asked. Thread-safe."""

    def __init__(self, frequencies: Frequencies | None = None) -> None:
        self._frequencies = frequencies or Frequencies()
        self._lock = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        self._documents: list[_Document] = []
        self._places: dict[str, int] = {}
        # By a passage's number: its document's place, and whether it is on a first page.
        self._of_passage = array("i", [-1])
        self._front = bytearray(1)
        self._having: dict[str, set[int]] = defaultdict(set)
        self._stamp: tuple[int, float] = (0, 0.0)
        self._last: tuple[object, tuple[Named, ...]] | None = None

    def named(self, session: Session, query: str) -> tuple[Named, ...]:
        """The documents that ``query`` names, the surest first; none where it names none or too many."""
        with self._lock:
            self._refresh(session)
            asked = (query, self._stamp, len(self._of_passage))
            if self._last is None or self._last[0] != asked:
                self._last = (asked, self._find(session, query))
            return self._last[1]

    def of_passages(self, numbers: Iterable[int]) -> dict[int, str]:
        """The ids of the documents of passages, as far as they are known here."""
        known = ((number, self._place(number)) for number in numbers)
        return {number: self._documents[place].id for number, place in known if place >= 0}

    def _place(self, number: int) -> int:
        return self._of_passage[number] if number < len(self._of_passage) else -1

    # --- what a question names

    def _find(self, session: Session, query: str) -> tuple[Named, ...]:
        if len(self._documents) < 2:
            return ()
        called: dict[int, float] = defaultdict(float)
        evidence: dict[int, float] = defaultdict(float)
        naming: dict[int, set[str]] = defaultdict(set)
        for term in _terms(query):
            found = self._weights(session, term)
            rarity = _rarity([name + body for name, body in found.values()], len(self._documents))
            share = _PHRASE_SHARE if len(term) > 1 else 1.0
            for place, (name, body) in found.items():
                evidence[place] += share * rarity * (name + body)
                if name and rarity >= _RARE:
                    called[place] += share * rarity * name
                    naming[place].update(term)
        ranked = sorted(evidence, key=lambda place: -evidence[place])[:_MOST_CONSIDERED]
        sure = (max((called[place] for place in ranked), default=0.0) - _DOUBTFUL) / (_SURE - _DOUBTFUL)
        if sure <= 0:
            return ()
        for year in {word for word in normalise.words(query) if _YEAR.fullmatch(word)}:
            for place in ranked:
                evidence[place] *= 1 + _YEAR_SHARE * self._is_of(session, place, year)
        best = max(evidence[place] for place in ranked)
        chosen = [place for place in ranked if evidence[place] >= _NEARLY * best]
        chosen = sorted(chosen, key=lambda place: -evidence[place])[:_MOST_NAMED]
        return tuple(
            Named(
                self._documents[place].id,
                min(1.0, sure) * evidence[place] / best,
                frozenset(naming.get(place, ())),
            )
            for place in chosen
        )

    def _weights(self, session: Session, term: tuple[str, ...]) -> dict[int, tuple[float, float]]:
        """For each document that has ``term`` how much this counts as its name, and how much as its subject.

        Nothing for a term of very many passages: it is no name.
        """
        passages = self._passages(session, term)
        if passages is None:
            return {}
        counts: Counter[int] = Counter()
        fronts: set[int] = set()
        for number in passages:
            place = self._place(number)
            if place >= 0:
                counts[place] += 1
                if self._front[number]:
                    fronts.add(place)
        own, whole = self._with_own(term), sum(counts.values())
        found = {}
        for place in own | counts.keys():
            count, size = counts[place], max(1, self._documents[place].passages)
            front = _FRONT * max(0.0, 1 - 2 * _FRONT_PAGES / size) if place in fronts else 0.0
            several = max(0.0, 1 - 3 / size)
            body = _BODY * several * count / (count + 1) * count / whole if count else 0.0
            name = max(_OWN * several if place in own else 0.0, front) if size >= _FEWEST_PASSAGES else 0.0
            found[place] = (name, body)
        return found

    def _passages(self, session: Session, term: tuple[str, ...]) -> Sequence[int] | None:
        """The numbers of the passages with ``term``; None where there are too many."""
        counts = self._frequencies.of(session, [Term("stems", stem) for stem in term]).values()
        if not min(counts):
            return ()
        if len(term) == 1 and min(counts) > _MOST_PASSAGES:
            return None
        match = f'stems : "{" ".join(term)}"'
        query = select(_INDEX.c.rowid).where(literal_column("chunk_fts").op("MATCH")(match))
        found = session.scalars(query.limit(_MOST_PASSAGES + 1)).all()
        return found if len(found) <= _MOST_PASSAGES else None

    def _is_of(self, session: Session, place: int, year: str) -> float:
        """How far a document is of a year, from 0 to 1: by its name, else its first pages, else creation."""
        document = self._documents[place]
        if document.years is None:
            document.years = self._years(session, document)
        if not document.years:
            return _MADE if document.made == year else 0.0
        return 1 / len(document.years) if year in document.years else 0.0

    def _years(self, session: Session, document: _Document) -> frozenset[str]:
        found = frozenset(stem for stem in document.own if _YEAR.fullmatch(stem))
        for number in range(1, _FRONT_PAGES + 1):
            if not found:
                page = select(func.substr(PageRow.text, 1, _FRONT_LETTERS))
                page = page.where(PageRow.document_id == document.id, PageRow.number == number)
                words = normalise.words(session.scalar(page) or "")
                found = frozenset(word for word in words if _YEAR.fullmatch(word))
        return found

    def _with_own(self, term: tuple[str, ...]) -> set[int]:
        places = set.intersection(*(self._having.get(stem, set()) for stem in term))
        if len(term) == 1:
            return places
        return {place for place in places if _has_run(self._documents[place].own, term)}

    # --- keeping up with the database

    def _refresh(self, session: Session) -> None:
        count, added = session.execute(
            select(func.count(), func.coalesce(func.max(DocumentRow.added), 0.0))
            .select_from(DocumentRow)
            .where(DocumentRow.status.in_(_READY))
        ).one()
        newest = self._frequencies.newest(session)
        if (count, added) == self._stamp and newest < len(self._of_passage):
            return
        if count < self._stamp[0] or newest + 1 < len(self._of_passage):
            self._forget()
        self._add_documents(session)
        self._add_passages(session, newest)
        self._stamp = (count, added)

    def _add_documents(self, session: Session) -> None:
        query = select(
            DocumentRow.id, DocumentRow.name, DocumentRow.title, DocumentRow.author, DocumentRow.created_on
        ).where(DocumentRow.status.in_(_READY))
        new = [row for row in session.execute(query) if row.id not in self._places]
        headers = self._headers(session, [row.id for row in new] if self._documents else None)
        for row in new:
            own = [*_of_name(row.name), *normalise.stems(f"{row.title} . {row.author}")]
            own += headers.get(row.id, ())
            place = self._places[row.id] = len(self._documents)
            self._documents.append(_Document(row.id, tuple(own), row.created_on[:4]))
            for stem in own:
                self._having[stem].add(place)

    def _headers(self, session: Session, ids: Sequence[str] | None) -> dict[str, list[str]]:
        """The stems of the running headers and footers, by document; None asks for all of them."""
        row = PageRow
        query = select(
            row.document_id, func.substr(row.text, 1, row.body_start), func.substr(row.text, row.body_end + 1)
        )
        query = query.where(row.number.in_(_HEADER_PAGES), row.body_start.is_not(None))
        found: dict[str, list[str]] = defaultdict(list)
        for batch in [None] if ids is None else _batched(ids):
            limited = query if batch is None else query.where(row.document_id.in_(batch))
            for document_id, above, below in session.execute(limited):
                found[document_id] += _without_numbers(f"{above} {below}")
        return found

    def _add_passages(self, session: Session, newest: int) -> None:
        known = len(self._of_passage)
        self._of_passage.extend([-1] * (newest + 1 - known))
        self._front.extend(bytes(newest + 1 - known))
        query = select(ChunkRow.number, ChunkRow.document_id).where(ChunkRow.number >= known)
        for number, document_id in session.execute(query):
            place = self._places.get(document_id, -1)
            self._of_passage[number] = place
            if place >= 0:
                self._documents[place].passages += 1
        fronts = (
            select(ChunkRow.number)
            .join(PageRow, PageRow.id == ChunkRow.page_id)
            .where(PageRow.number <= _FRONT_PAGES, ChunkRow.number >= known)
        )
        for number in session.scalars(fronts):
            self._front[number] = 1


def _rarity(weights: Sequence[float], documents: int) -> float:
    """How much a term tells documents apart, from 0: most where few have it much and others hardly."""
    most = max(weights, default=0.0)
    having = sum(weights) / most if most else 0.0
    return max(0.0, math.log((documents + 1) / (having + 0.5)))


def _terms(query: str) -> list[tuple[str, ...]]:
    """The stems of a question that may name something, and its runs of two such stems, each once."""
    words = normalise.words(query)
    stems = normalise.stems(query)
    alone = [
        (stem,)
        for word, stem in zip(words, stems, strict=True)
        if word not in STOP and not _YEAR.fullmatch(word)
    ]
    pairs = [
        (stems[i], stems[i + 1])
        for i in range(len(stems) - 1)
        if words[i] not in STOP and words[i + 1] not in STOP
    ]
    return list(dict.fromkeys([*alone, *pairs]))


def _of_name(name: str) -> list[str]:
    stems = normalise.stems(PurePath(name).stem.replace("_", " "))
    return [stem for stem in stems if _YEAR.fullmatch(stem) or not _MEANINGLESS.fullmatch(stem)]


def _without_numbers(header: str) -> list[str]:
    """Page numbers say nothing; years do."""
    return [stem for stem in normalise.stems(header) if not stem.isdigit() or _YEAR.fullmatch(stem)]


def _has_run(own: tuple[str, ...], run: tuple[str, ...]) -> bool:
    return any(own[i : i + len(run)] == run for i in range(len(own) - len(run) + 1))


def _batched(ids: Sequence[str], size: int = 500) -> Iterable[list[str]]:
    left = iter(ids)
    while batch := list(islice(left, size)):
        yield batch
