# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking an agent: passages first, then an answer whose every sentence is linked to them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, tuple_

from core.chat import composing
from core.chat.conversations import Conversations
from core.chat.evidence import Evidence, Source, weigh
from core.chat.extractive import bears_on
from core.chat.phrases import say
from core.chat.prompt import Turn, build
from core.chat.speaker import Speaker, speaker
from core.chat.text import question_from
from core.chat.words import content_stems
from core.db.tables import ChunkRow, PageRow
from core.documents.language import language_of
from core.jobs.resident import Resident
from core.records import Answer, Conversation, Hit, Message, Passage, Usage
from core.workspace import Workspace

if TYPE_CHECKING:
    from core.retrieval.query import Search

Event = tuple[str, Any]
# Loading a model of many gigabytes from a slow disk takes minutes; a token never does.
_SILENT_SECONDS = 600.0
_FEW_WORDS = 3


@dataclass
class _Exchange:
    """A question on its way to an answer: what the model read and wrote so far."""

    question: str
    speaker: Speaker
    turns: Sequence[Turn]
    stop: threading.Event | None
    language: str = "und"
    prompt: str = ""
    written: str = ""
    sources: list[Source] = field(default_factory=list)
    began: float = field(default_factory=time.perf_counter)

    def usage(self) -> Usage:
        """For an answer that took no model: the time it took."""
        return Usage(first_token_seconds=round(time.perf_counter() - self.began, 4))


