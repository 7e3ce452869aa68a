# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words that a question is built with and that say nothing of its subject."""

from __future__ import annotations

from core.retrieval.normalise import fold

_ENGLISH = """
a an the and or but if then than so as of at by for with about against between into through during
before after above below to from up down in out on off over under again once here there all any both
each few more most other some such no nor not only own same too very can could will would shall
should may might must do does did doing done have has had having be is am are was were been being it
its itself he him his she her hers we us our ours you your yours i me my mine they them their theirs
this that these those what which who whom whose when where why how much many long often far please
tell give show say said says just ever yet also upon one ones what's who's let's mr mrs ms dr prof
"""
_ARABIC = """
من في على إلى عن مع أن إن أنّ كان كانت يكون تكون هو هي هم هن هما هذا هذه ذلك تلك هؤلاء الذي التي
الذين اللذين اللتين ما ماذا متى أين كيف كم هل لماذا لم لن لا ليس ليست قد لقد ثم أو أم بل لكن حتى إذا
إذ كل بعض غير بين عند عندما قبل بعد حول دون ضد خلال منذ تم يتم كما أي أية ذات ذو به بها بهم له لها
لهم فيه فيها منه منها عليه عليها إليه إليها عنه عنها عنهم عليهم عليهما منهم منهما فيهم فيهما لهما
بهما إليهم بينهم بينهما وهو وهي ولم وكان وقد أنه أنها لدى حيث مما لمن بأن لأن نحو سوى ايضا كذلك ماهو
ماهي فماذا وماذا وما ومن ومتى وأين وكيف وكم وعن وفي وهل بشأن
"""
STOP = frozenset(fold(f"{_ENGLISH} {_ARABIC}").split())
