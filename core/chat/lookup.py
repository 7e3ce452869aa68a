# SPDX-License-Identifier: AGPL-3.0-or-later
"""Prompt-lookup decoding: an answer that quotes its prompt goes on as the prompt does.

After: Saxena, Prompt Lookup Decoding (2023). What follows the last few tokens in the prompt is computed in
one batch with the next token, and kept as far as the model would have written the same.
"""

from __future__ import annotations

from collections.abc import Sequence

_SHOWN = 3
_FEWEST, _MOST = 3, 8
# After a guess of which nothing was right, this many tokens more must agree before the next.
_WARY, _MOST_WARY = 2, 8
# Batches of guesses after which their balance decides.
_TRIALS = 8


class Lookup:
    """Guesses the next tokens of an answer to one prompt, and learns how far its guesses are right."""

    def __init__(self, prompt: Sequence[int]) -> None:
        self._prompt = list(prompt)
        self._after: dict[tuple[int, ...], int] = {}
        for end in range(_SHOWN, len(self._prompt)):
            # The first place: the passages stand before the question.
            self._after.setdefault(tuple(self._prompt[end - _SHOWN : end]), end)
        self._length = _FEWEST
        self._wanted = _SHOWN

    def guess(self, written: Sequence[int]) -> list[int]:
        """What may follow the answer's tokens so far; nothing when their end is not in the prompt."""
        at = self._after.get(tuple(written[-_SHOWN:]))
        if at is None or self._agreeing(written, at) < self._wanted:
            return []
        return self._prompt[at : at + self._length]

    def learn(self, guessed: int, right: int) -> None:
        """How many of the tokens guessed last were right."""
        if right == guessed:
            self._length = min(_MOST, self._length + 2)
            self._wanted = _SHOWN
        elif right == 0:
            self._wanted = min(_MOST_WARY, self._wanted + _WARY)
            self._length = _FEWEST

    def _agreeing(self, written: Sequence[int], at: int) -> int:
        """How many of the last tokens written are those before ``at``."""
        most = min(self._wanted, len(written), at)
        return next((n for n in range(most) if written[-1 - n] != self._prompt[at - 1 - n]), most)


class Balance:
    """Whether guessing has saved time so far: several tokens together are cheap on some machines only."""

    def __init__(self) -> None:
        self._alone = 0.0
        self._saved = 0.0
        self._tried = 0

    @property
    def pays(self) -> bool:
        return self._tried < _TRIALS or self._saved > 0

    def alone(self, seconds: float) -> None:
        """A token was computed by itself."""
        self._alone = self._alone * 0.9 + seconds * 0.1 if self._alone else seconds

    def together(self, seconds: float, tokens: int) -> None:
        """A batch of guesses brought ``tokens`` of the answer."""
        if self._alone:
            self._tried += 1
            self._saved += tokens * self._alone - seconds
