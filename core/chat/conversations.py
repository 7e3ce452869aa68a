# SPDX-License-Identifier: AGPL-3.0-or-later
"""Conversations in the database: what was asked and answered on each branch, what people thought of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from core.chat.branches import Node, Tree
from core.chat.kept import KeptAnswers
from core.chat.prompt import Turn
from core.chat.summary import Summary
from core.chat.text import title_from
from core.db.conversations import delete_conversations
from core.db.find import existing
from core.db.tables import AgentRow, ConversationRow, ConversationStateRow, DocumentRow, MessageRow
from core.documents.rows import with_members
from core.errors import NotFoundError, UserError
from core.records import Answer, Conversation, Message
from core.workspace import Workspace

_MAX_TITLE, _MAX_REASON = 200, 2000
_GONE = "(deleted)"
# All of a message but its answer, which takes long to read and never changes.
_SHOWN = (
    MessageRow.id,
    MessageRow.parent_id,
    MessageRow.number,
    MessageRow.role,
    MessageRow.text,
    MessageRow.feedback,
    MessageRow.feedback_reason,
    MessageRow.created,
)


class Conversations:
    """Keeps every turn as it happens, so that nothing said is lost when a process ends."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._answers = KeptAnswers()

    # --- conversations ------------------------------------------------------------------------

    def all(self) -> list[Conversation]:
        """All conversations, the newest first."""
        with self._workspace.db.reading() as session:
            return _records(session)

    def get(self, conversation_id: str) -> Conversation:
        with self._workspace.db.reading() as session:
            _get(session, conversation_id)
            (found,) = _records(session, ConversationRow.id == conversation_id)
            return found

    def start(self, agent_id: str, documents: Sequence[str] = ()) -> Conversation:
        with self._workspace.db.session() as session:
            existing(session, AgentRow, agent_id, "agent", see="isnad agents list")
            row = ConversationRow(agent_id=agent_id, title="")
            session.add(row)
            session.flush()
            if documents:
                _state(session, row.id).documents = _checked(session, documents)
                session.flush()
            (made,) = _records(session, ConversationRow.id == row.id)
            return made

    def agent_of(self, conversation_id: str) -> str:
        """The id of the agent a conversation is with."""
        with self._workspace.db.reading() as session:
            return _get(session, conversation_id).agent_id

    def set_documents(self, conversation_id: str, documents: Sequence[str]) -> None:
        """What the conversation is about alone; none: whatever its agent sees."""
        with self._workspace.db.session() as session:
            _get(session, conversation_id)
            _state(session, conversation_id).documents = _checked(session, documents)

    def documents(self, conversation_id: str) -> tuple[str, ...]:
        """The ids of the documents that alone are asked about, the files within them too; empty: no limit.

        Raises :class:`UserError` when there was a limit and all of its documents have been deleted.
        """
        with self._workspace.db.reading() as session:
            return within(session, _documents(session, conversation_id))

    def rename(self, conversation_id: str, title: str) -> None:
        title = " ".join(title.split())[:_MAX_TITLE]
        if not title:
            raise UserError("A conversation needs a name.")
        with self._workspace.db.session() as session:
            _get(session, conversation_id).title = title

    def delete(self, conversation_id: str) -> None:
        with self._workspace.db.session() as session:
            _get(session, conversation_id)
            delete_conversations(session, ConversationRow.id == conversation_id)
            self._workspace.audit.append(session, "conversation.delete", conversation_id)

    # --- messages -----------------------------------------------------------------------------

    def messages(self, conversation_id: str) -> list[Message]:
        """The current branch, oldest first."""
        with self._workspace.db.reading() as session:
            _get(session, conversation_id)
            rows, tree = _shown(session, conversation_id)
            path = tree.path(_head(session, conversation_id, tree))
            answers = self._answers.of(session, [one for one in path if rows[one].role == "assistant"])
        return [_message(rows[one], answers.get(one), tree.siblings(one)) for one in path]

    def turns(self, conversation_id: str, until: str | None) -> list[Turn]:
        """The questions that got an answer, with it, on the way to the message ``until``, oldest first."""
        with self._workspace.db.reading() as session:
            rows, tree = _shown(session, conversation_id)
            pairs = [(rows[one], rows[next_]) for one, next_ in pairwise(tree.path(until))]
            answered = [(q, a) for q, a in pairs if (q.role, a.role) == ("user", "assistant") and a.text]
            answers = self._answers.of(session, [answer.id for _, answer in answered])
            prompts = _prompts(session, conversation_id)
        return [
            Turn(
                question.text,
                prompts.get(question.id) or question.text,
                answer.text,
                answer.id,
                answers[answer.id].sentences if answer.id in answers else (),
            )
            for question, answer in answered
        ]

    def place(self, conversation_id: str, parent_id: str | None) -> str | None:
        """The message that a new question follows. None: where the conversation stands; "": none.

        Raises :class:`NotFoundError` for what is no message of this conversation.
        """
        with self._workspace.db.reading() as session:
            _get(session, conversation_id)
            tree = _tree(session, conversation_id)
            if parent_id is None:
                return _head(session, conversation_id, tree)
            return _known(tree, parent_id).id if parent_id else None

    def summary(self, conversation_id: str) -> Summary:
        """Of the turns that outgrew the model's context; empty where there is none, or no conversation."""
        with self._workspace.db.reading() as session:
            state = session.get(ConversationStateRow, conversation_id) if conversation_id else None
            return Summary.of(state.summary if state is not None else {})

    def keep_summary(self, conversation_id: str, summary: Summary) -> None:
        """Nothing is kept for a question of no conversation."""
        if conversation_id:
            with self._workspace.db.session() as session:
                _state(session, conversation_id).summary = summary.kept()

    def question_of(self, conversation_id: str, message_id: str) -> tuple[str, str, str | None, int]:
        """Of an answer, or of a question itself: the question's id and text, what it follows, its answers."""
        with self._workspace.db.reading() as session:
            _get(session, conversation_id)
            tree = _tree(session, conversation_id)
            node = _known(tree, message_id)
            asked = node if node.role == "user" else _known(tree, node.parent_id or "")
            text = session.get_one(MessageRow, asked.id).text
            return asked.id, text, asked.parent_id, tree.answers(asked.id)

    def add_question(self, conversation_id: str, text: str, parent_id: str | None = None) -> str:
        """Keeps a question; the first one names the conversation. Returns the message's id."""
        with self._workspace.db.session() as session:
            conversation = _get(session, conversation_id)
            conversation.title = conversation.title or title_from(text)
            row = _add(session, conversation_id, role="user", text=text, parent_id=parent_id)
            _state(session, conversation_id).head_id = row.id
            return row.id

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
                parent_id=question_id,
            )
            _state(session, conversation_id).head_id = row.id
            return row.id

    def choose(self, conversation_id: str, message_id: str) -> None:
        """Makes the branch through a message the current one, down to its newest end."""
        with self._workspace.db.session() as session:
            _get(session, conversation_id)
            tree = _tree(session, conversation_id)
            _state(session, conversation_id).head_id = tree.leaf(_known(tree, message_id).id)

    def feedback(self, message_id: str, value: int, reason: str = "") -> None:
        """-1, 0 or 1 for an answer, and why; without an opinion there is no reason either."""
        with self._workspace.db.session() as session:
            row = session.get(MessageRow, message_id)
            if row is None or row.role != "assistant":
                raise NotFoundError(f"There is no answer {message_id}.")
            row.feedback = max(-1, min(1, value))
            row.feedback_reason = reason.strip()[:_MAX_REASON] if row.feedback else ""


