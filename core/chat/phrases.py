# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an answer says of itself, in the language of the question where the program speaks it."""

from __future__ import annotations

_PHRASES = {
    "nothing": {
        "en": "The documents hold nothing on this question.",
        "ar": "لا تحتوي الوثائق على شيء يتعلق بهذا السؤال.",
    },
    "not_answered": {
        "en": "The documents do not answer this question.",
        "ar": "لا تجيب الوثائق عن هذا السؤال.",
    },
    "nearest": {
        "en": "The nearest passages are shown beside this.",
        "ar": "تُعرض بجانب ذلك أقرب المقاطع إليه.",
    },
    "no_documents": {
        "en": "There are no documents to look in yet. Add some in the Documents tab, or with: isnad ingest "
        "PATH",
        "ar": "لا توجد وثائق بعد للبحث فيها. أضف وثائق من تبويب الوثائق أو بالأمر: isnad ingest PATH",
    },
    "quoted": {
        "en": "The model {model} does not speak the language of the question. These are quotations from the "
        "documents, word for word.",
        "ar": "النموذج {model} لا يتكلم العربية. هذه اقتباسات حرفية من الوثائق.",
    },
    "quoted_source": {
        "en": "The passages are in a language that the model {model} does not speak. They are quoted word "
        "for word.",
        "ar": "المقاطع بلغة لا يتكلمها النموذج {model}. هذه اقتباسات حرفية منها.",
    },
    "unsupported": {
        "en": "The model wrote “{text}” The passages do not bear that out as an answer, so they are quoted "
        "instead, word for word.",
        "ar": "كتب النموذج «{text}» ولا تسند المقاطع ذلك جوابا، فاقتُبست بدلا منه حرفيا.",
    },
    "beside": {
        "en": "Quoted beneath: sentences that fit the question nearly as well.",
        "ar": "اقتُبست تحتها جمل تناسب السؤال بقدر قريب.",
    },
    "partly": {
        "en": "Sentences without a source are the model's own: the passages do not bear them out.",
        "ar": "الجمل التي بلا مصدر من عند النموذج، ولا تسندها المقاطع.",
    },
    "no_template": {
        "en": "The file of {model} has no chat template: it was asked under plain headings (### user:), "
        "which may suit it badly.",
        "ar": "لا يحوي ملف {model} قالب محادثة، فسُئل تحت عناوين بسيطة (### user:) قد لا تلائمه.",
    },
    "gone_over": {
        "en": "Gone over {documents} documents: {matching} of them have words of the question, and {found} "
        "say something on it.",
        "ar": "جرى المرور على الوثائق، وعددها {documents}: في {matching} منها كلمات من السؤال، وفي {found} "
        "منها ما يتصل به.",
    },
    "gone_over_stopped": {
        "en": "Stopped after {done} of those.",
        "ar": "أُوقف ذلك بعد {done} منها.",
    },
    "gone_over_shown": {
        "en": "The first {shown} of {lines} lines are shown.",
        "ar": "يُعرض أول {shown} من {lines} سطرا.",
    },
    "counted": {
        "en": "Documents that say it: {found} of {documents}. Places in them: {places}.",
        "ar": "عدد الوثائق التي ورد فيها ذلك: {found} من {documents}. عدد المواضع فيها: {places}.",
    },
    "stopped": {"en": "Stopped before its end.", "ar": "أُوقفت الإجابة قبل نهايتها."},
    "cut": {"en": "Cut off at the longest answer allowed.", "ar": "قُطعت الإجابة عند أقصى طول مسموح."},
    "died": {
        "en": "The chat process ended in the middle of this answer.",
        "ar": "انتهت عملية المحادثة في منتصف هذه الإجابة.",
    },
    "chat": {"en": "Chat", "ar": "محادثة"},
    "chat_with": {"en": "with {agent}", "ar": "مع {agent}"},
    "chat_about": {"en": "about {documents}", "ar": "حول {documents}"},
    "source": {"en": "{document}, page {page}: “{quote}”", "ar": "{document}، صفحة {page}: «{quote}»"},
    "mark_partly": {"en": "only partly borne out", "ar": "مسند جزئيا"},
    "mark_unsupported": {"en": "no source", "ar": "بلا مصدر"},
    "place": {"en": "{document}, page {page}", "ar": "{document}، صفحة {page}"},
    "lines": {"en": "{place}, line {lines}", "ar": "{place}، السطر {lines}"},
    "findings": {"en": "Findings", "ar": "النتائج"},
    "chronology": {"en": "Chronology", "ar": "التسلسل الزمني"},
    "sources": {"en": "Sources", "ar": "المصادر"},
    "other_day": {
        "en": "the passage does not speak of the day {day}",
        "ar": "لا يذكر المقطع اليوم {day}",
    },
    "other_figures": {
        "en": "the translation has other figures than the source text",
        "ar": "في الترجمة أرقام غير أرقام النص الأصلي",
    },
    "untranslated": {
        "en": "The model does not speak both English and Arabic, so nothing was translated. This is the "
        "source text.",
        "ar": "النموذج لا يتكلم العربية والإنجليزية معا، فلم يُترجم شيء. هذا هو النص الأصلي.",
    },
    "laid_out": {
        "en": "The model {model} is too small to fill a table. Its rows are taken from the passages.",
        "ar": "النموذج {model} أصغر من أن يملأ جدولا. أُخذت الأسطر من المقاطع.",
    },
    "no_number": {"en": "the number {text} is not in the passage", "ar": "العدد {text} ليس في المقطع"},
    "other_unit": {
        "en": "the passage gives the number {text} in another unit",
        "ar": "يذكر المقطع العدد {text} بوحدة أخرى",
    },
    "no_name": {"en": "the name {text} is not in the passage", "ar": "الاسم {text} ليس في المقطع"},
    "no_day": {"en": "the day {text} is not in the passage", "ar": "اليوم {text} ليس في المقطع"},
    "denied": {"en": "the passage denies what the sentence says", "ar": "ينفي المقطع ما تقوله الجملة"},
    "not_denied": {
        "en": "the sentence denies what the passage says",
        "ar": "تنفي الجملة ما يقوله المقطع",
    },
    "contradicted": {"en": "the passage says otherwise", "ar": "يقول المقطع خلاف ذلك"},
    "does_not_follow": {
        "en": "this does not follow from the passage",
        "ar": "لا يلزم هذا مما في المقطع",
    },
    "little": {"en": "the passage does not speak of: {text}", "ar": "لا يتحدث المقطع عن: {text}"},
    "nowhere": {"en": "no passage says this", "ar": "لا يقول ذلك أي مقطع"},
    "command_left_out": {
        "en": "A passage of this page reads like an instruction to the model and was left out.",
        "ar": "في هذه الصفحة مقطع يشبه أمرا موجها إلى النموذج، فتُرك.",
    },
}


def say(name: str, language: str, **values: str) -> str:
    """The phrase ``name`` in ``language``; in English where there is no translation."""
    known = _PHRASES[name]
    return known.get(language, known["en"]).format(**values)
