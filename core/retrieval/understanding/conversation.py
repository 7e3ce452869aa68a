# SPDX-License-Identifier: AGPL-3.0-or-later
"""Questions that lean on the one before: "and in March?", "وماذا عن مارس؟", "who signed it?".

Where the follow-up names a day or a name and the earlier question has one of its like, it takes its place;
else the earlier question's telling words are put behind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from core.documents.language import language_of
from core.retrieval import normalise
from core.retrieval.understanding.plain_words import STOP
from core.retrieval.understanding.slots import DAY, NAMES, Slot, slots_of

_LEADS = re.compile(
    r"^(?:(?:and|but|or|also|then|so)\b[\s,]*)?(?:(?:what|how) about|what of|same (?:question )?for)\b[\s,]*"
    r"|^(?:and|but|or|also)\b[\s,]*"
    r"|^[وف]?(?:ماذا|ما|ماهو|ما هو)\s+(?:عن|بشان|حال)\s+"
    r"|^[وف]ل?(?:كن)?\s?(?:ماذا|ما)?\s?عن\s+|^ونفس السؤال عن\s+"
)
_PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|him|his|she|hers?|this|that|these|those|ones?|there|then|"
    r"the (?:same|other|others|first|second|third|last|former|latter)(?: ones?)?)\b"
)
_ANTECEDENT = re.compile(
    r"\b(?:the|an?|every|each|some|any|no)\s+(?!same|other|first|second|third|last|one|ones\b)\w+"
)
_NAME_INSIDE = re.compile(r"(?<=\s)[A-Z]\w+")
_ARABIC_PRONOUN = re.compile(
    r"(?<!\w)[وف]?(?:عن|في|من|ب|ل|الي|علي|لدي|عند|مع|بين|حول|قبل|بعد|ضد)(?:ه|ها|هم|هما|هن)(?!\w)"
    r"|(?<!\w)(?:ذلك|تلك|هذا|هذه|هولاء)\s*[?؟]?$|(?<!\w)(?:هو|هي|هم)\s*[?؟.]?$"
    r"|(?<!\w)(?:(?:ال)?(?:اول|ثاني|ثالث|رابع|اخير|اخر|سابق)(?:ه|ي)?)\s*[?؟]?$"
)
# A verb or noun with "it", "her", "them" at its end, in a question of two or three words.
_ARABIC_SUFFIX = re.compile(r"(?<!\w)(?!ال)\w{3,}(?:ه|ها|هم|هما)\s*[?؟]?$")
_OPEN = re.compile(
    r"^(?:why|when|where|how|how much|how many|since when|لماذا|متي|اين|كيف|كم|منذ متي|الي متي)(?!\w)"
)
_VAGUE = re.compile(
    r"\b(?:and|but|or|also|the|same|other|others|first|second|third|last|former|latter|ones?|it|its|they|them|their|"
    r"this|that|these|those|he|him|his|she|her)\b"
)
_MARKS = " \t?؟.!،,;؛"
_REMEMBERED = 6
_SHORT, _LONGEST = 3, 12


class _Turn(NamedTuple):
    text: str
    folded: str
    words: list[str]


def completed(question: str, before: Sequence[str]) -> str:
    """``question`` as it stands on its own; itself where it does already, or nothing came before."""
    earlier = ""
    for one in (*before[-_REMEMBERED:], question):
        earlier = _completed(one, earlier) if earlier and _leans(_turn(one)) else one
    return earlier


def _turn(text: str) -> _Turn:
    folded = " ".join(normalise.fold(text).split())
    return _Turn(text, folded, normalise.words(text))


def _leans(turn: _Turn) -> bool:
    """Whether a question cannot be understood without the one before."""
    if not turn.words or len(turn.words) > _LONGEST:
        return False
    if _LEADS.match(turn.folded):
        return len(_telling(turn.text)) <= 2 * _SHORT
    telling = _telling(turn.text)
    if not telling or _is_all_slot(turn) or _is_joined(turn.text):
        return True
    if _OPEN.match(turn.folded) and len(telling) <= 1 and not _NAME_INSIDE.search(turn.text):
        return " ال" not in f" {turn.folded}"
    return _leans_in_arabic(turn) if language_of(turn.text) == "ar" else _leans_in_english(turn)


def _leans_in_arabic(turn: _Turn) -> bool:
    short = len(turn.words) <= _SHORT
    return bool(_ARABIC_PRONOUN.search(turn.folded) or (short and _ARABIC_SUFFIX.search(turn.folded)))


def _leans_in_english(turn: _Turn) -> bool:
    """Whether a pronoun stands in it, and before it nothing that it may stand for."""
    pronoun = _PRONOUN.search(turn.folded)
    ahead = turn.text[: pronoun.start()] if pronoun else ""
    return pronoun is not None and not (_ANTECEDENT.search(ahead.lower()) or _NAME_INSIDE.search(ahead))


def _is_joined(question: str) -> bool:
    """Whether it is "and" with a day or name: "وشركة بيتا؟", but not "وزارة المالية؟"."""
    bare = question.removeprefix("و")
    return bare != question and bool(slots := slots_of(bare)) and not _telling(_without(bare, slots))


def _is_all_slot(turn: _Turn) -> bool:
    """Whether there is nothing but a day in it: "in March?"."""
    slots = [slot for slot in slots_of(turn.text) if slot.kind == DAY]
    return bool(slots) and not _telling(_without(turn.text, slots))


def _completed(question: str, earlier: str) -> str:
    asked = _without_lead(question)
    mine, theirs = slots_of(asked), slots_of(earlier)
    rest = {stem for word in _telling(_without(asked, mine)) for stem in normalise.stems(word)}
    if rest <= set(normalise.stems(earlier)):
        swapped = _swapped(earlier, theirs, mine)
        if swapped is not None:
            return swapped
    return _appended(question, asked, earlier, {slot.kind for slot in mine}, theirs)


def _swapped(earlier: str, theirs: Sequence[Slot], mine: Sequence[Slot]) -> str | None:
    """The earlier question with the slots of the new one in the places of their likes."""
    text = earlier
    for slot in mine:
        like = [one for one in theirs if one.kind == slot.kind]
        if not like and slot.kind in NAMES:
            like = [one for one in theirs if one.kind in NAMES]
        if len(like) != 1:
            return None
        text = text.replace(like[0].text, slot.in_place_of(like[0]), 1)
    return text if mine else None


def _appended(question: str, asked: str, earlier: str, taken: set[str], theirs: Sequence[Slot]) -> str:
    kept = _without(earlier, [slot for slot in theirs if slot.kind in taken])
    has = set(normalise.stems(asked))
    words = [word for word in _telling(kept) if normalise.stems(word)[0] not in has]
    head = question if _telling(_VAGUE.sub(" ", asked.lower())) else asked
    return f"{head.strip(_MARKS)} ({' '.join(words)})" if words else question


def _without_lead(question: str) -> str:
    """ "And what about March?" → "March?"."""
    folded, places = normalise.fold_with_map(question)
    match = _LEADS.match(folded)
    if match is None or match.end() >= len(places):
        return question[1:] if _is_joined(question) else question
    return question[places[match.end()] :]


def _without(text: str, slots: Sequence[Slot]) -> str:
    for slot in slots:
        text = text.replace(slot.text, " ", 1)
    return text


def _telling(text: str) -> list[str]:
    """The words of a text that carry meaning, as they are written there."""
    found = re.findall(r"[^\W_]+(?:[-'’.][^\W_]+)*", text)
    return [
        word
        for word in found
        if normalise.fold(word) not in STOP and not STOP.issuperset(normalise.words(word))
    ]
