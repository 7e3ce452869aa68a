# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a question to its answer: passages first, then what a model or the passages themselves say to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, tuple_

from core.agents.forms import Form, chosen, grammar, subject, told
from core.agents.templates import template
from core.chat import composing, findings, steps
from core.chat.citations import with_boxes
from core.chat.conversations import Conversations
from core.chat.evidence import Evidence, Source, weigh
from core.chat.extractive import bears_on, left_out
from core.chat.findings import Findings
from core.chat.forms import filled_in, laid_out
from core.chat.phrases import say
from core.chat.prompt import NoRoomError, Prompt, Turn, build, opening
from core.chat.rarity import CollectionRarity
from core.chat.speaker import Speaker
from core.chat.summary import Summary, after, longer
from core.db.tables import ChunkRow, PageRow
from core.documents.language import language_of
from core.jobs.resident import Resident
from core.records import Answer, ContextUse, Hit, Passage, SearchFilters, Usage
from core.retrieval.understanding import operators
from core.retrieval.understanding.intent import COUNT
from core.workspace import Workspace

if TYPE_CHECKING:
    from core.retrieval.query import Search
    from core.retrieval.understanding.understood import Understood

Event = tuple[str, Any]
# Loading a model of many gigabytes from a slow disk takes minutes; a token never does.
_SILENT_SECONDS = 600.0
_MOST_COUNTED = 5000
# Forms of a few passages shown as they stand, whatever the question sounds like.
_LOOKED_UP = {"translation", "code"}
# Of a table over all documents.
_MOST_ROWS = 60


@dataclass
class Exchange:
    """A question on its way to an answer: what the model read and wrote so far.

    ``filters``: which documents alone are asked about. ``conversation_id`` is empty for a single question.
    ``asked`` is the question as it was searched where that differs from what was typed.
    """

    question: str
    speaker: Speaker
    turns: Sequence[Turn]
    stop: threading.Event | None
    conversation_id: str = ""
    language: str = "und"
    asked: str | None = None
    context: ContextUse | None = None
    prompt: str = ""
    written: str = ""
    sources: list[Source] = field(default_factory=list)
    filters: SearchFilters = field(default_factory=SearchFilters)
    began: float = field(default_factory=time.perf_counter)

    @property
    def form(self) -> Form:
        """The agent's usual form, or the one of its others that the question asks for."""
        settings = self.speaker.settings
        others = [form.name for form in template(settings.template).forms]
        return chosen(settings.form, others, self.question)

    @property
    def about(self) -> str:
        """The whole question, without the words that only say what form its answer should have."""
        asked = self.asked or self.question
        return asked if self.form.name == "text" else subject(asked)

    def usage(self) -> Usage:
        """For an answer that took no model: the time it took."""
        return Usage(first_token_seconds=round(time.perf_counter() - self.began, 4))


