# SPDX-License-Identifier: AGPL-3.0-or-later
"""``init``, ``jobs`` and ``audit``."""

from __future__ import annotations

import argparse
from typing import Any

from core.app import App
from core.cli import output
from core.cli.commands import add_command
from core.cli.session import folder, opened, passphrase, run_job


def register(subparsers: Any) -> None:
    add_command(subparsers, "init", init, "Makes an encrypted workspace.")
    group = add_command(subparsers, "jobs", None, "Long work: list, show, pause, resume, cancel.")
    verbs = group.add_subparsers(dest="verb", required=True, metavar="VERB")
    add_command(verbs, "list", jobs_list, "Lists the newest jobs.")
    for name, handler, help_ in (
        ("show", jobs_show, "Shows one job."),
        ("cancel", jobs_cancel, "Stops a job at its next step."),
        ("pause", jobs_pause, "Lets a job stop at its next step and wait."),
        ("resume", jobs_resume, "Goes on with a job that was paused, interrupted, cancelled or that failed."),
    ):
        verb = add_command(verbs, name, handler, help_)
        verb.add_argument("id")
        if name == "resume":
            verb.add_argument("--detach", action="store_true", help="do not wait for its end")
    group = add_command(subparsers, "audit", None, "The chain of what was done: show, verify.")
    verbs = group.add_subparsers(dest="verb", required=True, metavar="VERB")
    add_command(verbs, "show", audit_show, "Lists the entries.")
    add_command(verbs, "verify", audit_verify, "Checks that no entry was changed or taken out.")


def init(args: argparse.Namespace) -> int:
    app = App.create(folder(args), passphrase(args, twice=True))
    app.close()
    made = {"workspace": str(folder(args).absolute()), "schema": app.workspace.db.schema, "encrypted": True}
    output.result(args, made, f"The workspace {made['workspace']} is ready.")
    return output.OK


def jobs_list(args: argparse.Namespace) -> int:
    with opened(args) as app:
        app.jobs.reap()
        jobs = app.jobs.list()
    rows = [[job.id[:8], job.state, job.kind, job.title, job.message or job.error] for job in jobs]
    output.result(args, {"jobs": jobs}, output.table(rows, ["id", "state", "kind", "title", "last"]))
    return output.OK


def jobs_show(args: argparse.Namespace) -> int:
    with opened(args) as app:
        app.jobs.reap()
        job = app.jobs.get(app.find("jobs", args.id))
    output.result(args, job, output.fields(job))
    return output.OK


def jobs_cancel(args: argparse.Namespace) -> int:
    with opened(args) as app:
        job_id = app.find("jobs", args.id)
        app.jobs.cancel(job_id)
        job = app.jobs.get(job_id)
    output.result(args, job, f"{job.title}: {job.state}, stops at its next step.")
    return output.OK


def jobs_pause(args: argparse.Namespace) -> int:
    with opened(args) as app:
        job_id = app.find("jobs", args.id)
        app.jobs.pause(job_id)
        job = app.jobs.get(job_id)
    output.result(args, job, f"{job.title}: {job.state}, waits from its next step on.")
    return output.OK


def jobs_resume(args: argparse.Namespace) -> int:
    with opened(args) as app:
        job_id = app.find("jobs", args.id)
        app.jobs.reap()
        app.jobs.resume(job_id)
        if args.detach:
            app.jobs.start(job_id)
            job = app.jobs.get(job_id)
        else:
            job = run_job(app, job_id)
    output.result(args, job, f"{job.title}: {job.state}.")
    return output.OK


def audit_show(args: argparse.Namespace) -> int:
    with opened(args) as app:
        entries = app.audit_entries()
    rows = [[e["sequence"], e["time"], e["action"], e["subject"][:8]] for e in entries]
    output.result(args, {"entries": entries}, output.table(rows, ["no.", "time", "action", "subject"]))
    return output.OK


def audit_verify(args: argparse.Namespace) -> int:
    with opened(args) as app:
        entries, first_bad = app.verify_audit()
    found = {"ok": first_bad is None, "entries": entries, "first_bad": first_bad}
    human = f"{entries} entries, all in order." if first_bad is None else f"Entry {first_bad} does not fit."
    output.result(args, found, human)
    return output.OK if first_bad is None else output.SOME_FAILED
