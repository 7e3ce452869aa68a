# SPDX-License-Identifier: AGPL-3.0-or-later
"""The messages of a conversation as a tree: asking again or otherwise makes a branch, and one is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Node:
    """A message's place. ``number`` counts the conversation's messages as they came, from 1."""

    id: str
    parent_id: str | None
    number: int
    role: str


class Tree:
    """Who follows whom in one conversation."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._nodes = {node.id: node for node in sorted(nodes, key=lambda node: node.number)}
        self._after: defaultdict[str | None, list[str]] = defaultdict(list)
        for node in self._nodes.values():
            self._after[node.parent_id].append(node.id)

    def __contains__(self, message_id: str) -> bool:
        return message_id in self._nodes

    def __getitem__(self, message_id: str) -> Node:
        return self._nodes[message_id]

    def newest(self) -> str | None:
        """The message that came last; None where nothing was said."""
        return next(reversed(self._nodes), None)

    def siblings(self, message_id: str) -> tuple[str, ...]:
        """All messages that follow the same one as this does, itself among them, oldest first."""
        return tuple(self._after[self._nodes[message_id].parent_id])

    def path(self, message_id: str | None) -> list[str]:
        """The messages from the first one down to this one."""
        way = []
        while message_id is not None and message_id in self._nodes:
            way.append(message_id)
            message_id = self._nodes[message_id].parent_id
        return way[::-1]

    def leaf(self, message_id: str) -> str:
        """The end of the branch through this message; where it parts again, the newest way is taken."""
        while after := self._after.get(message_id):
            message_id = after[-1]
        return message_id

    def answers(self, question_id: str) -> int:
        """How many answers a question has got."""
        return sum(self._nodes[one].role == "assistant" for one in self._after.get(question_id, ()))
