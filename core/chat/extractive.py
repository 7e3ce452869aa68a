# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers by quotation: the best sentences of the passages found, in any language, with no model."""

from __future__ import annotations

from collections.abc import Sequence

from core.chat.citations import cite
from core.chat.commands import asks_about_commands, commands_on
from core.chat.evidence import Evidence, Source
from core.chat.phrases import say
from core.chat.support import SUPPORTED
from core.chat.text import readable
from core.documents.language import language_of
from core.documents.sentences import units_within
from core.records import Citation, Sentence

MOST_QUOTES = 3
# A further sentence is quoted when it scores at least this share of the best one.
_CLOSE, _VERY_CLOSE = 0.6, 0.85
# How much of the question a sentence must account for: to be shown as near, and to be quoted though a model
# found no answer in it.
_NEAR, _BEARS_FIRMLY = 0.15, 0.5


def bears_on(evidence: Sequence[Evidence]) -> bool:
    """Whether the passages have something to say on the question at all.

    It turns 5 in 100 answerable questions away, and words alone tell it no more than this of the others: of
    Arabic questions whose article is missing it catches half, of those where only the right paragraph is, a
    third; of English ones over long reports and papers, a quarter.
    """
    return bool(evidence) and evidence[0].covered > 0 and evidence[0].sure >= 0


def left_out(sources: Sequence[Source], question: str) -> str:
    """What is to be said where a passage has words addressed to a model; nothing where none has."""
    if asks_about_commands(question) or not any(map(_has_command, sources)):
        return ""
    return say("command_left_out", language_of(question))


def bears_firmly(evidence: Sequence[Evidence]) -> bool:
    """Whether the passages say so much that they may be quoted though a model found no answer in them."""
    return bears_on(evidence) and max(one.covered for one in evidence) >= _BEARS_FIRMLY


def quotations(evidence: Sequence[Evidence]) -> tuple[Sentence, ...]:
    """The best sentences, each word for word and cited; under what heading it stands is put before it."""
    return tuple(_quote(one) for one in _close(evidence, _CLOSE))


def runners_up(evidence: Sequence[Evidence], answer: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Quotations that fit nearly as well as the best sentence and that ``answer`` does not cite."""
    cited = [citation for sentence in answer for citation in sentence.citations]
    return tuple(
        _quote(one) for one in _close(evidence, _VERY_CLOSE) if not any(_overlaps(one, c) for c in cited)
    )


def nearest(evidence: Sequence[Evidence], count: int = MOST_QUOTES) -> tuple[Citation, ...]:
    """What comes closest to a question that the passages do not answer; nothing when all of it is far off."""
    close = [one for one in evidence if one.covered >= _NEAR]
    return tuple(cite(one.source, one.start, one.end) for one in close[:count])


def _has_command(source: Source) -> bool:
    touched = units_within(source.page_text, source.passage.start, source.passage.end)
    return not commands_on(source.page_text).isdisjoint(unit.start for unit in touched)


def _close(evidence: Sequence[Evidence], share: float) -> list[Evidence]:
    return [one for one in evidence[:MOST_QUOTES] if one.score >= share * evidence[0].score]


def _overlaps(one: Evidence, citation: Citation) -> bool:
    same_page = one.place[:2] == (citation.document_id, citation.page)
    return same_page and one.start < citation.end and citation.start < one.end


def _quote(one: Evidence) -> Sentence:
    text = " ".join(readable(one.text).split())
    marked = f"«{text}»" if language_of(text) == "ar" else f"“{text}”"
    under = f"{one.heading}: " if one.heading_helps else ""
    return Sentence(under + marked, True, (cite(one.source, one.start, one.end),), SUPPORTED, (), 1.0)
