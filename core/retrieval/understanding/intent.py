# SPDX-License-Identifier: AGPL-3.0-or-later
"""What kind of answer a question wants, by the words that ask for it.

A question about a fact is a look-up even where it says "how many": only what goes over documents or events is
a list, a count, a comparison, a timeline or a summary.
"""

from __future__ import annotations

import re

from core.retrieval import normalise

LOOKUP, SUMMARISE, LIST, COMPARE, TIMELINE, COUNT = (
    *("lookup", "summarise", "list"),
    *("compare", "timeline", "count"),
)

# Words for documents and what they hold; the folded spelling of Arabic.
DOCUMENTS = (
    r"documents?|files?|reports?|invoices?|contracts?|letters?|e-?mails?|messages?|memos?|memoranda|minutes|"
    r"receipts?|statements?|agreements?|records?|pages?|passages?|papers?|articles?|certificates?|"
    r"complaints?|judge?ments?|rulings?|transcripts?|forms?|notices?|studies|presentations?|slides|decrees?"
)
ARABIC_DOCUMENTS = (
    r"(?:و?ال|لل|بال|ب|ل|و)?(?:وثائق|وثيقه|مستندات|مستند|ملفات|ملف|تقارير|تقرير|فواتير|فاتوره|عقود|عقد|رسائل|رساله|"
    r"خطابات|خطاب|محاضر|محضر|مذكرات|مذكره|ايصالات|ايصال|اتفاقيات|اتفاقيه|سجلات|سجل|صفحات|صفحه|مقالات|مقاله|"
    r"شهادات|شكاوي|شكوي|احكام|مراسلات|كتب رسميه|قرارات|مراسيم|بيانات|دراسات)"
)
_SEVERAL = (
    "documents|files|reports|invoices|contracts|letters|e-?mails|messages|memos|receipts|statements|agreements|"
    "records|pages|papers|articles|certificates|complaints|judge?ments|passages"
)
_COUNTED = rf"{DOCUMENTS}|occurrences|mentions|instances|entries|items|cases|incidents|witnesses"
_ARABIC_COUNTED = rf"{ARABIC_DOCUMENTS}|(?:ال)?(?:حالات|حوادث|شهود|بنود|مواضع|اشارات)"
_WORDS = r"(?:[^\W\d_]+\s){0,3}?"

