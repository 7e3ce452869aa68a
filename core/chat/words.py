# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of a question or an answer that carry meaning, and how alike two of them are."""

from __future__ import annotations

from functools import lru_cache

from core.retrieval.normalise import stems

_ENGLISH = (
    "a an the and or but if then than so as of at by for with about against between into through during "
    "before after above below to from up down in out on off over under again further once here there all "
    "any both each few more most other some such no nor not only own same too very can could will would "
    "shall should may might must do does did doing done have has had having be is am are was were been "
    "being it its itself he him his she her hers they them their theirs we us our ours you your yours i "
    "me my mine this that these those what which who whom whose when where why how many much long often "
    "far please tell give show say said says according also just ever yet upon per mention mentioned "
    "named name called there's what's who's "
)
_ARABIC = (
    "من في على إلى الى عن مع أن إن ان أنّ كان كانت يكون تكون هو هي هم هن هذا هذه ذلك تلك هؤلاء الذي التي "
    "الذين اللذين ما ماذا متى أين اين كيف كم هل لماذا لم لن لا ليس ليست قد لقد ثم أو او أم بل لكن حتى إذا "
    "اذا إذ كل بعض غير بين عند عندما قبل بعد حول دون ضد خلال منذ تم يتم كما أي اي أية ذات ذو به بها له "
    "لها فيه فيها منه منها عليه عليها وهو وهي ولم وكان وقد أنه انه أنها انها لدى حيث مما لمن بأن لأن نحو "
    "ال ماهي ماهو ماهى بماذا لمادا مادا بمادا ممن لمن بكم باي فيما فيم مم عما وما وهل ومن ومتى وأين وكم بهذا "
    "سوى اذكر اشرح وضح عدد حسب بحسب وفق وفقا بموجب يسمى تسمى "
)
STOP = frozenset(stems(f"{_ENGLISH} {_ARABIC}"))


def content_stems(text: str, *, repeats: bool = False) -> list[str]:
    """The stems of ``text`` that are no function words, in order; each once but for ``repeats``."""
    found = stems(text) if repeats else dict.fromkeys(stems(text))
    return [stem for stem in found if stem not in STOP]


@lru_cache(maxsize=100_000)
def likeness(one: str, other: str) -> float:
    """How much two stems look alike, 0..1: the Dice coefficient of their letter pairs."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) < 3 or one.isdigit() or other.isdigit():
        return 0.0
    a, b = _pairs(one), _pairs(other)
    return 2 * len(a & b) / (len(a) + len(b))


@lru_cache(maxsize=100_000)
def _pairs(word: str) -> frozenset[str]:
    return frozenset(word[i : i + 2] for i in range(len(word) - 1))
