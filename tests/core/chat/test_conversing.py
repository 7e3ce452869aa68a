# SPDX-License-Identifier: AGPL-3.0-or-later
"""The chat service beyond a single answer: chosen documents, search, figures, secrets, many questions.

The questions are Arabic, so no model is loaded: the starter model does not speak it.
"""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.app import App
from core.db.tables import AnswerUseRow, DocumentRow, WithheldRow
from core.errors import NotFoundError, UserError
from core.records import Answer
from tests.conftest import PASSPHRASE
from tests.core.chat.conftest import add_pages

ROOT = Path(__file__).resolve().parents[3]
PAGES = [
    {"document": "bridge.txt", "page": 1, "text": "بلغ عمق حفرة الانجراف عند الدعامة الثالثة 2.8 متر."},
    {"document": "other.txt", "page": 1, "text": "بلغ عمق حفرة الانجراف عند الدعامة الثالثة 9.9 متر."},
    {"document": "server.txt", "page": 1, "text": "كلمة المرور لخادم التقارير: Nile@2023 وتُغيّر كل شهر."},
]
DEPTH = "ما عمق حفرة الانجراف عند الدعامة الثالثة؟"
PASSWORD = "ما كلمة المرور لخادم التقارير؟"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    made = App.create(tmp_path_factory.mktemp("conversing") / "ws", PASSPHRASE)
    add_pages(made.workspace, PAGES)
    yield made
    made.close()


@pytest.fixture(scope="module")
def agent(app: App) -> str:
    return app.agents.list()[0].id


@pytest.fixture(scope="module")
def documents(app: App) -> dict[str, str]:
    return {document.name: document.id for document in app.documents.list()}


def cited(answer: Answer) -> set[str]:
    return {citation.document for sentence in answer.sentences for citation in sentence.citations}


def test_chosen_documents_alone_are_asked(app: App, agent: str, documents: dict[str, str]) -> None:
    talk = app.chat.start(agent, documents=[documents["other.txt"]])
    (*_, (_, answer)) = app.chat.ask(talk.id, DEPTH)
    assert (cited(answer), "9.9" in answer.answer) == ({"other.txt"}, True)

    app.chat.set_documents(talk.id, [documents["bridge.txt"]])
    (*_, (_, again)) = app.chat.regenerate(talk.id, answer.message_id)
    assert (cited(again), "2.8" in again.answer) == ({"bridge.txt"}, True)
    assert app.chat.messages(talk.id)[1].branches == (answer.message_id, again.message_id)
    assert cited(app.chat.answer(agent, DEPTH, documents=[documents["other.txt"]])) == {"other.txt"}


def test_chosen_documents_count_wherever_they_lie(app: App, documents: dict[str, str]) -> None:
    add_pages(app.workspace, [{"document": "far.txt", "page": 1, "text": "المفتاح عند هناء."}], "far")
    elsewhere = app.agents.create("elsewhere", collection="far")
    talk = app.chat.start(elsewhere.id, documents=[documents["bridge.txt"]])
    (*_, (_, answer)) = app.chat.ask(talk.id, DEPTH)
    assert cited(answer) == {"bridge.txt"}


def test_a_dropped_file_that_is_known_is_not_read_again(
    app: App, documents: dict[str, str], tmp_path: Path
) -> None:
    known, new = tmp_path / "copy.txt", tmp_path / "new.txt"
    known.write_text("known")
    new.write_text("new")
    with app.workspace.db.session() as session:
        row = session.get_one(DocumentRow, documents["bridge.txt"])
        row.sha256 = hashlib.sha256(b"known").hexdigest()
    found = app.chat.known_documents([known, new, tmp_path, tmp_path / "gone.txt"])
    assert found == {known: documents["bridge.txt"]}


