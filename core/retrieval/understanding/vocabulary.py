# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of the workspace's pages, as they are written and how often; kept in memory alone.

The index holds stems and 4-grams, never words, so they are counted when a query first has a word that occurs
nowhere. Of a large workspace every n-th page is counted.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.retrieval import normalise

_MOST_PAGES, _MOST_CHARACTERS = 4000, 10_000
# As long as so few pages were counted, each new one is a reason to count again.
_FEW_PAGES = 300
_WORD = re.compile(r"[^\W\d_]+(?:[\u064b-\u0652\u0640][^\W\d_]*)*")
_VOWELS = re.compile(r"[\u064b-\u0652\u0640]")
_NEWEST = text("SELECT coalesce(max(number), 0) FROM chunks")
_PAGES = text("SELECT count(*), coalesce(max(rowid), 0) FROM pages")
_TEXTS = text("SELECT substr(text, 1, :most) FROM pages WHERE rowid % :step = 0")


@dataclass(frozen=True)
class Words:
    """How often each folded word was met, and its commonest spelling, without vowel signs."""

    counts: dict[str, int] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)


class Vocabulary:
    """Counts the words when they are first asked for, and again when a tenth of the passages is new."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._words = Words()
        self._newest = -1
        self._pages = 0

    def words(self, session: Session) -> Words:
        with self._lock:
            newest = session.execute(_NEWEST).scalar_one()
            grown = abs(newest - self._newest) > (self._newest // 10 if self._pages > _FEW_PAGES else 0)
            if self._newest < 0 or grown:
                self._words, self._pages = _counted(session)
                self._newest = newest
            return self._words


def _counted(session: Session) -> tuple[Words, int]:
    pages, last = session.execute(_PAGES).one()
    step = max(1, -(-last // _MOST_PAGES))
    written: Counter[str] = Counter()
    for (page,) in session.execute(_TEXTS, {"step": step, "most": _MOST_CHARACTERS}):
        written.update(_WORD.findall(page))
    counts: Counter[str] = Counter()
    spellings: dict[str, str] = {}
    for word, count in written.most_common():
        folded = normalise.fold(word)
        counts[folded] += count
        spellings.setdefault(folded, _VOWELS.sub("", word))
    return Words(dict(counts), spellings), pages
