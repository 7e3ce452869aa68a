# SPDX-License-Identifier: AGPL-3.0-or-later
"""Both sides count; the silence of one is not a vote against."""

from __future__ import annotations

from core.retrieval.fuse import fuse, reciprocal_ranks, weighted


def test_what_both_sides_like_comes_first() -> None:
    lexical = {1: 9.0, 2: 8.0, 3: 1.0}
    dense = {1: 0.2, 2: 0.8, 3: 0.1, 4: 0.7}
    assert next(iter(fuse(lexical, dense))) == 2


def test_scales_do_not_matter() -> None:
    lexical, dense = {1: 9.0, 2: 8.0, 3: 1.0}, {1: 0.2, 2: 0.8, 3: 0.5}
    stretched = {number: score * 1e-6 for number, score in lexical.items()}
    assert list(fuse(stretched, dense)) == list(fuse(lexical, dense))


def test_a_passage_without_a_vector_is_not_punished() -> None:
    # 1 has no vector, since its language has no embedder; it must stay before a worse match with a poor one.
    lexical = {1: 9.0, 2: 8.9, 3: 2.0}
    assert next(iter(fuse(lexical, {2: 0.1, 3: 0.9}))) == 1


def test_one_candidate() -> None:
    assert list(fuse({5: 1.0}, {5: 0.3})) == [5]


def test_ranks_alone_count_for_reciprocal_ranks() -> None:
    lexical, dense = {1: 9.0, 2: 8.0, 3: 1.0}, {2: 0.9, 3: 0.1}
    assert list(reciprocal_ranks(lexical, dense)) == [2, 3, 1]


def test_the_greater_share_decides_a_weighted_sum() -> None:
    lexical, dense = {1: 9.0, 2: 0.0}, {1: 0.1, 2: 0.9}
    assert list(weighted(lexical, dense)) == [2, 1]
    assert list(weighted(lexical, dense, share=0.3)) == [1, 2]
    assert weighted({}, {}) == {}
