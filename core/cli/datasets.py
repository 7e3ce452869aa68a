# SPDX-License-Identifier: AGPL-3.0-or-later
"""``dataset``: import, build, list, show, check, split, export, delete."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from core.app import App
from core.cli import output
from core.cli.commands import add_command
from core.cli.session import opened, run_job
from core.records import Dataset, ImportReport

_RECIPES = (
    "qa: a model asks, the answer stands on a page (default); by rules alone: timeline (days), amounts (sums "
    "of money), clauses (articles and sections), labels (what must not leave), lines (code and rows of "
    "tables), pairs (lines in English and Arabic)"
)


def register(subparsers: Any) -> None:
    group = add_command(
        subparsers, "dataset", None, "Examples for training: import, build, review, hand out."
    )
    verbs = group.add_subparsers(dest="verb", required=True, metavar="VERB")
    verb = add_command(verbs, "import", import_, "Brings in JSON, JSONL, CSV, TSV or Parquet.")
    verb.add_argument("file", metavar="FILE", type=Path)
    verb.add_argument("--name", required=True)
    verb = add_command(verbs, "build", build, "Makes examples out of a collection's documents.")
    verb.add_argument("--collection", required=True)
    verb.add_argument("--recipe", default="qa", help=_RECIPES)
    verb.add_argument("--name", required=True)
    verb.add_argument("--accept", action="store_true", help="accept all examples without review")
    verb.add_argument("--detach", action="store_true", help="do not wait for its end")
    verb.add_argument("--wait", action="store_true", help="wait for its end (the default)")
    add_command(verbs, "list", list_, "Lists the datasets.")
    verb = add_command(verbs, "show", show, "Shows a dataset and its first examples.")
    verb.add_argument("id")
    verb.add_argument("--limit", type=int, default=20, help="how many examples (default 20)")
    add_command(verbs, "check", check, "Tells what may be wrong with a dataset.").add_argument("id")
    verb = add_command(verbs, "split", split, "Splits by source document into train, validation and test.")
    verb.add_argument("id")
    verb.add_argument("--validation", type=float, default=0.1, help="share held out for the curve (0.1)")
    verb.add_argument("--test", type=float, default=0.1, help="share held out for the evaluation (0.1)")
    verb.add_argument("--seed", type=int, default=0)
    verb = add_command(verbs, "export", export, "Writes a dataset as JSONL of messages with their sources.")
    verb.add_argument("id")
    verb.add_argument("file", metavar="FILE", type=Path)
    add_command(verbs, "delete", delete, "Removes a dataset that trained nothing.").add_argument("id")


def import_(args: argparse.Namespace) -> int:
    with opened(args) as app:
        return _report(args, app.datasets.import_file(args.file, args.name))


def _report(args: argparse.Namespace, report: ImportReport) -> int:
    left_out = "".join(f"\n  row {row.row} left out: {row.why}" for row in report.rejected)
    output.result(args, report, f"{report.examples} examples in dataset {report.dataset_id[:8]}.{left_out}")
    return output.SOME_FAILED if report.rejected else output.OK


def build(args: argparse.Namespace) -> int:
    with opened(args) as app:
        job_id = app.datasets.build(args.collection, args.recipe, args.name)
        if args.detach:
            app.jobs.start(job_id)
            output.result(args, {"job_id": job_id}, f"Job {job_id[:8]} is building {args.name}.")
            return output.OK
        made = run_job(app, job_id).result or {}
        if args.accept:
            ids = [example.id for example in app.datasets.examples(made["dataset_id"])]
            app.datasets.set_state(ids, "accepted")
    left_out = "".join(f"\n  left out: {row['why']}" for row in made["rejected"])
    output.result(args, made, f"{made['examples']} examples in dataset {made['dataset_id'][:8]}.{left_out}")
    return output.OK


def list_(args: argparse.Namespace) -> int:
    with opened(args) as app:
        datasets = app.datasets.list()
    rows = [[d.id[:8], d.name, d.kind, d.examples, d.accepted, d.pending, d.source] for d in datasets]
    head = ["id", "name", "kind", "examples", "accepted", "pending", "source"]
    output.result(args, {"datasets": datasets}, output.table(rows, head))
    return output.OK


def show(args: argparse.Namespace) -> int:
    with opened(args) as app:
        dataset = _named(app, args.id)
        examples = list(app.datasets.examples(dataset.id))[: max(args.limit, 0)]
    shown = {**output.plain(dataset), "first_examples": output.plain(examples)}
    said = [
        f"\n{e.number}. [{e.state}] " + "\n   ".join(f"{r}: {t}" for r, t in e.messages) for e in examples
    ]
    output.result(args, shown, "\n".join([output.fields(dataset), *said]))
    return output.OK


def check(args: argparse.Namespace) -> int:
    with opened(args) as app:
        findings = app.datasets.check(_named(app, args.id).id)
    ok = all(finding.ok for finding in findings)
    lines = [f"{'ok    ' if f.ok else 'LOOK  '} {f.name}: {f.detail} {f.fix}".rstrip() for f in findings]
    output.result(args, {"ok": ok, "checks": findings}, "\n".join(lines))
    return output.OK if ok else output.SOME_FAILED


def split(args: argparse.Namespace) -> int:
    with opened(args) as app:
        dataset = _named(app, args.id)
        counts = app.datasets.split(dataset.id, args.validation, args.test, args.seed)
    human = ", ".join(f"{side}: {count}" for side, count in counts.items())
    output.result(args, {"dataset_id": dataset.id, "splits": counts}, human)
    return output.OK


def export(args: argparse.Namespace) -> int:
    with opened(args) as app:
        written = app.datasets.export(_named(app, args.id).id, args.file)
    output.result(args, {"file": str(written)}, f"Written to {written}.")
    return output.OK


def delete(args: argparse.Namespace) -> int:
    with opened(args) as app:
        dataset = _named(app, args.id)
        app.datasets.delete(dataset.id)
    output.result(args, {"deleted": dataset.id}, f"The dataset {dataset.name} is deleted.")
    return output.OK


def _named(app: App, text: str) -> Dataset:
    return app.datasets.get(app.find("datasets", text))
