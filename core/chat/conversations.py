# SPDX-License-Identifier: AGPL-3.0-or-later
"""Conversations in the database: what was asked and answered, and what people thought of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.chat.prompt import Turn
from core.chat.text import title_from
from core.db.find import existing
from core.db.tables import AgentRow, ConversationRow, MessageRow
from core.errors import NotFoundError, UserError
from core.records import Answer, Box, Citation, ContextUse, Conversation, Message, Sentence, Usage
from core.workspace import Workspace

_MAX_TITLE = 200


class Conversations:
    """Keeps every turn as it happens, so that nothing said is lost when a process ends."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def all(self) -> list[Conversation]:
        """All conversations, the newest first."""
        messages = func.count(MessageRow.id)
        query = (
            select(ConversationRow, AgentRow.name, messages)
            .join(AgentRow, AgentRow.id == ConversationRow.agent_id)
            .outerjoin(MessageRow, MessageRow.conversation_id == ConversationRow.id)
            .group_by(ConversationRow.id)
            .order_by(ConversationRow.created.desc())
        )
        with self._workspace.db.reading() as session:
            return [_conversation(row, agent, count) for row, agent, count in session.execute(query)]

    def start(self, agent_id: str) -> Conversation:
        with self._workspace.db.session() as session:
            agent = existing(session, AgentRow, agent_id, "agent", see="isnad agents list")
            row = ConversationRow(agent_id=agent_id, title="")
            session.add(row)
            session.flush()
            return _conversation(row, agent.name, 0)

    def agent_of(self, conversation_id: str) -> str:
        """The id of the agent a conversation is with."""
        with self._workspace.db.reading() as session:
            return _get(session, conversation_id).agent_id

    def messages(self, conversation_id: str) -> list[Message]:
        with self._workspace.db.reading() as session:
            _get(session, conversation_id)
            return [_message(row) for row in _rows(session, conversation_id)]

    def turns(self, conversation_id: str) -> list[Turn]:
        """The questions that got an answer, with it, oldest first."""
        with self._workspace.db.reading() as session:
            rows = list(_rows(session, conversation_id))
        return [
            Turn(asked.text, (asked.answer or {}).get("prompt") or asked.text, answered.text)
            for asked, answered in pairwise(rows)
            if asked.role == "user" and answered.role == "assistant" and answered.text
        ]

    def add_question(self, conversation_id: str, text: str) -> str:
        """Keeps a question; the first one names the conversation. Returns the message's id."""
        with self._workspace.db.session() as session:
            conversation = _get(session, conversation_id)
            conversation.title = conversation.title or title_from(text)
            return _add(session, conversation_id, role="user", text=text).id

    def add_answer(
        self, conversation_id: str, question_id: str, prompt: str, answer: Answer, release_id: str
    ) -> str:
        """Keeps an answer, and with the question what the model was given to read. Returns its id."""
        with self._workspace.db.session() as session:
            session.get_one(MessageRow, question_id).answer = {"prompt": prompt} if prompt else None
            row = _add(
                session,
                conversation_id,
                role="assistant",
                text=answer.answer,
                answer=asdict(answer),
                release_id=release_id,
            )
            return row.id

    def rename(self, conversation_id: str, title: str) -> None:
        title = " ".join(title.split())[:_MAX_TITLE]
        if not title:
            raise UserError("A conversation needs a name.")
        with self._workspace.db.session() as session:
            _get(session, conversation_id).title = title

    def delete(self, conversation_id: str) -> None:
        with self._workspace.db.session() as session:
            session.delete(_get(session, conversation_id))
            self._workspace.audit.append(session, "conversation.delete", conversation_id)

    def feedback(self, message_id: str, value: int) -> None:
        """-1, 0 or 1 for an answer."""
        with self._workspace.db.session() as session:
            row = session.get(MessageRow, message_id)
            if row is None or row.role != "assistant":
                raise NotFoundError(f"There is no answer {message_id}.")
            row.feedback = max(-1, min(1, value))


def _get(session: Session, conversation_id: str) -> ConversationRow:
    return existing(session, ConversationRow, conversation_id, "conversation")


def _rows(session: Session, conversation_id: str) -> Iterator[MessageRow]:
    query = select(MessageRow).where(MessageRow.conversation_id == conversation_id)
    yield from session.scalars(query.order_by(MessageRow.number))


def _add(session: Session, conversation_id: str, **values: Any) -> MessageRow:
    last = session.scalar(
        select(func.max(MessageRow.number)).where(MessageRow.conversation_id == conversation_id)
    )
    row = MessageRow(conversation_id=conversation_id, number=(last or 0) + 1, **values)
    session.add(row)
    session.flush()
    return row


def _conversation(row: ConversationRow, agent: str, messages: int) -> Conversation:
    return Conversation(row.id, agent, row.title, row.created, messages)


def _message(row: MessageRow) -> Message:
    answer = _answer(row) if row.role == "assistant" and row.answer else None
    return Message(row.id, row.role, row.text, answer, row.feedback, row.created)


def _answer(row: MessageRow) -> Answer:
    kept = dict(row.answer or {})
    context = kept.get("context")
    return Answer(
        **{
            **kept,
            "sentences": tuple(_sentence(one) for one in kept["sentences"]),
            "usage": Usage(**kept["usage"]),
            "context": ContextUse(**context) if context else None,
            "withheld": tuple(kept.get("withheld", ())),
            "message_id": row.id,
        }
    )


def _sentence(kept: dict[str, Any]) -> Sentence:
    citations = tuple(_citation(one) for one in kept["citations"])
    return Sentence(**{**kept, "citations": citations, "problems": tuple(kept.get("problems", ()))})


def _citation(kept: dict[str, Any]) -> Citation:
    boxes: tuple[Box, ...] = tuple((box[0], box[1], box[2], box[3]) for box in kept.get("boxes", ()))
    return Citation(**{**kept, "boxes": boxes})