class Chat:
    """The chat service of a window or a command. The process with the model starts when first needed."""

    def __init__(self, workspace: Workspace, search: Search) -> None:
        self._workspace = workspace
        self._search = search
        self._kept = Conversations(workspace)
        hello = {"workspace": str(workspace.paths.root), "key": workspace.key.raw.hex()}
        self._worker = Resident("The chat process", ["chat"], hello)

    # --- conversations ------------------------------------------------------------------------

    def conversations(self) -> list[Conversation]:
        """All conversations, the newest first."""
        return self._kept.all()

    def start(self, agent_id: str) -> Conversation:
        """A new conversation with an agent; its first question names it."""
        return self._kept.start(agent_id)

    def messages(self, conversation_id: str) -> list[Message]:
        return self._kept.messages(conversation_id)

    def rename(self, conversation_id: str, title: str) -> None:
        self._kept.rename(conversation_id, title)

    def delete(self, conversation_id: str) -> None:
        self._kept.delete(conversation_id)

    def feedback(self, message_id: str, value: int) -> None:
        """-1 (wrong), 0 (no opinion) or 1 (right) for an answer."""
        self._kept.feedback(message_id, value)

    # --- asking -------------------------------------------------------------------------------

    def ask(
        self, conversation_id: str, question: str, *, stop: threading.Event | None = None
    ) -> Iterator[Event]:
        """Yields ("passages", list[Passage]), ("token", str) as they come, then ("answer", Answer).

        The answer may differ from the tokens: what the passages do not bear out is replaced by quotations.
        Setting ``stop`` ends the answer with what has come. The question is kept before anything else and the
        answer when it is there; when the chat process dies in between, what had come is kept and
        :class:`UserError` raised. Raises it too for a question that is empty or too long.
        """
        asked = question_from(question)
        turns = self._kept.turns(conversation_id)
        exchange = self._exchange(self._kept.agent_of(conversation_id), asked, turns, stop)
        question_id = self._kept.add_question(conversation_id, asked)
        kept = ""
        try:
            for kind, value in self._respond(exchange):
                if kind == "answer":
                    kept = self._keep(conversation_id, question_id, exchange, value)
                    yield kind, replace(value, message_id=kept)
                else:
                    yield kind, value
        except BaseException as error:
            if exchange.written and not kept:
                # A reader who went away wanted no more; anything else is the process's death.
                why = "stopped" if isinstance(error, GeneratorExit) else "died"
                self._keep(conversation_id, question_id, exchange, _broken_off(exchange, why))
            raise

    def answer(self, agent_id: str, question: str) -> Answer:
        """The answer to a single question; no conversation is kept. Raises as :meth:`ask` does."""
        answer: Answer = dict(self.stream(agent_id, question))["answer"]
        return answer

    def stream(self, agent_id: str, question: str, *, stop: threading.Event | None = None) -> Iterator[Event]:
        """As :meth:`ask`, with no conversation before or after."""
        yield from self._respond(self._exchange(agent_id, question_from(question), (), stop))

    def warm(self, agent_id: str) -> None:
        """Loads an agent's model, so that the first question need not wait for it."""
        with self._workspace.db.reading() as session:
            self._count(speaker(session, agent_id), ())

    def close(self) -> None:
        """Ends the chat process."""
        self._worker.close()

    def _exchange(
        self, agent_id: str, question: str, turns: Sequence[Turn], stop: threading.Event | None
    ) -> _Exchange:
        with self._workspace.db.reading() as session:
            return _Exchange(question, speaker(session, agent_id), turns, stop)

    def _keep(self, conversation_id: str, question_id: str, exchange: _Exchange, answer: Answer) -> str:
        release = exchange.speaker.release_id
        return self._kept.add_answer(conversation_id, question_id, exchange.prompt, answer, release)

    # --- from passages to an answer -----------------------------------------------------------

    def _respond(self, exchange: _Exchange) -> Iterator[Event]:
        hits = self._find(exchange)
        exchange.sources = self._sources(hits)
        yield "passages", [source.passage for source in exchange.sources]
        evidence = weigh(_in_context(exchange), exchange.sources)
        if not bears_on(evidence):
            empty = not hits and self._has_no_documents()
            yield "answer", composing.abstention(exchange.language, evidence, exchange.usage(), empty=empty)
        elif reason := _cannot_read(exchange, evidence):
            yield "answer", composing.quoted(evidence, exchange.usage(), reason)
        else:
            yield from self._generate(exchange, evidence)

    def _find(self, exchange: _Exchange) -> tuple[Hit, ...]:
        speaks = exchange.speaker
        found = self._search.find(_in_context(exchange), k=speaks.settings.k, collection=speaks.collection)
        exchange.language = language_of(exchange.question)
        return found.hits

    def _sources(self, hits: Sequence[Hit]) -> list[Source]:
        places = {(hit.document_id, hit.page) for hit in hits}
        query = select(PageRow.document_id, PageRow.number, PageRow.text).where(
            tuple_(PageRow.document_id, PageRow.number).in_(places)
        )
        with self._workspace.db.reading() as session:
            pages = {(document, number): text for document, number, text in session.execute(query)}
        return [
            Source(Passage(hit.document_id, hit.document, hit.page, hit.start, hit.end, hit.text), text)
            for hit in hits
            if (text := pages.get((hit.document_id, hit.page))) is not None
        ]

    def _has_no_documents(self) -> bool:
        with self._workspace.db.reading() as session:
            return session.scalars(select(ChunkRow.number).limit(1)).first() is None

    def _generate(self, exchange: _Exchange, evidence: Sequence[Evidence]) -> Iterator[Event]:
        speaks, sources = exchange.speaker, exchange.sources
        readable = [one for one in evidence if speaks.speaks(language_of(one.text))]
        messages = build(
            speaks,
            exchange.question,
            readable,
            sources,
            exchange.turns,
            lambda texts: self._count(speaks, texts),
        )
        exchange.prompt = messages[-1]["content"]
        done: dict[str, Any] = {}
        for kind, value in self._complete(exchange, messages):
            if kind == "result":
                done = value
            else:
                exchange.written += value["token"]
                yield "token", value["token"]
        usage = Usage(**done["usage"])
        yield "answer", self._judged(exchange, done["text"].strip(), done["ended"], evidence, usage)

    def _complete(self, exchange: _Exchange, messages: list[dict[str, str]]) -> Iterator[Event]:
        speaks = exchange.speaker
        yield from self._worker.stream(
            "complete",
            timeout=_SILENT_SECONDS,
            stop=exchange.stop,
            model_path=speaks.model_path,
            adapter_blob=speaks.adapter_blob,
            messages=messages,
            max_tokens=speaks.settings.max_tokens,
            temperature=speaks.settings.temperature,
            seed=speaks.settings.seed,
        )

    def _judged(
        self, exchange: _Exchange, text: str, ended: str, evidence: Sequence[Evidence], usage: Usage
    ) -> Answer:
        language, sources = exchange.language, exchange.sources
        if ended == "cancelled":
            return composing.unfinished(text, exchange.question, sources, usage, say("stopped", language))
        if composing.declines(text) and not exchange.speaker.settings.sentences:
            return composing.abstention(language, evidence, usage)
        small = exchange.speaker.settings.examples
        answer = composing.checked(text, exchange.question, language, evidence, sources, usage, small=small)
        if ended == "length" and not answer.note:
            return replace(answer, note=say("cut", language))
        return answer

    def _count(self, speaks: Speaker, texts: Sequence[str]) -> tuple[list[int], int]:
        counted = self._worker.call(
            "count", timeout=_SILENT_SECONDS, model_path=speaks.model_path, texts=list(texts)
        )
        return counted["tokens"], counted["context_tokens"]


def _in_context(exchange: _Exchange) -> str:
    """What to look for: a question of few words ("and in March?") leans on the one before it."""
    words = content_stems(exchange.question)
    if exchange.turns and len(words) < _FEW_WORDS:
        return f"{exchange.turns[-1].question} {exchange.question}"
    return exchange.question


def _cannot_read(exchange: _Exchange, evidence: Sequence[Evidence]) -> str:
    """Why the passages are quoted rather than read by the model; nothing when it can read them."""
    speaks = exchange.speaker
    if not speaks.speaks(exchange.language):
        return say("quoted", exchange.language, model=speaks.model)
    if not speaks.speaks(language_of(evidence[0].text)):
        return say("quoted_source", exchange.language, model=speaks.model)
    return ""


def _broken_off(exchange: _Exchange, why: str) -> Answer:
    note = say(why, exchange.language)
    return composing.unfinished(exchange.written.strip(), exchange.question, exchange.sources, Usage(), note)
