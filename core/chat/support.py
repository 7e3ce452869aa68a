# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a passage carries a sentence: by its words, its numbers, days, units and names, and what it denies.

Where a model of entailment is at hand it has a say about meaning; numbers, days and names it cannot overrule.
Two things that words do not show are not caught without one: roles that are swapped ("A paid B") and what a
paraphrase in quite other words says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.chat.days import days, named_in
from core.chat.figures import figures, numbers
from core.chat.negation import denied, same_deed
from core.chat.phrases import say
from core.chat.stretches import Stretch, measured
from core.chat.words import STOP, content_stems, likeness
from core.documents.entities.names import ORGANISATION, PERSON, PLACE
from core.documents.entities.recognisers import entities_of
from core.documents.language import language_of
from core.errors import UserError
from core.retrieval.normalise import fold, stems

SUPPORTED, PARTLY, UNSUPPORTED = "supported", "partly", "unsupported"
# (premise, claim) pairs -> for each the probabilities that the premise entails the claim, leaves it open, or
# contradicts it.
Entails = Callable[[Sequence[tuple[str, str]]], list[tuple[float, float, float]]]

_CARRIED, _TOUCHED = 0.6, 0.4
_TIED, _TIED_ALONE = 0.5, 0.7
_ALIKE = 0.8
# What merely repeats the question proves little: it counts half.
_IN_QUESTION = 0.5
# An Arabic sentence shows its names by no capital: more of its words must be in the passage.
_CARRIED_ARABIC = 0.7
_SHORT_FORM, _ALIKE_FORM = 3, 0.5
_SURE = 0.7
_READ_BY_MODEL = 3
_LEAST_CLAUSE = 3
_NAME = re.compile(r"\b[A-Z][a-z]+(?:[-'’][A-Za-z]+)*\b")
_ARABIC = re.compile(r"[\u0620-\u064a]")
_CLAUSES = re.compile(
    r"[;؛]\s+|,\s+(?:and|but|while|which|who)\s+|\s+(?:and|but|while)\s+|،\s+|\s+(?:ثم|لكن|بينما|فيما)\s+"
)
_WORD = re.compile(r"[^\W_]+")
_OPENING = "-*•\"“‘'«([ "


@dataclass(frozen=True)
class Question:
    """What the question says already, and its language, which problems are told in."""

    stems: frozenset[str]
    numbers: frozenset[str]
    language: str


@dataclass(frozen=True)
class Judgement:
    """``stretch`` carries the sentence, or comes nearest to it; None where none comes near.

    ``confidence`` 0..1: how sure it is that the stretch carries it.
    """

    support: str
    problems: tuple[str, ...]
    confidence: float
    stretch: Stretch | None


@dataclass(frozen=True)
class _Claim:
    """What a sentence, or a clause of it, says that can be looked for."""

    text: str
    stems: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...]
    days: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    denied: frozenset[str]
    measured: dict[str, set[str]]
    arabic: bool

    @property
    def carried(self) -> float:
        return _CARRIED_ARABIC if self.arabic else _CARRIED


@dataclass(frozen=True)
class _Fit:
    stretch: Stretch
    share: float
    problems: tuple[str, ...]

    @property
    def order(self) -> tuple[bool, float, int]:
        """The best fit has no problem, holds most, and is short: the better quotation."""
        return not self.problems, self.share, self.stretch.start - self.stretch.end


def asked(question: str, language: str) -> Question:
    return Question(frozenset(content_stems(question)), numbers(question), language)


def judge(
    sentence: str, question: Question, stretches: Sequence[Stretch], entails: Entails | None = None
) -> Judgement:
    """How far one of ``stretches`` carries ``sentence``, and what in it they do not contain."""
    claim = _claim(sentence, stretches)
    if not claim.stems and not claim.numbers and not claim.days:
        return Judgement(UNSUPPORTED, (), 0.0, None)
    fits = sorted((_fit(claim, question, one) for one in stretches), key=lambda fit: fit.order, reverse=True)
    judged = _by_words(claim, question, stretches, fits)
    if entails is None or not fits:
        return judged
    return _with_meaning(judged, claim, question, fits, entails)


