# SPDX-License-Identifier: AGPL-3.0-or-later
"""ShareGPT: conversations of from/value, with tools; of a preference pair the chosen answer is taken."""

from __future__ import annotations

import json
from typing import Any

from core.datasets.importers.rows import RowError, text, turn, with_system

NAME = "sharegpt"

_ROLES = {
    "human": "user",
    "user": "user",
    "gpt": "assistant",
    "assistant": "assistant",
    "function_call": "assistant",
    "observation": "tool",
    "tool": "tool",
    "system": "system",
}


def fits(row: dict[str, Any]) -> bool:
    return isinstance(row.get("conversations"), list)


def convert(row: dict[str, Any]) -> list[dict[str, str]]:
    said = [*row["conversations"], *([row["chosen"]] if "chosen" in row else [])]
    turns = [_turn(message) for message in said]
    if not turns:
        raise RowError("its conversation is empty")
    return with_system(_system(row), turns)


def _turn(message: Any) -> dict[str, str]:
    if not isinstance(message, dict) or message.get("from") not in _ROLES:
        raise RowError("a message has no known speaker")
    return turn(_ROLES[message["from"]], text(message.get("value")))


def _system(row: dict[str, Any]) -> str:
    tools = row.get("tools")
    listed = tools if isinstance(tools, str) else json.dumps(tools, ensure_ascii=False) if tools else ""
    told = f"Tools: {listed}" if listed.strip("[] ") else ""
    return "\n\n".join(filter(None, (text(row.get("system")).strip(), told)))
