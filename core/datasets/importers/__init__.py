# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows of other programs' files as conversations. One file for each shape of row.

A shape has ``fits(row)`` and ``convert(row)``; the first of SHAPES that fits a row converts it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from core.datasets.importers import alpaca, messages, prompt_completion, sharegpt, text_label
from core.datasets.importers.rows import Messages, RowError

Row = dict[str, Any]


class Shape(Protocol):
    """One way in which rows are written."""

    @property
    def NAME(self) -> str: ...  # noqa: N802 - a constant of the shape's module

    @property
    def fits(self) -> Callable[[Row], bool]:
        """Whether a row's keys are those of this shape."""

    @property
    def convert(self) -> Callable[[Row], Messages]:
        """A row as [{"role", "content"}…]. Raises :class:`RowError` for one that cannot be used."""


SHAPES: tuple[Shape, ...] = (sharegpt, messages, alpaca, text_label, prompt_completion)


def convert(row: Any) -> tuple[str, Messages]:
    """The shape's name and the conversation of one row.

    Raises :class:`RowError` when no shape fits, when there is nothing to learn from, or nothing asked.
    """
    if not isinstance(row, dict):
        raise RowError("it is no object with named fields")
    shape = next((shape for shape in SHAPES if shape.fits(row)), None)
    if shape is None:
        raise RowError(f"its fields are of no known shape: {', '.join(sorted(map(str, row)))[:120]}")
    turns = shape.convert(row)
    if not any(turn["role"] == "user" and turn["content"].strip() for turn in turns):
        raise RowError("there is no question")
    if turns[-1]["role"] != "assistant" or not turns[-1]["content"].strip():
        raise RowError("there is no answer")
    return shape.NAME, turns
