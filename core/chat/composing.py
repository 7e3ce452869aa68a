# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers put together from what was found and what was said: quoted, generated and checked, or none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.chat.citations import link
from core.chat.evidence import Evidence, Source, evades
from core.chat.extractive import bears_firmly, nearest, quotations, runners_up
from core.chat.phrases import say
from core.chat.support import PARTLY, SUPPORTED, Entails
from core.records import Answer, Sentence, Usage

# A model that says so itself; only one of some size is believed.
_DECLINES = re.compile(
    r"(?:documents?|passages?|texts?|context)\b.{0,40}\b(?:do|does|did) not "
    r"(?:say|state|contain|mention|provide|specify|answer|include|give)"
    r"|\b(?:cannot|can't|unable to) (?:answer|determine|find)|\bno information\b"
    r"|\bnot (?:mentioned|stated|specified|provided)\b"
    r"|(?:لا|لم) (?:تذكر|يذكر|تحتوي|يرد|ترد|تجيب)|لا (?:يمكن|أستطيع)",
    re.IGNORECASE,
)
_LONGEST_NOTE = 300


def declines(text: str) -> bool:
    """Whether a model's answer says that it has none."""
    return bool(_DECLINES.search(text))


def abstention(language: str, evidence: Sequence[Evidence], usage: Usage, *, empty: bool = False) -> Answer:
    """Says plainly that the documents do not answer, and shows what comes nearest."""
    near = nearest(evidence)
    if not near:
        text = say("no_documents" if empty else "nothing", language)
        return Answer(text, True, (Sentence(text, False, ()),), usage, mode="none")
    text = say("not_answered", language)
    return Answer(
        text, True, (Sentence(text, False, near),), usage, note=say("nearest", language), mode="none"
    )


def quoted(evidence: Sequence[Evidence], usage: Usage, note: str) -> Answer:
    """The best sentences of the passages, word for word."""
    sentences = quotations(evidence)
    text = "\n".join(sentence.text for sentence in sentences)
    return Answer(text, False, sentences, usage, note=note, mode="quoted")


def checked(
    text: str,
    question: str,
    language: str,
    evidence: Sequence[Evidence],
    sources: Sequence[Source],
    usage: Usage,
    *,
    small: bool,
    entails: Entails | None = None,
) -> Answer:
    """A generated answer with each sentence linked to its passage.

    Where the passages bear out nothing of it they are quoted instead, and the note says what the model wrote;
    where they bear little on the question, that is said. A ``small`` model's answer is also replaced when it
    evades the question, and sentences that fit the question nearly as well as its source are quoted beneath.
    """
    sentences = link(text, question, sources, entails)
    enough = {SUPPORTED} if small else {SUPPORTED, PARTLY}
    borne_out = any(sentence.support in enough for sentence in sentences)
    if not borne_out or (small and evades(question, text)):
        if not bears_firmly(evidence):
            return abstention(language, evidence, usage)
        wrote = " ".join(text.split())[:_LONGEST_NOTE]
        return quoted(evidence, usage, say("unsupported", language, text=wrote) if wrote else "")
    note = "" if all(sentence.supported for sentence in sentences) else say("partly", language)
    beside = runners_up(evidence, sentences) if small else ()
    if beside:
        note = " ".join(filter(None, [note, say("beside", language)]))
    text = "\n".join([text, *(sentence.text for sentence in beside)])
    return Answer(text, False, (*sentences, *beside), usage, note=note)


def unfinished(text: str, question: str, sources: Sequence[Source], usage: Usage, note: str) -> Answer:
    """As far as it came: stopped, or cut off."""
    return Answer(text, False, link(text, question, sources), usage, note=note)
