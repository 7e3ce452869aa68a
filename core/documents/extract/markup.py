# SPDX-License-Identifier: AGPL-3.0-or-later
"""From HTML to text as a browser would show it, its headings, lists and tables as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from core.documents.extract import markdown

_HIDDEN = {"head", "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "select"}
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "main", "nav", "ol"),
        *("p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Stand for a blank and a line end that the tidying of white space must not take.
_BLANK, _BREAK = "\x01", "\x02"
# The start of a list's item; several at one place are one line end.
_ITEM = "\x03"
# What lies deeper is told without its structure.
_DEPTH = 150
_MOST_SPAN = 100


def parse_html(text: str) -> Any | None:
    """The root element, also of bad HTML; None where there is none."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    content = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        return html.document_fromstring(content, parser=parser) if content.strip() else None
    except etree.ParserError:
        return None


def to_markdown(root: Any | None) -> str:
    """The text of an HTML or XHTML element."""
    if root is None:
        return ""
    told = re.sub(r" *\x03[ \x03]*", "\n", "".join(_told(root, 0)))
    raw = re.sub(r"[ \t\r\n\f\u00a0]*\n[ \t\r\n\f\u00a0]*\n[\s]*", "\n\n", told)
    lines = (" ".join(line.split()) for line in raw.split("\n"))
    text = "\n".join(lines).replace(_BLANK, " ").replace(_BREAK, "\n")
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def _told(element: Any, depth: int, within: str = "") -> Iterator[str]:
    """An element and the text behind it. Line ends are blocks, all other white space is one blank."""
    name = _name(element)
    if name and name not in _HIDDEN:
        yield from _element(element, name, depth, within)
    yield _flat(element.tail)


def _element(element: Any, name: str, depth: int, within: str) -> Iterator[str]:
    if depth > _DEPTH:
        yield _flat(" ".join(element.itertext()))
    elif name == "br":
        yield "\n"
    elif name in _HEADINGS:
        title = _line(element)
        yield f"\n\n{'#' * _HEADINGS[name]} {title}\n\n" if title else ""
    elif name == "li":
        yield _ITEM + _BLANK * 2 * (within.count("l") - 1) + _bullet(element, within) + " "
        yield from _inside(element, depth, within)
    elif name in {"ul", "ol"}:
        yield _ITEM if within else "\n\n"
        yield from _inside(element, depth, within + name)
        yield _ITEM if within else "\n\n"
    elif name == "pre":
        yield (
            "\n\n"
            + "".join(element.itertext()).strip("\n").replace(" ", _BLANK).replace("\n", _BREAK)
            + "\n\n"
        )
    elif name == "table" and _is_data(element):
        yield "\n\n" + "\n".join(markdown.table(_rows(element))) + "\n\n"
    else:
        border = "\n\n" if name in _BLOCKS else ""
        # A paragraph may be all that a list item holds.
        yield "" if within and name in {"p", "div"} else border
        yield from _inside(element, depth, within)
        yield border


def _inside(element: Any, depth: int, within: str) -> Iterator[str]:
    yield _flat(element.text)
    for child in element:
        yield from _told(child, depth + 1, within)


def _bullet(element: Any, within: str) -> str:
    if not within.endswith("ol"):
        return "-"
    before = sum(1 for _ in element.itersiblings("{*}li", "li", preceding=True))
    start = element.getparent().get("start", "1")
    return f"{before + (int(start) if re.fullmatch(r'[0-9]{1,6}', start) else 1)}."


def _is_data(table: Any) -> bool:
    """Whether it is a table of data, not one that only arranges a page."""
    if any(_name(inner) == "table" for inner in table.iterdescendants()):
        return False
    rows = _rows(table)
    return len(rows) > 1 and max((len(cells) for cells in rows), default=0) > 1


def _rows(table: Any) -> list[list[str]]:
    rows = []
    for row in table.iterdescendants():
        if _name(row) != "tr":
            continue
        cells: list[str] = []
        for cell in row:
            if _name(cell) in {"td", "th"}:
                span = cell.get("colspan", "1")
                wide = min(int(span), _MOST_SPAN) if re.fullmatch(r"[0-9]{1,4}", span) else 1
                cells += [markdown.cell(_line(cell)), *[""] * (wide - 1)]
        if cells:
            rows.append(cells)
    return rows


def _line(element: Any) -> str:
    """What an element shows, as one line."""
    parts = [element.text or ""]
    for child in element:
        name = _name(child)
        if name and name not in _HIDDEN:
            parts += (" " if name in _BLOCKS or name in {"br", "li"} else "", _line(child))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""


def _name(element: Any) -> str:
    """The tag without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