def test_words_are_found_in_all_chats_however_they_are_spelt(app: App, agent: str) -> None:
    talk = app.chat.start(agent)
    (*_, (_, answer)) = app.chat.ask(talk.id, DEPTH)
    newest = app.chat.find("عُمق حفره الإنجراف")[0]

    assert (newest.conversation_id, newest.title) == (talk.id, DEPTH)
    assert newest.text[newest.start : newest.end] == "عمق حفرة الانجراف"
    assert {hit.role for hit in app.chat.find("الانجراف الدعامة")} == {"user", "assistant"}
    assert app.chat.find("الانجراف زرافة") == []
    assert app.chat.find("  ") == []
    assert len(app.chat.find("الانجراف", limit=1)) == 1
    app.chat.rename(talk.id, "Scour at the third pier")
    (by_name,) = app.chat.find("scour PIER")
    assert (by_name.conversation_id, by_name.start, by_name.end) == (talk.id, 0, 0)
    assert answer.message_id in {hit.message_id for hit in app.chat.find("2.8 متر")}


def test_a_secret_of_the_documents_does_not_leave_and_the_rule_is_noted(app: App, agent: str) -> None:
    talk = app.chat.start(agent)
    events = list(app.chat.ask(talk.id, PASSWORD))
    answer = events[-1][1]

    assert "Nile@2023" not in repr(events)
    assert "[حُجب: كلمة سر]" in answer.answer
    assert answer.withheld == ("password",)
    assert "Nile@2023" not in repr(app.chat.messages(talk.id))
    assert app.chat.withheld()["password"] >= 1
    with app.workspace.db.reading() as session:
        row = session.query(WithheldRow).filter_by(message_id=answer.message_id).one()
        assert (row.rule, row.agent_id) == ("password", agent)


def test_rules_can_be_switched(app: App, agent: str, tmp_path: Path) -> None:
    rules = app.chat.withheld_rules()
    assert (rules["password"], rules["iban"]) == (True, False)
    app.chat.set_withheld_rule("password", False)
    app.chat.set_withheld_rule("secret", False)
    try:
        talk = app.chat.start(agent)
        (*_, (_, answer)) = app.chat.ask(talk.id, PASSWORD)
        assert "Nile@2023" in answer.answer
    finally:
        app.chat.set_withheld_rule("password", True)
        app.chat.set_withheld_rule("secret", True)
    assert app.chat.withheld_rules() == rules
    app.chat.export(talk.id, tmp_path / "chat.md")
    written = (tmp_path / "chat.md").read_text(encoding="utf-8")
    assert "Nile@2023" not in written, "an answer may be older than the rule"
    assert "[حُجب: كلمة سر]" in written
    with pytest.raises(NotFoundError, match="no rule"):
        app.chat.set_withheld_rule("gossip", True)
    assert app.audit_entries(1)[0]["action"] == "withheld.rule"


def test_figures_of_an_agent(app: App) -> None:
    agent = app.agents.create("counted").id
    talk = app.chat.start(agent)
    (*_, (_, answer)) = app.chat.ask(talk.id, DEPTH)
    app.chat.answer(agent, "ما عاصمة اليابان؟")
    app.chat.feedback(answer.message_id, 1, "the right pier")
    (use,) = app.chat.uses(agent)

    assert (use.agent, use.answers, use.abstentions, use.errors) == ("counted", 2, 1, 0)
    assert (use.rated, use.satisfaction) == (1, 1.0)
    assert use.first_token_seconds is not None
    assert use.total_seconds is not None
    assert 0 < use.first_token_seconds <= use.total_seconds
    assert use.tokens_per_second is None, "no model wrote"
    assert [day[1] for day in use.days] == [2]
    with app.workspace.db.reading() as session:
        outcomes = [row.outcome for row in session.query(AnswerUseRow).filter_by(agent_id=agent)]
    assert outcomes == ["quoted", "abstained"]
    assert agent in {one.agent_id for one in app.chat.uses()}


