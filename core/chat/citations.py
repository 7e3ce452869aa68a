# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links each sentence of an answer to the passage that carries it, or says that none does.

A sentence is supported when a short stretch of a page (one unit, or two neighbours) holds most of what it
says, every number in it, and every name. What merely repeats the question proves little: it counts half.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath

from core.chat.evidence import Source
from core.chat.words import content_stems, likeness
from core.documents.sentences import Unit, sentences, units_within
from core.records import Citation, Sentence
from core.retrieval.normalise import fold

_CARRIED = 0.6
_TIED, _TIED_ALONE = 0.5, 0.7
_ALIKE = 0.8
_IN_QUESTION = 0.5
# "P3" and "A4" are names, not numbers.
_NUMBER = re.compile(r"(?<![^\W\d_])\d+(?:[.,:/٫٬]\d+)*")
_NAME = re.compile(r"\b[A-Z][a-z]+(?:[-'’][A-Za-z]+)*\b")
_SEPARATORS = re.compile(r"(?<=\d)[,٬](?=\d{3}(?!\d))")
_MARKER = re.compile(r"\s*\[\d{1,2}\]")
_SMALL_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve"
_NUMBER_WORDS = {word: str(number) for number, word in enumerate(_SMALL_NUMBERS.split())}


@dataclass(frozen=True)
class _Stretch:
    """One or two neighbouring units of a page, and what they hold."""

    source: Source
    start: int
    end: int
    stems: frozenset[str]
    around: frozenset[str]
    numbers: frozenset[str]
    folded: str


def link(answer: str, question: str, sources: Sequence[Source]) -> tuple[Sentence, ...]:
    """The sentences of ``answer``, each with the citation that carries it, if one does."""
    stretches = list(_stretches(sources))
    asked = frozenset(content_stems(question))
    asked_numbers = numbers(question)
    linked = []
    for start, end in sentences(answer):
        text = answer[start:end]
        best = _best(_MARKER.sub("", text), asked, asked_numbers, stretches)
        linked.append(
            Sentence(text, best is not None, (cite(best.source, best.start, best.end),) if best else ())
        )
    return tuple(linked)


def cite(source: Source, start: int, end: int) -> Citation:
    """A citation of ``page_text[start:end]``."""
    passage = source.passage
    quote = source.page_text[start:end]
    return Citation(passage.document, passage.document_id, passage.page, quote, start, end)


def numbers(text: str) -> frozenset[str]:
    """The numbers in ``text`` in one form: Western digits, thousands unmarked, "three" as 3."""
    folded = fold(text).replace("٫", ".")
    found = {_SEPARATORS.sub("", match.group()).rstrip(".,:/") for match in _NUMBER.finditer(folded)}
    return frozenset(
        found | {_NUMBER_WORDS[word] for word in re.findall(r"[a-z]+", folded) if word in _NUMBER_WORDS}
    )


def _best(
    text: str, asked: frozenset[str], asked_numbers: frozenset[str], stretches: Sequence[_Stretch]
) -> _Stretch | None:
    stems = [stem for stem in content_stems(text) if not stem.isdigit()]
    said = numbers(text)
    names = [fold(name) for name in _names(text)]
    best, best_share = None, _CARRIED
    for stretch in stretches:
        if not _holds_numbers(said, asked_numbers, stretch) or not all(
            name in stretch.folded for name in names
        ):
            continue
        share = _share(stems, asked, stretch)
        # A shorter stretch that carries as much is the better quotation.
        if share > best_share or (share == best_share and best is not None and _shorter(stretch, best)):
            best, best_share = stretch, share
    return best if stems or said else None


def _shorter(one: _Stretch, other: _Stretch) -> bool:
    return one.end - one.start < other.end - other.start


def _holds_numbers(said: frozenset[str], asked: frozenset[str], stretch: _Stretch) -> bool:
    """A number of the question may stand above or around the stretch; any other must stand in it."""
    return all(number in stretch.numbers or (number in asked and number in stretch.around) for number in said)


def _share(stems: Sequence[str], asked: frozenset[str], stretch: _Stretch) -> float:
    """The share of the sentence that the stretch holds; 0 when it lacks most of what is new, or of what ties
    it to the question: a name from one place and a deed from another make no fact."""
    held = {stem: _held(stem, asked, stretch) for stem in stems}
    new = [held[stem] for stem in stems if stem not in asked]
    old = [held[stem] for stem in stems if stem in asked]
    tied = _TIED if new else _TIED_ALONE
    if sum(new) < _CARRIED * len(new) or sum(old) < tied * len(old):
        return 0.0
    weight = len(new) + _IN_QUESTION * len(old)
    return (sum(new) + _IN_QUESTION * sum(old)) / weight if weight else 1.0


def _held(stem: str, asked: frozenset[str], stretch: _Stretch) -> float:
    if stem in stretch.stems or (stem in asked and stem in stretch.around):
        return 1.0
    return 1.0 if any(likeness(stem, other) >= _ALIKE for other in stretch.stems) else 0.0


def _names(text: str) -> Iterator[str]:
    """Capitalised words but the first: in English they name someone or something."""
    matches = list(_NAME.finditer(text))
    yield from (
        match.group() for match in matches if match.start() > 0 and text[: match.start()].strip("-*•\"“‘' ")
    )


def _stretches(sources: Sequence[Source]) -> Iterator[_Stretch]:
    seen: set[tuple[str, int, int, int]] = set()
    for source in sources:
        passage = source.passage
        cut = units_within(source.page_text, passage.start, passage.end)
        name = PurePath(passage.document).name
        for first, last in [*zip(cut, cut, strict=True), *pairwise(cut)]:
            place = (passage.document_id, passage.page, first.start, last.end)
            if place not in seen:
                seen.add(place)
                yield _stretch(source, first, last, f"{name} page {passage.page}")


def _stretch(source: Source, first: Unit, last: Unit, name: str) -> _Stretch:
    text = source.page_text[first.start : last.end]
    said = f"{text} {name}"
    around = f"{said} {first.heading} {last.heading}"
    return _Stretch(
        source,
        first.start,
        last.end,
        frozenset(content_stems(said)),
        frozenset(content_stems(around)) | numbers(around),
        numbers(said),
        fold(around),
    )
