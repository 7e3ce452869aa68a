# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever is typed or pasted becomes a query that can be searched, or an empty one."""

from __future__ import annotations

import pytest

from core.retrieval.typed import LONGEST, clean, writable


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("  why\twas\n it  closed? ", "why was it closed?"),
        ("br\u202eidge\u200f \x00\x07closed\ufeff", "bridge closed"),
        ("\ud800bridge", "bridge"),
        ("  ", ""),
        ("?!… — «»", ""),
        ("٣", "٣"),
    ],
)
def test_clean(typed: str, searched: str) -> None:
    assert clean(typed) == searched


def test_a_long_query_is_cut_at_a_word() -> None:
    cut = clean("bridge closed " * 10_000)
    assert LONGEST - 20 < len(cut) <= LONGEST
    assert set(cut.split()) == {"bridge", "closed"}
    assert len(clean("x" * 100_000)) == LONGEST


def test_half_a_character_can_be_written_again() -> None:
    assert writable("a\udcffb").encode() == b"a?b"