def test_an_answer_that_fails_is_counted(app: App, agent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise UserError("The disk is gone.")

    before = app.chat.uses(agent)[0].errors
    monkeypatch.setattr(app.search, "find", fails)
    with pytest.raises(UserError, match="disk is gone"):
        app.chat.answer(agent, DEPTH)
    monkeypatch.undo()
    assert app.chat.uses(agent)[0].errors == before + 1


def test_two_agents_side_by_side(app: App, agent: str) -> None:
    far = app.agents.create("far off", collection="far").id
    events = list(app.chat.compare([agent, far], DEPTH))
    answers = {one: value for one, kind, value in events if kind == "answer"}
    assert list(answers) == [agent, far]
    assert isinstance(answers[far], Answer)
    assert answers[far].abstained
    (failed,) = app.chat.compare(["0" * 32], DEPTH)
    assert (failed[1], "no agent" in str(failed[2])) == ("error", True)


def test_a_file_of_questions_goes_on_where_it_was_torn(app: App, agent: str, tmp_path: Path) -> None:
    questions, answers = tmp_path / "questions.jsonl", tmp_path / "answers.jsonl"
    rows = [{"id": 1, "question": DEPTH}, {"id": "b", "question": " "}, {"id": "c", "question": PASSWORD}]
    questions.write_text("\n".join(map(json.dumps, rows)))
    (*_, last) = app.chat.batch(agent, questions, answers)
    assert (last.done, last.total) == (3, 3)
    assert [one["id"] for one in last.extra["failed"]] == ["b"]
    lines = answers.read_bytes().splitlines(keepends=True)
    assert [json.loads(line)["id"] for line in lines] == [1, "b", "c"]

    answers.write_bytes(lines[0] + lines[1] + lines[2][:40])
    steps = list(app.chat.batch(agent, questions, answers))
    assert [step.message for step in steps] == ["", "b", "c"]
    again = answers.read_bytes().splitlines(keepends=True)
    assert again[0] == lines[0], "what was answered is not asked again"
    assert [json.loads(line)["id"] for line in again] == [1, "b", "c"]

    questions.write_text(json.dumps({"id": 1, "question": "Another?"}))
    with pytest.raises(UserError, match="another question"):
        list(app.chat.batch(agent, questions, answers))
    questions.write_text("\n".join([json.dumps(rows[0])] * 2))
    with pytest.raises(UserError, match="Two questions"):
        list(app.chat.batch(agent, questions, tmp_path / "new.jsonl"))
    questions.write_text(json.dumps(rows[0]))
    with pytest.raises(UserError, match="cannot be written"):
        list(app.chat.batch(agent, questions, tmp_path / "no" / "folder.jsonl"))


def test_kill_9_in_mid_answer_leaves_the_question_and_a_chat_that_opens(
    app: App, agent: str, tmp_path: Path
) -> None:
    talk = app.chat.start(agent)
    killed = (
        "import os, signal, sys; from pathlib import Path; from core.app import App\n"
        "app = App.open(Path(sys.argv[1]), sys.argv[2])\n"
        "for kind, _ in app.chat.ask(sys.argv[3], sys.argv[4]):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    words = [str(app.workspace.paths.root), PASSPHRASE, talk.id, DEPTH]
    done = subprocess.run([sys.executable, "-c", killed, *words], cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr

    (lost,) = app.chat.messages(talk.id)
    assert (lost.role, lost.text) == ("user", DEPTH)
    (*_, (_, answer)) = app.chat.regenerate(talk.id, lost.id)
    assert "2.8" in answer.answer
    assert [message.role for message in app.chat.messages(talk.id)] == ["user", "assistant"]


def test_a_reader_who_leaves_before_the_answer_is_counted_as_a_stop(app: App) -> None:
    agent = app.agents.create("left").id
    answer = app.chat.ask(app.chat.start(agent).id, DEPTH)
    assert next(answer)[0] == "passages"
    answer.close()  # type: ignore[attr-defined]
    with app.workspace.db.reading() as session:
        assert [row.outcome for row in session.query(AnswerUseRow).filter_by(agent_id=agent)] == ["stopped"]
