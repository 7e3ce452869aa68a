# SPDX-License-Identifier: AGPL-3.0-or-later
"""The styles and numbered lists of Word files: which level a paragraph has, and what number it bears.

Source: ISO/IEC 29500-1, 17.7 (styles) and 17.9 (numbering).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST = 10_000
_DEPTH = 9


@dataclass(frozen=True)
class _Style:
    name: str
    based_on: str
    properties: Any


class Styles:
    """``root`` is the element of the part word/styles.xml, None where there is none."""

    def __init__(self, root: Any | None) -> None:
        self._styles = {} if root is None else dict(_styles(root))

    def heading(self, paragraph: Any) -> int:
        """1 to 6 for a heading, 0 for anything else."""
        for properties, name in self._chain(paragraph):
            level = re.fullmatch(r"(?:heading|title) ?(\d?)", name.lower())
            if level:
                return min(6, int(level[1] or 1))
            outline = properties.find(f"{W}outlineLvl") if properties is not None else None
            if outline is not None:
                number = _number(outline)
                return min(6, number + 1) if number < _DEPTH else 0
        return 0

    def is_bullet(self, paragraph: Any) -> bool:
        return any(name.lower().startswith("list bullet") for _, name in self._chain(paragraph))

    def numbering(self, paragraph: Any) -> tuple[str, int] | None:
        """The list (w:numId) and the level within it, from the paragraph or its styles."""
        for properties, _ in self._chain(paragraph):
            found = properties.find(f"{W}numPr") if properties is not None else None
            if found is not None:
                number, level = found.find(f"{W}numId"), found.find(f"{W}ilvl")
                if number is not None:
                    return number.get(f"{W}val", "0"), _number(level) if level is not None else 0
        return None

    def _chain(self, paragraph: Any) -> Iterator[tuple[Any | None, str]]:
        """The properties of the paragraph and of its style, of what that is based on, and so on."""
        properties = paragraph.find(f"{W}pPr")
        yield properties, ""
        style = properties.find(f"{W}pStyle") if properties is not None else None
        name = style.get(f"{W}val", "") if style is not None else ""
        for _ in range(_DEPTH):
            if name not in self._styles:
                return
            found = self._styles[name]
            yield found.properties, found.name
            name = found.based_on


def _styles(root: Any) -> Iterator[tuple[str, _Style]]:
    for style in root.iterchildren(f"{W}style"):
        name, base = style.find(f"{W}name"), style.find(f"{W}basedOn")
        yield (
            style.get(f"{W}styleId", ""),
            _Style(
                name.get(f"{W}val", "") if name is not None else "",
                base.get(f"{W}val", "") if base is not None else "",
                style.find(f"{W}pPr"),
            ),
        )


@dataclass
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass
class _List:
    """What one list looks like; ``counts`` are shared by all that continue each other."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts through the lists of a document. ``root``: of the part word/numbering.xml, or None."""

    def __init__(self, root: Any | None) -> None:
        self._lists = {} if root is None else _lists(root)

    def mark(self, number_id: str, level: int) -> str:
        """What stands before the next paragraph of that list and level; "-" for a bullet, empty for none."""
        found = self._lists.get(number_id)
        if found is None or level not in found.levels:
            return ""
        shape = found.levels[level]
        if shape.form in {"bullet", "none"}:
            return "-" if shape.form == "bullet" else ""
        found.counts[level] = found.counts.get(level, shape.start - 1) + 1
        for deeper in [deep for deep in found.counts if deep > level]:
            del found.counts[deeper]
        return re.sub(r"%([1-9])", lambda of: self._counted(found, int(of[1]) - 1), shape.text)

    @staticmethod
    def _counted(found: _List, level: int) -> str:
        shape = found.levels.get(level, _Level())
        return _written(found.counts.get(level, shape.start), shape.form)


def _lists(root: Any) -> dict[str, _List]:
    shapes = {
        abstract.get(f"{W}abstractNumId"): _List(dict(_levels(abstract)))
        for abstract in root.iterchildren(f"{W}abstractNum")
    }
    lists: dict[str, _List] = {}
    for number in root.iterchildren(f"{W}num"):
        reference = number.find(f"{W}abstractNumId")
        shape = shapes.get(reference.get(f"{W}val")) if reference is not None else None
        if shape is not None:
            overrides = list(number.iterchildren(f"{W}lvlOverride"))
            lists[number.get(f"{W}numId", "")] = _overridden(shape, overrides) if overrides else shape
    return lists


def _overridden(shape: _List, overrides: list[Any]) -> _List:
    levels = dict(shape.levels)
    for override in overrides:
        level = _number(override, "ilvl")
        start = override.find(f"{W}startOverride")
        old = levels.get(level, _Level())
        levels[level] = _Level(old.form, old.text, _number(start) if start is not None else old.start)
        levels |= dict(_levels(override))
    return _List(levels)


def _levels(parent: Any) -> Iterator[tuple[int, _Level]]:
    for level in parent.iterchildren(f"{W}lvl"):
        form, text, start = (level.find(f"{W}{tag}") for tag in ("numFmt", "lvlText", "start"))
        yield (
            _number(level, "ilvl"),
            _Level(
                form.get(f"{W}val", "decimal") if form is not None else "decimal",
                text.get(f"{W}val", "") if text is not None else "",
                _number(start) if start is not None else 1,
            ),
        )


def _number(element: Any, attribute: str = "val") -> int:
    text = element.get(f"{W}{attribute}", "")
    return int(text) if re.fullmatch(r"\d{1,6}", text) else 0


def _written(count: int, form: str) -> str:
    """The number as letters or Roman numerals where the list wants them, else in digits."""
    if not 0 < count < _MOST:
        return str(count)
    if form in {"lowerLetter", "upperLetter"}:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in {"lowerRoman", "upperRoman"}:
        return _roman(count).upper() if form == "upperRoman" else _roman(count)
    return str(count)


def _roman(count: int) -> str:
    numeral = ""
    for value, sign in (*_ROMAN, *_ROMAN_SMALL):
        times, count = divmod(count, value)
        numeral += sign * times
    return numeral
