# SPDX-License-Identifier: AGPL-3.0-or-later
"""OpenAI's shape: {"messages": [{"role": "user", "content": …}, …]}; content is text or a list of parts."""

from __future__ import annotations

from typing import Any

from core.datasets.examples import Turns
from core.datasets.importers.row import Row, Shape, has, structure, system_turn, text

# KTO's mark of a good or bad answer.
_MARKS = ("label", "kto_tag")


def matches(row: Row) -> bool:
    return has(row, "messages")


def turns(row: Row) -> Turns:
    if any(row.get(mark) is False for mark in _MARKS):
        raise ValueError("it is marked as a bad answer")
    return system_turn(row) + conversation(row["messages"])


def conversation(value: Any) -> Turns:
    """A list of {"role", "content"} as turns."""
    messages = structure(value)
    if not isinstance(messages, list) or not all(isinstance(message, dict) for message in messages):
        raise ValueError("messages is no list of turns")
    if any(message.get("tool_calls") for message in messages):
        raise ValueError("it calls tools, which is not trained here")
    return tuple((text(message.get("role")), _content(message.get("content"))) for message in messages)


def _content(value: Any) -> str:
    if not isinstance(value, list):
        return text(value)
    parts = []
    for part in value:
        kind = part.get("type", "text") if isinstance(part, dict) else "text"
        if kind != "text":
            raise ValueError(f"a turn holds {kind}, and only text is trained here")
        parts.append(text(part.get("text", part.get("value"))) if isinstance(part, dict) else text(part))
    return "\n".join(parts)


SHAPE = Shape("messages", matches, turns)
