# SPDX-License-Identifier: AGPL-3.0-or-later
"""Commands over conversations, and ``chat`` with several agents, chosen documents and a file of answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document

from core.app import App
from tests.conftest import PASSPHRASE
from tests.core.chat.conftest import add_pages
from tests.core.cli.isnad import Isnad

PAGES = [
    {"document": "bridge.txt", "page": 1, "text": "بلغ عمق حفرة الانجراف عند الدعامة الثالثة 2.8 متر."},
    {"document": "other.txt", "page": 1, "text": "بلغ عمق حفرة الانجراف عند الدعامة الثالثة 9.9 متر."},
]
DEPTH = "ما عمق حفرة الانجراف عند الدعامة الثالثة؟"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one conversation of one question."""
    made = tmp_path_factory.mktemp("cli")
    app = App.create(made / "ws", PASSPHRASE)
    add_pages(app.workspace, PAGES)
    app.agents.create("second")
    list(app.chat.ask(app.chat.start(app.agents.list()[0].id).id, DEPTH))
    app.close()
    (made / "passphrase").write_text(PASSPHRASE)
    return made


@pytest.fixture
def isnad(folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Isnad:
    monkeypatch.setenv("ISNAD_WORKSPACE", str(folder / "ws"))
    monkeypatch.setenv("ISNAD_PASSPHRASE_FILE", str(folder / "passphrase"))
    return Isnad(capfd)


def test_a_conversation_is_listed_shown_found_exported_renamed_and_deleted(
    isnad: Isnad, tmp_path: Path
) -> None:
    (chat,) = json.loads(isnad("chats", "list", "--json")[1])["chats"]
    assert (chat["title"], chat["messages"], chat["agent"]) == (DEPTH, 2, "assistant")
    shown = json.loads(isnad("chats", "show", chat["id"][:8], "--json")[1])
    assert [message["role"] for message in shown["messages"]] == ["user", "assistant"]
    assert "2.8" in isnad("chats", "show", chat["id"])[1]
    hits = json.loads(isnad("chats", "find", "حفره الإنجراف", "--json")[1])["hits"]
    assert {hit["conversation_id"] for hit in hits} == {chat["id"]}
    assert "الانجراف" in isnad("chats", "find", "الانجراف")[1]

    for name in ("chat.md", "chat.docx"):
        assert isnad("chats", "export", chat["id"], str(tmp_path / name))[0] == 0
    assert "[^1]: " in (tmp_path / "chat.md").read_text()
    assert DEPTH in [paragraph.text for paragraph in Document(str(tmp_path / "chat.docx")).paragraphs]
    code, _, err = isnad("chats", "export", chat["id"], str(tmp_path / "chat.pdf"))
    assert (code, ".md or .docx" in err) == (2, True)

    assert isnad("chats", "rename", chat["id"][:8], "Scour")[1].endswith(": Scour\n")
    assert isnad("chats", "delete", chat["id"][:8])[0] == 0
    code, _, err = isnad("chats", "show", chat["id"])
    assert (code, "isnad chats list" in err) == (2, True)


def test_two_agents_answer_side_by_side(isnad: Isnad) -> None:
    code, out, _ = isnad("chat", "--agent", "assistant", "--agent", "second", "--json", DEPTH)
    answers = json.loads(out)["answers"]
    assert code == 0
    assert [answer["agent"] for answer in answers] == ["assistant", "second"]
    assert all(answer["sentences"][0]["citations"] for answer in answers)
    out = isnad("chat", "--agent", "assistant", "--agent", "second", DEPTH)[1]
    assert out.count("Sources:") == 2


def test_a_document_alone_is_asked(isnad: Isnad) -> None:
    out = isnad("chat", "--agent", "assistant", "--document", "other.txt", "--quote", "--json", DEPTH)[1]
    answer = json.loads(out)
    assert {c["document"] for s in answer["sentences"] for c in s["citations"]} == {"other.txt"}
    assert "9.9" in answer["answer"]
    assert isnad("chat", "--agent", "assistant", "--document", "none.txt", DEPTH)[0] == 2


def test_a_file_of_answers_is_gone_on_with(isnad: Isnad, tmp_path: Path) -> None:
    questions, answers = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    questions.write_text(
        json.dumps({"id": "a", "question": DEPTH}) + "\n" + json.dumps({"id": "b", "question": " "})
    )
    words = (
        "chat",
        "--agent",
        "assistant",
        "--questions",
        str(questions),
        "--output",
        str(answers),
        "--json",
    )
    code, out, err = isnad(*words)
    assert (code, "b: The question is empty" in err) == (1, True)
    assert {**json.loads(out), "failed": 1} == {"questions": 2, "asked": 2, "kept": 0, "failed": 1}
    first = answers.read_text().splitlines()[0]
    assert json.loads(first)["sentences"]

    code, out, _ = isnad(*words)
    assert (code, json.loads(out)["asked"], json.loads(out)["kept"]) == (1, 1, 1)
    assert answers.read_text().splitlines()[0] == first
    assert isnad("chat", "--agent", "assistant", "Why?", "--output", str(answers))[0] == 2


def test_figures_and_rules(isnad: Isnad) -> None:
    isnad("chat", "--agent", "second", DEPTH)
    (use,) = json.loads(isnad("chats", "usage", "second", "--json")[1])["agents"]
    assert (use["agent"], use["answers"] >= 1, use["errors"]) == ("second", True, 0)
    assert "second" in isnad("chats", "usage")[1]

    code, out, _ = isnad("chats", "withheld", "iban", "on", "--json")
    rules = {one["rule"]: one["on"] for one in json.loads(out)["rules"]}
    assert (code, rules["iban"], rules["password"], rules["email"]) == (0, True, True, False)
    assert isnad("chats", "withheld", "gossip", "on")[0] == 2
    assert isnad("chats", "withheld", "iban")[0] == 2
