# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which sentences of the passages found bear on a question, by words alone: any language, no model."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath

from core.chat.commands import asks_about_commands, commands_on
from core.chat.rarity import Rarity
from core.chat.words import content_stems, likeness
from core.documents.language import language_of
from core.documents.sentences import Unit, units_within
from core.records import Passage
from core.retrieval.normalise import fold

# What a question of a kind wants to see in the sentence that answers it; both are matched on folded text.
_NUMBER = re.compile(
    r"\d|\b(?:none|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand)\b"
    r"|\b(?:و?ال)?(?:اثن|ثلاث|اربع|خمس|سته?\b|سبع|ثمان|تسع|عشر|مئ|مائ|الف\b|الاف|مليون)"
)
_TIME = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\bnoon\b|\bmidnight\b|\bo'clock|ساعه")
_DATE = re.compile(
    r"\b(?:1[0-9]|20)\d\d\b|\b\d{1,2}[/-]\d{1,2}\b|\b(?:january|february|march|april|may(?= \d)|june|july|"
    r"august|september|october|november|december)\b|يناير|فبراير|مارس|ابريل|مايو|يونيو|يوليو|اغسطس|سبتمبر|اكتوبر|"
    r"نوفمبر|ديسمبر"
)
_WANTED = (
    (re.compile(r"\b(?:what|which) (?:time|hour)|\bo'clock|(?:اي|كم) ساعه"), _TIME),
    (
        re.compile(
            r"\bwhen\b|\b(?:what|which) (?:date|day|year|month)|\bمتي\b|\b(?:اي|ما) (?:يوم|عام|سنه|تاريخ)"
        ),
        _DATE,
    ),
    (
        re.compile(
            r"\bhow (?:many|much|long|far|deep|high|wide|old|fast|large|big|tall)\b|\bwhat (?:is the )?"
            r"(?:number|percentage|sum|amount|price|cost|speed|limit|width|depth|strength)\b|\bكم\b|"
            r"\bما (?:عدد|رقم|مبلغ)"
        ),
        _NUMBER,
    ),
)

# What a stem counts when not the unit itself has it, and what else speaks for or against a unit. Found by
# search on Arabic (encyclopaedia) and English (reports, papers) questions; around these values little moves.
_HEADING, _BEFORE, _AFTER, _DOCUMENT = 0.8, 0.45, 0.25, 0.35
_ALIKE = 0.65
_FEW_WORDS = 4
_WANTED_BONUS, _RANK_BONUS, _PAIR_BONUS = 0.3, 0.1, 0.25
_NOTHING_NEW, _HEADING_ITSELF = 0.45, 0.15

# Whether a unit answers at all: a logistic regression on half of 1,165 questions of two collections, each
# with the passages found for it and with those left when the right ones are taken away, judged on the other
# half. Parts of the same log-odds; the last is where 5 in 100 answerable questions are turned away.
_COVERED, _IN_PASSAGE, _CLOSENESS, _LACKING, _WORDS, _CONSTANT = 2.59, 2.28, 1.05, -0.72, 0.81, -5.57
_TURNED_AWAY = {"ar": -1.85}
_TURNED_AWAY_ELSE = -1.05


@dataclass(frozen=True)
class Source:
    """A passage found, with the whole text of its page: sentences reach over a passage's edges."""

    passage: Passage
    page_text: str


@dataclass(frozen=True)
class Evidence:
    """A unit of a source and how well it bears on the question.

    ``start`` and ``end`` are offsets into the page's text. ``covered`` is the share (0..1) of the question's
    weight that the unit and what stands around it account for; ``score`` adds what else speaks for it.
    ``sure``: the log-odds that the unit answers, counted from where a question is turned away (0).
    ``rank`` is the source's place among those found, from 0. ``heading_helps``: words of the question stand
    in the heading and not in the unit.
    """

    rank: int
    source: Source
    start: int
    end: int
    text: str
    heading: str
    covered: float
    score: float
    heading_helps: bool
    sure: float = 0.0

    @property
    def place(self) -> tuple[str, int, int]:
        return self.source.passage.document_id, self.source.passage.page, self.start


def evades(question: str, answer: str) -> bool:
    """Whether ``answer`` lacks the time, date or number that was asked for, or speaks of other things."""
    asked, said = fold(question), fold(answer)
    if any(kind.search(asked) and not sign.search(said) for kind, sign in _WANTED):
        return True
    words = content_stems(answer)
    return len(words) > _FEW_WORDS and not set(words).intersection(content_stems(question))


def weigh(question: str, sources: Sequence[Source], rarity: Rarity | None = None) -> list[Evidence]:
    """All units of ``sources``, best first; a unit that overlapping sources share is listed once.

    ``rarity``: of the question's words in the whole collection; without it, in the units themselves. What is
    addressed to a model is left out, unless the question is about such commands.
    """
    wanted = content_stems(question)
    about_commands = asks_about_commands(question)
    cut = [_Cut(rank, source, about_commands) for rank, source in enumerate(sources)]
    weights = (rarity or _within([stems for one in cut for stems in one.stems])).weights(wanted)
    found = [evidence for one in cut for evidence in one.weigh(question, weights)]
    first: dict[tuple[str, int, int], Evidence] = {}
    for evidence in sorted(found, key=lambda evidence: (-evidence.score, evidence.rank)):
        first.setdefault(evidence.place, evidence)
    return list(first.values())


