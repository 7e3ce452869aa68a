# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the rules find, measured on sentences in both languages that no weight was fitted on."""

from __future__ import annotations

import pytest

from core.chat.withheld.likeness import likeness
from core.chat.withheld.rules import RULES, spans
from tests.core.chat.withheld.annotated import rows

ALL = frozenset(RULES)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_precision_and_recall_on_the_marked_sentences(language: str) -> None:
    caught = missed = wrong = 0
    for row in (row for row in rows() if row.language == language):
        found = spans(row.text, ALL)
        hits = [any(a <= start and end <= b for a, b, _ in found) for start, end, _ in row.marked]
        caught, missed = caught + sum(hits), missed + len(hits) - sum(hits)
        wrong += sum(not any(a < end and start < b for a, b, _ in row.marked) for start, end, _ in found)
    assert caught + missed >= 25
    assert caught / (caught + missed) >= 0.9
    assert caught / (caught + wrong) >= 0.9


@pytest.mark.parametrize("rule", list(RULES))
def test_a_rule_alone_finds_its_own(rule: str) -> None:
    own = [(row, start, end) for row in rows() for start, end, name in row.marked if name == rule]
    found = [
        any(a <= start and end <= b for a, b, _ in spans(row.text, frozenset({rule})))
        for row, start, end in own
    ]
    assert len(own) >= 2
    assert sum(found) / len(found) >= 0.8


def test_secrets_are_on_and_what_names_a_person_is_off() -> None:
    assert {name for name, rule in RULES.items() if rule.usual} == {
        "private_key",
        "token",
        "connection",
        "password",
        "secret",
    }


@pytest.mark.parametrize(
    ("word", "secret"),
    [
        ("qX7Zr9Lm2VtK8sWb4NcJ6pHd", True),
        ("methylprednisolone-acetate", False),
        ("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", False),
        ("/srv/cases/2024/inquiry-report.pdf", False),
        ("INV-2024-000173-B", False),
    ],
)
def test_what_looks_drawn_by_chance(word: str, secret: bool) -> None:
    assert (likeness(word) >= 0.5) is secret
    assert likeness(word, named=True, assigned=True) > likeness(word)


def test_a_long_text_takes_no_time() -> None:
    """Patterns that backtrack would hang here; the suite's limit tells."""
    for text in ("A1 " * 40_000, "password " * 20_000, "-----BEGIN " * 10_000, "a" * 200_000, "1-" * 60_000):
        spans(text, ALL)
