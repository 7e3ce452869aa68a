# SPDX-License-Identifier: AGPL-3.0-or-later
"""An answer as it is written, without what must not leave: what may yet turn out to be it is held back."""

from __future__ import annotations

import re

from core.chat.withheld.guard import Guard
from core.chat.withheld.rules import RULES

# How far back the words reach that make the next one a secret.
_CONTEXT = 200
# A word is judged when it is whole. Scripts that part no words with blanks hold no secrets up.
_UNFINISHED = re.compile(r"[^\s\u0e00-\u0e7f\u3000-\u9fff\uac00-\ud7af]+\Z")
# Numbers in groups, an IBAN's among them, are judged when something else follows.
_GROUPS = re.compile(r"(?<!\S)(?:[+(]?(?:[A-Z]{1,4}|[A-Z]{0,4}\d[A-Z\d]{0,14})\)?[ -]{1,2}){1,12}\Z")
_KEY_BEGINS = re.compile(r"-----BEGIN |PuTTY-User-Key-File")
_KEY_ENDS = re.compile(r"-----END [A-Z0-9 ]{0,40}-----|Private-MAC: \w+\s")


class Shown:
    """Takes pieces of an answer, gives back what can be shown of it now."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._numbers = any(RULES[name].personal for name in guard.names)
        self._text = ""
        self._done = 0

    def add(self, piece: str) -> str:
        if not self._guard.names:
            return piece
        self._text += piece
        return self._release(self._safe())

    def finish(self) -> str:
        """All that was held back: nothing more will come."""
        return self._release(len(self._text))

    def _safe(self) -> int:
        """How far the text is whole words, whole groups of numbers and whole keys."""
        text = self._text
        found = _UNFINISHED.search(text, self._done)
        safe = found.start() if found else len(text)
        if self._numbers and (groups := _GROUPS.search(text, self._done, safe)):
            safe = groups.start()
        key = _KEY_BEGINS.search(text, self._done, safe)
        if key and not _KEY_ENDS.search(text, key.start(), safe):
            safe = key.start()
        return safe

    def _release(self, safe: int) -> str:
        if safe <= self._done:
            return ""
        begin = max(0, self._done - _CONTEXT)
        shown, at = [], self._done
        for start, end, name in self._guard.find(self._text[begin:safe]):
            if begin + end > at:
                shown.append(self._text[at : max(at, begin + start)])
                if begin + start >= at:
                    shown.append(RULES[name].label(self._guard.label_language(self._text)))
                at = begin + end
        shown.append(self._text[at:safe])
        self._done = safe
        return "".join(shown)
