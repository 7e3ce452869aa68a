# SPDX-License-Identifier: AGPL-3.0-or-later
"""A sentence is supported, partly or not, and what the passage lacks is told in the question's language."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from core.app import App
from core.chat.citations import link, with_boxes
from core.chat.evidence import Source
from core.chat.support import PARTLY, SUPPORTED, UNSUPPORTED, Entails
from core.db.tables import PageRow
from core.documents.pages import Word, encode_words
from core.records import Answer, Passage, Sentence, Usage
from tests.bench.bench_support import judged, pairs

PAGE = "The order was signed by Ida Brandt on 3 March 2021. It was not published. The wall is 42 metres long."
ARABIC = "وقعت هدى منصور الأمر في ٣ مارس ٢٠٢١. لم يُنشر الأمر. طول الجدار ٤٢ مترا."


def check(sentence: str, page: str = PAGE, question: str = "", entails: Entails | None = None) -> Sentence:
    source = Source(Passage("d", "order.txt", 1, 0, len(page), page), page)
    return link(sentence, question, [source], entails)[0]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_changed_is_not_taken_for_supported(language: str) -> None:
    found = [(pair, judged(pair)) for pair in pairs() if pair["language"] == language]
    changed = [sentence for pair, sentence in found if pair["support"] != SUPPORTED]
    carried = [sentence for pair, sentence in found if pair["support"] == SUPPORTED]

    assert sum(sentence.supported for sentence in changed) <= 0.03 * len(changed)
    assert sum(sentence.supported for sentence in carried) >= 0.85 * len(carried)
    assert all(sentence.problems for sentence in changed if not sentence.supported)


@pytest.mark.parametrize(
    ("sentence", "problem"),
    [
        ("The wall is 24 metres long.", "the number 24 is not in the passage"),
        ("The wall is 42 feet long.", "the passage gives the number 42 in another unit"),
        ("The order was signed by Olga Brandt.", "the name Olga is not in the passage"),
        ("The order was signed on 13 March 2021.", "the day 13 March 2021 is not in the passage"),
        ("The order was not signed by Ida Brandt.", "the sentence denies what the passage says"),
        ("The order was published.", "the passage denies what the sentence says"),
        ("Whales sing at night.", "no passage says this"),
    ],
)
def test_the_problem_is_told_in_plain_words(sentence: str, problem: str) -> None:
    found = check(sentence)

    assert found.support == UNSUPPORTED
    assert problem in found.problems
    assert not found.supported
    assert not found.citations


def test_problems_are_told_in_the_language_of_the_question() -> None:
    assert check("طول الجدار ٢٤ مترا.", ARABIC, "كم طول الجدار؟").problems == ("العدد 24 ليس في المقطع",)
    assert check("وقعت هدى منصور الأمر في 13 مارس 2021.", ARABIC, "متى وقع الأمر؟").problems == (
        "اليوم 13 مارس 2021 ليس في المقطع",
    )


@pytest.mark.parametrize("day", ["2021-03-03", "3/3/2021", "March 3, 2021", "٣ آذار ٢٠٢١", "March 2021"])
def test_a_day_in_another_spelling_is_the_same_day(day: str) -> None:
    assert check(f"The order was signed by Ida Brandt on {day}.").support == SUPPORTED


def test_a_sentence_of_which_one_clause_is_borne_out_is_partly_supported() -> None:
    found = check("The order was signed by Ida Brandt, and the harbour council sold four ferries.")

    assert found.support == PARTLY
    assert not found.supported
    assert found.citations[0].quote.startswith("The order was signed")
    assert found.confidence is not None
    assert found.confidence < 0.5


def _always(answer: tuple[float, float, float]) -> Entails:
    def entails(pairs: Sequence[tuple[str, str]]) -> list[tuple[float, float, float]]:
        return [answer for _ in pairs]

    return entails


def test_a_model_of_entailment_has_a_say_about_meaning_and_none_about_numbers() -> None:
    swapped = "Ida Brandt was signed by the order."
    follows, denies = _always((0.95, 0.03, 0.02)), _always((0.02, 0.03, 0.95))

    assert check(swapped).supported
    assert check(swapped, entails=denies).problems == ("the passage says otherwise",)
    assert not check("The wall is 24 metres long.", entails=follows).supported


def test_an_answer_gets_the_places_of_its_citations(app: App) -> None:
    from tests.core.chat.conftest import add_pages

    add_pages(app.workspace, [{"document": "order.txt", "page": 1, "text": PAGE}])
    with app.workspace.db.session() as session:
        row = session.query(PageRow).one()
        row.words = encode_words([Word(0, 3, (0.1, 0.2, 0.15, 0.22)), Word(4, 9, (0.16, 0.2, 0.25, 0.22))])
        document_id = row.document_id
    source = Source(Passage(document_id, "order.txt", 1, 0, len(PAGE), PAGE), PAGE)
    answer = Answer("", False, link("The order was signed by Ida Brandt.", "", [source]), Usage())

    with app.workspace.db.reading() as session:
        cited = with_boxes(session, answer).sentences[0].citations[0]

    assert cited.boxes == ((0.1, 0.2, 0.25, 0.22),)
