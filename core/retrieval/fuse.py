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
    words = _standard({number: lexical.get(number, 0.0) for number in candidates})
    meaning = _standard(dense)
    summed = {number: words[number] + DENSE_WEIGHT * meaning.get(number, 0.0) for number in candidates}
    return dict(sorted(summed.items(), key=lambda item: -item[1]))


def _standard(scores: dict[int, float]) -> dict[int, float]:
    if not scores:
        return {}
    mean, deviation = fmean(scores.values()), pstdev(scores.values()) or 1.0
    return {number: (score - mean) / deviation for number, score in scores.items()}
