# SPDX-License-Identifier: AGPL-3.0-or-later
"""The forms an answer can have: running text, a report, lines of code, or a table with columns of its own.

A table that a model writes is held to its columns by a grammar (GBNF, llama.cpp's). Its column "source" is
never the model's: it comes from the citation that each row is given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.documents.facts import LABELS

SOURCE = "source"
_MOST_ROWS = 12
_CELL = r"[^|\n]{1,200}"
# What the model may write in a column; any other column takes any text.
_CELLS = {
    "date": '[12] [0-9] [0-9] [0-9] "-" [01] [0-9] "-" [0-3] [0-9]',
    "amount": r"[^|\n0-9]{0,8} [0-9] [^|\n]{0,30}",
    "label": " | ".join(f'"{label}"' for label in LABELS),
}
_NAMES = {
    "item": {"en": "Item", "ar": "البند"},
    "quote": {"en": "Quote", "ar": "الاقتباس"},
    "date": {"en": "Date", "ar": "التاريخ"},
    "what": {"en": "What", "ar": "الحدث"},
    "amount": {"en": "Amount", "ar": "المبلغ"},
    "purpose": {"en": "For what", "ar": "لأي شيء"},
    "section": {"en": "Section", "ar": "المادة أو القسم"},
    "clause": {"en": "Word for word", "ar": "النص الحرفي"},
    "label": {"en": "Label", "ar": "التصنيف"},
    "original": {"en": "Source text", "ar": "النص الأصلي"},
    "translation": {"en": "Translation", "ar": "الترجمة"},
    SOURCE: {"en": "Source", "ar": "المصدر"},
}
_LABEL_NAMES = {
    "none": {"en": "none", "ar": "لا شيء"},
    "personal": {"en": "personal", "ar": "شخصي"},
    "secret": {"en": "secret", "ar": "سري"},
    "threat": {"en": "threat", "ar": "تهديد"},
    "abuse": {"en": "abuse", "ar": "إساءة"},
}
# What a model is told of the lines it is to write.
_TOLD = {
    "evidence": {
        "en": "Write one line for each piece of evidence: what it shows | its words, copied.",
        "ar": "اكتب سطرا لكل دليل: ما يثبته | ألفاظه منقولة.",
    },
    "timeline": {
        "en": "Write one line for each event: day as YYYY-MM-DD | what happened.",
        "ar": "اكتب سطرا لكل حدث: اليوم هكذا YYYY-MM-DD | ما حدث.",
    },
    "amounts": {
        "en": "Write one line for each sum: figure and currency | what it is for.",
        "ar": "اكتب سطرا لكل مبلغ: الرقم والعملة | ما هو له.",
    },
    "clauses": {
        "en": "Write one line for each clause: article or section | the clause, copied.",
        "ar": "اكتب سطرا لكل بند: المادة أو القسم | نص البند منقولا.",
    },
    "labels": {
        "en": "Write one line for each passage: label | the words that decide, copied.",
        "ar": "اكتب سطرا لكل مقطع: التصنيف | الألفاظ الحاسمة منقولة.",
    },
    "translation": {
        "en": "Write one line for each sentence: the sentence, copied | its translation.",
        "ar": "اكتب سطرا لكل جملة: الجملة منقولة | ترجمتها.",
    },
}
_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:-]+")
# A question that names the form it wants gets it from an agent that has several.
_ASKS_FOR = {
    "timeline": re.compile(
        r"\b(?:timeline|chronolog\w+|in order of (?:days|dates|time)|sequence of events)\b|"
        r"تسلسل\w*\s+(?:ال)?زمني|خط\w*\s+(?:ال)?زمني|جدول\w*\s+زمني|(?:مرتب\w*|رتّ?ب)\s.{0,30}(?:تاريخ|زمني)",
        re.IGNORECASE,
    ),
    "report": re.compile(
        r"\b(?:write|draft|prepare|make|give)\b.{0,30}\breport\b|"
        r"(?:اكتب|أعد|اعد|حرر|جهّ?ز)\w*\s.{0,30}تقرير",
        re.IGNORECASE,
    ),
    "evidence": re.compile(
        r"\b(?:table of|what) evidence\b|جدول\w*\s+(?:ال)?أدلة|ما (?:الأدلة|الدليل)", re.IGNORECASE
    ),
}
# What a request says of the form it wants, and not of what it is about.
_REQUEST = re.compile(
    r"^\W*(?:please\s+)?(?:"
    r"(?:make|draw up|give(?: me)?|prepare|write|draft|show(?: me)?|list)\s+(?:an?|the)?\s*"
    r"(?:table of evidence|timeline|chronology|report|lines?|sums)\s*(?:of|on|about|for)?\b|"
    r"show(?: me)?\b|translate\b|what evidence is there\s*(?:of|for|that)?|"
    r"ضع\s+(?:تسلسلا|جدولا|خطا)\s+زمنيا|(?:اكتب|أعد|اعد|حرر)\s+تقريرا\s*(?:عن|حول)?|"
    r"ما (?:الدليل|الأدلة)\s*(?:على)?|"
    r"اعرض\s*(?:لي\s+)?(?:الأسطر|السطر|أسطر|سطر)?|ترجم)|"
    r"\b(?:in)?to (?:arabic|english)\b|إلى (?:العربية|الإنجليزية)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Form:
    """``columns`` in their order; none: no table."""

    name: str
    columns: tuple[str, ...] = ()

    @property
    def written(self) -> tuple[str, ...]:
        """The columns that a model fills."""
        return tuple(column for column in self.columns if column != SOURCE)


FORMS = {
    form.name: form
    for form in (
        Form("text"),
        Form("report"),
        Form("code"),
        Form("evidence", ("item", "quote", SOURCE)),
        Form("timeline", ("date", "what", SOURCE)),
        Form("amounts", ("amount", "purpose", SOURCE)),
        Form("clauses", ("section", "clause", SOURCE)),
        Form("labels", ("label", "quote", SOURCE)),
        Form("translation", ("original", "translation", SOURCE)),
    )
}


def chosen(usual: str, others: Sequence[str], question: str) -> Form:
    """The form ``usual``, or that of ``others`` which the question asks for in so many words."""
    asked = (name for name in others if name in _ASKS_FOR and _ASKS_FOR[name].search(question))
    return FORMS[next(asked, usual)]


def subject(question: str) -> str:
    """What ``question`` is about, without the words that only say what form its answer should have."""
    return " ".join(_REQUEST.sub(" ", question).split()) or question


def grammar(form: Form) -> str | None:
    """The GBNF that a table's rows follow, "cell | cell" a line; None for what is no table."""
    if not form.columns:
        return None
    cells = [f"{column}-cell" for column in form.written]
    rules = [f"{column}-cell ::= {_CELLS.get(column, _CELL)}" for column in form.written]
    row = ' " | " '.join(cells)
    return "\n".join([f"root ::= row{{1,{_MOST_ROWS}}}", f'row ::= {row} "\\n"', *rules])


