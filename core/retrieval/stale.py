# SPDX-License-Identifier: AGPL-3.0-or-later
"""Making the vectors' cache anew once documents are deleted: Chroma keeps rows that were taken out of it."""

from __future__ import annotations

import shutil

import filelock

from core.workspace import Workspace

_MARK = "vectors.stale"


def lock(workspace: Workspace) -> filelock.FileLock:
    """Held by the one process that uses the cache."""
    return filelock.FileLock(workspace.paths.locks / "vectors.lock", timeout=0)


def forget_cache(workspace: Workspace) -> None:
    """Removes the cache, now, or as soon as the process that holds it has ended."""
    (workspace.paths.locks / _MARK).touch()
    try:
        with lock(workspace):
            clear_if_stale(workspace)
    except filelock.Timeout:
        return


def clear_if_stale(workspace: Workspace) -> None:
    """Removes a cache that holds what was deleted. Only for whoever holds the lock."""
    mark = workspace.paths.locks / _MARK
    if mark.exists():
        shutil.rmtree(workspace.paths.vectors)
        workspace.paths.vectors.mkdir(mode=0o700)
        mark.unlink()
