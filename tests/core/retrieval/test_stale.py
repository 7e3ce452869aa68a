# SPDX-License-Identifier: AGPL-3.0-or-later
"""The cache of vectors goes when documents are deleted, also when another process uses it just then."""

from __future__ import annotations

from core.retrieval import stale
from core.workspace import Workspace


def test_a_cache_that_nobody_uses_is_emptied_at_once(workspace: Workspace) -> None:
    (workspace.paths.vectors / "rows").write_bytes(b"vectors of what was deleted")
    stale.forget_cache(workspace)
    assert list(workspace.paths.vectors.iterdir()) == []


def test_a_cache_in_use_is_emptied_by_the_next_who_uses_it(workspace: Workspace) -> None:
    rows = workspace.paths.vectors / "rows"
    rows.write_bytes(b"vectors of what was deleted")
    with stale.lock(workspace):
        stale.forget_cache(workspace)
        assert rows.exists()
    with stale.lock(workspace):
        stale.clear_if_stale(workspace)
        assert not rows.exists()
        rows.write_bytes(b"vectors of what is there")
        stale.clear_if_stale(workspace)
        assert rows.exists()
