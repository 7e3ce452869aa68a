# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the database keeps of conversations: branches, documents, opinions, and thousands of messages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.app import App
from core.chat.conversations import Conversations
from core.db.tables import ConversationRow, DocumentRow, MessageRow, ModelRow
from core.errors import NotFoundError, UserError
from core.records import Answer, Citation, Conversation, Sentence, Usage
from tests.conftest import PASSPHRASE
from tests.core.chat.conftest import add_pages
from tests.core.registry import tiny_model

CITED = Citation("report.txt", "d" * 32, 1, "The bridge is closed.", 0, 21, ((0.1, 0.1, 0.5, 0.2),))


def answer(text: str) -> Answer:
    return Answer(text, False, (Sentence(text, True, (CITED,), "supported"),), Usage(3, 4, 0.1, 9.0))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    made = App.create(tmp_path_factory.mktemp("conversations") / "ws", PASSPHRASE)
    pages = [{"document": name, "page": 1, "text": "The bridge is closed."} for name in ("a.txt", "b.txt")]
    add_pages(made.workspace, pages)
    yield made
    made.close()


@pytest.fixture
def kept(app: App) -> Conversations:
    return Conversations(app.workspace)


@pytest.fixture
def talk(app: App) -> Conversation:
    return app.chat.start(app.agents.list()[0].id)


def turn(kept: Conversations, talk: Conversation, question: str, said: str, parent: str | None) -> list[str]:
    asked = kept.add_question(talk.id, question, parent)
    return [asked, kept.add_answer(talk.id, asked, f"read {question}", answer(said), "r" * 32)]


def texts(app: App, talk: Conversation) -> list[str]:
    return [message.text for message in app.chat.messages(talk.id)]


def test_an_edited_question_makes_a_branch_and_the_other_can_be_chosen(
    app: App, kept: Conversations, talk: Conversation
) -> None:
    q1, a1 = turn(kept, talk, "one?", "1", kept.place(talk.id, None))
    q2, a2 = turn(kept, talk, "two?", "2", kept.place(talk.id, None))
    edited, _ = turn(kept, talk, "two, edited?", "2b", kept.place(talk.id, a1))
    turn(kept, talk, "three?", "3", kept.place(talk.id, None))

    assert texts(app, talk) == ["one?", "1", "two, edited?", "2b", "three?", "3"]
    third = app.chat.messages(talk.id)[2]
    assert (third.parent_id, third.branches) == (a1, (q2, edited))
    app.chat.choose(talk.id, q2)
    assert texts(app, talk) == ["one?", "1", "two?", "2"]
    assert [turn.question for turn in kept.turns(talk.id, a2)] == ["one?", "two?"]
    assert [turn.prompt for turn in kept.turns(talk.id, a1)] == ["read one?"]
    app.chat.choose(talk.id, edited)
    assert texts(app, talk)[-1] == "3", "a branch is shown down to its end"

    first, _ = turn(kept, talk, "begin anew?", "0", kept.place(talk.id, ""))
    assert texts(app, talk) == ["begin anew?", "0"]
    assert app.chat.messages(talk.id)[0].branches == (q1, first)


def test_another_answer_stands_beside_the_first(app: App, kept: Conversations, talk: Conversation) -> None:
    asked, first = turn(kept, talk, "why?", "because", None)
    second = kept.add_answer(talk.id, asked, "", answer("therefore"), "r" * 32)

    assert kept.question_of(talk.id, first) == (asked, "why?", None, 2)
    assert texts(app, talk) == ["why?", "therefore"]
    assert app.chat.messages(talk.id)[1].branches == (first, second)
    app.chat.choose(talk.id, first)
    assert app.chat.messages(talk.id)[1].answer is not None
    assert app.chat.messages(talk.id)[1].answer.sentences[0].citations == (CITED,)  # type: ignore[union-attr]


def test_a_question_that_got_no_answer_is_shown_and_can_be_followed(
    app: App, kept: Conversations, talk: Conversation
) -> None:
    """As a program that was killed in the middle leaves it."""
    lost = kept.add_question(talk.id, "lost?", None)
    assert texts(app, talk) == ["lost?"]
    assert kept.question_of(talk.id, lost) == (lost, "lost?", None, 0)
    turn(kept, talk, "again?", "yes", kept.place(talk.id, None))
    assert texts(app, talk) == ["lost?", "again?", "yes"]
    assert [turn.question for turn in kept.turns(talk.id, kept.place(talk.id, None))] == ["again?"]


