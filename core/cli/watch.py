# SPDX-License-Identifier: AGPL-3.0-or-later
"""``watch``: adds what comes into a folder, until it is stopped."""

from __future__ import annotations

import argparse
import threading
from pathlib import Path
from typing import Any

from core.app import App
from core.cli import output
from core.cli.commands import add_command
from core.cli.session import opened, run_job
from core.errors import UserError


def register(subparsers: Any) -> None:
    parser = add_command(
        subparsers, "watch", watch, "Adds what is new or changed in a folder, until Ctrl+C ends it."
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--collection", metavar="C", help="its name; made when it is new (default: documents)"
    )
    parser.add_argument("--seconds", type=float, default=5.0, help="between two looks (default: 5)")


def watch(args: argparse.Namespace) -> int:
    """One line for each file: with ``--json`` the entries of the command ``ingest``."""
    from core.documents.collect.watch import Watch

    if not args.folder.is_dir():
        raise UserError(f"{args.folder} is not a folder.", do="Name the folder that files will come into.")
    with opened(args) as app:
        watched = Watch(args.folder, lambda files: _add(args, app, files), without=app.workspace.paths.root)
        output.tell(f"Watching {args.folder}. Ctrl+C ends it.")
        try:
            watched.run(threading.Event(), args.seconds)
        except KeyboardInterrupt:
            output.tell("No longer watching.")
    return output.OK


def _add(args: argparse.Namespace, app: App, files: list[Path]) -> None:
    result = run_job(app, app.documents.ingest(files, args.collection)).result or {"documents": []}
    for document in result["documents"]:
        if args.json:
            output.line(document)
        else:
            remark = f"  {document['error']}" if document["error"] else ""
            print(f"{document['status']}  {document['path']}{remark}", flush=True)
