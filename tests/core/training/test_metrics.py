# SPDX-License-Identifier: AGPL-3.0-or-later
"""The figures are those of their definitions, and the intervals hold what they should."""

from __future__ import annotations

import math

import pytest

from core.training.metrics import Outcome, differences, figures, overlap, words


def _label(answer: str, expected: str, loss: float = 1.0) -> Outcome:
    return Outcome(loss, 2, answer, expected)


LABELS = [
    *(_label("card", "card") for _ in range(12)),
    *(_label("card", "loan") for _ in range(5)),
    *(_label("loan", "loan") for _ in range(9)),
    *(_label("fee", "card") for _ in range(4)),
]


def test_accuracy_and_macro_f1_are_those_of_their_definitions() -> None:
    found = figures(LABELS, "label")
    # Hits, and what was given or expected besides: 2 · hits / (given + expected).
    card, loan, fee = 2 * 12 / (17 + 16), 2 * 9 / (9 + 14), 0 / (4 + 0)

    assert found["accuracy"]["value"] == pytest.approx(21 / 30)
    assert found["macro_f1"]["value"] == pytest.approx((card + loan + fee) / 3)


def test_intervals_hold_the_value_and_narrow_with_more_examples() -> None:
    few, many = figures(LABELS, "label")["accuracy"], figures(LABELS * 20, "label")["accuracy"]

    assert few["low"] < few["value"] < few["high"]
    assert many["high"] - many["low"] < (few["high"] - few["low"]) / 3
    # The normal approximation of the same interval.
    half = 1.96 * math.sqrt(0.7 * 0.3 / 30)
    assert few["high"] - few["low"] == pytest.approx(2 * half, rel=0.15)


def test_loss_counts_tokens_not_examples() -> None:
    found = figures([Outcome(1.0, 1, "", ""), Outcome(30.0, 10, "", "")], "chat")
    assert found["loss"]["value"] == pytest.approx(31 / 11)
    assert found["perplexity"]["value"] == pytest.approx(math.exp(31 / 11))
    assert set(found) == {"loss", "perplexity"}


@pytest.mark.parametrize(
    ("answer", "expected", "f1"),
    [
        ("The bridge.", "bridge", 1.0),
        ("a crack in pier P3", "pier P3", 2 / 3),
        ("nothing", "pier P3", 0.0),
        ("", "pier P3", 0.0),
        ("الشَّرْخ في الدِّعامة", "الشرخ في الدعامة", 1.0),
    ],
)
def test_answers_are_compared_by_their_words(answer: str, expected: str, f1: float) -> None:
    assert overlap(answer, expected) == pytest.approx(f1)


def test_exact_match_forgives_case_punctuation_and_articles() -> None:
    outcomes = [Outcome(1, 1, "The Bridge!", "bridge"), Outcome(1, 1, "a ferry", "bridge")]
    assert figures(outcomes, "qa")["exact_match"]["value"] == 0.5
    assert words("The old, BRIDGE.") == ["old", "bridge"]


def test_a_difference_is_resampled_in_pairs() -> None:
    """Two models that differ by a constant: each loss is uncertain, their difference is not."""
    theirs = [Outcome(float(n % 7), 1, "", "") for n in range(60)]
    ours = [Outcome(o.loss - 0.5, 1, "", "") for o in theirs]

    found = differences(ours, theirs, "chat")["loss"]

    assert found["value"] == pytest.approx(-0.5)
    assert found["high"] - found["low"] < 1e-9
    assert figures(ours, "chat")["loss"]["high"] - figures(ours, "chat")["loss"]["low"] > 0.5
