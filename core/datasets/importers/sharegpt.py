# SPDX-License-Identifier: AGPL-3.0-or-later
"""ShareGPT's shape: {"conversations": [{"from": "human", "value": …}, {"from": "gpt", "value": …}]}."""

from __future__ import annotations

from core.datasets.examples import Turns
from core.datasets.importers.row import Row, Shape, has, structure, system_turn, text

_ROLES = {
    "human": "user",
    "user": "user",
    "gpt": "assistant",
    "assistant": "assistant",
    "chatgpt": "assistant",
    "bot": "assistant",
    "system": "system",
}
_TOOLS = {"function_call", "observation", "tool", "function", "tool_call", "tool_response"}


def matches(row: Row) -> bool:
    return has(row, "conversations")


def turns(row: Row) -> Turns:
    if has(row, "chosen", "rejected"):
        raise ValueError("it is a pair of answers to choose from, not an answer to learn")
    said = structure(row["conversations"])
    if not isinstance(said, list) or not all(isinstance(turn, dict) for turn in said):
        raise ValueError("conversations is no list of turns")
    return system_turn(row) + tuple(
        (_role(text(turn.get("from", turn.get("role")))), text(turn.get("value", turn.get("content"))))
        for turn in said
    )


def _role(name: str) -> str:
    if name in _TOOLS:
        raise ValueError(f"it calls tools (a turn by “{name}”), which is not trained here")
    return _ROLES.get(name, name)


SHAPE = Shape("sharegpt", matches, turns)
