# SPDX-License-Identifier: AGPL-3.0-or-later
"""Classification: a text and its label. The text is trained as the user's turn, the label as the assistant's."""

from __future__ import annotations

from core.datasets.examples import Turns
from core.datasets.importers.row import Row, Shape, first, has, text

_LABELS = ("label", "category", "intent", "class")


def matches(row: Row) -> bool:
    return has(row, "text") and first(row, _LABELS) is not None


def turns(row: Row) -> Turns:
    label = text(row[first(row, _LABELS) or ""])
    if not label.strip():
        raise ValueError("there is no label")
    return (("user", text(row["text"])), ("assistant", label))


SHAPE = Shape("text-label", matches, turns, kind="label")
