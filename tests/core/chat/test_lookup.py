# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guessing an answer's next tokens from its prompt."""

from __future__ import annotations

from core.chat.lookup import Balance, Lookup

PROMPT = list(range(100, 130))


def test_it_goes_on_as_the_prompt_does() -> None:
    assert Lookup(PROMPT).guess([1, 2, 110, 111, 112]) == [113, 114, 115]
    assert Lookup(PROMPT).guess([110, 111]) == []
    assert Lookup(PROMPT).guess([112, 111, 110]) == []
    assert Lookup([]).guess([1, 2, 3]) == []


def test_right_guesses_make_it_bolder_and_wrong_ones_wary() -> None:
    lookup = Lookup(PROMPT)
    lookup.learn(3, 3)
    assert lookup.guess([110, 111, 112]) == [113, 114, 115, 116, 117]
    lookup.learn(5, 0)
    assert lookup.guess([7, 110, 111, 112]) == [], "three tokens in common are not enough any more"
    assert lookup.guess([108, 109, 110, 111, 112]) == [113, 114, 115]


def test_guessing_goes_on_only_where_it_saves_time() -> None:
    cheap, dear = Balance(), Balance()
    for balance, seconds in ((cheap, 1.5), (dear, 4.0)):
        balance.alone(1.0)
        for _ in range(8):
            assert balance.pays
            balance.together(seconds, 3)
    assert cheap.pays
    assert not dear.pays
