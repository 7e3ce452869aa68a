# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a text in Arabic letters can be Arabic: told by its spelling and commonest words."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKS = re.compile("[\u064b-\u0652\u0670\u0640\u200c-\u200f\u202a-\u202e]")
_WORD = re.compile("[\u0621-\u064a]+")
# Persian and Urdu letters: none of what is known here about Arabic holds for their languages.
_OTHER = re.compile("[پچژگکیٹڈڑںےہھ]")
_COMMON = frozenset(
    """
    من في على إلى الى عن مع أن ان إن أو او لا ما لم لن قد كل هذا هذه ذلك تلك التي الذي الذين كان كانت
    يكون تكون هو هي هم نحن أنا انا أنت بين بعد قبل عند حتى ثم أي اي كما وقد ولا وما ومن وفي وعلى وإلى
    وأن وهو وهي وكان فإن فقد لأن إذا اذا حيث غير بعض منذ خلال حول دون أكثر اكثر به بها له لها فيه فيها
    منه منها عليه عليها إليه ليس لكن ولكن يا لو هل كيف أحد عام سنة يوم الله محمد جميع عدم وذلك وهذا أما
    كذلك أيضا ايضا مثل نحو ضمن تم يتم وتم بن ابن عبد مما الا إلا
    """.split()  # noqa: SIM905 - a hundred words are easier to read in lines
)
# Letters that only end a word, letters that never begin one, an article with its letters turned round, and
# one letter three times over.
_IMPOSSIBLE = re.compile("[ةى][ء-ي]|^[ةىئؤء]|^(?:[وفبك]?ا[اأإآ])|(.)\\1\\1")
_FEWEST_WORDS = 12
_MOST_IMPOSSIBLE = 0.06
_MOST_SINGLE = 0.25
_LEAST_KNOWN = 0.08
_ENOUGH_WORDS = 40


@dataclass(frozen=True)
class Spelling:
    """Shares of a text's Arabic words: common or with the article, impossible, of one letter."""

    words: int
    known: float
    impossible: float
    single: float

    @property
    def score(self) -> float:
        """The higher, the more like Arabic; only good for comparing two readings of one thing."""
        return self.known - 2 * self.impossible - self.single

    @property
    def is_doubtful(self) -> bool:
        """Whether there are enough words to tell, and they tell that something is wrong."""
        if self.words < _FEWEST_WORDS:
            return False
        unknown = self.words >= _ENOUGH_WORDS and self.known < _LEAST_KNOWN
        return self.impossible > _MOST_IMPOSSIBLE or self.single > _MOST_SINGLE or unknown


def is_impossible(word: str) -> bool:
    """Whether no Arabic word is spelt like this one."""
    return any(map(_IMPOSSIBLE.search, _WORD.findall(_MARKS.sub("", word))))


def spelling(text: str) -> Spelling:
    """How the Arabic words of a text are spelt; none are counted in a Persian or Urdu one."""
    words = [] if len(_OTHER.findall(text)) > 0.02 * len(text) else _WORD.findall(_MARKS.sub("", text))
    count = len(words) or 1
    known = sum(word in _COMMON or (word.startswith("ال") and len(word) > 4) for word in words)
    impossible = sum(_IMPOSSIBLE.search(word) is not None for word in words)
    single = sum(len(word) == 1 and word != "و" for word in words)
    return Spelling(len(words), known / count, impossible / count, single / count)
