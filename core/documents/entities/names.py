# SPDX-License-Identifier: AGPL-3.0-or-later
"""People, organisations and places, told by the words that stand before and behind their names.

These are rules, not knowledge: a name without a title, a known given name or a telling word is not found,
and Arabic, which has no capitals, ends a name where a common word begins. Found once on a page, a name is
found wherever the page repeats it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.documents.entities import gazetteer
from core.documents.entities.found import Found
from core.documents.entities.plain import name_value

PERSON, ORGANISATION, PLACE = "person", "organisation", "place"
_GIVEN_ENGLISH, _GIVEN_ARABIC = gazetteer.names("given_english"), gazetteer.names("given_arabic")

# --- English: capitals show where a name ends ---------------------------------------------------

_CAP = r"(?:[Aa]l-|[Ee]l-|O')?[A-Z][^\W\d_]+(?:[-'][^\W\d_]+)*"
_BETWEEN = r"(?:[ \n](?:bin|ibn|bint|abu|umm|al|el|de|van|von|der|di))?"
_GAP = r"[ \n]"
_NOT_A_NAME = (
    r"(?!(?:The|This|That|These|A|An|And|Of|In|On|At|By|For|To|From|Our|Your|My|His|Her|Its|We|It|He|She|They|"
    r"Route|Road|Street|Bridge|Valley|River|City|Province|Governorate|District|Ministry|Department|Committee|"
    r"Authority|Council|Police|Court|Company|Partner|Head|Chair|Chief|Member|Director|Lead|Report|Inquiry|Dear|Yours|Date|January|February|March|April|"
    r"May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|"
    r"Sunday)\b)"
)
_NO_ARTICLE = r"(?!(?:The|This|That|A|An|Our|Your|Its|Their|In|On|At|By|For|To|From|Of)\b)"
_NAME_WORD = rf"{_NOT_A_NAME}(?:{_CAP}|[A-Z]\.)"
_TITLES = (
    "Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|Eng|Engineer|Sheikh|Shaikh|Captain|Capt|Colonel|Col|General|Gen|"
    "Brigadier|Major|Maj|Lieutenant|Lt|Sergeant|Sgt|Corporal|Judge|Justice|Minister|President|Prince|Princess|King|"
    "Queen|Sir|Lady|Ambassador|Governor|Senator|Director General|Inspector|Officer|"
    "Haj|Hajj|Sayyid|Imam"
)
_TITLED = re.compile(
    rf"(?<!\w)(?:(?:{_TITLES})\.?[ \n])+(?P<name>{_NAME_WORD}(?:{_BETWEEN}{_GAP}{_NAME_WORD}){{0,3}})"
)
_BY_CHILD = re.compile(rf"(?<![\w'-])Abu {_CAP}(?![\w-])")
_PAIR = re.compile(
    rf"(?<![\w'-])(?P<first>[A-Z][a-z]{{1,14}})(?=(?P<rest>{_BETWEEN}(?:{_GAP}{_NAME_WORD}){{1,2}})(?!\w))"
)
_ORGANISATION_END = (
    "Ltd|Limited|LLC|LLP|Inc|Incorporated|Corp|Corporation|Company|Co|Group|PLC|GmbH|Bank|Holdings?|Consultants|"
    "Contractors|Quarries|Works|Laboratory|Laboratories|Authority|Commission|Committee|Council|Agency|Association|"
    "Institute|Foundation|Hospital|University|College|School|Police|Court|Ministry|Department|Directorate|Union|"
    "Organi[sz]ation|Party|Press|Times|Airlines|Airways|Industries|Partners|Services|Mills|Trust|Society|Bureau|"
    "Office|Brigade|Front|Forces|Army|Navy"
)
_ORGANISATION_HEAD = (
    "Ministry|Department|University|Bank|Office|Directorate|Court|Municipality|Authority|Commission|Committee|"
    "Council|Institute|Bureau|Faculty|Chamber|Union|Embassy|Consulate|House|Board"
)
_LINK = r"[ \n](?:and|of|for|&)(?:[ \n]the)?[ \n]"
_ENDED = re.compile(
    rf"(?<![\w'-]){_NO_ARTICLE}(?:{_CAP}(?:[ \n](?:and|of|&)[ \n]|{_GAP})){{1,6}}?"
    rf"(?:{_ORGANISATION_END})(?![\w-])"
    rf"(?:{_GAP}(?:{_ORGANISATION_END})(?![\w-])){{0,2}}"
)
_HEADED = re.compile(
    rf"(?<![\w'-])(?:{_ORGANISATION_HEAD})[ \n](?:of|for)(?:[ \n]the)?[ \n]"
    rf"{_CAP}(?:(?:{_LINK}|{_GAP}){_CAP}){{0,4}}"
)
_PLACE_END = (
    "City|Street|Road|Avenue|Boulevard|Bridge|River|Valley|Governorate|Province|District|Airport|Port|Square|Camp|"
    "Village|Island|Islands|Mountains?|Desert|Sea|Gulf|Lake|Terrace|Highway|Crossing|Oasis|Canal|Dam|County|State"
)
_PLACE_HEAD = "city|town|village|governorate|province|district|port|river|valley|island|camp|emirate|region"
_NO_BODY = rf"(?!(?:{_ORGANISATION_END})\b)"
_PLACED = re.compile(
    rf"(?<![\w'-]){_NO_ARTICLE}(?:{_NO_BODY}{_CAP}{_GAP}){{1,3}}?(?:{_PLACE_END})(?![\w-])"
    rf"(?:[ \n](?:{_PLACE_END})(?!\w))?"
)
_PLACE_OF = re.compile(rf"(?<!\w)(?i:{_PLACE_HEAD})[ \n]of[ \n](?P<name>{_CAP}(?:{_GAP}{_CAP}){{0,2}})")
_PLACE_WORD = re.compile(
    rf"(?<![\w'-])(?:Wadi|Jabal|Jebel|Mount|Lake|Port|Umm|Tell|Tel|Ain|Ras|Bir|Deir|Beit|Khan|Qasr|Burj|Route){_GAP}"
    rf"(?:{_CAP}|\d{{1,4}})(?![\w-])"
)
_KNOWN_ENGLISH = re.compile(r"(?<![\w'-])(?:" + gazetteer.pattern("places_english") + r")(?![\w-])")

# --- Arabic: no capitals, so common words end a name --------------------------------------------

_ENDS_A_NAME = (
    "في|من|الى|على|عن|ان|انه|انها|التي|الذي|الذين|هذا|هذه|ذلك|تلك|كان|كانت|قد|لم|لن|لا|ما|مع|بعد|قبل|بين|حتى|عند|عندما|"
    "حين|خلال|يوم|منذ|ثم|او|ام|كما|كل|اي|غير|حول|ضد|لدى|وهو|وهي|وان|وقد|وكان|فقد|التابعة|التابع|بتاريخ|رقم|عام|سنة|"
    "الساعة|مساء|صباحا|اليوم|امس|بان|لان|اذ|اذا|وفي|ومن|والى|وعلى|وعن|مدير|رئيس|وزير|ممثل|قائد|عضو|كاتبة|كاتب|بشان|"
    "واحد|واحدة|اخرى|جديد|جديدة|باسم|لفحص|تحت|فوق|امام|جميع|كلها|حيث|وكذلك|باسم|اعاد|اعادت|يرجى|بلغ|تعلن|كبيرة|كبير"
)
_LETTER = r"[\u0620-\u064a\u0671-\u06d3]"
_ARABIC_WORD = rf"(?!(?:{_ENDS_A_NAME})(?!\w))(?:{_LETTER}[\u064b-\u0652]*){{2,15}}"
_OF_NAME = r"(?:(?:بن|ابن|بنت|ابو|ابي|ام|عبد|ال|ابا)[ \n])?"
_DEFINITE = rf"(?!(?:{_ENDS_A_NAME})(?!\w))(?:و?ال|لل|ول?ل)(?:{_LETTER}[\u064b-\u0652]*){{2,13}}"
_BEGIN = r"(?<!\w)[وفبلك]?"
_TITLES_ARABIC = (
    "السيد|السيدة|الدكتور|الدكتورة|د\\.|المهندس|المهندسة|م\\.|الاستاذ|الاستاذة|الشيخ|النقيب|العقيد|العميد|اللواء|"
    "الرائد|الملازم|المقدم|الفريق اول|القاضي|القاضية|المحامي|المحامية|"
    "الوزير|الامير|الاميرة|الملك|الحاج|معالي|سعادة|"
    "سمو|فضيلة|الاخ|الطبيب|الفني"
)
_TITLED_ARABIC = re.compile(
    rf"{_BEGIN}(?:(?:{_TITLES_ARABIC})[ \n/]{{1,2}})+"
    rf"(?P<name>{_OF_NAME}(?!ال(?:{_LETTER}){{2,}}[ \n]ال){_ARABIC_WORD}"
    rf"(?:[ \n]{_OF_NAME}{_ARABIC_WORD}(?!\w))?(?:[ \n]{_DEFINITE}(?!\w))?)(?!\w)"
)
_PAIR_ARABIC = re.compile(
    rf"(?<!\w)(?P<first>{_LETTER}{{2,9}})"
    rf"(?=[ \n](?P<rest>{_OF_NAME}{_ARABIC_WORD}(?!\w)(?: {_DEFINITE}(?!\w))?))"
)
_ORGANISATION_ARABIC = (
    "شركة|وزارة|هيئة|مؤسسة|جامعة|بنك|مصرف|جمعية|منظمة|دائرة|مديرية|بلدية|محكمة|لجنة|مجلس|مستشفى|مكتب|نقابة|اتحاد|حزب|"
    "معهد|مركز|مصلحة|سلطة|شرطة|مطاحن|مختبر|مدرسة|كلية|وكالة|ديوان|صحيفة|جريدة|قناة|سفارة|قنصلية|جبهة|"
    "كتيبة|جيش|غرفة|مجموعة"
)
_PLACE_ARABIC = (
    "مدينة|شارع|محافظة|قرية|منطقة|حي|بلدة|ولاية|اقليم|جسر|نهر|وادي|جبل|ميناء|مطار|مخيم|ميدان|ساحة|بحيرة|جزيرة|قضاء|"
    "ناحية|امارة|دولة|جمهورية|مملكة|معبر|سد|طريق"
)
_TAIL = rf"(?: (?:{_DEFINITE}|ل{_LETTER}{{3,13}} {_DEFINITE})(?!\w)){{0,3}}"
_FIRST = rf"(?:(?:وادي|ام|ابو|عين|بئر|دير|بيت|برج|راس|تل|بني)[ \n])?{_ARABIC_WORD}(?!\w)"
_ORGANISED_ARABIC = re.compile(rf"{_BEGIN}(?P<name>(?:{_ORGANISATION_ARABIC})[ \n]{_FIRST}{_TAIL})")
_PLACED_ARABIC = re.compile(rf"{_BEGIN}(?P<name>(?:{_PLACE_ARABIC})[ \n]{_FIRST}(?: {_DEFINITE}(?!\w))?)")
_PLACE_WORD_ARABIC = re.compile(
    rf"{_BEGIN}(?P<name>(?:ام|عين|بئر|دير|بيت|برج|راس|تل|بني)[ \n]{_ARABIC_WORD})(?!\w)"
)
_KNOWN_ARABIC = re.compile(rf"{_BEGIN}(?P<name>" + gazetteer.pattern("places_arabic") + r")(?!\w)")


def organisations(text: str) -> Iterator[Found]:
    """Names that begin or end with a word such as Ministry, Ltd, شركة, هيئة."""
    yield from _named(text, ORGANISATION, _ENDED, _HEADED, _ORGANISED_ARABIC)


def places(text: str) -> Iterator[Found]:
    """Names with a word such as Street, Wadi, مدينة, جسر, and countries and great cities."""
    patterns = (_PLACED, _PLACE_OF, _PLACE_WORD, _PLACED_ARABIC, _PLACE_WORD_ARABIC)
    yield from _named(text, PLACE, *patterns, _KNOWN_ENGLISH, _KNOWN_ARABIC)


def people(text: str) -> Iterator[Found]:
    """Names behind a title or beginning with a given name, then each again where the page repeats it."""
    sure = [
        found for pattern in (_TITLED, _TITLED_ARABIC, _BY_CHILD) for found in _named(text, PERSON, pattern)
    ]
    for pattern, given in ((_PAIR, _GIVEN_ENGLISH), (_PAIR_ARABIC, _GIVEN_ARABIC)):
        sure += [
            _found(text, PERSON, match.start(), match.end("rest"))
            for match in pattern.finditer(text)
            if match["first"].lower() in given
        ]
    yield from sure
    yield from _repeated(text, sure)


def _repeated(text: str, sure: list[Found]) -> Iterator[Found]:
    whole = {text[found.start : found.end] for found in sure if " " in text[found.start : found.end]}
    if whole:
        longest_first = sorted(whole, key=len, reverse=True)
        again = re.compile(r"(?<!\w)[وفبلك]?(?P<name>" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
        yield from _named(text, PERSON, again)


def _named(text: str, kind: str, *patterns: re.Pattern[str]) -> Iterator[Found]:
    for pattern in patterns:
        for match in pattern.finditer(text):
            span = match.span("name") if "name" in pattern.groupindex else match.span()
            yield _found(text, kind, *span)


def _found(text: str, kind: str, start: int, end: int) -> Found:
    return Found(start, end, kind, name_value(text[start:end]))
