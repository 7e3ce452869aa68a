# SPDX-License-Identifier: AGPL-3.0-or-later
"""``extract`` and ``ingest``: reading files, with and without a workspace."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli import output
from core.cli.commands import add_command
from core.cli.session import opened, run_job
from core.errors import UserError

if TYPE_CHECKING:
    from core.app import App


def register(subparsers: Any) -> None:
    parser = add_command(
        subparsers, "extract", extract, "Reads files, without a workspace: the text of each page."
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--jsonl", action="store_true", help="one JSON object a line for each page, as soon as it is read"
    )
    add_password_file(parser)
    parser = add_command(subparsers, "ingest", ingest, "Adds files and folders to a collection.")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument(
        "--collection", metavar="C", help="its name; made when it is new (default: documents)"
    )
    parser.add_argument("--engine", metavar="E", help="the OCR engine for this time")
    add_password_file(parser)
    add_waiting(parser)


def add_password_file(parser: argparse.ArgumentParser, *, required: bool = False) -> None:
    parser.add_argument(
        "--password-file",
        metavar="F",
        type=Path,
        required=required,
        help="a file of passwords, one a line, tried on what is locked",
    )


def add_waiting(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--wait", action="store_true", help="wait for the end (the default)")
    parser.add_argument("--detach", action="store_true", help="only start it; prints the job's id")


def passwords(file: Path | None) -> tuple[str, ...]:
    """The lines of a file of passwords. Raises :class:`UserError`."""
    if file is None:
        return ()
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            f"The password file {file} cannot be read.", do="Check its name and rights."
        ) from error
    return tuple(line for line in lines if line)


def extract(args: argparse.Namespace) -> int:
    from core.documents.extract_files import extract_files

    missing = [str(path) for path in args.files if not path.exists()]
    if missing:
        raise UserError("There is no such file:", details=missing, do="Check the names.")
    pages, failed = [], False
    for page in extract_files(args.files, passwords=passwords(args.password_file)):
        failed = failed or page["source"] == "failed"
        if args.jsonl:
            output.line(page)
        elif args.json:
            pages.append(page)
        else:
            _print_page(page)
    if args.json:
        output.result(args, {"pages": pages}, "")
    return output.SOME_FAILED if failed else output.OK


def _print_page(page: dict[str, Any]) -> None:
    number = f", page {page['page']}" if page["page"] else ""
    output.tell(f"--- {page['file']}{number} ({page['source']})")
    if page["error"]:
        output.tell(page["error"])
    else:
        print(page["text"], flush=True)


def ingest(args: argparse.Namespace) -> int:
    given = passwords(args.password_file)
    with opened(args) as app:
        job_id = app.documents.ingest(args.paths, args.collection, passwords=given, engine=args.engine)
        return run_reading(args, app, job_id)


def run_reading(args: argparse.Namespace, app: App, job_id: str) -> int:
    """Runs a job that reads files, or only starts it, and tells what became of each file."""
    if args.detach:
        app.jobs.start(job_id)
        output.result(args, {"job_id": job_id}, job_id)
        return output.OK
    result = run_job(app, job_id).result or {"documents": []}
    rows = [
        [document["status"], document["pages"], document["path"], document["error"]]
        for document in result["documents"]
    ]
    output.result(args, result, output.table(rows, ["status", "pages", "path", "remark"]))
    bad = any(document["status"] in {"failed", "partial"} for document in result["documents"])
    return output.SOME_FAILED if bad else output.OK
