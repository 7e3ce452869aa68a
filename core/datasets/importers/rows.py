# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the shapes share: the error that rejects a row, and reading of fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Messages = list[dict[str, str]]


class RowError(Exception):
    """Why a row is left out: the end of the sentence "Row 7 was left out: …"."""


def text(value: Any) -> str:
    """A field as text: strings as they are, numbers written out, a missing one empty.

    Lists of parts ({"type": "text", "text" or "value"}) are joined. Raises :class:`RowError` for all else.
    """
    if value is None:
        return ""
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, list):
        return "\n".join(_part(part) for part in value)
    raise RowError("a field that should be text is none")


def _part(part: Any) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, dict) and part.get("type", "text") == "text":
        return text(part.get("text", part.get("value")))
    raise RowError("a message holds something other than text")


def first_of(row: dict[str, Any], names: Sequence[str]) -> Any:
    """The first of these fields that the row has, else None."""
    return next((row[name] for name in names if name in row), None)


def turn(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content.strip()}


def with_system(system: Any, turns: list[dict[str, str]]) -> list[dict[str, str]]:
    """The conversation with its system prompt before it, where there is one."""
    return [turn("system", text(system)), *turns] if text(system).strip() else turns