class Answering:
    """Answers exchanges, one after the other, with the workspace's passages and the chat process."""

    def __init__(self, workspace: Workspace, search: Search, worker: Resident) -> None:
        self._workspace = workspace
        self._search = search
        self._worker = worker
        self._kept = Conversations(workspace)
        # By model: conversations put the same texts into every prompt.
        self._counted: dict[str, dict[str, int]] = {}
        self._rarity = CollectionRarity()

    def respond(self, exchange: Exchange) -> Iterator[Event]:
        """Yields ("asked", str) when the conversation or the spelling changed the question; ("step", {"done",
        "total", "document"}) while it goes over all documents; ("passages", list[Passage]); ("context",
        ContextUse) when a model reads them; ("token", str) as they come; and ("answer", Answer)."""
        for kind, value in self._answer(exchange):
            if kind == "answer":
                yield kind, self._finished(exchange, value)
            else:
                yield kind, value

    def _finished(self, exchange: Exchange, answer: Answer) -> Answer:
        """With where its citations stand on the pages' images, and a word on commands in what was found."""
        with self._workspace.db.reading() as session:
            answer = with_boxes(session, answer)
        notes = (answer.note, left_out(exchange.sources, exchange.question), _without_template(exchange))
        note = " ".join(filter(None, notes))
        return replace(answer, asked=exchange.asked, context=exchange.context, note=note)

    def _answer(self, exchange: Exchange) -> Iterator[Event]:
        before = [turn.question for turn in exchange.turns]
        understood = self._search.understand(exchange.question, before)
        exchange.language = language_of(exchange.question)
        exchange.asked = understood.corrected
        if exchange.asked:
            yield "asked", exchange.asked
        answered = False
        if steps.fits(understood.intent, understood.searched) and exchange.form.name not in _LOOKED_UP:
            answered = yield from self._go_over(exchange, understood)
        if not answered:
            yield from self._look_up(exchange, before)

    def _go_over(self, exchange: Exchange, understood: Understood) -> Generator[Event, None, bool]:
        """Whether going over all documents brought an answer."""
        filters = operators.both(exchange.filters, understood.filters)
        wanted = understood.searched, understood.intent, filters, understood.phrases
        found = Findings(understood.intent)
        for kind, value in steps.go_over(self._workspace, *wanted, exchange.stop):
            if kind == "step":
                yield kind, value
            else:
                found = value
        firm = found.answers and not _too_far(exchange, found.all)
        if firm:
            exchange.sources = list({id(one.source): one.source for one in found.all}.values())
            yield "passages", [source.passage for source in exchange.sources]
            yield "answer", _from_findings(exchange, found)
        return firm

    def _look_up(self, exchange: Exchange, before: Sequence[str]) -> Iterator[Event]:
        settings = exchange.speaker.settings
        hits = self._search.find(
            exchange.about, k=settings.k, mode=settings.mode, filters=exchange.filters, before=before
        ).hits
        exchange.sources = self._sources(hits)
        yield "passages", [source.passage for source in exchange.sources]
        with self._workspace.db.reading() as session:
            rarity = self._rarity.of(session, exchange.about)
        evidence = weigh(exchange.about, exchange.sources, rarity)
        reason = _cannot_read(exchange, evidence) if evidence else ""
        if not bears_on(evidence) or _too_far(exchange, evidence):
            empty = not hits and self._has_no_documents()
            yield "answer", composing.abstention(exchange.language, evidence, exchange.usage(), empty=empty)
        elif reason or _needs_no_model(exchange):
            yield "answer", _from_passages(exchange, evidence, reason)
        else:
            yield from self._generate(exchange, evidence)

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

    def _generate(self, exchange: Exchange, evidence: Sequence[Evidence]) -> Iterator[Event]:
        try:
            prompt = self._prompt(exchange, evidence)
        except NoRoomError as error:
            yield "answer", _from_passages(exchange, evidence, error.sentence)
            return
        exchange.context = prompt.use
        yield "context", prompt.use
        exchange.prompt = prompt.messages[-1]["content"]
        done: dict[str, Any] = {}
        for kind, value in self._complete(exchange, prompt.messages):
            if kind == "result":
                done = value
            else:
                exchange.written += value["token"]
                yield "token", value["token"]
        usage = Usage(**done["usage"])
        yield "answer", self._judged(exchange, done["text"].strip(), done["ended"], evidence, usage)

    def _prompt(self, exchange: Exchange, evidence: Sequence[Evidence]) -> Prompt:
        speaks, form = exchange.speaker, told(exchange.form, exchange.language)
        if form:
            speaks = replace(speaks, system_prompt=f"{speaks.system_prompt}\n{form}")
        readable = [one for one in evidence if speaks.speaks(language_of(one.text))]

        def built(summary: Summary, turns: Sequence[Turn]) -> Prompt:
            summarised = len(exchange.turns) - len(turns)
            return build(
                speaks,
                exchange.question,
                readable,
                exchange.sources,
                turns,
                lambda texts: self.count(speaks, texts),
                summary.lines,
                summarised,
            )

        summary, turns = after(self._kept.summary(exchange.conversation_id), exchange.turns)
        prompt = built(summary, turns)
        if prompt.outgrown:
            summary = longer(summary, prompt.outgrown)
            self._kept.keep_summary(exchange.conversation_id, summary)
            prompt = built(summary, turns[len(prompt.outgrown) :])
        return prompt

    def _complete(self, exchange: Exchange, messages: list[dict[str, str]]) -> Iterator[Event]:
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
            top_k=speaks.settings.top_k,
            top_p=speaks.settings.top_p,
            min_p=speaks.settings.min_p,
            grammar=grammar(exchange.form),
        )

    def _judged(
        self, exchange: Exchange, text: str, ended: str, evidence: Sequence[Evidence], usage: Usage
    ) -> Answer:
        language, sources = exchange.language, exchange.sources
        if ended == "cancelled":
            return composing.unfinished(text, exchange.question, sources, usage, say("stopped", language))
        if exchange.form.name != "text":
            question = exchange.about
            return filled_in(exchange.form, text, question, evidence, sources, usage, language=language)
        if composing.declines(text) and not exchange.speaker.settings.sentences:
            return composing.abstention(language, evidence, usage)
        small = exchange.speaker.settings.examples
        answer = composing.checked(
            text,
            exchange.question,
            language,
            evidence,
            sources,
            usage,
            small=small,
            entails=self._search.entails(language),
        )
        if ended == "length" and not answer.note:
            return replace(answer, note=say("cut", language))
        return answer

    def warm(self, speaks: Speaker) -> None:
        """Loads an agent's model and lets it read what all its conversations begin with."""
        self._worker.call(
            "prime",
            timeout=_SILENT_SECONDS,
            model_path=speaks.model_path,
            adapter_blob=speaks.adapter_blob,
            messages=opening(speaks),
        )

    def count(self, speaks: Speaker, texts: Sequence[str]) -> tuple[list[int], int]:
        """The tokens of each of ``texts``, and the model's context."""
        counted = self._counted.setdefault(speaks.model_path, {})
        if len(counted) > _MOST_COUNTED:
            counted.clear()
        new = [text for text in texts if text not in counted]
        told = self._worker.call("count", timeout=_SILENT_SECONDS, model_path=speaks.model_path, texts=new)
        counted.update(zip(new, told["tokens"], strict=True))
        return [counted[text] for text in texts], told["context_tokens"]


