# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a model is given to read: filled by relevance, tables whole, long conversations summarised."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from core.agents.settings import AgentSettings
from core.chat.evidence import Source, weigh
from core.chat.prompt import NoRoomError, Prompt, Turn, build
from core.chat.speaker import Speaker
from core.chat.summary import Summary, after, longer
from core.errors import UserError
from core.records import Citation, Passage, Sentence

QUESTION = "What did the bearing cost?"


def count(texts: Sequence[str], context: int = 1000) -> tuple[list[int], int]:
    """Words for tokens: the shares are the same whatever cuts the text."""
    return [len(text.split()) for text in texts], context


def speaker(**settings: object) -> Speaker:
    how = AgentSettings(**{"context_tokens": 300, "max_tokens": 100, **settings})  # type: ignore[arg-type]
    return Speaker("a", "r", "model", "model.gguf", ("en",), None, None, "Answer from the passages.", how)


def source(text: str, start: int = 0, name: str = "bill.txt") -> Source:
    return Source(Passage(name, name, 1, start, len(text), text[start:]), text)


def prompt(
    sources: list[Source], turns: Sequence[Turn] = (), context: int = 1000, **settings: object
) -> Prompt:
    told = weigh(QUESTION, sources)
    return build(speaker(**settings), QUESTION, told, sources, turns, lambda texts: count(texts, context))


def last(one: Prompt) -> str:
    return one.messages[-1]["content"]


def turn(number: int, words: int = 40) -> Turn:
    cited = Citation("log.txt", "d", number, "Pier 3 sank.", 0, 12)
    told = (Sentence(f"Pier {number} sank.", True, (cited,)), Sentence("It seems so.", False, ()))
    return Turn(
        f"Question {number}?",
        f"Passages: {'word ' * words}{number}",
        f"Pier {number} sank.",
        f"a{number}",
        told,
    )


def test_the_use_of_the_context_adds_up() -> None:
    use = prompt([source("The bearing cost 4 dinars."), source("The gate is red.", name="gate.txt")]).use

    assert use.context_tokens == 1000
    assert (use.passages_read, use.passages_found, use.answer_room) == (2, 2, 100)
    assert use.instructions > 10
    assert use.question > 4
    assert use.passages > 10
    assert use.conversation == 0


def test_a_passage_too_long_shrinks_to_its_best_sentences() -> None:
    long = "The gate is red. " * 100 + "The bearing cost 4 dinars. " + "The road is wet. " * 100
    read = last(prompt([source(long), source("The bearing was replaced.", name="b.txt")]))

    assert "The bearing cost 4 dinars." in read
    assert "The bearing was replaced." in read
    assert len(read.split()) < 150


def test_a_question_that_leaves_no_room_is_told_in_a_sentence() -> None:
    with pytest.raises(NoRoomError, match="reads 120 tokens") as told:
        prompt([source("The bearing cost 4 dinars.")], context=120)
    assert isinstance(told.value, UserError)
    assert told.value.do


def test_rows_of_a_table_stay_whole_under_their_column_names() -> None:
    table = (
        "Costs of the repair\n\nItem\tDinars\tDay\nBearing\t4\t2 May\nBolt\t9\t3 May\n"
        "المسمار\t٧\t٤ مايو\n\nPaid in May."
    )
    middle = table.index("olt")

    assert "Item | Dinars | Day\nBearing | 4 | 2 May\nBolt | 9 | 3 May\nالمسمار | ٧ | ٤ مايو" in last(
        prompt([source(table)])
    )
    read = last(prompt([source(table, start=middle)]))
    assert "Item | Dinars | Day\nBolt | 9 | 3 May\n" in read, "not cut within a row"
    assert "Bearing" not in read
    assert "Paid in May." in read
    assert "Bearing | 4 | 2 May" in last(prompt([source(table)], sentences=1))


def test_marks_that_no_reader_sees_are_not_put_to_the_model() -> None:
    read = last(prompt([source("The bearing cost \u202e4\u202c dinars\x07, \u2066said\u2069 Ha\u200bna.")]))

    assert "The bearing cost 4 dinars, said Hana." in read


def test_passages_of_an_earlier_turn_are_not_repeated() -> None:
    sources = [source("The bearing cost 4 dinars."), source("The bolt cost 9 dinars.", name="bolt.txt")]
    first = last(prompt(sources[:1]))
    again = prompt(sources, [Turn("What is it?", first, "A bearing.", "a1")])

    assert "4 dinars" not in last(again)
    assert "9 dinars" in last(again)
    assert again.use.passages_read == 2
    assert "as above" in last(prompt(sources[:1], [Turn("What is it?", first, "A bearing.", "a1")]))


def test_the_conversation_takes_half_of_the_room_at_most_and_the_rest_is_summarised() -> None:
    sources = [source("The bearing cost 4 dinars.")]
    few = prompt(sources, [turn(1), turn(2)])
    assert (few.use.turns_read, few.use.turns, few.outgrown) == (2, 2, ())

    turns = [turn(number) for number in range(1, 6)]
    many = prompt(sources, turns)
    assert many.use.conversation <= 150
    assert many.outgrown == tuple(turns[:4])

    summary = longer(Summary(), many.outgrown)
    told = build(
        speaker(), QUESTION, weigh(QUESTION, sources), sources, turns[4:], count, summary.lines, summarised=4
    )
    assert told.use.summarised
    assert (told.use.turns_read, told.use.turns) == (1, 5)
    assert "Question 4? → Pier 4 sank. [log.txt, 4]" in told.messages[2]["content"]
    assert "4 dinars" in last(told)


def test_a_summary_keeps_its_sources_and_belongs_to_its_branch() -> None:
    summary = longer(Summary(), [turn(1), turn(2)])
    kept = Summary.of(summary.kept())

    assert kept == summary
    assert [cited.page for cited in kept.citations] == [1, 2]
    assert after(kept, [turn(1), turn(2), turn(3)]) == (kept, [turn(3)])
    assert after(kept, [turn(1), turn(7)]) == (Summary(), [turn(1), turn(7)]), "another branch"
    for number in range(3, 90):
        summary = longer(summary, [turn(number)])
    assert len(summary.lines) == 40
    assert summary.citations[0].page == 50
