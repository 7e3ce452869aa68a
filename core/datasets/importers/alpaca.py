# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stanford Alpaca: instruction, input, output; also system and history, as LLaMA-Factory writes them."""

from __future__ import annotations

from typing import Any

from core.datasets.importers.rows import RowError, text, turn, with_system

NAME = "alpaca"


def fits(row: dict[str, Any]) -> bool:
    return "instruction" in row and "output" in row


def convert(row: dict[str, Any]) -> list[dict[str, str]]:
    asked = "\n".join(filter(None, (text(row["instruction"]).strip(), text(row.get("input")).strip())))
    turns = [*_history(row.get("history")), turn("user", asked), turn("assistant", text(row["output"]))]
    return with_system(row.get("system"), turns)


def _history(pairs: Any) -> list[dict[str, str]]:
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in pairs or []):
        raise RowError("its history is no list of pairs")
    return [
        turn(role, text(said))
        for pair in pairs or []
        for role, said in zip(("user", "assistant"), pair, strict=True)
    ]