_ENGLISH = {
    COMPARE: (
        r"\bcompar(?:e|ing)\b(?! to\b)(?! with\b)",
        r"\bcomparison (?:of|between)\b",
        r"\b(?:differences?|distinctions?|similarit(?:y|ies)) (?:between|among|in)\b",
        r"\b(?:differs?|different) from\b",
        r"\bhow (?:do|does|did|are|is) .{2,80}\bdiffer\b",
        r"\b(?:versus|vs)\b",
        r"\bwhat .{0,30}\bin common\b",
        r"\bcontrast\b.{2,60}\b(?:and|with|between)\b",
        r"\bside by side\b",
    ),
    TIMELINE: (
        r"\btime-?lines?\b",
        r"\bchronolog(?:y|ical|ically)\b",
        r"\b(?:sequence|order|course|succession) of events\b",
        r"\bin (?:the )?order (?:of (?:date|time)|they happened|in which)\b",
        r"\b(?:sorted|ordered|arranged|listed) by (?:date|time|day|year)\b",
        r"\bwhat happened (?:between|from)\b.{3,60}\b(?:and|to|until)\b",
        r"\b(?:year by year|day by day|month by month|step by step over time)\b",
        r"\bwhat happened (?:and )?when\b",
        r"\bevents? (?:between|from)\b.{3,60}\b(?:and|to|until)\b",
        r"\bhistory of events\b",
    ),
    SUMMARISE: (
        r"\bsummar(?:y|ies|i[sz]e|i[sz]es|i[sz]ing)\b",
        r"\bsum up\b",
        r"\b(?:overview|synopsis|gist|outline|abstract) of\b",
        r"\b(?:main|key|principal|major) (?:points?|findings?|messages?|conclusions?|takeaways|arguments?)\b",
        rf"\bwhat (?:is|are|was|were) {_WORDS}(?:{DOCUMENTS}) about\b",
        rf"\bwhat (?:do|does|did) {_WORDS}(?:{DOCUMENTS}) (?:say|tell|cover|deal with|discuss)\b",
        r"\btl;?dr\b",
        r"\bin (?:a nutshell|brief|short)\b",
        r"\bbrief me\b",
        r"\bcondense\b",
    ),
    COUNT: (
        rf"\bhow many {_WORDS}(?:{_COUNTED})\b",
        rf"\b(?:total |overall )?(?:number|count|tally) of {_WORDS}(?:{_COUNTED})\b",
        r"^(?:please )?count (?!as\b|on\b)",
        r"\bhow (?:often|many times)\b.{2,80}\b(?:mention|name|cite|appear|occur|refer)",
        r"\b(?:can|could) you count\b",
    ),
    LIST: (
        r"^(?:please )?(?:list|enumerate)\b",
        r"\b(?:give|show|get|find|name|tell|send) (?:me |us )?(?:all|every|each)\b",
        r"\b(?:give|show|make|provide|produce|draw up|compile)\b.{0,20}\blist of\b",
        r"\b(?:can|could|would) you (?:please )?(?:list|enumerate)\b",
        r"\bwhat are (?:all|all of)\b",
        rf"\b(?:which|what|find|search for|look for) (?:{_SEVERAL})\b",
        rf"^(?:all|every) {_WORDS}(?:{DOCUMENTS})\b",
        r"\bwho are all\b",
        r"^(?:an? |the )?(?:full |complete )?list of\b",
        r"\beverything (?:about|on|that)\b",
    ),
}
_DIFFERENCE = r"(?:فرق|فروق|فروقات|اختلاف|اختلافات)(?!\w)"
_BEGIN = r"(?<!\w)[وف]?"
_GIVE = "اذكر|اذكري|هات|اعطني|اعطيني|اعرض|اظهر|ابحث عن|جد|استخرج|سم|اكتب|ارني"
_MANY = "وثائق|مستندات|ملفات|تقارير|فواتير|عقود|رسائل|خطابات|محاضر|مذكرات|صفحات|مقالات"
_ARABIC = {
    COMPARE: (
        rf"{_BEGIN}(?:قارن|قارني|قارنوا)(?!\w)",
        rf"{_BEGIN}(?:ل?ال|ل)?مقارنه (?:بين|ل|ال)",
        rf"{_BEGIN}(?:ما|ماهو|ماهي|ما هو|ما هي|اذكر|بين|وضح|اشرح) (?:اوجه |اهم )?(?:ال)?{_DIFFERENCE}",
        rf"{_BEGIN}(?:ال)?{_DIFFERENCE} (?:ال\w+ )?بين(?!\w)",
        r"اوجه (?:ال)?(?:شبه|تشابه|اختلاف|مقارنه)",
        rf"{_BEGIN}(?:ب?م|ب?ما )?(?:يختلف|تختلف|اختلف|اختلفت) .{{2,60}} عن(?!\w)",
        r"وازن بين",
        r"جنبا الي جنب",
        r"ما (?:ال)?قاسم (?:ال)?مشترك",
    ),
    TIMELINE: (
        r"(?:ال|لل|بال)?(?:تسلسل|جدول|خط|ترتيب|سرد)ا? (?:ال)?زمني",
        r"(?:ال)?(?:تسلسل|تتابع|تعاقب|سير) (?:ال)?(?:احداث|وقائع)",
        r"حسب (?:ال)?(?:تاريخ|تسلسل|ترتيب الزمن)",
        r"(?:ماذا|ما الذي) (?:حدث|حصل|جري|وقع) (?:بين|من|ما بين) .{2,60} (?:و|الي|حتي)",
        r"(?:احداث|وقائع) .{0,40}(?:بين|من) .{2,40} (?:و|الي|حتي)",
        r"(?:سنه بسنه|سنه بعد سنه|عاما بعد عام|يوما بيوم|شهرا بشهر|يوما بعد يوم)",
        r"كرونولوجي",
        r"(?:رتب|رتبي|ترتيب) (?:لي )?(?:ال)?(?:احداث|وقائع)",
        r"(?:مرتبه|مرتبا) (?:زمنيا|بالتاريخ|حسب)",
        r"ماذا (?:حدث|حصل) ومتي",
    ),
    SUMMARISE: (
        rf"{_BEGIN}(?:لخص|لخصي|لخصوا|اوجز|اختصر|اجمل)(?!\w)",
        rf"{_BEGIN}(?:(?:ال|ل|لل|ب)?(?:ملخص|تلخيص|خلاصه|موجز|ايجاز))(?:ا)?(?!\w)",
        r"(?:اهم|ابرز) (?:ما (?:جاء|ورد|تضمن)|(?:ال)?(?:نقاط|نتائج|استنتاجات|افكار|محاور))",
        r"(?:ال)?(?:نقاط|افكار|نتائج|محاور|استنتاجات) (?:ال)?(?:رئيسيه|اساسيه)",
        rf"(?:عم|عما|عن ماذا|ماذا|ما الذي) (?:ي|ت)(?:تحدث|تكلم|تناول|قول|دور) {ARABIC_DOCUMENTS}(?!\w)",
        r"(?:ما|ماهو|ما هو) (?:موضوع|فحوي|مضمون|محتوي)(?!\w)",
        r"(?:نظره|لمحه) عامه",
        r"باختصار|في سطور|بايجاز",
        r"زبده (?:ال)?\w+",
    ),
    COUNT: (
        rf"{_BEGIN}كم (?:عدد )?(?:من )?(?:{_ARABIC_COUNTED})(?!\w)",
        rf"{_BEGIN}(?:ما|ما هو|ماهو) (?:اجمالي |مجموع )?عدد (?:{_ARABIC_COUNTED})(?!\w)",
        rf"^عدد (?:{_ARABIC_COUNTED})(?!\w)",
        rf"{_BEGIN}(?:احص|احصي|احصوا|احسب عدد|عد لي)(?!\w)",
        r"(?:كم مره|كم من المرات) (?:ت|ي)?(?:ذكر|ورد|جاء|رد|ظهر|كرر|اشير|اشار|سمي)",
        rf"اجمالي عدد (?:{_ARABIC_COUNTED})(?!\w)",
    ),
    LIST: (
        rf"{_BEGIN}(?:{_GIVE})(?: لي)? (?:جميع|كل|كافه)(?!\w)",
        rf"{_BEGIN}(?:اسرد|سرد|عدد لي|ادرج)(?!\w)",
        r"(?:ال|ب|ل)?قائمه (?:ب|ل|كامله)",
        r"(?:ما|ماهي|ما هي|من هم) (?:جميع|كل|كافه)(?!\w)",
        rf"(?:ما|ماهي|ما هي|اي) (?:ال)?(?:{_MANY})(?!\w)",
        rf"^(?:جميع|كل|كافه) {ARABIC_DOCUMENTS}(?!\w)",
        r"كل (?:شيء|ما (?:يتعلق|ورد|يخص|كتب|قيل))",
        rf"^(?:ابحث عن|اعرض|اظهر) (?:ال)?(?:{_MANY})(?!\w)",
    ),
}
# "عدّد" (enumerate) is only told from "عدد" (the number of) by its mark.
_ENUMERATE = re.compile(r"(?<!\w)عد\u0651\u064e?\u0650?د")


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_INTENTS = {
    intent: (_any_of(_ENGLISH[intent]), _any_of(tuple(map(normalise.fold, _ARABIC[intent]))))
    for intent in (COMPARE, TIMELINE, SUMMARISE, COUNT, LIST)
}


def intent_of(question: str) -> str:
    """lookup, summarise, list, compare, timeline or count."""
    folded = " ".join(normalise.fold(question).split())
    for intent, patterns in _INTENTS.items():
        if any(pattern.search(folded) for pattern in patterns):
            return intent
    return LIST if _ENUMERATE.search(question) else LOOKUP