def test_messages_of_other_conversations_are_none_of_this_one(
    app: App, kept: Conversations, talk: Conversation
) -> None:
    other = app.chat.start(app.agents.list()[0].id)
    foreign, _ = turn(kept, other, "elsewhere?", "yes", None)
    for call in (
        lambda: app.chat.choose(talk.id, foreign),
        lambda: list(app.chat.ask(talk.id, "Why?", parent_id=foreign)),
        lambda: list(app.chat.regenerate(talk.id, foreign)),
    ):
        with pytest.raises(NotFoundError, match="no message"):
            call()
    assert texts(app, talk) == []


def test_a_conversation_about_chosen_documents(app: App, kept: Conversations) -> None:
    agent = app.agents.list()[0].id
    a, b = (document.id for document in app.documents.list())
    talk = app.chat.start(agent, documents=[a])
    assert talk.documents == ((a, "a.txt"),)
    app.chat.set_documents(talk.id, [b, a, b])
    assert app.chat.conversation(talk.id).documents == ((b, "b.txt"), (a, "a.txt"))
    assert set(kept.documents(talk.id)) == {a, b}
    app.chat.set_documents(talk.id, [])
    assert kept.documents(talk.id) == ()
    with pytest.raises(NotFoundError):
        app.chat.start(agent, documents=["0" * 32])


def test_documents_that_are_gone_do_not_turn_into_all_documents(app: App, kept: Conversations) -> None:
    add_pages(app.workspace, [{"document": "c.txt", "page": 1, "text": "Gone soon."}])
    gone = next(one.id for one in app.documents.list() if one.name == "c.txt")
    talk = app.chat.start(app.agents.list()[0].id, documents=[gone])
    with app.workspace.db.session() as session:
        session.delete(session.get_one(DocumentRow, gone))

    assert app.chat.conversation(talk.id).documents == ((gone, "(deleted)"),)
    with pytest.raises(UserError, match="have been deleted"):
        list(app.chat.ask(talk.id, "What is soon?"))
    assert app.chat.messages(talk.id) == []


def test_an_opinion_has_a_reason(app: App, kept: Conversations, talk: Conversation) -> None:
    _, said = turn(kept, talk, "why?", "because", None)
    app.chat.feedback(said, -1, " wrong page ")
    last = app.chat.messages(talk.id)[-1]
    assert (last.feedback, last.feedback_reason) == (-1, "wrong page")
    app.chat.feedback(said, 0, "never mind")
    assert app.chat.messages(talk.id)[-1].feedback_reason == ""


def long(app: App, talk: Conversation, count: int = 2400) -> None:
    """Longer than the chain that SQLite deletes by itself."""
    with app.workspace.db.session() as session:
        parent = None
        for number in range(1, count + 1):
            role = "user" if number % 2 else "assistant"
            row = MessageRow(conversation_id=talk.id, number=number, role=role, text="x", parent_id=parent)
            session.add(row)
            session.flush()
            parent = row.id


def test_thousands_of_messages_are_opened_and_deleted(app: App, talk: Conversation) -> None:
    long(app, talk)
    assert len(app.chat.messages(talk.id)) == 2400
    app.chat.delete(talk.id)
    with app.workspace.db.reading() as session:
        assert session.get(ConversationRow, talk.id) is None
        assert session.query(MessageRow).filter_by(conversation_id=talk.id).count() == 0
    assert app.verify_audit()[1] is None


def test_an_agent_goes_with_its_long_conversations(app: App) -> None:
    agent = app.agents.create("short-lived").id
    long(app, app.chat.start(agent))
    app.agents.delete(agent)
    assert "short-lived" not in {talk.agent for talk in app.chat.conversations()}


def test_an_agent_without_its_model_says_so(app: App, tmp_path: Path) -> None:
    model = app.models.bring(tiny_model.write(tmp_path / "tiny.gguf"), name="tiny")
    agent = app.agents.create("orphan", model_id=model.id).id
    talk = app.chat.start(agent)
    with app.workspace.db.session() as session:
        session.delete(session.get_one(ModelRow, model.id))
    with pytest.raises(UserError, match="has been deleted"):
        list(app.chat.ask(talk.id, "Why?"))
    assert app.chat.messages(talk.id) == []
    assert [(use.agent, use.errors) for use in app.chat.uses(agent)] == [("orphan", 1)]
    app.agents.delete(agent)
