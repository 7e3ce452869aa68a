# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbered steps from an empty file to today's schema; ``PRAGMA user_version`` says how far a file has come.

A released step is never changed: a new schema is a new step, and a test proves that the steps together give
the very schema of core.db.tables.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, Engine

from core.db.migrations.m0001_first import first
from core.db.migrations.m0002_find_and_chat import find_and_chat
from core.errors import UserError

STEPS: tuple[Callable[[Connection], None], ...] = (first, find_and_chat)


def migrate(engine: Engine) -> int:
    """Runs the steps the file lacks, each in one transaction; returns the schema's number.

    Raises :class:`UserError` when the file was written by a newer Isnad.
    """
    if _version(engine) > len(STEPS):
        raise UserError(
            f"This workspace has schema {_version(engine)}; this Isnad knows {len(STEPS)} at most.",
            do="Open it with the newer program.",
        )
    for number, step in enumerate(STEPS, start=1):
        if _version(engine) >= number:
            continue  # so that opening waits for nobody who writes
        with engine.connect().execution_options(isnad_begin="IMMEDIATE") as connection, connection.begin():
            if connection.exec_driver_sql("PRAGMA user_version").scalar_one() < number:
                step(connection)
                connection.exec_driver_sql(f"PRAGMA user_version = {number}")
    return len(STEPS)


def _version(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
