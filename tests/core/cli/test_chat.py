# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line's contract for chat and agents: JSON, lines, sentences and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.app import App
from tests.conftest import PASSPHRASE
from tests.core.chat.conftest import add_pages
from tests.core.cli.isnad import Isnad

TEXT = (
    "The inquiry heard 17 witnesses at two public hearings.\n\n"
    "بلغ عمق حفرة الانجراف عند الدعامة الثالثة 2.8 متر.\n"
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    app = App.create(folder / "ws", PASSPHRASE)
    add_pages(app.workspace, [{"document": "report.txt", "page": 1, "text": TEXT}])
    app.close()
    (folder / "passphrase").write_text(PASSPHRASE)
    return folder


@pytest.fixture
def isnad(workspace: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Isnad:
    monkeypatch.setenv("ISNAD_WORKSPACE", str(workspace / "ws"))
    monkeypatch.setenv("ISNAD_PASSPHRASE_FILE", str(workspace / "passphrase"))
    return Isnad(capfd)


@pytest.mark.model
def test_chat_answers_in_the_contracts_json(isnad: Isnad) -> None:
    code, out, _ = isnad("chat", "--agent", "assistant", "--json", "How many witnesses did the inquiry hear?")

    answer = json.loads(out)
    assert code == 0
    assert "17" in answer["answer"]
    assert answer["abstained"] is False
    sentence = answer["sentences"][0]
    assert sentence["supported"] is True
    # The contract may grow: what scripts rely on is there, and more may come.
    assert sentence["citations"][0].keys() >= {"document", "document_id", "page", "quote", "start", "end"}
    assert (sentence["citations"][0]["document"], sentence["citations"][0]["page"]) == ("report.txt", 1)
    assert answer["usage"].keys() >= {
        "prompt_tokens",
        "completion_tokens",
        "first_token_seconds",
        "tokens_per_second",
    }
    assert answer["usage"]["completion_tokens"] > 0


@pytest.mark.model
def test_chat_speaks_to_people(isnad: Isnad) -> None:
    code, out, _ = isnad("chat", "--agent", "assistant", "How many witnesses did the inquiry hear?")

    assert code == 0
    assert out.count("17 witnesses") >= 2, "in the answer and in its source"
    assert "Sources:" in out
    assert "report.txt, page 1" in out


@pytest.mark.model
def test_a_file_of_questions_goes_on_after_a_bad_one(isnad: Isnad, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    rows = [
        {"id": "a", "question": "ما عمق حفرة الانجراف عند الدعامة الثالثة؟"},
        {"id": "b", "question": " "},
        {"id": 3, "question": "What is the recipe for lentil soup?"},
    ]
    file.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n")
    code, out, _ = isnad("chat", "--agent", "assistant", "--questions", str(file), "--jsonl")

    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 1, "done, but one could not be asked"
    assert [answer["id"] for answer in answers] == ["a", "b", 3]
    assert "2.8" in answers[0]["answer"]
    assert "العربية" in answers[0]["note"]
    assert answers[1]["error"] == "The question is empty. Write what you want to know."
    assert answers[2]["abstained"] is True


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--agent", "nobody", "Why?"], "no agent “nobody”"),
        (["--agent", "assistant", ""], "question is empty"),
        (["--agent", "assistant"], "Give one question, or a file of them"),
        (["--agent", "assistant", "Why?", "--questions", "x"], "Give one question"),
        (["Why?"], "--agent"),
        (["--agent", "assistant", "--questions", "missing.jsonl"], "missing.jsonl cannot be read"),
        (["--agent", "assistant", "w" * 100_000], "100,000 characters"),
    ],
)
def test_the_callers_mistakes(isnad: Isnad, words: list[str], why: str) -> None:
    code, out, err = isnad("chat", *words)

    assert code == 2
    assert why in err
    assert "Traceback" not in err
    assert out == ""


def test_a_line_that_is_no_question_is_named(isnad: Isnad, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": 1, "question": "Why?"}\n{"id": 2}\n')

    code, _, err = isnad("chat", "--agent", "assistant", "--questions", str(file))

    assert code == 2
    assert "Line 2 of" in err


def test_agents_are_made_shown_and_listed(isnad: Isnad) -> None:
    code, out, _ = isnad("agents", "create", "clerk", "--prompt", "Be brief.", "--set", "k=4", "--json")
    made = json.loads(out)
    assert code == 0
    assert (made["base"], made["release"], made["settings"]["k"]) == ("smollm2-135m", 1, 4)

    _, out, _ = isnad("agents", "list", "--json")
    assert [agent["name"] for agent in json.loads(out)["agents"]] == ["assistant", "clerk"]
    _, out, _ = isnad("agents", "show", made["id"][:8], "--json")
    assert json.loads(out)["system_prompt"] == "Be brief."
    code, out, _ = isnad("agents", "release", "clerk", "base")
    assert out == "clerk: release 2, speaks through smollm2-135m, untouched.\n"
    assert isnad("agents", "rollback", "clerk")[1].startswith("clerk: release 1")
    code, _, err = isnad("agents", "rollback", "clerk")
    assert (code, "no release before number 1" in err) == (2, True)


def test_mistakes_in_settings_are_told_together(isnad: Isnad) -> None:
    code, _, err = isnad("agents", "create", "broken", "--set", "k=many", "--set", "colour=red")

    assert code == 2
    assert "k: “many” is not a whole number" in err
    assert "no setting colour" in err
    assert isnad("agents", "create", "broken", "--set", "k")[0] == 2


def test_agents_begin_from_templates_are_changed_and_removed(isnad: Isnad) -> None:
    _, out, _ = isnad("agents", "templates", "--language", "ar", "--json")
    legal = next(one for one in json.loads(out)["templates"] if one["name"] == "legal")
    assert legal["form"] == ["section", "clause", "source"]
    assert "حرفيا" in legal["prompt"]

    code, out, _ = isnad("agents", "create", "counsel", "--template", "legal", "--language", "ar", "--json")
    made = json.loads(out)
    assert (code, made["system_prompt"], made["settings"]["form"]) == (0, legal["prompt"], "clauses")
    code, out, _ = isnad("agents", "edit", "counsel", "--set", "k=3", "--set", "mode=lexical")
    assert (code, out.split(",")[0]) == (0, "counsel: release 2")
    code, _, err = isnad("agents", "create", "poet", "--template", "sonnets")
    assert (code, "no template “sonnets”" in err) == (2, True)
    code, _, err = isnad("agents", "evaluate", "counsel")
    assert (code, "isnad ingest" in err) == (2, True), "the questions are about documents that are not here"
    assert isnad("agents", "delete", "counsel")[0] == 0
    assert isnad("agents", "show", "counsel")[0] == 2


def test_an_evaluation_tells_right_from_wrong(isnad: Isnad, workspace: Path) -> None:
    pages = [
        {
            "document": "inquiry-report.pdf",
            "page": 4,
            "text": "Incoming letters that name a safety threshold must be copied to the lead inspector.",
        },
        {
            "document": "closure-order.pdf",
            "page": 1,
            "text": "المادة الثانية: لا يستثنى من الإغلاق سوى فريق التفتيش التابع للهيئة.",
        },
        {"document": "محضر-فتح-العروض.docx", "page": 1, "text": "تضمن الشركة أعمالها خمس سنوات."},
    ]
    app = App.open(workspace / "ws", PASSPHRASE)
    add_pages(app.workspace, pages, "case")
    app.close()
    isnad("agents", "create", "lawyer", "--template", "legal", "--collection", "case")
    code, out, _ = isnad("agents", "evaluate", "lawyer", "--json")

    told = json.loads(out)
    assert (code, told["template"], told["right"]) == (1, "legal", 2), "some items failed"
    right = {one["question"]: one["right"] for one in told["questions"]}
    assert right["من يستثنى من إغلاق الجسر بموجب المادة الثانية؟"]
    assert not right["كم تبلغ غرامة التأخير عن كل يوم بحسب شروط العقد؟"]
    isnad("agents", "delete", "lawyer")