def _cannot_read(exchange: Exchange, evidence: Sequence[Evidence]) -> str:
    """Why the passages are quoted rather than read by the model; nothing when it can read them."""
    speaks, form = exchange.speaker, exchange.form
    if form.name == "translation" and not all(speaks.speaks(language) for language in ("en", "ar")):
        return say("untranslated", exchange.language)
    if not speaks.speaks(exchange.language):
        return say("quoted", exchange.language, model=speaks.model)
    if not speaks.speaks(language_of(evidence[0].text)):
        return say("quoted_source", exchange.language, model=speaks.model)
    if speaks.settings.examples and form.columns and not speaks.settings.quote_only:
        return say("laid_out", exchange.language, model=speaks.model)
    return ""


def _without_template(exchange: Exchange) -> str:
    """What was done instead, where a model that was asked does not say how turns are put to it."""
    speaks = exchange.speaker
    if exchange.context is None or speaks.has_template:
        return ""
    return say("no_template", exchange.language, model=speaks.model)


def _too_far(exchange: Exchange, evidence: Sequence[Evidence]) -> bool:
    """Whether the agent wants firmer ground than others before it answers."""
    return max(one.covered for one in evidence) < exchange.speaker.settings.threshold


def _needs_no_model(exchange: Exchange) -> bool:
    """Quoting is all the agent does, or a small model has nothing to add to lines and reports."""
    settings, form = exchange.speaker.settings, exchange.form
    return settings.quote_only or form.name == "code" or (settings.examples and form.name != "text")


def _from_passages(exchange: Exchange, evidence: Sequence[Evidence], note: str) -> Answer:
    """The answer from what the passages say word for word."""
    if exchange.form.name == "text":
        return composing.quoted(evidence, exchange.usage(), note)
    return laid_out(exchange.form, evidence, exchange.usage(), language=exchange.language, note=note)


def _from_findings(exchange: Exchange, found: Findings) -> Answer:
    """What the documents say one after the other, in the agent's form."""
    told, form = findings.answer(found, exchange.language, exchange.usage()), exchange.form
    if form.name == "text" or found.intent == COUNT:
        return told
    best = sorted(found.all, key=lambda one: -one.score)
    language = exchange.language
    answer = laid_out(form, best, told.usage, language=language, note=told.note, most=_MOST_ROWS)
    return answer if answer.abstained else replace(answer, mode=told.mode)


def broken_off(exchange: Exchange, why: str) -> Answer:
    note = say(why, exchange.language)
    return composing.unfinished(exchange.written.strip(), exchange.question, exchange.sources, Usage(), note)
