# SPDX-License-Identifier: AGPL-3.0-or-later
"""The numbered steps give the very schema that the tables declare."""

from __future__ import annotations

from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, create_engine, text

from core.db.engine import Database
from core.db.tables import Base


def _schema(engine: Engine) -> dict[str, str]:
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        return {name: " ".join(sql.split()).replace("( ", "(").replace(" )", ")") for name, sql in rows}


def test_the_steps_give_the_schema_of_the_tables(tmp_path: Path) -> None:
    migrated = Database(tmp_path / "isnad.db", bytes(32))
    declared = create_engine("sqlite+pysqlite://", module=sqlcipher)
    with declared.connect() as connection:
        Base.metadata.create_all(connection)
        connection.commit()
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        wanted = {name: " ".join(sql.split()).replace("( ", "(").replace(" )", ")") for name, sql in rows}
    assert _schema(migrated.engine) == wanted


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    first = Database(tmp_path / "isnad.db", bytes(32))
    before = _schema(first.engine)
    first.close()
    assert _schema(Database(tmp_path / "isnad.db", bytes(32)).engine) == before
