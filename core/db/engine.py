# SPDX-License-Identifier: AGPL-3.0-or-later
"""SQLCipher behind SQLAlchemy: one engine a process, short write transactions, WAL for many processes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from core.db import migrations
from core.errors import UserError

BUSY_SECONDS = 60


class Database:
    """One process's way to the workspace's database.

    ``key`` is the raw 32-byte SQLCipher key. Opening migrates the schema to the newest version.
    Raises :class:`UserError` when the key does not fit or the file is of a newer Isnad.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self.engine = _engine(path, key)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._watching: Any = None
        self._watching_lock = threading.Lock()
        try:
            with self.engine.connect() as connection:
                connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
        except DatabaseError as error:
            self.engine.dispose()
            raise UserError(
                f"The database {path} cannot be opened with this key, or is damaged.",
                do="Restore the whole workspace folder from a backup: vault and database belong together.",
            ) from error
        self.schema = migrations.migrate(self.engine)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A write transaction: begins at once (BEGIN IMMEDIATE), commits at the end, or rolls back.

        Raises :class:`UserError` when the disk is full; everything committed before stays.
        """
        with self._sessions() as session:
            session.connection(execution_options={"isnad_begin": "IMMEDIATE"})
            try:
                yield session
                session.commit()
            except OperationalError as error:
                session.rollback()
                if "full" in str(error.orig):
                    raise no_space(self.path) from error
                raise
            except BaseException:
                session.rollback()
                raise

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A read transaction over one snapshot; never blocks a writer."""
        with self._sessions() as session:
            yield session

    def commits(self) -> int:
        """A number that is another one after every commit of any process: whoever keeps it with what was read
        need not read again while it stays."""
        with self._watching_lock:
            if self._watching is None:
                self._watching = self.engine.raw_connection()
            return int(self._watching.cursor().execute("PRAGMA data_version").fetchone()[0])

    def checkpoint(self) -> None:
        """Writes the log into the database and empties it, as far as no other process reads in it."""
        connection = self.engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()

    def close(self) -> None:
        with self._watching_lock:
            if self._watching is not None:
                self._watching.close()
                self._watching = None
        self.engine.dispose()


def no_space(path: Path) -> UserError:
    return UserError(
        f"No space is left on the disk that holds {path.parent}.",
        do="Free some space, then start the same work again: what was finished is kept.",
    )


def _engine(path: Path, key: bytes) -> Engine:
    def connect() -> Any:
        connection = sqlcipher.connect(
            str(path), timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None
        )
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        return connection

    # echo and hide_parameters: neither statements nor their values may reach a log. QueuePool by name: a URL
    # without a file would get a pool that closes the connections of other threads when there are many.
    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=connect,
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=-1,
    )
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    try:
        for pragma in (
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "foreign_keys = ON",
            "secure_delete = ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute("PRAGMA temp_store = MEMORY")
    except sqlcipher.DatabaseError:
        # A wrong key shows here first; the caller's own first query reports it.
        pass
    finally:
        cursor.close()


def _begin(connection: Any) -> None:
    mode = connection.get_execution_options().get("isnad_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")