def _by_words(
    claim: _Claim, question: Question, stretches: Sequence[Stretch], fits: Sequence[_Fit]
) -> Judgement:
    best = fits[0] if fits else None
    if best and not best.problems and best.share >= claim.carried and _whole(claim, question, best):
        return Judgement(SUPPORTED, (), _confidence(best.share), best.stretch)
    nearest = max(fits, key=lambda fit: (fit.share, -len(fit.problems)), default=None)
    if nearest is None or nearest.share < _TOUCHED:
        problem = say("nowhere", question.language)
        return Judgement(UNSUPPORTED, (problem,), 0.05, None)
    carried = _carried_clause(claim, question, stretches)
    if carried is not None:
        problems = nearest.problems or (_missing(claim, nearest, question),)
        return Judgement(PARTLY, problems, 0.4, carried)
    if nearest.problems:
        return Judgement(UNSUPPORTED, nearest.problems, 0.1, nearest.stretch)
    return Judgement(PARTLY, (_missing(claim, nearest, question),), 0.5 * nearest.share, nearest.stretch)


def _with_meaning(
    judged: Judgement, claim: _Claim, question: Question, fits: Sequence[_Fit], entails: Entails
) -> Judgement:
    """What the model of entailment makes of the stretches that come nearest by words."""
    near = sorted(fits, key=lambda fit: -fit.share)[:_READ_BY_MODEL]
    try:
        answers = entails([(fit.stretch.text, claim.text) for fit in near])
    except UserError:
        # A judge that cannot be asked now is as good as none: the words have been checked.
        return judged
    if len(answers) != len(near):
        return judged
    best, (follows, _, denies) = max(zip(near, answers, strict=True), key=lambda pair: pair[1][0])
    if follows >= _SURE and not best.problems:
        return Judgement(SUPPORTED, (), round(follows, 2), best.stretch)
    if denies >= _SURE and judged.support != UNSUPPORTED:
        problem = say("contradicted", question.language)
        return Judgement(UNSUPPORTED, (problem,), round(follows, 2), best.stretch)
    if judged.support == SUPPORTED and follows < 1 - _SURE:
        problem = say("does_not_follow", question.language)
        return Judgement(PARTLY, (problem,), round(follows, 2), judged.stretch)
    return judged


def _confidence(share: float) -> float:
    return round(min(0.95, 0.55 + 0.4 * share), 2)


def _clauses(claim: _Claim) -> list[str]:
    return [part for part in _CLAUSES.split(claim.text) if len(content_stems(part)) >= _LEAST_CLAUSE]


def _whole(claim: _Claim, question: Question, fit: _Fit) -> bool:
    """Whether the stretch has something of every clause, and in Arabic every word in some form."""
    if claim.arabic and not all(_holds_form(stem, question.stems, fit.stretch) for stem in claim.stems):
        return False
    parts = [content_stems(part) for part in _clauses(claim)]
    return all(_share(part, question.stems, fit.stretch) >= _TOUCHED for part in parts)


def _carried_clause(claim: _Claim, question: Question, stretches: Sequence[Stretch]) -> Stretch | None:
    """The stretch that carries one clause of a sentence of several."""
    clauses = _clauses(claim)
    if len(clauses) < 2:
        return None
    for part in clauses:
        one = _claim(part, stretches)
        fits = [_fit(one, question, stretch) for stretch in stretches]
        best = max(fits, key=lambda fit: fit.order)
        if not best.problems and best.share >= one.carried:
            return best.stretch
    return None


def _missing(claim: _Claim, fit: _Fit, question: Question) -> str:
    """The first words that the stretch lacks, as the sentence writes them."""
    lacking = {stem for stem in claim.stems if not _holds(stem, question.stems, fit.stretch)}
    written = [word for word in _WORD.findall(claim.text) if lacking.intersection(stems(word))]
    return say("little", question.language, text=" … ".join(dict.fromkeys(written[:3])))


# --- what a sentence says -------------------------------------------------------------------------


def _claim(text: str, stretches: Sequence[Stretch]) -> _Claim:
    named_days = days(text)
    without = text
    for found in reversed(named_days):
        without = f"{without[: found.start]} , {without[found.end :]}"
    folded = fold(without)
    counted = figures(without)
    said = tuple(
        (figure.value, folded[figure.start : figure.end])
        for figure in counted
        if figure.value != "1" or folded[figure.start].isdigit()
    )
    for figure in reversed(counted):
        folded = f"{folded[: figure.start]} {folded[figure.end :]}"
    wordy = tuple(stem for stem in content_stems(folded) if not stem.isdigit())
    arabic = language_of(text) == "ar"
    return _Claim(
        text,
        wordy,
        said,
        tuple((found.value, text[found.start : found.end]) for found in named_days),
        tuple(dict.fromkeys(_names(without, stretches))),
        denied(text),
        measured(without),
        arabic,
    )