def within(session: Session, documents: Sequence[str]) -> tuple[str, ...]:
    """These documents that are still there, and all files within them; nothing for nothing.

    Raises :class:`UserError` when none of them is there any more: an empty limit would mean all documents.
    """
    found = tuple(session.scalars(with_members(documents))) if documents else ()
    if documents and not found:
        raise UserError(
            "The documents that this chat is about have been deleted.",
            do="Choose other documents for it, or none to ask about all.",
        )
    return found


def _get(session: Session, conversation_id: str) -> ConversationRow:
    return existing(session, ConversationRow, conversation_id, "conversation", see="isnad chats list")


def _state(session: Session, conversation_id: str) -> ConversationStateRow:
    row = session.get(ConversationStateRow, conversation_id)
    if row is None:
        row = ConversationStateRow(conversation_id=conversation_id, documents=[], summary={})
        session.add(row)
    return row


def _documents(session: Session, conversation_id: str) -> list[str]:
    _get(session, conversation_id)
    state = session.get(ConversationStateRow, conversation_id)
    return list(state.documents) if state is not None else []


def _checked(session: Session, documents: Sequence[str]) -> list[str]:
    for one in documents:
        existing(session, DocumentRow, one, "document", see="isnad documents list")
    return list(dict.fromkeys(documents))


