# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages put right by a person: what was read is kept, and everything made of the page is made anew."""

from __future__ import annotations

import re
from bisect import bisect_right
from difflib import SequenceMatcher
from typing import NamedTuple

from sqlalchemy.orm import Session

from core.db.tables import DocumentRow, PageRow, ReadingRow
from core.documents import derived
from core.documents.again import CORRECTED
from core.documents.conclude import conclude
from core.documents.pages import Word, boxes_of, decode_words, encode_words, languages_of, lines_of
from core.documents.rows import existing, page_record, page_row
from core.errors import UserError
from core.records import Page, PageLine
from core.settings import ChunkSettings
from core.workspace import Workspace

# A run of letters between blanks is seldom more than a few words of its page.
_MOST_PARTS = 8
_TOKEN = re.compile(r"\S+")
_KEPT = ("source", "text", "confidence", "error", "words", "body_start", "body_end")


def page_lines(workspace: Workspace, document_id: str, number: int) -> list[PageLine]:
    """The lines of a page's text that are not empty, each with its box where its words have some."""
    with workspace.db.reading() as session:
        existing(session, document_id)
        row = page_row(session, document_id, number)
        return lines_of(row.text, decode_words(row.words))


def correct(workspace: Workspace, document_id: str, number: int, text: str) -> Page:
    """Puts another text in the place of what was read; returns the page as it is now.

    The words that stayed, and those that came in the place of others, keep their boxes.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    with workspace.db.session() as session:
        row = page_row(session, document_id, number)
        if row.text == text and row.source == CORRECTED:
            return page_record(row)
        if session.get(ReadingRow, row.id) is None:
            session.add(ReadingRow(page_id=row.id, **{name: getattr(row, name) for name in _KEPT}))
        _rewrite(row, text)
        row.source, row.confidence, row.error = CORRECTED, None, None
        _settle(session, row)
        workspace.audit.append(session, "page.correct", document_id, page=number)
        return page_record(row)


def restore(workspace: Workspace, document_id: str, number: int) -> Page:
    """Takes a correction back. Raises :class:`UserError` when the page was not corrected."""
    with workspace.db.session() as session:
        row = page_row(session, document_id, number)
        kept = session.get(ReadingRow, row.id)
        if kept is None:
            raise UserError(f"Page {number} was not corrected: there is nothing to restore.")
        for name in _KEPT:
            setattr(row, name, getattr(kept, name))
        session.delete(kept)
        _settle(session, row)
        workspace.audit.append(session, "page.restore", document_id, page=number)
        return page_record(row)


def reading(workspace: Workspace, document_id: str, number: int) -> str | None:
    """What was read on a page before it was corrected; None when it was not."""
    with workspace.db.reading() as session:
        kept = session.get(ReadingRow, page_row(session, document_id, number).id)
        return kept.text if kept is not None else None


def needs_vectors(workspace: Workspace, page_id: str) -> bool:
    """Whether the page's passages lack vectors that an embedder here could give them."""
    from core.retrieval.embed_missing import lacks_vectors

    with workspace.db.reading() as session:
        return lacks_vectors(session, page_id)


def _settle(session: Session, row: PageRow) -> None:
    """Makes anew what follows from the page's text."""
    row.languages = languages_of(row.text)
    session.flush()
    derived.renew(session, row, ChunkSettings())
    document = session.get_one(DocumentRow, row.document_id)
    document.signature = None
    before = document.status, document.error
    conclude(session, document)
    if document.status == "ready" == before[0]:
        document.error = before[1]


def _rewrite(row: PageRow, text: str) -> None:
    """Gives the page another text; its words' boxes and its body move along."""
    matches = _Matches(row.text, text)
    row.words = encode_words(matches.moved(decode_words(row.words))) if row.words else None
    if row.body_start is not None and row.body_end is not None:
        row.body_start, row.body_end = matches.place(row.body_start), matches.place(row.body_end)
    row.text = text


class _Run(NamedTuple):
    """Words ``old`` to ``old_end`` of one text stand for words ``new`` to ``new_end`` of the other."""

    old: int
    old_end: int
    new: int
    new_end: int


class _Matches:
    """Which words of an old text stand for which of a new one."""

    def __init__(self, old: str, new: str) -> None:
        self._old = [found.span() for found in _TOKEN.finditer(old)]
        self._new = [found.span() for found in _TOKEN.finditer(new)]
        self._length = len(new)
        words = [old[start:end] for start, end in self._old], [new[start:end] for start, end in self._new]
        matcher = SequenceMatcher(None, *words, autojunk=False)
        self._runs = [_Run(*places) for _, *places in matcher.get_opcodes()]
        self._standing = {new: old for run in self._runs for new, old in _paired(run)}

    def moved(self, words: list[Word]) -> list[Word]:
        """The words of the new text that have a box."""
        ends = [word.end for word in words]
        found = []
        for place, (start, end) in enumerate(self._new):
            if place not in self._standing:
                continue
            first, last = self._standing[place]
            near = words[bisect_right(ends, self._old[first][0]) :][: _MOST_PARTS * (last - first)]
            boxes = boxes_of(near, self._old[first][0], self._old[last - 1][1])
            found += [Word(start, end, boxes[0])] if boxes else []
        return found

    def place(self, offset: int) -> int:
        """Where in the new text the word stands that begins at or behind ``offset`` in the old one."""
        behind = next((i for i, (start, _) in enumerate(self._old) if start >= offset), None)
        for run in self._runs:
            if behind is not None and run.old <= behind < run.old_end and run.new < run.new_end:
                return self._new[min(run.new + behind - run.old, run.new_end - 1)][0]
        return self._length


def _paired(run: _Run) -> list[tuple[int, tuple[int, int]]]:
    """For each new word of a run the old ones that it stands for: as many, or shared out in order."""
    olds, news = run.old_end - run.old, run.new_end - run.new
    if not olds:
        return []
    pairs = []
    for i in range(news):
        first = run.old + i * olds // news
        pairs.append((run.new + i, (first, max(first + 1, run.old + (i + 1) * olds // news))))
    return pairs
