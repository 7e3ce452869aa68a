# SPDX-License-Identifier: AGPL-3.0-or-later
"""A prompt and what should follow it, under the names in use."""

from __future__ import annotations

from typing import Any

from core.datasets.importers.rows import first_of, text, turn, with_system

NAME = "prompt-completion"

_ASKED = ("prompt", "question", "query")
_ANSWERED = ("completion", "answer", "response", "output", "chosen")


def fits(row: dict[str, Any]) -> bool:
    return first_of(row, _ASKED) is not None


def convert(row: dict[str, Any]) -> list[dict[str, str]]:
    asked, answered = text(first_of(row, _ASKED)), text(first_of(row, _ANSWERED))
    return with_system(row.get("system"), [turn("user", asked), turn("assistant", answered)])
