# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links each sentence of an answer to the passage that carries it, or says that none does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from core.chat.evidence import Source
from core.chat.stretches import Stretch, stretches
from core.chat.support import PARTLY, SUPPORTED, Entails, asked, judge
from core.db.tables import PageRow
from core.documents.language import language_of
from core.documents.pages import boxes_of, decode_words
from core.documents.sentences import sentences
from core.records import Answer, Citation, Sentence

_MARKER = re.compile(r"\s*\[\d{1,2}\]")


def link(
    answer: str, question: str, sources: Sequence[Source], entails: Entails | None = None
) -> tuple[Sentence, ...]:
    """The sentences of ``answer``, each judged, with the citation that carries it or part of it.

    ``entails``: a model of entailment, where one is at hand. A sentence that no passage supports has no
    citation; its problems say why.
    """
    known = list(stretches(sources))
    about = asked(question, language_of(question))
    linked = []
    for start, end in sentences(answer):
        text = answer[start:end]
        found = judge(_MARKER.sub("", text), about, known, entails)
        carries = found.stretch if found.support in {SUPPORTED, PARTLY} else None
        linked.append(
            Sentence(
                text,
                found.support == SUPPORTED,
                (_citation(carries),) if carries else (),
                found.support,
                found.problems,
                found.confidence,
            )
        )
    return tuple(linked)


def cite(source: Source, start: int, end: int) -> Citation:
    """A citation of ``page_text[start:end]``."""
    passage = source.passage
    quote = source.page_text[start:end]
    return Citation(passage.document, passage.document_id, passage.page, quote, start, end)


def boxes_for(session: Session, citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """``citations`` with the places of their words on the pages' images, where those are known."""
    places = {(one.document_id, one.page) for one in citations}
    query = select(PageRow.document_id, PageRow.number, PageRow.words).where(
        tuple_(PageRow.document_id, PageRow.number).in_(places)
    )
    words = {(document, number): decode_words(kept) for document, number, kept in session.execute(query)}
    return tuple(
        replace(one, boxes=boxes_of(words.get((one.document_id, one.page), []), one.start, one.end))
        for one in citations
    )


def with_boxes(session: Session, answer: Answer) -> Answer:
    """``answer`` with the boxes of all that it cites."""
    return replace(
        answer,
        sentences=tuple(
            replace(sentence, citations=boxes_for(session, sentence.citations))
            if sentence.citations
            else sentence
            for sentence in answer.sentences
        ),
    )


def _citation(stretch: Stretch) -> Citation:
    return cite(stretch.source, stretch.start, stretch.end)
