# SPDX-License-Identifier: AGPL-3.0-or-later
"""Figures of an evaluation, each with its 95 % interval by the bootstrap (Efron 1979)."""

from __future__ import annotations

import math
import re
import string
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

_RESAMPLES = 2000
_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation + "،؛؟«»“”‘’…")

Figures = dict[str, dict[str, float]]
Indices = npt.NDArray[np.int64]
Measure = Callable[[Indices], float]


@dataclass(frozen=True)
class Outcome:
    """One held-out example: the answer's loss (nats) and tokens, what was written and what was right."""

    loss: float
    tokens: int
    answer: str
    expected: str


def figures(outcomes: Sequence[Outcome], kind: str) -> Figures:
    """Name → {"value", "low", "high"}. ``kind`` is the dataset's: label, qa, chat."""
    return {name: interval(measure(outcomes), len(outcomes)) for name, measure in _measures(kind).items()}


def differences(ours: Sequence[Outcome], theirs: Sequence[Outcome], kind: str) -> Figures:
    """Ours minus theirs on the same examples, resampled together."""
    found = {}
    for name, measure in _measures(kind).items():
        one, other = measure(ours), measure(theirs)
        found[name] = interval(_minus(one, other), len(ours))
    return found


def _minus(one: Measure, other: Measure) -> Measure:
    return lambda chosen: one(chosen) - other(chosen)


def interval(measure: Measure, count: int) -> dict[str, float]:
    """The measure over all ``count`` examples, and the middle 95 % of it over resampled ones."""
    random = np.random.default_rng(0)
    values = [measure(random.integers(0, count, count)) for _ in range(_RESAMPLES)]
    low, high = np.percentile(values, [2.5, 97.5])
    return {"value": float(measure(np.arange(count))), "low": float(low), "high": float(high)}


def _measures(kind: str) -> dict[str, Callable[[Sequence[Outcome]], Measure]]:
    always = {"loss": _loss, "perplexity": _perplexity}
    more: dict[str, dict[str, Any]] = {
        "label": {"accuracy": _accuracy, "macro_f1": _macro_f1},
        "qa": {"exact_match": _exact, "f1": _f1},
    }
    return {**more.get(kind, {}), **always}


def _loss(outcomes: Sequence[Outcome]) -> Measure:
    """Per token of the answers, so that long answers count as much as they are long."""
    losses = np.array([outcome.loss for outcome in outcomes])
    tokens = np.array([outcome.tokens for outcome in outcomes])
    return lambda chosen: float(losses[chosen].sum() / tokens[chosen].sum())


def _perplexity(outcomes: Sequence[Outcome]) -> Measure:
    loss = _loss(outcomes)
    return lambda chosen: math.exp(min(loss(chosen), 700.0))


def _accuracy(outcomes: Sequence[Outcome]) -> Measure:
    right = np.array([outcome.answer == outcome.expected for outcome in outcomes], dtype=float)
    return lambda chosen: float(right[chosen].mean())


def _macro_f1(outcomes: Sequence[Outcome]) -> Measure:
    """The mean of F1 over the labels that occur, as expected or as given, among the chosen."""
    labels = {
        label: n
        for n, label in enumerate(sorted({text for o in outcomes for text in (o.answer, o.expected)}))
    }
    given = np.array([labels[outcome.answer] for outcome in outcomes])
    expected = np.array([labels[outcome.expected] for outcome in outcomes])

    def measure(chosen: Indices) -> float:
        one, other = given[chosen], expected[chosen]
        hits = np.bincount(one[one == other], minlength=len(labels))
        total = np.bincount(one, minlength=len(labels)) + np.bincount(other, minlength=len(labels))
        occurring = total > 0
        return float((2 * hits[occurring] / total[occurring]).mean())

    return measure


def _exact(outcomes: Sequence[Outcome]) -> Measure:
    right = np.array([words(o.answer) == words(o.expected) for o in outcomes], dtype=float)
    return lambda chosen: float(right[chosen].mean())


def _f1(outcomes: Sequence[Outcome]) -> Measure:
    shares = np.array([overlap(o.answer, o.expected) for o in outcomes])
    return lambda chosen: float(shares[chosen].mean())


def overlap(answer: str, expected: str) -> float:
    """F1 of the words that both have (SQuAD, Rajpurkar et al. 2016)."""
    one, other = words(answer), words(expected)
    if not one or not other:
        return float(one == other)
    common = sum((Counter(one) & Counter(other)).values())
    return 2 * common / (len(one) + len(other))


def words(text: str) -> list[str]:
    """Words as answers are compared by: folded as search folds them, no punctuation, no English articles."""
    from core.retrieval.normalise import fold

    return _ARTICLES.sub(" ", fold(text).translate(_PUNCTUATION)).split()
