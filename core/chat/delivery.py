# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers on their way to the reader: measured, kept, and whatever ends them early told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from core.chat import uses
from core.chat.answering import Answering, Event, Exchange, broken_off
from core.db.tables import AnswerUseRow
from core.errors import Cancelled
from core.records import Answer, Usage
from core.workspace import Workspace

# Keeps an answer in its conversation and gives the message's id; None where no conversation is kept.
Keep = Callable[[Exchange, Answer], str | None]


def keep_nothing(_exchange: Exchange, _answer: Answer) -> None:
    """For single questions."""


class Delivery:
    """What every answer goes through, in a conversation or alone."""

    def __init__(self, workspace: Workspace, answering: Answering) -> None:
        self._workspace = workspace
        self._answering = answering

    def events(self, agent_id: str, exchange: Exchange, keep: Keep) -> Iterator[Event]:
        """The events of :meth:`Answering.respond`; the answer is kept before it is given out.

        When the reader goes away or the chat process dies, what had come is kept and the end noted.
        """
        watch, done = uses.Stopwatch(), False
        try:
            for kind, value in self._answering.respond(exchange):
                if kind == "token":
                    watch.token()
                if kind == "answer":
                    done = True
                    message_id = keep(exchange, value)
                    stopped = exchange.stop is not None and exchange.stop.is_set()
                    ended = uses.outcome(value, stopped=stopped)
                    self._note(watch.row(agent_id, ended, value.usage), message_id)
                    yield kind, replace(value, message_id=message_id)
                else:
                    yield kind, value
        except BaseException as error:
            if not done:
                self._broken(agent_id, exchange, keep, watch, error)
            raise

    def _broken(
        self, agent_id: str, exchange: Exchange, keep: Keep, watch: uses.Stopwatch, error: BaseException
    ) -> None:
        # A reader who went away wanted no more; anything else is the process's death.
        left = isinstance(error, GeneratorExit | Cancelled | KeyboardInterrupt)
        message_id = None
        if exchange.written:
            message_id = keep(exchange, broken_off(exchange, "stopped" if left else "died"))
        self._note(watch.row(agent_id, uses.STOPPED if left else uses.ERROR, Usage()), message_id)

    def _note(self, row: AnswerUseRow, message_id: str | None) -> None:
        row.message_id = message_id
        with self._workspace.db.session() as session:
            session.add(row)
