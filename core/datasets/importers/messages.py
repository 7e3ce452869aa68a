# SPDX-License-Identifier: AGPL-3.0-or-later
"""OpenAI's messages of role/content; a row marked as a bad answer (KTO's label false) is left out."""

from __future__ import annotations

from typing import Any

from core.datasets.importers.rows import RowError, text, turn

NAME = "messages"

_ROLES = {"system", "developer", "user", "assistant", "tool", "function"}
_SAME = {"developer": "system", "function": "tool"}


def fits(row: dict[str, Any]) -> bool:
    return isinstance(row.get("messages"), list)


def convert(row: dict[str, Any]) -> list[dict[str, str]]:
    if row.get("label") is False:
        raise RowError("it is marked as a bad answer")
    turns = [_turn(message) for message in row["messages"]]
    if not turns:
        raise RowError("its conversation is empty")
    return turns


def _turn(message: Any) -> dict[str, str]:
    role = message.get("role") if isinstance(message, dict) else None
    if not isinstance(role, str) or role not in _ROLES:
        raise RowError("a message has no known role")
    return turn(_SAME.get(role, role), text(message.get("content")))
