# SPDX-License-Identifier: AGPL-3.0-or-later
"""``train``, ``runs`` and ``evaluate``."""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path
from typing import Any

from core.app import App
from core.cli import output
from core.cli.commands import add_command
from core.cli.session import opened, run_job
from core.errors import NotFoundError, UserError
from core.records import Run


def register(subparsers: Any) -> None:
    parser = add_command(subparsers, "train", train, "Fine-tunes a base model on a dataset.")
    parser.add_argument("--dataset", required=True, metavar="D", help="its name or id")
    parser.add_argument("--base", required=True, metavar="M", help="a chat model: see models list")
    parser.add_argument(
        "--method", default="lora", help="lora, dora, qlora, full, prompt or ewc (default lora)"
    )
    parser.add_argument(
        "--preset", metavar="NAME", help="quick, balanced or thorough: where --set starts from"
    )
    parser.add_argument("--settings", metavar="FILE.toml", type=Path, help="settings from a file")
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="one setting; repeatable"
    )
    parser.add_argument("--forecast", action="store_true", help="only tell what it would take")
    _waiting(parser)
    group = add_command(subparsers, "runs", None, "Training runs: list, show, stop, resume.")
    verbs = group.add_subparsers(dest="verb", required=True, metavar="VERB")
    add_command(verbs, "list", runs_list, "Lists the runs, newest first.")
    add_command(verbs, "show", runs_show, "Shows one run with its curves.").add_argument("id")
    add_command(verbs, "stop", runs_stop, "Stops a run at its next step; a checkpoint is kept.").add_argument(
        "id"
    )
    verb = add_command(verbs, "resume", runs_resume, "Goes on with a run from its last checkpoint.")
    verb.add_argument("id")
    _waiting(verb)
    parser = add_command(subparsers, "evaluate", evaluate, "Measures a version on held-out examples.")
    parser.add_argument("--version", required=True, metavar="V", help="a version, or a base model")
    parser.add_argument("--against", metavar="W", help="another one (default: the base that V was made from)")
    parser.add_argument("--dataset", required=True, metavar="D")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N held-out examples")
    _waiting(parser)


def _waiting(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--detach", action="store_true", help="do not wait for its end")
    parser.add_argument("--wait", action="store_true", help="wait for its end (the default)")


def train(args: argparse.Namespace) -> int:
    values = {**_file_settings(args.settings), **_words(args.set)}
    with opened(args) as app:
        dataset_id, base_id = app.find("datasets", args.dataset), app.find("models", args.base)
        if args.preset:
            values = {**_preset(app, args.method, args.preset), **values}
        if args.forecast:
            found = app.training.forecast(dataset_id, base_id, args.method, values)
            size = f"{found.memory_bytes / 1e9:.1f} GB, {found.trainable_parameters:,} trained weights"
            output.result(
                args, found, f"About {output.duration(found.seconds)}, {found.steps} steps, {size}."
            )
            return output.OK
        job_id, run_id = app.training.start(dataset_id, base_id, args.method, values)
        return _follow(args, app, job_id, run_id)


def _preset(app: App, method: str, name: str) -> dict[str, Any]:
    presets = app.training.presets(method)
    if name not in presets:
        raise UserError(f"There is no preset “{name}”.", do=f"Choose one of: {', '.join(presets)}.")
    return presets[name]


def _file_settings(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(
            f"{path} cannot be read: {error.strerror}.", do="Check its name and its rights."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(
            f"{path} is no TOML: {error}.", do="Write one setting a line: name = value"
        ) from error


def _words(words: list[str]) -> dict[str, str]:
    wrong = [word for word in words if "=" not in word]
    if wrong:
        raise UserError(
            "Some settings are not written KEY=VALUE.", do="For instance: --set rank=8", details=wrong
        )
    return {name.strip(): value.strip() for name, value in (word.split("=", 1) for word in words)}


def _follow(args: argparse.Namespace, app: App, job_id: str, run_id: str) -> int:
    if args.detach:
        app.jobs.start(job_id)
        output.result(args, {"job_id": job_id, "run_id": run_id}, f"Run {run_id[:8]} is going.")
        return output.OK
    job = run_job(app, job_id)
    run = app.training.get(run_id)
    note = (job.result or {}).get("note", "")
    gate = (job.result or {}).get("gate", {})
    output.result(args, {**output.plain(run), "gate": gate, "note": note}, _told(run, note))
    return output.OK


def _told(run: Run, note: str) -> str:
    losses = ""
    if "base_loss" in run.metrics:
        losses = f" Held-out loss {run.metrics['base_loss']:.3f} → {run.metrics['eval_loss']:.3f}."
    version = f" Version {run.version_id[:8]}." if run.version_id else ""
    began = f"Run {run.run_id[:8]} {run.state} after {output.duration(run.seconds)}."
    return f"{began}{losses}{version} {note}".strip()


def runs_list(args: argparse.Namespace) -> int:
    with opened(args) as app:
        app.jobs.reap()
        runs = app.training.list()
    rows = [
        [r.run_id[:8], r.state, r.method, r.base, r.dataset, len(r.loss), _last(r), (r.version_id or "")[:8]]
        for r in runs
    ]
    head = ["id", "state", "method", "base", "dataset", "points", "held-out loss", "version"]
    output.result(args, {"runs": runs}, output.table(rows, head))
    return output.OK


def _last(run: Run) -> str:
    return f"{run.eval[-1][1]:.3f}" if run.eval else ""


def runs_show(args: argparse.Namespace) -> int:
    with opened(args) as app:
        app.jobs.reap()
        run = app.training.get(app.find("runs", args.id))
    output.result(args, run, output.fields(run))
    return output.OK


def runs_stop(args: argparse.Namespace) -> int:
    with opened(args) as app:
        run_id = app.find("runs", args.id)
        app.training.stop(run_id)
        run = app.training.get(run_id)
    output.result(args, run, f"Run {run_id[:8]} is {run.state} and stops after the step at hand.")
    return output.OK


def runs_resume(args: argparse.Namespace) -> int:
    with opened(args) as app:
        run_id = app.find("runs", args.id)
        return _follow(args, app, app.training.resume(run_id), run_id)


def evaluate(args: argparse.Namespace) -> int:
    with opened(args) as app:
        subject = _subject(app, args.version)
        against = _subject(app, args.against) if args.against else None
        dataset_id = app.find("datasets", args.dataset)
        job_id = app.training.evaluate(subject, dataset_id, against, limit=args.limit)
        if args.detach:
            app.jobs.start(job_id)
            output.result(args, {"job_id": job_id}, f"Job {job_id[:8]} is measuring.")
            return output.OK
        found = run_job(app, job_id).result or {}
    head = ["figure", str(found["subject"]), str(found["against"] or "")]
    rows = [
        [name, _figure(value), _figure(found["baseline"].get(name))]
        for name, value in found["metrics"].items()
    ]
    output.result(
        args, found, f"{output.table(rows, head)}\n{found['items']} examples. Report: {found['report']}"
    )
    return output.OK


def _subject(app: App, text: str) -> str:
    """A version's id, or a model's when no version is called so."""
    try:
        return app.find("versions", text)
    except NotFoundError:
        return app.find("models", text)


def _figure(value: dict[str, float] | None) -> str:
    return f"{value['value']:.4f} ({value['low']:.4f} to {value['high']:.4f})" if value else ""
