# SPDX-License-Identifier: AGPL-3.0-or-later
"""The report of an evaluation, in Markdown. It holds figures and no content: it is not encrypted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.paths import atomic_write

_HOW = (
    "Each value is followed by its 95 % interval, from 2000 resamples of the examples. Answers were written "
    "greedily; for label datasets, within the labels of the dataset."
)
_HIGHER_IS_BETTER = {"accuracy", "macro_f1", "exact_match", "f1"}


def write(path: Path, found: dict[str, Any]) -> None:
    """``found`` is the evaluation's result, without its samples."""
    with atomic_write(path) as file:
        file.write(text(found).encode())


def text(found: dict[str, Any]) -> str:
    """The report: what was measured on what, a table of all figures, and what they allow one to say."""
    against = found["against"]
    sides = ["metrics", "baseline", "difference"] if against else ["metrics"]
    head = ["figure", found["subject"], *([against, "difference"] if against else [])]
    rows = [[name, *(_cell(found[side][name]) for side in sides)] for name in found["metrics"]]
    measured_on = (
        f"Dataset “{found['dataset']}”, {found['split']} side, {found['items']} examples, "
        f"SHA-256 of its examples `{found['dataset_hash']}`."
    )
    parts = [
        f"# Evaluation of {found['subject']}{f' against {against}' if against else ''}",
        measured_on,
        "\n".join([_line(head), _line(["---"] * len(head)), *map(_line, rows)]),
        _HOW,
        "\n".join(_verdict(name, value) for name, value in found["difference"].items()),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _cell(value: dict[str, float]) -> str:
    return f"{value['value']:.4g} ({value['low']:.4g} to {value['high']:.4g})"


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _verdict(name: str, difference: dict[str, float]) -> str:
    """Better, worse, or not to be told apart: the interval decides, not the value."""
    if difference["low"] <= 0 <= difference["high"]:
        return f"- {name}: no difference that these examples show."
    better = (difference["value"] > 0) == (name in _HIGHER_IS_BETTER)
    return f"- {name}: {'better' if better else 'worse'}."
