# SPDX-License-Identifier: AGPL-3.0-or-later
"""``extract``, ``ingest`` and ``documents``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from core.cli import output
from core.cli.commands import add_command
from core.cli.session import opened, run_job
from core.errors import UserError


def register(subparsers: Any) -> None:
    parser = add_command(
        subparsers, "extract", extract, "Reads files, without a workspace: the text of each page."
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--jsonl", action="store_true", help="one JSON object a line for each page, as soon as it is read"
    )
    parser = add_command(subparsers, "ingest", ingest, "Adds files and folders to a collection.")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument(
        "--collection", metavar="C", help="its name; made when it is new (default: documents)"
    )
    _add_waiting(parser)
    group = add_command(subparsers, "documents", None, "What was added: list, show, delete, retry.")
    verbs = group.add_subparsers(dest="verb", required=True, metavar="VERB")
    parser = add_command(verbs, "list", documents_list, "Lists documents with their pages.")
    parser.add_argument("--collection", metavar="C", help="only those of this collection")
    add_command(verbs, "show", documents_show, "Shows one document and its pages.").add_argument("id")
    parser = add_command(
        verbs, "delete", documents_delete, "Removes documents and all that was made of them."
    )
    parser.add_argument("ids", nargs="+", metavar="ID")
    parser = add_command(verbs, "retry", documents_retry, "Reads the pages again that could not be read.")
    parser.add_argument("id")
    _add_waiting(parser)


def _add_waiting(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--wait", action="store_true", help="wait for the end (the default)")
    parser.add_argument("--detach", action="store_true", help="only start it; prints the job's id")


def extract(args: argparse.Namespace) -> int:
    from core.documents.extract_files import extract_files

    missing = [str(path) for path in args.files if not path.exists()]
    if missing:
        raise UserError("There is no such file:", details=missing, do="Check the names.")
    pages, failed = [], False
    for page in extract_files(args.files):
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
    with opened(args) as app:
        return _run(args, app, app.documents.ingest(args.paths, args.collection))


def _run(args: argparse.Namespace, app: Any, job_id: str) -> int:
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


def documents_list(args: argparse.Namespace) -> int:
    with opened(args) as app:
        wanted = app.find("collections", args.collection) if args.collection else None
        documents = app.documents.list(wanted)
    rows = [
        [d.id[:8], d.status, d.pages, d.pages_ocr, d.pages_failed, d.languages, d.path] for d in documents
    ]
    head = ["id", "status", "pages", "OCR", "failed", "languages", "path"]
    output.result(args, {"documents": documents}, output.table(rows, head))
    return output.OK


def documents_show(args: argparse.Namespace) -> int:
    with opened(args) as app:
        document = app.documents.get(app.find("documents", args.id))
        pages = app.documents.pages(document.id)
    shown = {**output.plain(document), "page_list": output.plain(pages)}
    facts = "\n".join(f"{name}: {value}" for name, value in output.plain(document).items())
    texts = "\n".join(f"--- page {page.number} ({page.source})\n{page.error or page.text}" for page in pages)
    output.result(args, shown, f"{facts}\n{texts}")
    return output.OK


def documents_delete(args: argparse.Namespace) -> int:
    with opened(args) as app:
        ids = [app.find("documents", name) for name in args.ids]
        app.documents.delete(ids)
    output.result(args, {"deleted": ids}, f"{len(ids)} deleted.")
    return output.OK


def documents_retry(args: argparse.Namespace) -> int:
    with opened(args) as app:
        return _run(args, app, app.documents.retry([app.find("documents", args.id)]))
