# SPDX-License-Identifier: AGPL-3.0-or-later
"""``search``: one query, or a file of many."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from core.app import App
from core.cli import output
from core.cli.commands import add_command
from core.cli.session import opened
from core.errors import NotFoundError, UserError
from core.records import Hit, SavedSearch, SearchFilters, SearchResult

_SHOWN_CHARACTERS = 300
_SHOWN_FACETS = 8
_WAYS = ("query", "queries", "saved", "similar", "forget", "list_saved")


def register(subparsers: Any) -> None:
    parser = add_command(subparsers, "search", search, "Finds passages by their words and their meaning.")
    parser.add_argument("query", nargs="?", metavar="QUERY")
    parser.add_argument(
        "--queries", type=Path, metavar="FILE.jsonl", help='many: {"id","query"} on each line'
    )
    parser.add_argument("--similar", metavar="DOC:PAGE[:START-END]", help="passages like this place")
    parser.add_argument("--k", type=int, default=10, help="how many passages at most (default 10, up to 100)")
    parser.add_argument("--mode", help="hybrid (the default), lexical or dense")
    parser.add_argument("--as-typed", action="store_true", help="puts no spelling right")
    parser.add_argument("--facets", action="store_true", help="counts the passages found by what they are")
    parser.add_argument(
        "--export", type=Path, metavar="FILE", help="writes them as .md, .csv, .json or .docx"
    )
    parser.add_argument("--jsonl", action="store_true", help="one JSON object a line, with --queries")
    _register_limits(parser.add_argument_group("limits (several of one kind: any of them)"))
    _register_saved(parser.add_argument_group("searches that are kept"))


def _register_limits(group: Any) -> None:
    group.add_argument("--collection", metavar="C", help="only documents of this collection")
    group.add_argument("--document", action="append", default=[], metavar="D", help="only this document")
    group.add_argument("--tag", action="append", default=[], help="only documents with this tag")
    group.add_argument("--language", action="append", default=[], metavar="L", help="only passages in it")
    group.add_argument("--type", action="append", default=[], metavar="T", help="only such files: pdf, docx")
    group.add_argument("--source", action="append", default=[], metavar="S", help="text, ocr or corrected")
    group.add_argument("--since", metavar="DAY", help="only documents of this day or later: 2021-03-09, 2021")
    group.add_argument("--until", metavar="DAY", help="only documents of this day or earlier")


def _register_saved(group: Any) -> None:
    group.add_argument("--save", metavar="NAME", help="keeps this search under a name")
    group.add_argument("--saved", metavar="NAME", help="searches again for what was kept")
    group.add_argument("--list-saved", action="store_true", help="lists the searches that are kept")
    group.add_argument("--forget", metavar="NAME", help="keeps a search no longer")


def search(args: argparse.Namespace) -> int:
    ways = [way for way in _WAYS if getattr(args, way) not in {None, False}]
    if len(ways) != 1:
        raise UserError(
            "Give either a query or --queries FILE.jsonl, or --similar, --saved, --list-saved or --forget.",
            do="See: isnad search --help",
        )
    with opened(args) as app:
        return _DO[ways[0]](app, args)


def _one(app: App, args: argparse.Namespace) -> int:
    filters, mode = _filters(app, args), args.mode or "hybrid"
    found = app.search.find(args.query, k=args.k, mode=mode, filters=filters, correct=not args.as_typed)
    if args.save is not None:
        app.search.save(args.save, args.query, mode, filters)
        output.tell(f"Kept as “{args.save}”. Search again with: isnad search --saved {args.save!r}")
    return _shown(app, args, found)


def _again(app: App, args: argparse.Namespace) -> int:
    """A saved search; limits and a mode that are given now take the places of its own."""
    kept, given = _kept(app, args.saved), asdict(_filters(app, args))
    filters = replace(kept.filters, **{name: value for name, value in given.items() if value})
    found = app.search.find(
        kept.query, k=args.k, mode=args.mode or kept.mode, filters=filters, correct=not args.as_typed
    )
    return _shown(app, args, found)


def _similar(app: App, args: argparse.Namespace) -> int:
    place = _PLACE.fullmatch(args.similar)
    if place is None:
        raise UserError(
            f"“{args.similar}” names no place.", do="Write DOCUMENT:PAGE or DOCUMENT:PAGE:START-END."
        )
    document, page = app.find("documents", place["document"]), int(place["page"])
    length = len(app.documents.page(document, page).text)
    start, end = int(place["start"] or 0), int(place["end"] or length)
    found = app.search.similar(document, page, start, end, k=args.k, filters=_filters(app, args))
    return _shown(app, args, found)


def _list_saved(app: App, args: argparse.Namespace) -> int:
    kept = app.search.saved()
    rows = [[one.name, one.query, one.mode] for one in kept]
    output.result(args, {"saved": kept}, output.table(rows, ["Name", "Query", "Mode"]))
    return output.OK


def _forget(app: App, args: argparse.Namespace) -> int:
    kept = _kept(app, args.forget)
    app.search.delete_saved(kept.id)
    output.result(args, {"forgotten": kept.name}, f"“{kept.name}” is kept no longer.")
    return output.OK


def _kept(app: App, name: str) -> SavedSearch:
    for one in app.search.saved():
        if name in {one.name, one.id}:
            return one
    raise NotFoundError(f"There is no saved search “{name}”.", do="See: isnad search --list-saved")


def _filters(app: App, args: argparse.Namespace) -> SearchFilters:
    return SearchFilters(
        collection=args.collection,
        documents=tuple(app.find("documents", one) for one in args.document),
        tags=tuple(args.tag),
        languages=tuple(args.language),
        types=tuple(args.type),
        sources=tuple(args.source),
        since=args.since,
        until=args.until,
    )


def _shown(app: App, args: argparse.Namespace, found: SearchResult) -> int:
    if found.note:
        output.tell(found.note)
    if args.export is not None:
        app.search.export(found, args.export)
        output.tell(f"Written: {args.export}")
    counted = _counted(found) if args.facets else ""
    output.result(args, found, "\n\n".join(filter(None, (_human(found), counted))))
    return output.OK


def _counted(found: SearchResult) -> str:
    lines = []
    for field, values in found.facets.items():
        shown = ", ".join(f"{value} ({count})" for value, count in values[:_SHOWN_FACETS])
        lines += [f"{field}: {shown}"] if shown else []
    return "\n".join(lines)


def _many(app: App, args: argparse.Namespace) -> int:
    lines = _Lines(args.queries)
    collected = []
    for query_id, found in app.search.find_many(
        iter(lines),
        k=args.k,
        mode=args.mode or "hybrid",
        filters=_filters(app, args),
        correct=not args.as_typed,
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


_DO = {
    "query": _one,
    "queries": _many,
    "saved": _again,
    "similar": _similar,
    "forget": _forget,
    "list_saved": _list_saved,
}
_PLACE = re.compile(r"(?P<document>.+?):(?P<page>\d{1,9})(?::(?P<start>\d{1,9})-(?P<end>\d{1,9}))?")


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
    if found.understood:
        shown.insert(0, f"Understood: {', '.join(found.understood)[:_SHOWN_CHARACTERS]}")
    if not found.hits:
        shown.append("Nothing was found.")
    return "\n\n".join(shown)


def _hit(hit: Hit) -> str:
    best = " ".join(hit.text[hit.best_start - hit.start : hit.best_end - hit.start].split())
    if len(best) > _SHOWN_CHARACTERS:
        best = f"{best[:_SHOWN_CHARACTERS]}…"
    return f"{hit.rank}. {hit.document}, page {hit.page}\n   {best}"
