# SPDX-License-Identifier: AGPL-3.0-or-later
"""A version's chain of sources as layers of cards: agents, version, run, dataset and base, documents."""

from __future__ import annotations

from collections.abc import Sequence

from core.records import LineageNode
from gui import language
from gui.registry import words
from gui.widgets.lineage import Card, Chip

_LAYERS = (("agent",), ("version",), ("run",), ("dataset", "model"), ("document",))


def layers(nodes: Sequence[LineageNode]) -> list[list[Card]]:
    """Pages become chips on the card of their document; what came from a page is joined to its document."""
    documents = {node.id: node.parents[0] for node in nodes if node.kind == "page" and node.parents}
    return [
        [_card(node, nodes, documents) for kind in kinds for node in nodes if node.kind == kind]
        for kinds in _LAYERS
    ]


def _card(node: LineageNode, nodes: Sequence[LineageNode], documents: dict[str, str]) -> Card:
    parents = tuple(dict.fromkeys(documents.get(parent, parent) for parent in node.parents))
    pages = [one for one in nodes if one.kind == "page" and node.id in one.parents]
    under = words.step(node.kind)
    if node.kind in {"agent", "version"} and node.detail:
        under = f"{under}  ·  {language.isolate(node.detail)}"
    return Card(
        node.id,
        node.label,
        "" if node.kind == "document" else under,
        words.step_glyph(node.kind),
        f"{node.label}\n{node.detail}",
        parents,
        tuple(Chip(page.id, str(page.page), f"{page.label}\n{page.detail}") for page in pages),
        "accent" if node.kind == "version" else "muted",
    )


def place(node_id: str, nodes: Sequence[LineageNode]) -> tuple[str, int] | None:
    """The document and page that a node stands for; None for what is no page."""
    node = next((one for one in nodes if one.id == node_id), None)
    if node is None:
        return None
    if node.kind == "document":
        first = next((one for one in nodes if one.kind == "page" and node.id in one.parents), None)
        return node.id, (first.page if first is not None else None) or 1
    if node.kind == "page" and node.parents:
        return node.parents[0], node.page or 1
    return None
