# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers on their way to the reader: filtered, measured, kept, and what ends them early told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select, tuple_

from core.chat import uses
from core.chat.answering import Answering, Event, Exchange, broken_off
from core.chat.withheld import settings
from core.chat.withheld.guard import Guard
from core.chat.withheld.stream import Shown
from core.db.tables import PageRow, WithheldRow
from core.errors import Cancelled
from core.records import Answer, Message, Usage
from core.workspace import Workspace

# Keeps an answer in its conversation and gives the message's id; None where no conversation is kept.
Keep = Callable[[Exchange, Answer], str | None]


def keep_nothing(_exchange: Exchange, _answer: Answer) -> None:
    """For single questions."""


@dataclass
class _Way:
    """One answer under way."""

    agent_id: str
    exchange: Exchange
    keep: Keep
    guard: Guard
    watch: uses.Stopwatch = field(default_factory=uses.Stopwatch)
    done: bool = False

    def __post_init__(self) -> None:
        self.stream = Shown(self.guard)

    def shown(self, text: str) -> Iterator[Event]:
        if text:
            self.watch.token()
            yield "token", text


class Delivery:
    """What every answer goes through, in a conversation or alone."""

    def __init__(self, workspace: Workspace, answering: Answering) -> None:
        self._workspace = workspace
        self._answering = answering

    def events(self, agent_id: str, exchange: Exchange, keep: Keep) -> Iterator[Event]:
        """The events of :meth:`Answering.respond`; the answer is kept before it is given out.

        When the reader goes away or the chat process dies, what had come is kept and the end noted.
        """
        way = _Way(agent_id, exchange, keep, Guard(settings.switched_on(self._workspace)))
        try:
            for kind, value in self._answering.respond(exchange):
                yield from self._passed(way, kind, value)
        except BaseException as error:
            if not way.done:
                self._broken(way, error)
            raise

    def cleaned(self, messages: Sequence[Message]) -> list[Message]:
        """Messages as they may leave now: an answer may be older than a rule."""
        names = settings.switched_on(self._workspace)
        return [self._cleaned(message, Guard(names)) for message in messages]

    def _cleaned(self, message: Message, guard: Guard) -> Message:
        if message.answer is None:
            return message
        answer = self._clean(guard, message.answer)
        withheld = tuple(dict.fromkeys([*message.answer.withheld, *answer.withheld]))
        return replace(message, text=answer.answer, answer=replace(answer, withheld=withheld))

    def failed(self, agent_id: str) -> None:
        """Notes that an agent was asked and could not even begin to answer."""
        with self._workspace.db.session() as session:
            session.add(uses.Stopwatch().row(agent_id, uses.ERROR, Usage()))

    def _passed(self, way: _Way, kind: str, value: Any) -> Iterator[Event]:
        """One event as the reader may see it."""
        if kind == "token":
            yield from way.shown(way.stream.add(value))
        elif kind == "passages":
            way.guard.language = way.exchange.language
            way.guard.learn(source.page_text for source in way.exchange.sources)
            yield kind, [way.guard.passage(passage) for passage in value]
        elif kind == "answer":
            yield from way.shown(way.stream.finish())
            yield kind, self._kept(way, value)
        else:
            yield kind, value

    def _kept(self, way: _Way, answer: Answer) -> Answer:
        way.done = True
        answer = self._clean(way.guard, answer)
        message_id = way.keep(way.exchange, answer)
        stopped = way.exchange.stop is not None and way.exchange.stop.is_set()
        self._note(way, uses.outcome(answer, stopped=stopped), answer.usage, message_id)
        return replace(answer, message_id=message_id)

    def _clean(self, guard: Guard, answer: Answer) -> Answer:
        """The answer without what must not leave, judged on the pages that it cites."""
        if not guard.names:
            return answer
        pages = self._pages({(c.document_id, c.page) for s in answer.sentences for c in s.citations})
        guard.learn(pages.values())
        return guard.answer(answer, lambda citation: pages.get((citation.document_id, citation.page)))

    def _pages(self, places: set[tuple[str, int]]) -> dict[tuple[str, int], str]:
        query = select(PageRow.document_id, PageRow.number, PageRow.text).where(
            tuple_(PageRow.document_id, PageRow.number).in_(places)
        )
        with self._workspace.db.reading() as session:
            return {(document, number): text for document, number, text in session.execute(query)}

    def _broken(self, way: _Way, error: BaseException) -> None:
        # A reader who went away wanted no more; anything else is the process's death.
        left = isinstance(error, GeneratorExit | Cancelled | KeyboardInterrupt)
        message_id = None
        if way.exchange.written:
            answer = broken_off(way.exchange, "stopped" if left else "died")
            message_id = way.keep(way.exchange, self._clean(way.guard, answer))
        self._note(way, uses.STOPPED if left else uses.ERROR, Usage(), message_id)

    def _note(self, way: _Way, ended: str, usage: Usage, message_id: str | None) -> None:
        """How it ended, and which rules kept how much back: never what."""
        use = way.watch.row(way.agent_id, ended, usage)
        use.message_id = message_id
        withheld = [
            WithheldRow(agent_id=way.agent_id, message_id=message_id, rule=rule, count=count)
            for rule, count in way.guard.counts.items()
        ]
        with self._workspace.db.session() as session:
            session.add_all([use, *withheld])
