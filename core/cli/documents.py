# SPDX-License-Identifier: AGPL-3.0-or-later
"""``documents``: what was added, its pages, corrections, tags, and what its pages name."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli import output
from core.cli.commands import add_command
from core.cli.ingest import add_password_file, add_waiting, passwords, run_reading
from core.cli.session import opened, run_job
from core.errors import UserError

if TYPE_CHECKING:
    from core.app import App
    from core.records import Entity, Page


def register(subparsers: Any) -> None:
    group = add_command(subparsers, "documents", None, "What was added, page by page, and what it names.")
    verbs = group.add_subparsers(dest="verb", required=True, metavar="VERB")
    _register_list(verbs)
    _register_reading(verbs)
    _register_pages(verbs)
    _register_names(verbs)


def _register_list(verbs: Any) -> None:
    parser = add_command(verbs, "list", documents_list, "Lists documents with their pages.")
    _add_collection(parser)
    parser.add_argument("--tag", metavar="T", help="only those with this tag")
    parser.add_argument("--failed", action="store_true", help="only those not wholly read")
    add_command(verbs, "show", documents_show, "Shows one document and its pages.").add_argument("id")
    parser = add_command(
        verbs, "delete", documents_delete, "Removes documents and all that was made of them."
    )
    parser.add_argument("ids", nargs="+", metavar="ID")
    for name, handler, help_ in (
        ("tag", documents_tag, "Puts a tag on documents."),
        ("untag", documents_untag, "Takes a tag off documents."),
    ):
        parser = add_command(verbs, name, handler, help_)
        parser.add_argument("tag")
        parser.add_argument("ids", nargs="+", metavar="ID")


def _register_reading(verbs: Any) -> None:
    parser = add_command(verbs, "retry", documents_retry, "Reads pages again: those that failed, or as told.")
    parser.add_argument("ids", nargs="*", metavar="ID")
    parser.add_argument("--page", type=int, metavar="N", help="this page, also when it was read")
    parser.add_argument("--engine", metavar="E", help="recognise pictures again, with this OCR engine")
    parser.add_argument("--failures", action="store_true", help="all pages that failed, of all documents")
    _add_collection(parser)
    add_waiting(parser)
    parser = add_command(verbs, "unlock", documents_unlock, "Reads a locked document with its password.")
    parser.add_argument("id")
    add_password_file(parser, required=True)
    add_waiting(parser)


def _register_pages(verbs: Any) -> None:
    for name, handler, help_ in (
        ("correct", documents_correct, "Puts a text in the place of what was read on a page."),
        ("restore", documents_restore, "Takes the correction of a page back."),
    ):
        parser = add_command(verbs, name, handler, help_)
        parser.add_argument("id")
        parser.add_argument("page", type=int, metavar="PAGE")
        if name == "correct":
            parser.add_argument(
                "--file", type=Path, required=True, metavar="F", help="the page's text, UTF-8"
            )


def _register_names(verbs: Any) -> None:
    parser = add_command(
        verbs, "entities", documents_entities, "Names, days, amounts and marks: of a document, or counted."
    )
    parser.add_argument("id", nargs="?")
    _add_collection(parser)
    parser.add_argument("--kind", metavar="K", help="only of this kind: person, organisation, date, …")
    parser.add_argument("--value", metavar="V", help="every place that names this value; needs --kind")
    parser = add_command(verbs, "timeline", documents_timeline, "The days that pages name, in order.")
    _add_collection(parser)
    parser = add_command(verbs, "similar", documents_similar, "Other documents that say nearly the same.")
    parser.add_argument("id")
    parser.add_argument("--least", type=float, default=0.5, metavar="L", help="from 0 to 1 (default: 0.5)")


def _add_collection(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--collection", metavar="C", help="only those of this collection")


def _collection(args: argparse.Namespace, app: App) -> str | None:
    return app.find("collections", args.collection) if args.collection else None


def documents_list(args: argparse.Namespace) -> int:
    with opened(args) as app:
        documents = app.documents.list(_collection(args, app), tag=args.tag, failed=args.failed)
    rows = [
        [d.id[:8], d.status, d.pages, d.pages_ocr, d.pages_corrected, d.pages_failed, d.languages, d.path]
        for d in documents
    ]
    head = ["id", "status", "pages", "OCR", "corrected", "failed", "languages", "path"]
    output.result(args, {"documents": documents}, output.table(rows, head))
    return output.OK


def documents_show(args: argparse.Namespace) -> int:
    with opened(args) as app:
        document = app.documents.get(app.find("documents", args.id))
        pages = app.documents.pages(document.id)
    shown = {**output.plain(document), "page_list": output.plain(pages)}
    facts = "\n".join(f"{name}: {value}" for name, value in output.plain(document).items())
    texts = "\n".join(f"--- {_page_head(page)}\n{page.error or page.text}" for page in pages)
    output.result(args, shown, f"{facts}\n{texts}")
    return output.OK


def _page_head(page: Page) -> str:
    label = f" (“{page.label}”)" if page.label else ""
    why = f": {page.reason}" if page.reason else ""
    return f"page {page.number}{label} ({page.source}{why})"


def documents_delete(args: argparse.Namespace) -> int:
    with opened(args) as app:
        ids = _ids(args, app)
        app.documents.delete(ids)
    output.result(args, {"deleted": ids}, f"{len(ids)} deleted.")
    return output.OK


def documents_tag(args: argparse.Namespace) -> int:
    with opened(args) as app:
        ids = _ids(args, app)
        app.documents.tag(ids, args.tag)
    output.result(args, {"tag": args.tag, "documents": ids}, f"{len(ids)} tagged.")
    return output.OK


def documents_untag(args: argparse.Namespace) -> int:
    with opened(args) as app:
        ids = _ids(args, app)
        app.documents.untag(ids, args.tag)
    output.result(args, {"tag": args.tag, "documents": ids}, f"The tag is off {len(ids)}.")
    return output.OK


def _ids(args: argparse.Namespace, app: App) -> list[str]:
    return [app.find("documents", name) for name in args.ids]


def documents_retry(args: argparse.Namespace) -> int:
    if bool(args.ids) == args.failures:
        raise UserError("Name the documents to read again, or give --failures for all that failed.")
    with opened(args) as app:
        if args.failures:
            job_id = app.documents.retry_failures(_collection(args, app))
        else:
            job_id = app.documents.retry(_ids(args, app), page=args.page, engine=args.engine)
        return run_reading(args, app, job_id)


def documents_unlock(args: argparse.Namespace) -> int:
    given = passwords(args.password_file)
    if len(given) != 1:
        raise UserError(f"The password file {args.password_file} must hold one line.")
    with opened(args) as app:
        job_id = app.documents.unlock(app.find("documents", args.id), given[0])
        return run_reading(args, app, job_id)


def documents_correct(args: argparse.Namespace) -> int:
    try:
        text = args.file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"The file {args.file} cannot be read as UTF-8 text.", do="Check it.") from error
    with opened(args) as app:
        page = app.documents.correct(app.find("documents", args.id), args.page, text)
        _embed_waiting(app)
    output.result(args, page, f"Page {page.number} is corrected.")
    return output.OK


def documents_restore(args: argparse.Namespace) -> int:
    with opened(args) as app:
        page = app.documents.restore(app.find("documents", args.id), args.page)
        _embed_waiting(app)
    output.result(args, page, f"Page {page.number} is as it was read.")
    return output.OK


def _embed_waiting(app: App) -> None:
    for job in app.jobs.list():
        if job.kind == "embed" and job.state == "queued":
            run_job(app, job.id)


def documents_entities(args: argparse.Namespace) -> int:
    if args.value is not None and args.kind is None:
        raise UserError("Give the kind of the value too.", do="--kind person, for example.")
    with opened(args) as app:
        if args.id is None and args.value is None:
            return _tell_counts(args, app)
        if args.id is None:
            found = app.documents.mentions(args.kind, args.value, _collection(args, app))
        else:
            found = app.documents.entities(app.find("documents", args.id))
    wanted = [one for one in found if _fits(one, args.kind, args.value)]
    rows = [[one.kind, one.value, one.page, " ".join(one.text.split()), one.document] for one in wanted]
    head = ["kind", "value", "page", "text", "document"]
    output.result(args, {"entities": wanted}, output.table(rows, head))
    return output.OK


def _fits(entity: Entity, kind: str | None, value: str | None) -> bool:
    return kind in {None, entity.kind} and value in {None, entity.value}


def _tell_counts(args: argparse.Namespace, app: App) -> int:
    counts = app.documents.entity_counts(_collection(args, app), args.kind)
    rows = [[one.kind, one.value, one.mentions, one.documents] for one in counts]
    head = ["kind", "value", "mentions", "documents"]
    output.result(args, {"counts": counts}, output.table(rows, head))
    return output.OK


def documents_timeline(args: argparse.Namespace) -> int:
    with opened(args) as app:
        entries = app.documents.timeline(_collection(args, app))
    rows = [[one.day, f"{Path(one.document).name}, page {one.page}", one.text] for one in entries]
    output.result(args, {"entries": entries}, output.table(rows, ["day", "page", "sentence"]))
    return output.OK


def documents_similar(args: argparse.Namespace) -> int:
    with opened(args) as app:
        found = app.documents.similar(app.find("documents", args.id), args.least)
    rows = [[f"{one.likeness:.0%}", one.document_id[:8], one.document] for one in found]
    output.result(args, {"similar": found}, output.table(rows, ["alike", "id", "path"]))
    return output.OK
