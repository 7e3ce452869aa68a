# SPDX-License-Identifier: AGPL-3.0-or-later
"""A conversation as a file for people: Markdown or Word, every source a footnote under the answer."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from core.chat.phrases import say
from core.chat.text import readable, reads_rightward
from core.documents.language import language_of
from core.errors import UserError
from core.paths import atomic_write
from core.records import Answer, Citation, Conversation, Message, Sentence

# What would be read as HTML or as a footnote of the file's own.
_MARKUP = re.compile(r"<(?=[A-Za-z/!?])|\[(?=\^)")
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


@dataclass(frozen=True)
class Piece:
    """A stretch of an answer as it is shown: ``remark`` says that it has no source, or half of one."""

    text: str
    remark: str = ""
    citations: tuple[Citation, ...] = ()


def write(conversation: Conversation, messages: Sequence[Message], path: Path) -> None:
    """Writes ``path`` (.md or .docx) whole or not at all. Raises :class:`UserError` where that cannot be."""
    kind = path.suffix.lower()
    if kind not in {".md", ".docx"}:
        raise UserError(
            f"A chat cannot be written as {path.name}.", do="Choose a name that ends in .md or .docx."
        )
    try:
        with atomic_write(path) as file:
            if kind == ".md":
                file.write(markdown(conversation, messages).encode())
            else:
                from core.chat import word

                word.save(conversation, messages, file)
    except OSError as error:
        why = error.strerror or "the disk refused it"
        raise UserError(
            f"The chat cannot be written to {path}: {why}.", do="Choose another place."
        ) from error


def markdown(conversation: Conversation, messages: Sequence[Message]) -> str:
    """The conversation in Markdown, with footnotes ``[^1]``; right-to-left paragraphs say that they are."""
    notes: list[Citation] = []
    head = [f"# {_escaped(title(conversation, messages))}", f"*{_escaped(about(conversation, messages))}*"]
    body = [block for message in messages for block in _blocks(message, notes)]
    foot = [f"[^{number}]: {_escaped(source(one))}" for number, one in enumerate(notes, start=1)]
    return "\n\n".join([*head, *body, "\n".join(foot)]).strip() + "\n"


def title(conversation: Conversation, messages: Sequence[Message]) -> str:
    return readable(conversation.title) or say("chat", _language(messages))


def about(conversation: Conversation, messages: Sequence[Message]) -> str:
    """Whom the conversation was with, when, and about which documents alone."""
    language = _language(messages)
    day = time.strftime("%Y-%m-%d %H:%M", time.localtime(conversation.created))
    parts = [say("chat_with", language, agent=conversation.agent), day]
    if conversation.documents:
        names = ", ".join(name for _, name in conversation.documents)
        parts.append(say("chat_about", language, documents=names))
    return readable(" · ".join(parts))


def source(citation: Citation) -> str:
    """A citation in one line: document, page, quotation."""
    quote = readable(" ".join(citation.quote.split()))
    name = readable(PurePath(citation.document).name)
    return say("source", language_of(quote), document=name, page=str(citation.page), quote=quote)


def pieces(answer: Answer) -> Iterator[Piece]:
    """The whole text of an answer in its order, each sentence with its sources."""
    at = 0
    for sentence in answer.sentences:
        found = answer.answer.find(sentence.text, at)
        if found < 0:
            continue
        if found > at:
            yield Piece(readable(answer.answer[at:found], trimmed=False))
        remark = "" if answer.abstained else _remark(sentence)
        yield Piece(readable(sentence.text, trimmed=False), remark, sentence.citations)
        at = found + len(sentence.text)
    if at < len(answer.answer):
        yield Piece(readable(answer.answer[at:], trimmed=False))


def _remark(sentence: Sentence) -> str:
    language = language_of(sentence.text)
    if sentence.support == "partly":
        return say("mark_partly", language)
    return "" if sentence.supported else say("mark_unsupported", language)


def _language(messages: Sequence[Message]) -> str:
    return language_of(messages[0].text) if messages else "und"


def _blocks(message: Message, notes: list[Citation]) -> Iterator[str]:
    if message.role == "user":
        lines = readable(message.text).splitlines()
        yield _directed("\n".join(f"> {_safe(line)}".rstrip() for line in lines), message.text)
        return
    if message.answer is None:
        yield _directed(_safe(readable(message.text)), message.text)
        return
    shown = ""
    for piece in pieces(message.answer):
        shown += _safe(piece.text) + (f" *({piece.remark})*" if piece.remark else "")
        for citation in piece.citations:
            notes.append(citation)
            shown += f"[^{len(notes)}]"
    yield _directed(shown, message.text)
    if message.answer.note:
        yield _directed(f"*{_escaped(readable(message.answer.note))}*", message.answer.note)


def _directed(block: str, text: str) -> str:
    return f'<div dir="rtl">\n\n{block}\n\n</div>' if not reads_rightward(text) else block


def _safe(text: str) -> str:
    """Markdown stays what it is (tables, code); HTML and footnotes that are not the file's own do not."""
    return _MARKUP.sub(lambda found: "&lt;" if found[0] == "<" else "\\[", text)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