def _within(seen: Sequence[frozenset[str]]) -> Rarity:
    return Rarity(len(seen), Counter(stem for stems in seen for stem in stems))


class _Cut:
    """A source in units, each with the stems it has itself."""

    def __init__(self, rank: int, source: Source, about_commands: bool) -> None:
        passage = source.passage
        self._rank = rank
        self._source = source
        left_out = frozenset[int]() if about_commands else commands_on(source.page_text)
        touched = units_within(source.page_text, passage.start, passage.end)
        self._units = [unit for unit in touched if unit.start not in left_out]
        self.stems = [frozenset(content_stems(source.page_text[u.start : u.end])) for u in self._units]
        self._document = frozenset(content_stems(PurePath(passage.document).stem))

    def weigh(self, question: str, rarity: dict[str, float]) -> Iterator[Evidence]:
        total = sum(rarity.values()) or 1.0
        asked = fold(question)
        signs = [sign for kind, sign in _WANTED if kind.search(asked)]
        in_passage = self._in_passage(rarity) / total
        least = _TURNED_AWAY.get(language_of(question), _TURNED_AWAY_ELSE)
        pairs = _pairs(content_stems(question, repeats=True))
        for i, unit in enumerate(self._units):
            text = self._source.page_text[unit.start : unit.end]
            covered = sum(weight * self._credit(stem, i, unit) for stem, weight in rarity.items()) / total
            score = covered + _RANK_BONUS / (1 + self._rank)
            score += _PAIR_BONUS * _share_of_pairs(pairs, f"{unit.heading} {text}", rarity)
            has_signs = all(sign.search(fold(text)) for sign in signs)
            if signs and covered and has_signs:
                score += _WANTED_BONUS
            if self.stems[i] <= rarity.keys():
                score -= _NOTHING_NEW
            if unit.kind == "heading":
                score -= _HEADING_ITSELF
            helps = any(stem in rarity and stem not in self.stems[i] for stem in content_stems(unit.heading))
            place = unit.start, unit.end, text, unit.heading
            sure = _CONSTANT + _COVERED * covered + _IN_PASSAGE * in_passage + _LACKING * (not has_signs)
            sure += _CLOSENESS * _closeness(text, rarity) + _WORDS * math.log(1 + len(rarity)) - least
            yield Evidence(self._rank, self._source, *place, covered, score, helps, sure)

    def _in_passage(self, rarity: dict[str, float]) -> float:
        every = frozenset[str]().union(*self.stems)
        return sum(weight * _best(stem, every) for stem, weight in rarity.items())

    def _credit(self, stem: str, i: int, unit: Unit) -> float:
        """How far the unit accounts for one stem of the question, by itself or by what stands around it."""
        own = _best(stem, self.stems[i])
        if own == 1.0:
            return own
        around = (
            _HEADING * _best(stem, frozenset(content_stems(unit.heading))),
            _BEFORE * (_best(stem, self.stems[i - 1]) if i else 0.0),
            _AFTER * (_best(stem, self.stems[i + 1]) if i + 1 < len(self.stems) else 0.0),
            _DOCUMENT * _best(stem, self._document),
        )
        return max(own, *around)


def _closeness(text: str, wanted: Container[str]) -> float:
    """How close together the wanted stems of ``text`` stand: their number over the fewest words that hold all
    of them; 0 where there is but one."""
    stems = content_stems(text, repeats=True)
    places = [at for at, stem in enumerate(stems) if stem in wanted]
    kinds = len({stems[at] for at in places})
    if kinds < 2:
        return 0.0
    fewest, first, within = len(stems), 0, Counter[str]()
    for at in places:
        within[stems[at]] += 1
        while len(within) == kinds:
            start = places[first]
            fewest = min(fewest, at - start + 1)
            within[stems[start]] -= 1
            within += Counter()
            first += 1
    return kinds / fewest


def _pairs(stems: Sequence[str]) -> set[tuple[str, str]]:
    return {pair for pair in pairwise(stems) if any(stem.isdigit() for stem in pair)}


def _share_of_pairs(wanted: set[tuple[str, str]], text: str, rarity: dict[str, float]) -> float:
    """How many neighbours of numbers in the question are neighbours here too, by their weight: "11 March"."""
    weights = {pair: min(rarity[stem] for stem in pair) for pair in wanted}
    found = _pairs(content_stems(text, repeats=True)) if wanted else set()
    return sum(weights[pair] for pair in wanted & found) / sum(weights.values()) if wanted else 0.0


def _best(stem: str, stems: frozenset[str]) -> float:
    if stem in stems:
        return 1.0
    closest = max((likeness(stem, other) for other in stems), default=0.0)
    return closest if closest >= _ALIKE else 0.0