def _names(text: str, stretches: Sequence[Stretch]) -> Iterator[str]:
    """Words that name someone or something: capitalised ones but the first, which needs to be known as a name
    from elsewhere on the pages, and what the recognisers take for a name in Arabic."""
    for match in _NAME.finditer(text):
        opens = not text[: match.start()].strip(_OPENING)
        if not opens or _is_a_name(match, text, stretches):
            yield match.group()
    if _ARABIC.search(text):
        for found in entities_of(text):
            if found.kind in {PERSON, ORGANISATION, PLACE}:
                yield from _WORD.findall(text[found.start : found.end])


def _is_a_name(match: re.Match[str], text: str, stretches: Sequence[Stretch]) -> bool:
    word = match.group()
    if STOP.issuperset(stems(word)):
        return False
    following = _NAME.match(text, match.end() + 1)
    within = re.compile(rf"[\w,] {re.escape(word)}\b")
    return following is not None or any(within.search(stretch.text) for stretch in stretches)


# --- against a stretch ----------------------------------------------------------------------------


def _fit(claim: _Claim, question: Question, stretch: Stretch) -> _Fit:
    share = _share(claim.stems, question.stems, stretch)
    if share < _TOUCHED and claim.stems:
        return _Fit(stretch, share, (say("nowhere", question.language),))
    return _Fit(stretch, share, tuple(_problems(claim, question, stretch)))


def _problems(claim: _Claim, question: Question, stretch: Stretch) -> Iterator[str]:
    language = question.language
    for value, text in claim.days:
        if not named_in(value, stretch.days, stretch.years):
            yield say("no_day", language, text=text)
    for value, text in claim.numbers:
        # A number of the question may stand above or around the stretch; any other must stand in it.
        around = value in question.numbers and value in stretch.stems_around
        if value not in stretch.numbers and not around:
            yield say("no_number", language, text=text)
        elif not _same_unit(value, claim, stretch):
            yield say("other_unit", language, text=text)
    for name in claim.names:
        if not _holds_name(name, stretch):
            yield say("no_name", language, text=name)
    if _denies(claim.denied, stretch.stems, stretch.denied):
        yield say("not_denied", language)
    if _denies(stretch.denied, claim.stems, claim.denied):
        yield say("denied", language)


def _denies(denied: Iterable[str], said: Iterable[str], also_denied: Iterable[str]) -> bool:
    """Whether one side says what the other denies."""
    return any(
        any(same_deed(stem, other) for other in said) and not any(same_deed(stem, o) for o in also_denied)
        for stem in denied
    )


def _same_unit(value: str, claim: _Claim, stretch: Stretch) -> bool:
    mine, theirs = claim.measured.get(value), stretch.measured.get(value)
    return not mine or not theirs or bool(mine & theirs)


def _holds_name(name: str, stretch: Stretch) -> bool:
    folded = fold(name)
    if folded in stretch.folded:
        return True
    return all(
        stem in STOP
        or stem in stretch.stems_around
        or any(likeness(stem, o) >= _ALIKE for o in stretch.stems)
        for stem in stems(name)
    )


def _share(claimed: Sequence[str], asked: frozenset[str], stretch: Stretch) -> float:
    """The share of the claim that the stretch holds; less than a touch when it lacks most of what is new, or
    of what ties it to the question: a name from one place and a deed from another make no fact."""
    held = {stem: _holds(stem, asked, stretch) for stem in claimed}
    new = [held[stem] for stem in claimed if stem not in asked]
    old = [held[stem] for stem in claimed if stem in asked]
    weight = len(new) + _IN_QUESTION * len(old)
    share = (sum(new) + _IN_QUESTION * sum(old)) / weight if weight else 1.0
    tied = _TIED if new else _TIED_ALONE
    if sum(old) < tied * len(old):
        return min(share, _TOUCHED - 0.01)
    return share if sum(new) >= _CARRIED * len(new) else min(share, _CARRIED - 0.01)


def _holds(stem: str, asked: frozenset[str], stretch: Stretch) -> bool:
    if stem in stretch.stems or (stem in asked and stem in stretch.stems_around):
        return True
    return any(likeness(stem, other) >= _ALIKE for other in stretch.stems)


def _holds_form(stem: str, asked: frozenset[str], stretch: Stretch) -> bool:
    if len(stem) < _SHORT_FORM or _holds(stem, asked, stretch):
        return True
    forms = stretch.stems_around
    return any(same_deed(stem, other) or likeness(stem, other) >= _ALIKE_FORM for other in forms)
