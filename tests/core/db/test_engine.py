# SPDX-License-Identifier: AGPL-3.0-or-later
"""The database is encrypted, refuses a wrong key, and serves several processes at once."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from core.db.engine import BUSY_SECONDS, Database
from core.db.migrations import STEPS
from core.db.tables import CollectionRow, SettingRow
from core.errors import UserError
from core.paths import PROGRAM

KEY = bytes(range(32))


def test_the_file_tells_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "isnad.db", KEY)
    with database.session() as session:
        session.add(CollectionRow(name="a very secret collection"))
    database.close()
    content = (tmp_path / "isnad.db").read_bytes()
    assert not content.startswith(b"SQLite format 3")
    assert b"secret" not in content
    assert b"CREATE TABLE" not in content


def test_a_wrong_key_is_refused_in_words(tmp_path: Path) -> None:
    Database(tmp_path / "isnad.db", KEY).close()
    with pytest.raises(UserError, match="cannot be opened"):
        Database(tmp_path / "isnad.db", bytes(32))


def test_a_damaged_file_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "isnad.db").write_bytes(b"this is no database" * 1000)
    with pytest.raises(UserError, match="cannot be opened"):
        Database(tmp_path / "isnad.db", KEY)


def test_a_newer_schema_is_refused_in_words(tmp_path: Path) -> None:
    database = Database(tmp_path / "isnad.db", KEY)
    with database.session() as session:
        session.execute(text(f"PRAGMA user_version = {len(STEPS) + 1}"))
    database.close()
    with pytest.raises(UserError, match="newer"):
        Database(tmp_path / "isnad.db", KEY)


def test_a_session_within_a_session_reads_what_was_committed(tmp_path: Path) -> None:
    database = Database(tmp_path / "isnad.db", KEY)
    count = select(func.count()).select_from(CollectionRow)
    with database.session() as outer:
        outer.add(CollectionRow(name="not yet"))
        outer.flush()
        with database.reading() as inner:
            assert inner.scalar(count) == 0
    with database.reading() as session:
        assert session.scalar(count) == 1
    database.close()


def test_opening_waits_for_nobody_who_writes(tmp_path: Path) -> None:
    database = Database(tmp_path / "isnad.db", KEY)
    with database.session() as session:
        session.add(CollectionRow(name="being written"))
        session.flush()
        started = time.monotonic()
        Database(tmp_path / "isnad.db", KEY).close()
        assert time.monotonic() - started < BUSY_SECONDS / 2
    database.close()


def test_many_threads_read_at_once(tmp_path: Path) -> None:
    database = Database(tmp_path / "isnad.db", KEY)
    together = threading.Barrier(30)

    def read(_number: int) -> int:
        with database.reading() as session:
            session.execute(select(CollectionRow)).all()
            together.wait(timeout=30)
            return session.scalar(select(func.count()).select_from(CollectionRow)) or 0

    with ThreadPoolExecutor(30) as threads:
        assert list(threads.map(read, range(30))) == [0] * 30
    database.close()


def test_an_error_rolls_the_whole_transaction_back(tmp_path: Path) -> None:
    database = Database(tmp_path / "isnad.db", KEY)
    with pytest.raises(ZeroDivisionError), database.session() as session:  # noqa: PT012
        session.add(CollectionRow(name="half"))
        session.flush()
        raise ZeroDivisionError
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(CollectionRow)) == 0


_WRITER = """
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from core.db.engine import BUSY_SECONDS, Database
from core.db.tables import CollectionRow, SettingRow
database = Database(Path(sys.argv[1]), bytes(range(32)))
for number in range(60):
    with database.session() as session:
        session.add(CollectionRow(name=f"{sys.argv[2]}-{number}"))
"""


def test_four_processes_write_at_once_and_none_is_turned_away(tmp_path: Path) -> None:
    database = Database(tmp_path / "isnad.db", KEY)
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path / "isnad.db"), name],
            cwd=PROGRAM,
            stderr=subprocess.PIPE,
        )
        for name in "abcd"
    ]
    complaints = [writer.communicate()[1] for writer in writers]
    assert complaints == [b""] * 4
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(CollectionRow)) == 240


def test_a_commit_of_anybody_is_seen(tmp_path: Path) -> None:
    ours, theirs = (Database(tmp_path / "isnad.db", bytes(32)) for _ in range(2))
    before = ours.commits()
    with theirs.reading() as session:
        session.scalar(select(func.count()).select_from(SettingRow))
    assert ours.commits() == before, "reading changes nothing"
    for writer in (theirs, ours):
        with writer.session() as session:
            session.add(SettingRow(name=f"by {writer is ours}", value={}))
        assert ours.commits() != before
        before = ours.commits()
    ours.close()
    theirs.close()
