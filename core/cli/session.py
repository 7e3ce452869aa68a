# SPDX-License-Identifier: AGPL-3.0-or-later
"""What most commands begin with: opening the workspace, and running a job to its end."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.app import App
from core.cli import output
from core.errors import Cancelled, UserError
from core.paths import default_workspace
from core.records import Job


def folder(args: argparse.Namespace) -> Path:
    """The workspace the command is about."""
    return Path(args.workspace) if args.workspace else default_workspace()


@contextmanager
def opened(args: argparse.Namespace) -> Iterator[App]:
    """The App over an unlocked workspace: keyring, then passphrase file, then a prompt."""
    app = _open(args)
    try:
        yield app
    finally:
        app.close()


def _open(args: argparse.Namespace) -> App:
    try:
        return App.open(folder(args))
    except UserError:
        if not (folder(args) / "vault.json").exists():
            raise
    return App.open(folder(args), passphrase(args))


def passphrase(args: argparse.Namespace, *, twice: bool = False) -> str:
    """From ``--passphrase-file`` or ``ISNAD_PASSPHRASE_FILE`` (its first line), else asked for."""
    named = args.passphrase_file or os.environ.get("ISNAD_PASSPHRASE_FILE")
    if named:
        return _first_line(Path(named))
    if not sys.stdin.isatty():
        raise UserError(
            "The workspace is locked, and there is no terminal to ask for its passphrase.",
            do="Give it in a file: --passphrase-file FILE, or ISNAD_PASSPHRASE_FILE.",
        )
    first = getpass.getpass("Passphrase: ", stream=sys.stderr)
    if twice and getpass.getpass("The same again: ", stream=sys.stderr) != first:
        raise UserError("The two passphrases differ.", do="Try again.")
    return first


def _first_line(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            f"The passphrase file {file} cannot be read.", do="Check its name and its rights."
        ) from error


def run_job(app: App, job_id: str) -> Job:
    """Shows the job's progress until it ends; Ctrl+C cancels it. Raises when it did not succeed."""
    shown = output.ProgressLine()
    try:
        job = app.jobs.wait(job_id, shown)
    except KeyboardInterrupt:
        app.jobs.cancel(job_id)
        output.tell("Cancelling after the step at hand…")
        job = app.jobs.wait(job_id, shown)
    if job.state == "cancelled":
        raise Cancelled
    if job.state == "paused":
        raise UserError("The job was paused.", do=f"isnad jobs resume {job_id[:8]}")
    shown_error, state = job.error or "", job.state
    if state == "failed":
        raise UserError(shown_error)
    if state == "interrupted":
        raise UserError(shown_error, do=f"isnad jobs resume {job_id[:8]}")
    shown.end(job)
    return job
