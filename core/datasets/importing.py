# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a dataset file to examples: which rows can be used, and why the others cannot."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from core.datasets.examples import Messages
from core.datasets.importers import convert
from core.datasets.importers.rows import RowError
from core.db.tables import DocumentRow, ExampleRow, new_id
from core.jobs.resident import Resident
from core.records import RejectedRow
from core.settings import MIB

_READER = {"memory_bytes": 4096 * MIB, "file_bytes": 0}
_SILENT_SECONDS = 120.0

# The row's number, its shape's name, the row as it stood, and its conversation.
Usable = tuple[int, str, dict[str, Any], Messages]


def usable(path: Path) -> tuple[list[Usable], list[RejectedRow]]:
    """The rows of a file that can be used, and those that cannot, each with its number."""
    found: list[Usable] = []
    rejected: list[RejectedRow] = []
    seen: dict[str, int] = {}
    for number, row, unread in _rows(path):
        shape, turns, why = ("", [], unread) if unread is not None else _converted(row)
        same = seen.setdefault(json.dumps(turns), number) if why is None else number
        if same != number:
            why = f"it is the same as row {same}"
        if why is None:
            found.append((number, shape, row, turns))
        else:
            rejected.append(RejectedRow(number, why))
    return found, rejected


def _converted(row: Any) -> tuple[str, Messages, str | None]:
    try:
        return *convert(row), None
    except RowError as error:
        return "", [], str(error)


def _rows(path: Path) -> Iterator[tuple[int, Any, str | None]]:
    reader = Resident(f"The process that reads {path.name}", ["rows"], _READER)
    try:
        for kind, batch in reader.stream("read", path=str(path.absolute()), timeout=_SILENT_SECONDS):
            if kind == "event":
                yield from batch
    finally:
        reader.close()


def kind_of(found: Sequence[Usable]) -> str:
    """label for text/label rows; qa where every conversation is one question and one answer; else chat."""
    if all(shape == "text-label" for _, shape, _, _ in found):
        return "label"
    single = all(sum(turn["role"] == "user" for turn in turns) == 1 for _, _, _, turns in found)
    return "qa" if single else "chat"


def insert_examples(session: Session, dataset_id: str, file: str, found: Sequence[Usable]) -> None:
    documents = _documents_by_name(session)
    session.execute(
        insert(ExampleRow),
        [
            {
                "id": new_id(),
                "dataset_id": dataset_id,
                "number": position,
                "messages": turns,
                "original": None,
                "state": "accepted",
                "split": "",
                "origin": f"{file}, row {number}",
                **_source(row, documents),
            }
            for position, (number, _, row, turns) in enumerate(found, start=1)
        ],
    )


def _documents_by_name(session: Session) -> dict[str, str]:
    """Ids of documents by path and by file name, where that names only one."""
    rows = session.execute(select(DocumentRow.id, DocumentRow.path, DocumentRow.name)).all()
    names = Counter(name for _, _, name in rows)
    by_name = {name: document_id for document_id, _, name in rows if names[name] == 1}
    return by_name | {path: document_id for document_id, path, _ in rows}


def _source(row: dict[str, Any], documents: dict[str, str]) -> dict[str, Any]:
    named = row.get("document")
    source = named if isinstance(named, str) else ""
    numbers = {
        name: row.get(name) if type(row.get(name)) is int else None for name in ("page", "start", "end")
    }
    return {"source": source, "document_id": documents.get(source), **numbers}