def _tree(session: Session, conversation_id: str) -> Tree:
    columns = (MessageRow.id, MessageRow.parent_id, MessageRow.number, MessageRow.role)
    query = select(*columns).where(MessageRow.conversation_id == conversation_id)
    return Tree(Node(*row) for row in session.execute(query))


def _head(session: Session, conversation_id: str, tree: Tree) -> str | None:
    state = session.get(ConversationStateRow, conversation_id)
    head = state.head_id if state is not None else None
    return head if head is not None and head in tree else tree.newest()


def _known(tree: Tree, message_id: str) -> Node:
    if message_id not in tree:
        raise NotFoundError(f"There is no message {message_id} in this conversation.")
    return tree[message_id]


def _shown(session: Session, conversation_id: str) -> tuple[dict[str, Any], Tree]:
    """All messages of a conversation without their answers, and who follows whom."""
    query = select(*_SHOWN).where(MessageRow.conversation_id == conversation_id)
    rows = {row.id: row for row in session.execute(query)}
    return rows, Tree(Node(row.id, row.parent_id, row.number, row.role) for row in rows.values())


def _prompts(session: Session, conversation_id: str) -> dict[str, str]:
    """What the model was given to read with each question, where one was."""
    query = select(MessageRow.id, MessageRow.answer).where(
        MessageRow.conversation_id == conversation_id, MessageRow.role == "user"
    )
    return {row.id: row.answer["prompt"] for row in session.execute(query) if row.answer}


def _add(session: Session, conversation_id: str, **values: Any) -> MessageRow:
    last = session.scalar(
        select(func.max(MessageRow.number)).where(MessageRow.conversation_id == conversation_id)
    )
    row = MessageRow(conversation_id=conversation_id, number=(last or 0) + 1, **values)
    session.add(row)
    session.flush()
    return row


def _records(session: Session, wanted: ColumnElement[bool] | None = None) -> list[Conversation]:
    counts = (
        select(MessageRow.conversation_id, func.count().label("messages"))
        .group_by(MessageRow.conversation_id)
        .subquery()
    )
    query = (
        select(ConversationRow, AgentRow.name, counts.c.messages, ConversationStateRow.documents)
        .join(AgentRow, AgentRow.id == ConversationRow.agent_id)
        .outerjoin(counts, counts.c.conversation_id == ConversationRow.id)
        .outerjoin(ConversationStateRow, ConversationStateRow.conversation_id == ConversationRow.id)
        .order_by(ConversationRow.created.desc(), ConversationRow.id)
    )
    rows = session.execute(query if wanted is None else query.where(wanted)).all()
    names = _names(session, {one for *_, documents in rows for one in documents or ()})
    return [
        Conversation(
            row.id,
            agent,
            row.title,
            row.created,
            messages or 0,
            tuple((one, names.get(one, _GONE)) for one in documents or ()),
        )
        for row, agent, messages, documents in rows
    ]


def _names(session: Session, documents: set[str]) -> dict[str, str]:
    query = select(DocumentRow.id, DocumentRow.name).where(DocumentRow.id.in_(documents))
    return {one.id: one.name for one in session.execute(query)} if documents else {}


def _message(row: Any, answer: Answer | None, branches: tuple[str, ...]) -> Message:
    return Message(
        row.id,
        row.role,
        row.text,
        answer,
        row.feedback,
        row.created,
        parent_id=row.parent_id,
        branches=branches,
        feedback_reason=row.feedback_reason,
    )
