# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be wrong with a dataset before it trains anything; each finding says what to do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from core.datasets.examples import answer, question
from core.datasets.splits import HELD_OUT
from core.db.tables import ExampleRow
from core.records import Check

# Four characters a token is the common rule for English; the exact count needs the model's tokenizer.
_CHARACTERS_PER_TOKEN = 4
_LONG_TOKENS = 2048
_FEW = 20


def check(rows: Sequence[ExampleRow], kind: str) -> list[Check]:
    """The findings over all examples of a dataset, rejected ones left aside."""
    used = [row for row in rows if row.state == "accepted"]
    findings = [
        _reviewed(rows),
        _enough(used),
        _repeated(used),
        _contradicting(used),
        _leaking(used),
        _long(used),
        _sourced(used),
    ]
    return [*findings, _rare_labels(used)] if kind == "label" else findings


def _reviewed(rows: Sequence[ExampleRow]) -> Check:
    waiting = sum(row.state == "pending" for row in rows)
    fix = "Accept or reject them: only accepted examples train." if waiting else ""
    return Check("Reviewed", not waiting, f"{waiting} examples wait for review", fix)


def _enough(used: Sequence[ExampleRow]) -> Check:
    fix = "" if len(used) >= _FEW else f"Fewer than {_FEW} teach little and test nothing: add more."
    return Check("Enough examples", len(used) >= _FEW, f"{len(used)} accepted", fix)


def _repeated(used: Sequence[ExampleRow]) -> Check:
    counts = Counter((_key(row), answer(row.messages).strip()) for row in used)
    extra = sum(count - 1 for count in counts.values())
    return Check("No repeats", not extra, f"{extra} repeat another", "Reject the repeats." if extra else "")


def _contradicting(used: Sequence[ExampleRow]) -> Check:
    answers: dict[str, set[str]] = defaultdict(set)
    for row in used:
        answers[_key(row)].add(answer(row.messages).strip())
    torn = sum(len(found) > 1 for found in answers.values())
    fix = "Keep one answer for each question." if torn else ""
    return Check("One answer each", not torn, f"{torn} questions have several answers", fix)


def _leaking(used: Sequence[ExampleRow]) -> Check:
    sides: dict[str, set[bool]] = defaultdict(set)
    for row in used:
        for name in filter(None, (f"question {_key(row)}", row.source and f"document {row.source}")):
            sides[name].add(row.split in HELD_OUT)
    leaks = sum(len(found) > 1 for found in sides.values())
    fix = "Split again: a held-out question that was trained on proves nothing." if leaks else ""
    return Check("Held out for real", not leaks, f"{leaks} questions or documents are on both sides", fix)


def _long(used: Sequence[ExampleRow]) -> Check:
    limit = _LONG_TOKENS * _CHARACTERS_PER_TOKEN
    over = sum(sum(len(turn["content"]) for turn in row.messages) > limit for row in used)
    fix = "They are cut off at the run's max_length: shorten them, or raise it." if over else ""
    return Check("Not too long", not over, f"{over} have more than about {_LONG_TOKENS} tokens", fix)


def _sourced(used: Sequence[ExampleRow]) -> Check:
    known = sum(row.page is not None for row in used)
    return Check("Sources known", True, f"{known} of {len(used)} know their page")


def _rare_labels(used: Sequence[ExampleRow]) -> Check:
    counts = Counter(answer(row.messages).strip() for row in used)
    rare = sorted(label for label, count in counts.items() if count < 3)
    fix = f"Add examples of: {', '.join(rare[:5])}" if rare else ""
    return Check(
        "No rare labels", not rare, f"{len(counts)} labels, {len(rare)} with fewer than 3 examples", fix
    )


def _key(row: ExampleRow) -> str:
    return question(row.messages).strip().casefold()
