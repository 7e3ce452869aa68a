# SPDX-License-Identifier: AGPL-3.0-or-later
"""Passages as a model reads them best: table rows whole, under their column names; no invisible marks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from core.chat.commands import screened
from core.chat.evidence import Evidence, Source
from core.chat.text import readable
from core.documents.sentences import Unit, units


def lines_of(evidence: Sequence[Evidence], most: int) -> list[str]:
    """The ``most`` best sentences as lines, each under the heading it needs, in their sources' order."""
    chosen = sorted(evidence[:most], key=lambda one: (one.rank, one.start))
    return [_line(one) for one in chosen]


def passage_of(source: Source, number: int) -> str:
    """A whole passage, numbered and named, without what in it is addressed to a model.

    A table that it begins within gets its column names.
    """
    return f"{_head(source, number)}\n{readable(screened(_body(source))).strip()}"


def shortened(source: Source, number: int, evidence: Sequence[Evidence], most: int) -> str:
    """The ``most`` best sentences of a passage that is too long, in their order; empty when none bears."""
    best = [one for one in evidence if one.source is source][:most]
    lines = [_line(one) for one in sorted(best, key=lambda one: one.start)]
    return "\n".join([_head(source, number), *lines]) if lines else ""


def body_of(passage: str) -> str:
    """What a passage made by :func:`passage_of` says beneath its name."""
    return passage.partition("\n")[2]


def _head(source: Source, number: int) -> str:
    passage = source.passage
    return f"[{number}] {readable(PurePath(passage.document).name)}, page {passage.page}"


def _body(source: Source) -> str:
    """The passage's text; rows as "cell | cell", the first and last of them whole."""
    text, at, end = source.page_text, source.passage.start, source.passage.end
    parts, names = [], ""
    before: Unit | None = None
    for unit in units(text):
        if unit.kind == "row":
            names = names if before is not None and before.kind == "row" else _cells(text, unit)
            if unit.end > at and unit.start < end:
                row = _cells(text, unit)
                first = before is None or before.kind != "row" or before.end <= source.passage.start
                told = [names] if first and row != names else []
                parts += [text[at : unit.start], "\n".join([*told, row])]
                at = unit.end
        before = unit
    return "".join([*parts, text[at:end]])


def _cells(text: str, unit: Unit) -> str:
    return _row(text[unit.start : unit.end])


def _row(text: str) -> str:
    cells = text.replace("\t", "|").split("|") if "\t" in text else text.split(" | ")
    return " | ".join(" ".join(cell.split()) for cell in cells)


def _line(one: Evidence) -> str:
    text = _row(readable(one.text))
    return f"{_row(readable(one.heading))}: {text}" if one.heading_helps else text
