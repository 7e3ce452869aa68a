# SPDX-License-Identifier: AGPL-3.0-or-later
"""Streams text while holding back what may turn out to be the beginning of a stop text."""

from __future__ import annotations

from collections.abc import Sequence


class HeldBack:
    """Takes pieces of text, gives back what is safe to show. After a stop text it is ``ended``."""

    def __init__(self, stop: Sequence[str]) -> None:
        self._stop = [text for text in stop if text]
        self._held = ""
        self.text = ""
        self.ended = False

    def add(self, piece: str) -> str:
        """What of the text so far can be shown now."""
        self._held += piece
        found = [at for text in self._stop if (at := self._held.find(text)) >= 0]
        if found:
            self.ended = True
            self._held = self._held[: min(found)]
            return self.finish()
        return self._release(len(self._held) - self._doubtful())

    def finish(self) -> str:
        """All that was held back: nothing more will come."""
        return self._release(len(self._held))

    def _release(self, length: int) -> str:
        ready, self._held = self._held[:length], self._held[length:]
        self.text += ready
        return ready

    def _doubtful(self) -> int:
        """Length of the longest end of the held text that begins a stop text."""
        return max((self._overlap(text) for text in self._stop), default=0)

    def _overlap(self, text: str) -> int:
        longest = min(len(text) - 1, len(self._held))
        return next((n for n in range(longest, 0, -1) if self._held.endswith(text[:n])), 0)
