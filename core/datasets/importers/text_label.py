# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text classification: the text is the user's turn, the label the assistant's."""

from __future__ import annotations

from typing import Any

from core.datasets.importers.rows import first_of, text, turn

NAME = "text-label"

_TEXT = ("text", "sentence", "utterance")
_LABEL = ("label", "category", "intent", "class")


def fits(row: dict[str, Any]) -> bool:
    return first_of(row, _TEXT) is not None and any(name in row for name in _LABEL)


def convert(row: dict[str, Any]) -> list[dict[str, str]]:
    return [turn("user", text(first_of(row, _TEXT))), turn("assistant", text(first_of(row, _LABEL)))]
