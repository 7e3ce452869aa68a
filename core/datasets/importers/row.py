# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every importer gives and takes: a row of a file, and the example it becomes."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.datasets.examples import Turns

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Shape:
    """One way in which examples are written down.

    ``matches(row)`` looks at the columns alone; ``turns(row)`` reads the conversation and raises ValueError with
    the reason when it cannot. ``kind`` is that of a dataset of such rows, empty where the rows themselves tell.
    """

    name: str
    matches: Callable[[Row], bool]
    turns: Callable[[Row], Turns]
    kind: str = ""


def text(value: Any) -> str:
    """A cell as text; "" for what is missing (None, NaN)."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return str(value)


def has(row: Row, *columns: str) -> bool:
    return all(column in row for column in columns)


def first(row: Row, columns: tuple[str, ...]) -> str | None:
    """The first of ``columns`` that the row has."""
    return next((column for column in columns if column in row), None)


def system_turn(row: Row) -> Turns:
    """The row's own system prompt, if it has one."""
    prompt = text(row.get("system")).strip()
    return (("system", prompt),) if prompt else ()


def structure(value: Any) -> Any:
    """A list or object; CSV files hold those as JSON text."""
    if isinstance(value, str) and value.lstrip()[:1] in {"[", "{"}:
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            return value
    return value
