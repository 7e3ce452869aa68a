# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a model's context is shared out: the passages by relevance, the conversation in what they leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Count = Callable[[Sequence[str]], tuple[list[int], int]]

# A template marks each turn with a few tokens of its own.
TURN_TOKENS = 8


@dataclass
class Budget:
    """The tokens of each text, and the room that passages and conversation share."""

    sizes: dict[str, int]
    context_tokens: int
    answer_room: int
    instructions: int
    question: int
    room: int

    @classmethod
    def of(
        cls, count: Count, fixed: Sequence[str], question: str, others: Sequence[str], most: int, answer: int
    ) -> Budget:
        """``fixed`` and ``question`` are read in any case; ``others`` share at most ``most`` tokens.

        ``answer``: how many tokens the answer may take.
        """
        texts = list(dict.fromkeys([*fixed, question, *others]))
        tokens, context = count(texts)
        sizes = dict(zip(texts, tokens, strict=True))
        instructions = sum(sizes[text] + TURN_TOKENS for text in fixed)
        asked = sizes[question] + 4 * TURN_TOKENS
        return cls(
            sizes, context, answer, instructions, asked, min(most, context - answer - instructions - asked)
        )

    def size(self, *texts: str) -> int:
        """What ``texts`` take as turns of their own."""
        return sum(self.sizes[text] + TURN_TOKENS for text in texts)

    def fits(self, *texts: str) -> bool:
        return self.size(*texts) <= self.room

    def take(self, *texts: str) -> int:
        """Gives ``texts`` their room; returns how much that is."""
        taken = self.size(*texts)
        self.room -= taken
        return taken
