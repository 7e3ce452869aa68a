# SPDX-License-Identifier: AGPL-3.0-or-later
"""JSON and lines of JSON, as outlines that a person can read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from core.documents.extract.text import TextReader, paged, tidy


class JsonReader(TextReader):
    """What is no JSON after all is read as plain text."""

    def shaped(self, text: str) -> list[str] | None:
        try:
            return paged(tidy("\n".join(_outline(json.loads(text)))))
        except (ValueError, RecursionError):
            return _lines(text)


def _lines(text: str) -> list[str] | None:
    """Each line a value of its own; None when one is not."""
    try:
        values = [json.loads(line) for line in text.split("\n") if line.strip()]
        return paged(tidy("\n\n".join("\n".join(_outline(value)) for value in values)))
    except (ValueError, RecursionError):
        return None


def _outline(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _entry(f"{key}:", inner, "  ")
    elif isinstance(value, list):
        for inner in value:
            lines = _outline(inner)
            yield f"- {next(lines, '')}".rstrip()
            yield from (f"  {line}" for line in lines)
    else:
        yield _scalar(value)


def _entry(key: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, dict | list) and value:
        yield key
        yield from (f"{indent}{line}" for line in _outline(value))
    else:
        yield f"{key} {_scalar(value)}".rstrip()


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value in ({}, []) else json.dumps(value)
