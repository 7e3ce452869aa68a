# SPDX-License-Identifier: AGPL-3.0-or-later
"""The best sentences of a passage are those with the query's words."""

from __future__ import annotations

from core.retrieval.spans import best_span

PASSAGE = (
    "The council met on Monday. The bridge was closed in May. Inspectors had found a crack. "
    "The ferry sails every hour. Coffee was served."
)


def _best(query: str, passage: str = PASSAGE) -> str | None:
    span = best_span(query, passage)
    return None if span is None else passage[span[0] : span[1]]


def test_one_sentence_or_two() -> None:
    assert _best("When was the bridge closed?") == "The bridge was closed in May."
    assert _best("bridge crack") == "The bridge was closed in May. Inspectors had found a crack."


def test_other_forms_of_a_word_count() -> None:
    assert _best("ferries sailing") == "The ferry sails every hour."
    assert _best("المدارس", "ذهب إلى السوق. افتتحت المدرسة أبوابها.") == "افتتحت المدرسة أبوابها."


def test_no_word_in_common() -> None:
    assert _best("zebra") is None


def test_a_table_without_full_stops_is_cut() -> None:
    table = "\n".join(f"item{row} {row * 17} {row * 31}" for row in range(200))
    best = _best("item150", table)
    assert best is not None
    assert "item150 " in best
    assert len(best) <= 800
