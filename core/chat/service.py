# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking an agent: passages first, then an answer whose every sentence is linked to them."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import NoResultFound

from core.chat import batch, dropped, searching, uses
from core.chat.answering import Answering, Event, Exchange
from core.chat.conversations import Conversations, within
from core.chat.delivery import Delivery, keep_nothing
from core.chat.prompt import Turn
from core.chat.speaker import Speaker, speaker
from core.chat.text import question_from
from core.chat.withheld import settings
from core.errors import NotFoundError, UserError
from core.jobs.resident import Resident
from core.records import AgentUse, Answer, ChatHit, Conversation, Message, Progress, SearchFilters
from core.workspace import Workspace

if TYPE_CHECKING:
    from core.retrieval.query import Search

# Another answer to the same question is drawn, not computed again.
_LIVELY = 0.5


class Chat:
    """The chat service of a window or a command. The process with the model starts when first needed."""

    def __init__(self, workspace: Workspace, search: Search) -> None:
        self._workspace = workspace
        self._kept = Conversations(workspace)
        hello = {"workspace": str(workspace.paths.root), "key": workspace.key.raw.hex()}
        self._worker = Resident("The chat process", ["chat"], hello)
        self._answering = Answering(workspace, search, self._worker)
        self._delivery = Delivery(workspace, self._answering)

    # --- conversations ------------------------------------------------------------------------

    def conversations(self) -> list[Conversation]:
        """All conversations, the newest first."""
        return self._kept.all()

    def conversation(self, conversation_id: str) -> Conversation:
        """Raises :class:`NotFoundError`."""
        return self._kept.get(conversation_id)

    def start(self, agent_id: str, *, documents: Sequence[str] = ()) -> Conversation:
        """A new conversation with an agent; its first question names it.

        ``documents``: ids of those alone that it is about, with the files within them; none: whatever the
        agent sees.
        """
        return self._kept.start(agent_id, documents)

    def set_documents(self, conversation_id: str, documents: Sequence[str]) -> None:
        """Makes a conversation about these documents alone; none: whatever its agent sees."""
        self._kept.set_documents(conversation_id, documents)

    def known_documents(self, paths: Sequence[Path]) -> dict[Path, str]:
        """Those of the files that are documents already, in whatever collection, with the document's id.

        A file dropped into a chat need not be read again then.
        """
        return dropped.known(self._workspace, paths)

    def messages(self, conversation_id: str) -> list[Message]:
        """The current branch, oldest first; ``branches`` of each: all that stand in its place."""
        return self._kept.messages(conversation_id)

    def choose(self, conversation_id: str, message_id: str) -> None:
        """Makes the branch through this message the current one, down to its newest end."""
        self._kept.choose(conversation_id, message_id)

    def rename(self, conversation_id: str, title: str) -> None:
        self._kept.rename(conversation_id, title)

    def delete(self, conversation_id: str) -> None:
        self._kept.delete(conversation_id)

    def feedback(self, message_id: str, value: int, reason: str = "") -> None:
        """-1 (wrong), 0 (no opinion) or 1 (right) for an answer, and why in a person's own words."""
        self._kept.feedback(message_id, value, reason)

    def find(self, text: str, limit: int = 50) -> list[ChatHit]:
        """Messages of all conversations and branches that hold every word of ``text``, newest first.

        Letters are compared as the search does it: without tashkeel, hamza seats and the like.
        """
        with self._workspace.db.reading() as session:
            return searching.find(session, text, limit)

    def export(self, conversation_id: str, path: Path) -> None:
        """Writes the current branch as .md or .docx, every source a footnote. Raises :class:`UserError`.

        What the rules withhold now is withheld from answers that are older than the rule, too.
        """
        from core.chat import export

        messages = self._delivery.cleaned(self._kept.messages(conversation_id))
        export.write(self._kept.get(conversation_id), messages, path)

    # --- asking -------------------------------------------------------------------------------

    def ask(
        self,
        conversation_id: str,
        question: str,
        *,
        parent_id: str | None = None,
        stop: threading.Event | None = None,
    ) -> Iterator[Event]:
        """Yields ("passages", list[Passage]), ("token", str) as they come, then ("answer", Answer).

        Other kinds of events (core.chat.answering) may come between. The answer may differ from the tokens:
        what the passages do not bear out is replaced by quotations. ``parent_id`` is the message that the
        question follows, None: where the conversation stands, "": none, as the first question. So a question
        is edited by asking again with its own parent.
        Setting ``stop`` ends the answer with what has come. The question is kept before anything else and the
        answer when it is there; when the chat process dies in between, what had come is kept and
        :class:`UserError` raised. Raises it too for a question that is empty or too long.
        """
        asked = question_from(question)
        parent = self._kept.place(conversation_id, parent_id)
        exchange = self._in_conversation(conversation_id, asked, parent, stop)
        question_id = self._kept.add_question(conversation_id, asked, parent)
        yield from self._follow(conversation_id, question_id, exchange)

    def regenerate(
        self, conversation_id: str, answer_id: str, *, stop: threading.Event | None = None
    ) -> Iterator[Event]:
        """Another answer to the same question, beside the ones it has; events as of :meth:`ask`.

        It is drawn with another seed. The id of a question that got no answer, since something ended the
        program, will do too. Raises :class:`NotFoundError` for what is no message of this conversation.
        """
        question_id, asked, parent, answers = self._kept.question_of(conversation_id, answer_id)
        exchange = self._in_conversation(conversation_id, asked, parent, stop)
        if answers:
            exchange.speaker = _another(exchange.speaker, answers)
        yield from self._follow(conversation_id, question_id, exchange)

    def answer(
        self, agent_id: str, question: str, *, documents: Sequence[str] = (), quote_only: bool = False
    ) -> Answer:
        """The answer to a single question; no conversation is kept. Raises as :meth:`ask` does."""
        events = self.stream(agent_id, question, documents=documents, quote_only=quote_only)
        answer: Answer = dict(events)["answer"]
        return answer

    def stream(
        self,
        agent_id: str,
        question: str,
        *,
        documents: Sequence[str] = (),
        quote_only: bool = False,
        stop: threading.Event | None = None,
    ) -> Iterator[Event]:
        """As :meth:`ask`, with no conversation before or after; ``quote_only``: quotations, with no model."""
        with self._workspace.db.reading() as session:
            within_these = within(session, documents)
        exchange = self._exchange(agent_id, question_from(question), (), within_these, stop)
        if quote_only:
            exchange.speaker = _quoting(exchange.speaker)
        yield from self._delivery.events(agent_id, exchange, keep_nothing)

    def compare(
        self,
        agent_ids: Sequence[str],
        question: str,
        *,
        documents: Sequence[str] = (),
        quote_only: bool = False,
        stop: threading.Event | None = None,
    ) -> Iterator[tuple[str, str, Any]]:
        """The same question to several agents in turn: yields (agent's id, kind, value) of :meth:`stream`.

        An agent that cannot answer gives ("error", sentence), and the next one is asked.
        """
        asked = question_from(question)
        for agent_id in agent_ids:
            events = self.stream(agent_id, asked, documents=documents, quote_only=quote_only, stop=stop)
            try:
                for kind, value in events:
                    yield agent_id, kind, value
            except UserError as error:
                yield agent_id, "error", error.sentence

    def batch(
        self,
        agent_id: str,
        questions: Path,
        answers: Path,
        *,
        documents: Sequence[str] = (),
        quote_only: bool = False,
    ) -> Iterator[Progress]:
        """Asks the questions of a file that have no answer in ``answers`` yet; see core.chat.batch."""
        ask = partial(self.answer, agent_id, documents=documents, quote_only=quote_only)
        yield from batch.answer_all(ask, questions, answers)

    def warm(self, agent_id: str) -> None:
        """Loads an agent's model, so that the first question need not wait for it."""
        self._answering.warm(self._speaker(agent_id))

    def close(self) -> None:
        """Ends the chat process."""
        self._worker.close()

    # --- watching -----------------------------------------------------------------------------

    def uses(self, agent_id: str | None = None, days: int = 30) -> list[AgentUse]:
        """The figures of an agent or of all, by name, over the last ``days`` days."""
        with self._workspace.db.reading() as session:
            return uses.figures(session, agent_id, days)

    def withheld_rules(self) -> dict[str, bool]:
        """What is kept out of answers, by rule: secrets as a rule, what names a person only where chosen."""
        return settings.rules(self._workspace)

    def set_withheld_rule(self, name: str, on: bool) -> None:
        """Switches a rule in this workspace. Raises :class:`NotFoundError` where there is none."""
        settings.switch(self._workspace, name, on=on)

    def withheld(self, days: int = 30) -> dict[str, int]:
        """How often each rule kept something back in the last ``days`` days."""
        return settings.counts(self._workspace, days)

    # --- within -------------------------------------------------------------------------------

    def _follow(self, conversation_id: str, question_id: str, exchange: Exchange) -> Iterator[Event]:
        def keep(exchange: Exchange, answer: Answer) -> str:
            release = exchange.speaker.release_id
            return self._kept.add_answer(conversation_id, question_id, exchange.prompt, answer, release)

        yield from self._delivery.events(self._kept.agent_of(conversation_id), exchange, keep)

    def _in_conversation(
        self, conversation_id: str, question: str, parent_id: str | None, stop: threading.Event | None
    ) -> Exchange:
        agent_id = self._kept.agent_of(conversation_id)
        turns = self._kept.turns(conversation_id, parent_id)
        documents = self._kept.documents(conversation_id)
        exchange = self._exchange(agent_id, question, turns, documents, stop)
        exchange.conversation_id = conversation_id
        return exchange

    def _exchange(
        self,
        agent_id: str,
        question: str,
        turns: Sequence[Turn],
        documents: tuple[str, ...],
        stop: threading.Event | None,
    ) -> Exchange:
        """Documents that a person chose are asked about wherever they lie, else the agent's collection."""
        try:
            speaks = self._speaker(agent_id)
        except NotFoundError:
            raise
        except UserError:
            self._delivery.failed(agent_id)
            raise
        filters = SearchFilters(collection=None if documents else speaks.collection, documents=documents)
        return Exchange(question, speaks, turns, stop, filters=filters)

    def _speaker(self, agent_id: str) -> Speaker:
        try:
            with self._workspace.db.reading() as session:
                return speaker(session, agent_id)
        except NoResultFound as error:
            raise UserError(
                "What this agent speaks through has been deleted.", do="Release another version under it."
            ) from error


def _another(speaks: Speaker, answers: int) -> Speaker:
    settings = speaks.settings
    drawn = replace(settings, seed=settings.seed + answers, temperature=max(settings.temperature, _LIVELY))
    return replace(speaks, settings=drawn)


def _quoting(speaks: Speaker) -> Speaker:
    return replace(speaks, settings=replace(speaks.settings, quote_only=True))
