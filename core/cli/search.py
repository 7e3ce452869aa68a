# SPDX-License-Identifier: AGPL-3.0-or-later
"""``search``: one query, or a file of many."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.app import App
from core.cli import output
from core.cli.commands import add_command
from core.cli.session import opened
from core.errors import UserError
from core.records import Hit, SearchResult

_SHOWN_CHARACTERS = 300


def register(subparsers: Any) -> None:
    parser = add_command(subparsers, "search", search, "Finds passages by their words and their meaning.")
    parser.add_argument("query", nargs="?", metavar="QUERY")
    parser.add_argument(
        "--queries", type=Path, metavar="FILE.jsonl", help='many: {"id","query"} on each line'
    )
    parser.add_argument("--k", type=int, default=10, help="how many passages at most (default 10, up to 100)")
    parser.add_argument("--mode", default="hybrid", help="hybrid (the default), lexical or dense")
    parser.add_argument("--collection", metavar="C", help="only documents of this collection")
    parser.add_argument("--jsonl", action="store_true", help="one JSON object a line, with --queries")


def search(args: argparse.Namespace) -> int:
    if (args.query is None) == (args.queries is None):
        raise UserError("Give either a query or --queries FILE.jsonl.", do="See: isnad search --help")
    with opened(args) as app:
        return _one(app, args) if args.queries is None else _many(app, args)


def _one(app: App, args: argparse.Namespace) -> int:
    found = app.search.find(args.query, k=args.k, mode=args.mode, collection=args.collection)
    if found.note:
        output.tell(found.note)
    output.result(args, found, _human(found))
    return output.OK


def _many(app: App, args: argparse.Namespace) -> int:
    lines = _Lines(args.queries)
    collected = []
    for query_id, found in app.search.find_many(
        iter(lines), k=args.k, mode=args.mode, collection=args.collection
    ):
        answer = {"id": lines.ids[query_id], "hits": found.hits, "seconds": found.seconds}
        if found.note:
            answer["note"] = found.note
        if args.json:
            collected.append(answer)
        elif args.jsonl:
            output.line(answer)
        else:
            print(f"{found.query}\n{_human(found)}\n", flush=True)
    if args.json:
        output.result(args, {"results": collected, "errors": lines.errors}, "")
    return output.SOME_FAILED if lines.errors else output.OK


class _BadLineError(Exception):
    """What is wrong with one line of the file."""


class _Lines:
    """The queries of a file. What is wrong with a line is told when it is met; the rest goes on."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.ids: dict[str, Any] = {}
        self.errors: list[str] = []

    def __iter__(self) -> Iterator[tuple[str, str]]:
        try:
            with self._file.open(encoding="utf-8-sig", errors="replace") as opened_file:
                for number, line in enumerate(opened_file, start=1):
                    if line.strip():
                        yield from self._read(number, line)
        except OSError as error:
            raise UserError(
                f"The file {self._file} cannot be read: {error.strerror}.",
                do="Check its name and its rights.",
            ) from error

    def _read(self, number: int, line: str) -> Iterator[tuple[str, str]]:
        try:
            query_id, query = _id_and_query(line)
        except _BadLineError as error:
            self.errors.append(f"{self._file}, line {number}: {error}")
            output.tell(self.errors[-1])
            return
        self.ids[str(number)] = query_id
        yield str(number), query


def _id_and_query(line: str) -> tuple[Any, str]:
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        raise _BadLineError("this is not JSON.") from None
    if not isinstance(row, dict) or not isinstance(row.get("query"), str):
        raise _BadLineError('there is no text under "query".')
    if not isinstance(row.get("id"), str | int):
        raise _BadLineError('there is no text or number under "id".')
    return row["id"], row["query"]


def _human(found: SearchResult) -> str:
    shown = [_hit(hit) for hit in found.hits]
    if found.corrected is not None:
        shown.insert(0, f"Searched for: {found.corrected[:_SHOWN_CHARACTERS]}")
    return "\n\n".join(shown) or "Nothing was found."


def _hit(hit: Hit) -> str:
    best = " ".join(hit.text[hit.best_start - hit.start : hit.best_end - hit.start].split())
    if len(best) > _SHOWN_CHARACTERS:
        best = f"{best[:_SHOWN_CHARACTERS]}…"
    return f"{hit.rank}. {hit.document}, page {hit.page}\n   {best}"
