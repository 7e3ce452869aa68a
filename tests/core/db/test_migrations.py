# SPDX-License-Identifier: AGPL-3.0-or-later
"""The numbered steps give the very schema that the tables declare."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, create_engine, text

from core.db import migrations
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


def test_an_old_conversation_becomes_one_line_of_messages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(migrations, "STEPS", migrations.STEPS[:1])
        old = Database(tmp_path / "isnad.db", bytes(32))
        with old.engine.begin() as connection:
            for statement in (
                "INSERT INTO agents (id, name, created) VALUES ('a', 'A', 1)",
                "INSERT INTO conversations (id, agent_id, title, created) VALUES ('c', 'a', 'T', 1)",
            ):
                connection.exec_driver_sql(statement)
            for number, name in ((1, "m1"), (2, "m2"), (5, "m3")):
                connection.exec_driver_sql(
                    "INSERT INTO messages (id, conversation_id, number, role, text, feedback, created) "
                    "VALUES (?, 'c', ?, 'user', ?, 1, 1)",
                    (name, number, f"words of {name}"),
                )
        old.close()
    new = Database(tmp_path / "isnad.db", bytes(32))
    with new.engine.connect() as connection:
        rows = connection.execute(text("SELECT id, parent_id, text, feedback FROM messages ORDER BY number"))
        kept = [tuple(row) for row in rows]
    assert kept == [
        ("m1", None, "words of m1", 1),
        ("m2", "m1", "words of m2", 1),
        ("m3", "m2", "words of m3", 1),
    ]
