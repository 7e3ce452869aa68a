# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two columns, what is asked and what is answered, under the names they go by; and a context to answer from."""

from __future__ import annotations

from core.datasets.examples import Turns
from core.datasets.importers import messages
from core.datasets.importers.row import Row, Shape, first, structure, system_turn, text

_ASKED = ("prompt", "question", "query", "input")
_ANSWERED = ("completion", "answer", "response", "output")


def matches(row: Row) -> bool:
    return first(row, _ASKED) is not None and first(row, _ANSWERED) is not None


def turns(row: Row) -> Turns:
    asked, answered = row[first(row, _ASKED) or ""], row[first(row, _ANSWERED) or ""]
    context = text(row.get("context")).strip()
    if context:
        asked = f"{context}\n\n{text(asked)}"
    return system_turn(row) + _side(asked, "user") + _side(answered, "assistant")


def _side(value: object, role: str) -> Turns:
    """Text is one turn; a list is a conversation already."""
    value = structure(value)
    return messages.conversation(value) if isinstance(value, list) else ((role, text(value)),)


SHAPE = Shape("prompt-completion", matches, turns)
