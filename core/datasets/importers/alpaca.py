# SPDX-License-Identifier: AGPL-3.0-or-later
"""Alpaca's shape: instruction, input (may be empty), output; some have a system prompt and a history too."""

from __future__ import annotations

from core.datasets.examples import Turns
from core.datasets.importers.row import Row, Shape, has, structure, system_turn, text


def matches(row: Row) -> bool:
    return has(row, "instruction") and (has(row, "output") or has(row, "chosen"))


def turns(row: Row) -> Turns:
    if has(row, "chosen", "rejected"):
        raise ValueError("it is a pair of answers to choose from, not an answer to learn")
    asked = "\n\n".join(filter(None, (text(row["instruction"]).strip(), text(row.get("input")).strip())))
    return (*system_turn(row), *_history(row), ("user", asked), ("assistant", text(row["output"])))


def _history(row: Row) -> Turns:
    rounds = structure(row.get("history")) or []
    if not isinstance(rounds, list) or any(not isinstance(round_, list) or len(round_) != 2 for round_ in rounds):
        raise ValueError("history is no list of [question, answer]")
    return tuple(
        turn for asked, told in rounds for turn in (("user", text(asked)), ("assistant", text(told)))
    )


SHAPE = Shape("alpaca", matches, turns)
