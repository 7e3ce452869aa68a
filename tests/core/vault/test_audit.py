# SPDX-License-Identifier: AGPL-3.0-or-later
"""The audit chain tells the first entry that was changed, taken out or put in."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from core.workspace import Workspace


def _write(workspace: Workspace, count: int) -> None:
    for number in range(count):
        with workspace.db.session() as session:
            workspace.audit.append(session, "test.act", f"subject{number}", n=number)


def test_an_untouched_chain_verifies(workspace: Workspace) -> None:
    _write(workspace, 5)
    with workspace.db.reading() as session:
        assert workspace.audit.first_bad(session) == (6, None)  # creation is the first entry


@pytest.mark.parametrize(
    ("tampering", "bad"),
    [
        ("UPDATE audit SET subject = 'other' WHERE sequence = 3", 3),
        ("UPDATE audit SET at = at + 1 WHERE sequence = 2", 2),
        ("DELETE FROM audit WHERE sequence = 4", 5),
        ("DELETE FROM audit WHERE sequence = 1", 2),
        ("UPDATE audit SET detail = '{\"n\": 7}' WHERE sequence = 6", 6),
    ],
)
def test_tampering_is_found_where_it_happened(workspace: Workspace, tampering: str, bad: int) -> None:
    _write(workspace, 5)
    with workspace.db.session() as session:
        session.execute(text(tampering))
    with workspace.db.reading() as session:
        assert workspace.audit.first_bad(session)[1] == bad


def test_an_entry_stands_or_falls_with_its_deed(workspace: Workspace) -> None:
    with pytest.raises(RuntimeError), workspace.db.session() as session:  # noqa: PT012
        workspace.audit.append(session, "test.act", "undone")
        raise RuntimeError
    with workspace.db.reading() as session:
        assert workspace.audit.first_bad(session) == (1, None)
