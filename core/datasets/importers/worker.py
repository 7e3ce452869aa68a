# SPDX-License-Identifier: AGPL-3.0-or-later
"""The confined child that reads a dataset file and hands out its rows: the file may be anybody's."""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from core.errors import UserError
from core.jobs import resident
from core.jobs.resident import Request

_BATCH = 200
# A field may be a whole document; csv's own limit is 128 KiB.
_FIELD_CHARACTERS = 16 * 1024 * 1024

# A row as (number from 1, the row, why it could not be read).
Numbered = tuple[int, Any, str | None]


def serve(_hello: dict[str, Any]) -> None:
    """Answers "read" {path} with events, each a list of rows as [number, row or null, why or null]."""
    resident.serve({"read": _read})


def _read(params: dict[str, Any], request: Request) -> int:
    path = Path(params["path"])
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(_READERS))
        raise UserError(f"{path.name} is of no known kind of dataset file.", do=f"Bring one of: {known}")
    count = 0
    try:
        for batch in _batches(reader(path)):
            request.emit(batch)
            count += len(batch)
    except FileNotFoundError:
        raise UserError(f"{path} does not exist.", do="Check its name.") from None
    except UnicodeDecodeError as error:
        raise UserError(
            f"{path.name} is not in UTF-8: byte {error.start} does not fit.",
            do="Save it as UTF-8 and try again.",
        ) from error
    except OSError as error:
        raise UserError(
            f"{path} cannot be read: {error.strerror or error}.", do="Check its rights."
        ) from error
    except (ValueError, RecursionError, csv.Error) as error:
        raise UserError(
            f"{path.name} is damaged: {error}", do="Check the file's end and its form."
        ) from error
    return count


def _batches(rows: Iterator[Numbered]) -> Iterator[list[Numbered]]:
    while batch := list(itertools.islice(rows, _BATCH)):
        yield batch


def _json(path: Path) -> Iterator[Numbered]:
    content = json.loads(path.read_text(encoding="utf-8-sig"))
    if isinstance(content, dict):
        content = next((value for value in content.values() if isinstance(value, list)), [content])
    for number, row in enumerate(content, start=1):
        yield number, row, None


def _json_lines(path: Path) -> Iterator[Numbered]:
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield _json_line(number, line)


def _json_line(number: int, line: str) -> Numbered:
    try:
        return number, json.loads(line), None
    except (ValueError, RecursionError):
        return number, None, "it is no JSON"


def _table(path: Path) -> Iterator[Numbered]:
    csv.field_size_limit(_FIELD_CHARACTERS)
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = file.read(64 * 1024)
        file.seek(0)
        delimiter = "\t" if path.suffix.lower() == ".tsv" else _delimiter(head)
        for number, row in enumerate(csv.DictReader(file, delimiter=delimiter), start=2):
            whole = None not in row and None not in row.values()
            yield number, row if whole else None, None if whole else "it has not as many fields as the head"


def _delimiter(head: str) -> str:
    names = head.split("\n", 1)[0]
    return max(",;\t|", key=names.count)


def _parquet(path: Path) -> Iterator[Numbered]:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(path)
        number = itertools.count(1)
        for batch in file.iter_batches(batch_size=_BATCH):
            for row in batch.to_pylist():
                yield next(number), row, None
    except pa.ArrowException as error:
        raise ValueError(str(error).split("\n", 1)[0]) from error


_READERS: dict[str, Callable[[Path], Iterator[Numbered]]] = {
    ".json": _json,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".csv": _table,
    ".tsv": _table,
    ".parquet": _parquet,
}
