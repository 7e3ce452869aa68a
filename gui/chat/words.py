# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the chat view names what supports a sentence, what fills the context, and an answer's sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication, QObject

from core.records import Answer, Citation, ContextUse, Sentence, Usage
from gui import language

Word = Callable[[], str]

# What stands after a sentence that its source does not wholly carry.
_TAGS: dict[str, Word] = {
    "partly": lambda: QCoreApplication.translate("Chat words", "partly"),
    "unsupported": lambda: QCoreApplication.translate("Chat words", "no source"),
}
_TIPS: dict[str, Word] = {
    "partly": lambda: QCoreApplication.translate("Chat words", "Its passage carries this sentence in part."),
    "unsupported": lambda: QCoreApplication.translate("Chat words", "No passage carries this sentence."),
}
# What core keeps out of answers by rule; a rule without a name here keeps core's.
_RULES: dict[str, Word] = {
    "private_key": lambda: QCoreApplication.translate("Chat words", "Private keys"),
    "token": lambda: QCoreApplication.translate("Chat words", "Access tokens"),
    "connection": lambda: QCoreApplication.translate("Chat words", "Connection strings"),
    "password": lambda: QCoreApplication.translate("Chat words", "Passwords"),
    "secret": lambda: QCoreApplication.translate("Chat words", "Other secrets"),
    "card": lambda: QCoreApplication.translate("Chat words", "Numbers of payment cards"),
    "iban": lambda: QCoreApplication.translate("Chat words", "Numbers of bank accounts"),
    "national_id": lambda: QCoreApplication.translate("Chat words", "Numbers of identity cards"),
    "passport": lambda: QCoreApplication.translate("Chat words", "Numbers of passports"),
    "phone": lambda: QCoreApplication.translate("Chat words", "Telephone numbers"),
    "email": lambda: QCoreApplication.translate("Chat words", "Mail addresses"),
}


class Counted(QObject):
    """Words with a count."""

    def partly(self, count: int) -> str:
        return self.tr("%n sentences are supported in part", "", count)

    def unsupported(self, count: int) -> str:
        return self.tr("%n sentences have no source", "", count)

    def passages(self, read: int, found: int) -> str:
        return self.tr("{read} of %n passages", "", found).format(read=language.number(read))

    def turns(self, read: int, count: int) -> str:
        return self.tr("{read} of %n earlier turns", "", count).format(read=language.number(read))


def support(sentence: Sentence) -> str:
    """supported, partly or unsupported; answers kept from before it was told have only yes and no."""
    return sentence.support or ("supported" if sentence.supported else "unsupported")


def tag(kind: str) -> str:
    return _TAGS[kind]() if kind in _TAGS else ""


def tip(sentence: Sentence) -> str:
    """Why a sentence is marked, a reason in each line."""
    kind = support(sentence)
    if kind not in _TIPS:
        return ""
    return "\n".join([_TIPS[kind](), *(f"•  {language.isolate(problem)}" for problem in sentence.problems)])


def doubts(answer: Answer) -> str:
    """How many sentences of an answer are not wholly supported; empty when all are."""
    if answer.abstained:
        return ""
    kinds = [support(sentence) for sentence in answer.sentences]
    parts = [
        say(kinds.count(kind))
        for kind, say in (("partly", Counted().partly), ("unsupported", Counted().unsupported))
        if kind in kinds
    ]
    return "  ·  ".join(parts)


def place(citation: Citation) -> str:
    """Document and page."""
    return QCoreApplication.translate("Chat words", "{name}, page {page}").format(
        name=language.isolate(PurePath(citation.document).name), page=citation.page
    )


def citations(answer: Answer) -> list[Citation]:
    """Each cited passage once, in the order of the text."""
    found: dict[Citation, None] = {}
    for sentence in answer.sentences:
        found |= dict.fromkeys(sentence.citations)
    return list(found)


def numbers(answer: Answer) -> list[tuple[int, ...]]:
    """For each sentence the numbers of its sources, counted from 1 as :func:`citations` lists them."""
    at = {citation: number for number, citation in enumerate(citations(answer), start=1)}
    return [tuple(sorted({at[one] for one in sentence.citations})) for sentence in answer.sentences]


def with_sources(answer: Answer) -> str:
    """The answer as plain text with a number after each sentence, and its sources listed under it."""
    text, at = answer.answer, 0
    for sentence, own in zip(answer.sentences, numbers(answer), strict=True):
        found = text.find(sentence.text, at)
        if found < 0:
            continue
        at = found + len(sentence.text)
        marks = "".join(f" [{number}]" for number in own)
        text = text[:at] + marks + text[at:]
        at += len(marks)
    listed = [f"[{number}] {source(one)}" for number, one in enumerate(citations(answer), start=1)]
    return "\n\n".join(part for part in (text, "\n".join(listed)) if part)


def source(citation: Citation) -> str:
    """A quotation with where it stands, as one would paste it."""
    quote = " ".join(citation.quote.split())
    named = QCoreApplication.translate("Chat words", "{name}, page {page}").format(
        name=PurePath(citation.document).name, page=citation.page
    )
    return f"“{quote}” — {named}"


def measured(usage: Usage) -> str:
    if not usage.completion_tokens:
        return ""
    return QCoreApplication.translate(
        "Chat words", "first word after {seconds} s, {rate} tokens per second"
    ).format(
        seconds=language.number(usage.first_token_seconds, 1), rate=language.number(usage.tokens_per_second)
    )


def context_parts(context: ContextUse) -> list[tuple[str, int, str]]:
    """What fills the context: its name, its tokens, the role of its colour."""
    translate = QCoreApplication.translate
    return [
        (translate("Chat words", "Instructions"), context.instructions, "muted"),
        (translate("Chat words", "Passages"), context.passages, "accent"),
        (translate("Chat words", "Conversation"), context.conversation, "hand"),
        (translate("Chat words", "Question"), context.question, "warn"),
        (translate("Chat words", "Room for the answer"), context.answer_room, "ok"),
    ]


def context(use: ContextUse) -> str:
    """The same in words, a line each."""
    lines = [
        QCoreApplication.translate("Chat words", "{name}: {count} tokens").format(
            name=name, count=language.number(count)
        )
        for name, count, _ in context_parts(use)
    ]
    read = [Counted().passages(use.passages_read, use.passages_found)]
    if use.turns:
        read.append(Counted().turns(use.turns_read, use.turns))
    if use.summarised:
        read.append(QCoreApplication.translate("Chat words", "the others summarised"))
    whole = QCoreApplication.translate("Chat words", "The model reads {count} tokens at most.").format(
        count=language.number(use.context_tokens)
    )
    return "\n".join([whole, *lines, "  ·  ".join(read)])


def rules(names: Sequence[str]) -> str:
    """Names of rules in one line."""
    return QCoreApplication.translate("Words", ", ").join(rule(name) for name in names)


def rule(name: str) -> str:
    return _RULES.get(name, lambda: name.replace("_", " "))()
