# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking an agent: passages first, then an answer whose every sentence is linked to them."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core.chat.answering import Answering, Event, Exchange, broken_off
from core.chat.conversations import Conversations
from core.chat.prompt import Turn
from core.chat.speaker import speaker
from core.chat.text import question_from
from core.jobs.resident import Resident
from core.records import Answer, Conversation, Message
from core.workspace import Workspace

if TYPE_CHECKING:
    from core.retrieval.query import Search


class Chat:
    """The chat service of a window or a command. The process with the model starts when first needed."""

    def __init__(self, workspace: Workspace, search: Search) -> None:
        self._workspace = workspace
        self._kept = Conversations(workspace)
        hello = {"workspace": str(workspace.paths.root), "key": workspace.key.raw.hex()}
        self._worker = Resident("The chat process", ["chat"], hello)
        self._answering = Answering(workspace, search, self._worker)

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
            for kind, value in self._answering.respond(exchange):
                if kind == "answer":
                    kept = self._keep(conversation_id, question_id, exchange, value)
                    yield kind, replace(value, message_id=kept)
                else:
                    yield kind, value
        except BaseException as error:
            if exchange.written and not kept:
                # A reader who went away wanted no more; anything else is the process's death.
                why = "stopped" if isinstance(error, GeneratorExit) else "died"
                self._keep(conversation_id, question_id, exchange, broken_off(exchange, why))
            raise

    def answer(self, agent_id: str, question: str) -> Answer:
        """The answer to a single question; no conversation is kept. Raises as :meth:`ask` does."""
        answer: Answer = dict(self.stream(agent_id, question))["answer"]
        return answer

    def stream(self, agent_id: str, question: str, *, stop: threading.Event | None = None) -> Iterator[Event]:
        """As :meth:`ask`, with no conversation before or after."""
        yield from self._answering.respond(self._exchange(agent_id, question_from(question), (), stop))

    def warm(self, agent_id: str) -> None:
        """Loads an agent's model, so that the first question need not wait for it."""
        with self._workspace.db.reading() as session:
            self._answering.count(speaker(session, agent_id), ())

    def close(self) -> None:
        """Ends the chat process."""
        self._worker.close()

    def _exchange(
        self, agent_id: str, question: str, turns: Sequence[Turn], stop: threading.Event | None
    ) -> Exchange:
        with self._workspace.db.reading() as session:
            return Exchange(question, speaker(session, agent_id), turns, stop)

    def _keep(self, conversation_id: str, question_id: str, exchange: Exchange, answer: Answer) -> str:
        release = exchange.speaker.release_id
        return self._kept.add_answer(conversation_id, question_id, exchange.prompt, answer, release)
