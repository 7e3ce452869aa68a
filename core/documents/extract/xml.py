# SPDX-License-Identifier: AGPL-3.0-or-later
"""XML of any kind as an outline: names, attributes and text. Entities stay as they are written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.documents.extract.package import parse
from core.documents.extract.text import TextReader, paged, tidy

_DEPTH = 200


class XmlReader(TextReader):
    """What is not well-formed is read as plain text."""

    def shaped(self, text: str) -> list[str] | None:
        from lxml import etree

        try:
            root = parse(self._given.path.read_bytes())
        except (etree.XMLSyntaxError, ValueError):
            return None
        return paged(tidy("\n".join(_outline(root, 0))))


def _outline(element: Any, depth: int) -> Iterator[str]:
    """An element's line, and those of the elements within unless they are part of its text."""
    name = f"{'  ' * depth}{_named(element)}"
    children = [child for child in element if isinstance(child.tag, str)]
    if not children or depth > _DEPTH or _is_mixed(element):
        text = " ".join("".join(element.itertext()).split())
        yield f"{name}: {text}" if text else name
        return
    yield name
    for child in children:
        yield from _outline(child, depth + 1)


def _named(element: Any) -> str:
    attributes = ", ".join(f"{_short(key)}={value}" for key, value in element.items())
    return f"{_short(element.tag)} ({attributes})" if attributes else _short(element.tag)


def _short(name: str) -> str:
    return name.rpartition("}")[2]


def _is_mixed(element: Any) -> bool:
    """Whether text stands between the elements within, as in a paragraph with emphasised words."""
    return any((text or "").strip() for text in (element.text, *(child.tail for child in element)))
