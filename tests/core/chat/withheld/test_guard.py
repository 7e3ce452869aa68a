# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers and streams without what must not leave: text, sentences, quotations, notes, and token by token."""

from __future__ import annotations

import random

import pytest

from core.chat.withheld.guard import Guard
from core.chat.withheld.rules import RULES
from core.chat.withheld.stream import Shown
from core.records import Answer, Citation, Sentence, Usage
from tests.core.chat.withheld.annotated import Row, rows

SECRETS = [name for name, rule in RULES.items() if rule.usual]
PAGE = "Minutes.\nThe administrator keeps the password: Mango-Tree-19 in his desk. The desk is locked."


def answer_of(text: str, *sentences: Sentence, note: str = "") -> Answer:
    return Answer(text, False, sentences, Usage(), note=note)


def test_text_sentences_quotations_and_note_are_rid_of_it() -> None:
    quote = "Mango-Tree-19 in his desk."
    start = PAGE.index(quote)
    cited = Citation("minutes.txt", "d", 1, quote, start, start + len(quote))
    text = "It is Mango-Tree-19. The desk is locked."
    guard = Guard(SECRETS)
    guard.learn([PAGE])

    clean = guard.answer(
        answer_of(
            text,
            Sentence("It is Mango-Tree-19.", True, (cited,), problems=("no “Mango-Tree-19”",)),
            Sentence("The desk is locked.", True, ()),
            note="The model wrote “Mango-Tree-19”.",
        ),
        lambda _: PAGE,
    )

    assert "Mango" not in repr(clean)
    assert clean.answer == "It is [withheld: password]. The desk is locked."
    assert clean.sentences[0].citations[0].quote == "[withheld: password] in his desk."
    assert clean.withheld == ("password",)
    assert all(sentence.text in clean.answer for sentence in clean.sentences)
    assert guard.counts == {"password": 4}


def test_a_key_over_many_sentences_leaves_one_label() -> None:
    body = [("AbCd3fGh" * 8)[i:] + "x" * i for i in range(3)]
    key = "\n".join(["-----BEGIN RSA PRIVATE KEY-----", *body, "-----END RSA PRIVATE KEY-----"])
    text = f"The key:\n{key}\nIt was found."
    guard = Guard(SECRETS)
    clean = guard.answer(
        answer_of(text, *(Sentence(line, False, ()) for line in text.splitlines())), lambda _: None
    )
    assert clean.answer == "The key:\n[withheld: private key]\nIt was found."
    assert [s.text for s in clean.sentences] == ["The key:", "[withheld: private key]", "It was found."]

    taught = Guard(SECRETS)
    taught.learn([text])
    assert body[1] not in taught.text(f"Its second line is {body[1]} indeed.")


def test_what_was_withheld_once_stays_as_it_is() -> None:
    for language in ("en", "ar"):
        guard = Guard(RULES, language)
        for row in rows():
            once = guard.text(row.text)
            assert guard.text(once) == once, row.id


def test_an_arabic_answer_says_it_in_arabic() -> None:
    assert Guard(SECRETS).text("كلمة المرور: Nile@2023 كما ورد.") == "كلمة المرور: [حُجب: كلمة سر] كما ورد."


def test_without_rules_nothing_is_touched() -> None:
    said = answer_of("The password: Mango-Tree-19.", Sentence("The password: Mango-Tree-19.", True, ()))
    assert Guard([]).answer(said, lambda _: PAGE) is said
    shown = Shown(Guard([]))
    assert shown.add("password: Man") == "password: Man"


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_a_stream_shows_what_the_whole_would(row: Row) -> None:
    """However the text is cut into tokens: no part of a secret is shown, and nothing else is lost."""
    chance = random.Random(row.id)  # noqa: S311
    text = f"{row.text} {'And so it ended' if row.language == 'en' else 'وهكذا انتهى الأمر'}.\n"
    guard = Guard(RULES, row.language)
    shown, said, at = Shown(guard), "", 0
    while at < len(text):
        step = chance.randint(1, 6)
        said += shown.add(text[at : at + step])
        at += step
    assert said + shown.finish() == guard.text(text)


def test_a_stream_comes_word_by_word_and_holds_back_no_more() -> None:
    shown = Shown(Guard(SECRETS))
    pieces = [shown.add(piece) for piece in ("The ", "bri", "dge ", "was ", "closed", ".")]
    assert pieces == ["The ", "", "bridge ", "was ", "", ""]
    assert shown.finish() == "closed."


def test_what_the_documents_taught_is_held_back_in_the_stream_too() -> None:
    guard = Guard(SECRETS)
    guard.learn([PAGE])
    shown = Shown(guard)
    said = (
        "".join(shown.add(piece) for piece in ("He said Man", "go-Tr", "ee-1", "9 and", " left."))
        + shown.finish()
    )
    assert said == "He said [withheld: password] and left."
