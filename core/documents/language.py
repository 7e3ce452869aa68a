# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which language a text is in, by its script and, among Latin ones, by its commonest words."""

from __future__ import annotations

import re
from collections import Counter

UNKNOWN = "und"
_SAMPLE = 20_000
_LATIN_WORD = re.compile(r"[a-zà-öø-ÿœšžğış]+")
_SCRIPTS = {
    "ar": re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+"),
    "latin": re.compile(r"[A-Za-z\u00c0-\u024f]+"),
    "he": re.compile(r"[\u05d0-\u05ea]+"),
    "el": re.compile(r"[\u0370-\u03ff]+"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]+"),
    "zh": re.compile(r"[\u3400-\u9fff]+"),
    "ja": re.compile(r"[\u3040-\u30ff]+"),
    "ko": re.compile(r"[\uac00-\ud7af]+"),
}
# Letters that Arabic does not have: Persian and Urdu share the script, not the stems.
_PERSIAN = re.compile(r"[پچژگکی]")
_URDU = re.compile(r"[ٹڈڑںےہھ]")
_COMMON = {
    "en": "the of and to in is that for it was on are with as at by be this from or an have not were what "
    "which who how when where why did does do has had will would can",
    "fr": "le la les des du une et est que qui dans pour sur avec pas par au aux ce cette sont été où",
    "de": "der die das und ist nicht ein eine den dem des zu mit auf für von im wird sind auch wie wer",
    "es": "el la los las una y que en del es por con para se su al como más fue qué quién cómo",
    "it": "il lo gli della di che è per una con del non sono nel alla dei come chi cosa",
    "pt": "o os as da do que é um uma em não para com dos das ao por foi são quem",
    "nl": "de het een en van is dat niet op te voor met zijn aan ook wordt wat wie hoe",
    "tr": "ve bir bu için ile olarak çok da ne gibi daha olan kim nasıl",
}
_STOP = {code: frozenset(words.split()) for code, words in _COMMON.items()}
_ANY_STOP = frozenset().union(*_STOP.values())


def language_of(text: str) -> str:
    """The ISO 639-1 code of the language most of ``text`` is in, or "und" where there is nothing to tell by.

    Only the first 20,000 characters are looked at. A few plain Latin words that no other language claims
    count as English, so that a query such as "bridge closure" has a language.
    """
    sample = text[:_SAMPLE]
    if sample.isascii():
        return _latin(sample.lower()) if _SCRIPTS["latin"].search(sample) else UNKNOWN
    letters = {script: sum(map(len, pattern.findall(sample))) for script, pattern in _SCRIPTS.items()}
    script = max(letters, key=lambda name: letters[name])
    if not letters[script]:
        return UNKNOWN
    if script == "latin":
        return _latin(sample.lower())
    if script == "ar":
        return _of_arabic_script(sample, letters["ar"])
    if script == "zh" and letters["ja"]:
        return "ja"
    return UNKNOWN if script == "cyrillic" else script


def _of_arabic_script(text: str, letters: int) -> str:
    if len(_URDU.findall(text)) > letters * 0.03:
        return "ur"
    return "fa" if len(_PERSIAN.findall(text)) > letters * 0.03 else "ar"


def _latin(text: str) -> str:
    words = _LATIN_WORD.findall(text)
    known = Counter(filter(_ANY_STOP.__contains__, words))
    hits = {code: sum(known[word] for word in known.keys() & stop) for code, stop in _STOP.items()}
    best = max(hits, key=lambda code: hits[code])
    if hits[best] > hits["en"]:
        return best
    if hits["en"]:
        return "en"
    return "en" if len(words) <= 12 and text.isascii() else UNKNOWN