def told(form: Form, language: str) -> str:
    """What a model is told of the form, in ``language``; nothing where the form is its own."""
    said = _TOLD.get(form.name, {})
    return said.get(language, said.get("en", ""))


def label_name(label: str, language: str) -> str:
    """A label as it is shown; English where there is no translation."""
    names = _LABEL_NAMES[label]
    return names.get(language, names["en"])


def rows(text: str) -> list[tuple[str, ...]]:
    """The cells of each row of ``text``: a Markdown table, its head left out, or lines of "cell | cell"."""
    lines = [line for line in text.splitlines() if _BAR.search(line)]
    if len(lines) > 1 and _RULE.fullmatch(lines[1]):
        lines = lines[2:]
    return [_cells(line) for line in lines]


def markdown(form: Form, language: str, cells: Sequence[Sequence[str]]) -> str:
    """A Markdown table with its head in ``language``, English where there is no translation."""
    head = [_NAMES[column].get(language, _NAMES[column]["en"]) for column in form.columns]
    return "\n".join([line(head), line(["---"] * len(head)), *map(line, cells)])


def line(cells: Sequence[str]) -> str:
    """One row of a Markdown table; a bar within a cell is escaped."""
    plain = (" ".join(_BAR.sub(r"\\|", cell).split()) for cell in cells)
    return f"| {' | '.join(plain)} |"


def _cells(row: str) -> tuple[str, ...]:
    inner = row.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith(r"\|"):
        inner = inner[:-1]
    return tuple(cell.strip().replace(r"\|", "|") for cell in _BAR.split(inner))
