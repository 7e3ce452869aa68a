# SPDX-License-Identifier: AGPL-3.0-or-later
"""One order out of two scores that are measured on different scales."""

from __future__ import annotations

from statistics import fmean, pstdev

# How much meaning counts beside words. Measured: the best is flat, from 0.5 to 1.5.
DENSE_WEIGHT = 1.0


def fuse(lexical: dict[int, float], dense: dict[int, float]) -> dict[int, float]:
    """The sum of both scores in standard deviations from the candidates' mean, by chunk number, best first.

    A candidate without words in common has the lexical score 0; one without a vector (its language has no
    embedder) the mean cosine. So each side only speaks about what it knows.
    """
    candidates = {**lexical, **dense}
    words = standard({number: lexical.get(number, 0.0) for number in candidates})
    meaning = standard(dense)
    summed = {number: words[number] + DENSE_WEIGHT * meaning.get(number, 0.0) for number in candidates}
    return dict(sorted(summed.items(), key=lambda item: -item[1]))


def reciprocal_ranks(lexical: dict[int, float], dense: dict[int, float]) -> dict[int, float]:
    """Each list's 1 / (60 + rank), summed; best first. Cormack, Clarke and Büttcher, SIGIR 2009."""
    summed: dict[int, float] = {}
    for scores in (lexical, dense):
        for rank, number in enumerate(sorted(scores, key=lambda one: -scores[one]), start=1):
            summed[number] = summed.get(number, 0.0) + 1 / (60 + rank)
    return dict(sorted(summed.items(), key=lambda item: -item[1]))


def weighted(lexical: dict[int, float], dense: dict[int, float], share: float = 0.7) -> dict[int, float]:
    """``share`` of meaning and the rest of words, each scaled to 0 to 1 over its candidates; best first."""
    words, meaning = _scaled(lexical), _scaled(dense)
    summed = {
        number: share * meaning.get(number, 0.0) + (1 - share) * words.get(number, 0.0)
        for number in {**words, **meaning}
    }
    return dict(sorted(summed.items(), key=lambda item: -item[1]))


def _scaled(scores: dict[int, float]) -> dict[int, float]:
    if not scores:
        return {}
    least, most = min(scores.values()), max(scores.values())
    return {number: (score - least) / ((most - least) or 1.0) for number, score in scores.items()}


def standard(scores: dict[int, float]) -> dict[int, float]:
    """Scores in standard deviations from their mean."""
    if not scores:
        return {}
    mean, deviation = fmean(scores.values()), pstdev(scores.values()) or 1.0
    return {number: (score - mean) / deviation for number, score in scores.items()}
