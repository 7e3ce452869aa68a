# SPDX-License-Identifier: AGPL-3.0-or-later
"""How names are told in Arabic, which has no capitals: common words end a name."""

from __future__ import annotations

import re

from core.documents.entities import gazetteer
from core.documents.entities.script import Script

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
_TITLES = (
    "السيد|السيدة|الدكتور|الدكتورة|د\\.|المهندس|المهندسة|م\\.|الاستاذ|الاستاذة|الشيخ|النقيب|العقيد|العميد|اللواء|"
    "الرائد|الملازم|المقدم|الفريق اول|القاضي|القاضية|المحامي|المحامية|"
    "الوزير|الامير|الاميرة|الملك|الحاج|معالي|سعادة|"
    "سمو|فضيلة|الاخ|الطبيب|الفني"
)
_TITLED = re.compile(
    rf"{_BEGIN}(?:(?:{_TITLES})[ \n/]{{1,2}})+"
    rf"(?P<name>{_OF_NAME}(?!ال(?:{_LETTER}){{2,}}[ \n]ال){_ARABIC_WORD}"
    rf"(?:[ \n]{_OF_NAME}{_ARABIC_WORD}(?!\w))?(?:[ \n]{_DEFINITE}(?!\w))?)(?!\w)"
)
_PAIR = re.compile(
    rf"(?<!\w)(?P<first>{_LETTER}{{2,9}})"
    rf"(?=[ \n](?P<rest>{_OF_NAME}{_ARABIC_WORD}(?!\w)(?: {_DEFINITE}(?!\w))?))"
)
_ORGANISATION_HEAD = (
    "شركة|وزارة|هيئة|مؤسسة|جامعة|بنك|مصرف|جمعية|منظمة|دائرة|مديرية|بلدية|محكمة|لجنة|مجلس|مستشفى|مكتب|نقابة|اتحاد|حزب|"
    "معهد|مركز|مصلحة|سلطة|شرطة|مطاحن|مختبر|مدرسة|كلية|وكالة|ديوان|صحيفة|جريدة|قناة|سفارة|قنصلية|جبهة|"
    "كتيبة|جيش|غرفة|مجموعة"
)
_PLACE_HEAD = (
    "مدينة|شارع|محافظة|قرية|منطقة|حي|بلدة|ولاية|اقليم|جسر|نهر|وادي|جبل|ميناء|مطار|مخيم|ميدان|ساحة|بحيرة|جزيرة|قضاء|"
    "ناحية|امارة|جمهورية|مملكة|معبر|سد|طريق"
)
# "مؤسسة مالية" is any financial institution, "المؤسسة المالية" may be a certain one.
_NO_ADJECTIVE = rf"(?!(?!ال){_LETTER}{{2,12}}ية(?!\w))"
_TAIL = rf"(?: (?:{_DEFINITE}|ل{_LETTER}{{3,13}} {_DEFINITE})(?!\w)){{0,3}}"
_FIRST = rf"(?:(?:وادي|ام|ابو|عين|بئر|دير|بيت|برج|راس|تل|بني)[ \n])?{_ARABIC_WORD}(?!\w)"
_ORGANISED = re.compile(rf"{_BEGIN}(?P<name>(?:{_ORGANISATION_HEAD})[ \n]{_NO_ADJECTIVE}{_FIRST}{_TAIL})")
_PLACED = re.compile(rf"{_BEGIN}(?P<name>(?:{_PLACE_HEAD})[ \n]{_FIRST}(?: {_DEFINITE}(?!\w))?)")
_PLACE_WORD = re.compile(rf"{_BEGIN}(?P<name>(?:ام|عين|بئر|دير|بيت|برج|راس|تل|بني)[ \n]{_ARABIC_WORD})(?!\w)")
_KNOWN = re.compile(rf"{_BEGIN}(?P<name>" + gazetteer.pattern("places_arabic") + r")(?!\w)")

ARABIC = Script(
    letters=re.compile(r"[\u0621-\u064a]"),
    people=(_TITLED,),
    organisations=(_ORGANISED,),
    places=(_PLACED, _PLACE_WORD, _KNOWN),
    pair=_PAIR,
    given=gazetteer.names("given_arabic"),
)
