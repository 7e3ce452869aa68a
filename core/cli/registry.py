# SPDX-License-Identifier: AGPL-3.0-or-later
"""``models``: base models and embedders, and the versions that training made of them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from core.app import App
from core.cli import output
from core.cli.commands import add_command
from core.cli.session import opened, run_job
from core.errors import NotFoundError
from core.records import Model
from core.registry.export import MERGED_KIND


def register(subparsers: Any) -> None:
    group = add_command(subparsers, "models", None, "Models, and the versions that training made of them.")
    verbs = group.add_subparsers(dest="verb", required=True, metavar="VERB")
    add_command(verbs, "list", models_list, "Lists models and versions.")
    for name, handler, help_ in (
        ("show", models_show, "Shows a model or a version."),
        ("card", models_card, "Prints a version's model card."),
        ("lineage", models_lineage, "Shows where a version came from, back to the pages."),
        ("gate", models_gate, "Compares a version in llama.cpp with the model that was trained."),
    ):
        add_command(verbs, name, handler, help_).add_argument("id")
    verb = add_command(
        verbs, "import", models_import, "Registers a GGUF file, or the folder of an embedder or reranker."
    )
    verb.add_argument("path", type=Path)
    verb.add_argument("--name", help="what to call it (default: the file's name)")
    verb.add_argument("--languages", default="", help="what it speaks, as codes: en,ar")
    verb = add_command(verbs, "use", models_use, "Lets a collection be searched through an embedder.")
    verb.add_argument("embedder", nargs="?", help="its name or id (default: the one that knows the language)")
    verb.add_argument("--collection", required=True, help="whose passages are embedded anew")
    verb = add_command(verbs, "export", models_export, "Writes a version's GGUF file, card and lineage.")
    verb.add_argument("id")
    verb.add_argument("path", type=Path, help="the folder to write into")
    verb.add_argument("--merged", action="store_true", help="the whole model in one file, not the adapter")
    verb.add_argument("--type", default=MERGED_KIND, help=f"of the merged model (default: {MERGED_KIND})")
    verb = add_command(verbs, "quantise", models_quantise, "Writes a model in another quantisation.")
    verb.add_argument("id")
    verb.add_argument("type", help="Q8_0, Q4_K_M, …")


def models_list(args: argparse.Namespace) -> int:
    with opened(args) as app:
        models, versions = app.models.list(), app.registry.list()
    rows: list[list[Any]] = [
        [m.id[:8], m.name, m.kind, ",".join(m.languages), m.licence, _size(m)] for m in models
    ]
    rows += [[v.id[:8], v.name, "version", "", f"of {v.base}", f"gate {v.gate}"] for v in versions]
    head = ["id", "name", "kind", "languages", "licence or base", ""]
    output.result(args, {"models": models, "versions": versions}, output.table(rows, head))
    return output.OK


def _size(model: Model) -> str:
    return f"{model.size / 1e6:.0f} MB" if Path(model.path).exists() else "its file is gone"


def models_show(args: argparse.Namespace) -> int:
    with opened(args) as app:
        kind, found = _model_or_version(app, args.id)
        shown = app.registry.get(found) if kind == "versions" else app.models.get(found)
    output.result(args, shown, output.fields(shown))
    return output.OK


def models_card(args: argparse.Namespace) -> int:
    with opened(args) as app:
        version_id = app.find("versions", args.id)
        card = app.registry.card(version_id)
    output.result(args, {"version_id": version_id, "card": card}, card)
    return output.OK


def models_lineage(args: argparse.Namespace) -> int:
    with opened(args) as app:
        nodes = app.registry.lineage(app.find("versions", args.id))
    rows = [[node.kind, node.label, node.detail] for node in nodes]
    output.result(args, {"nodes": nodes}, output.table(rows, ["kind", "name", "detail"]))
    return output.OK


def models_gate(args: argparse.Namespace) -> int:
    with opened(args) as app:
        version_id = app.find("versions", args.id)
        report = run_job(app, app.registry.gate(version_id)).result or {}
    human = "Passed." if report["passed"] else "\n".join(["Failed.", *report["findings"]])
    output.result(args, {"version_id": version_id, **report}, human)
    return output.OK if report["passed"] else output.SOME_FAILED


def models_import(args: argparse.Namespace) -> int:
    languages = [code for code in args.languages.split(",") if code.strip()]
    with opened(args) as app:
        model = app.models.bring(args.path, name=args.name, languages=languages)
    told = f"{model.name} is registered ({model.kind}, {model.id[:8]})."
    if model.kind in {"embedder", "reranker", "nli"}:
        told += f" {_languages_of(model)}"
    output.result(args, model, told)
    return output.OK


def _languages_of(model: Model) -> str:
    if model.languages:
        return f"It is used in: {', '.join(model.languages)}."
    return "It knows none of the languages that were tried, so it is not used. Say them with --languages."


def models_use(args: argparse.Namespace) -> int:
    with opened(args) as app:
        model_id = app.find("models", args.embedder) if args.embedder else None
        name = app.models.get(model_id).name if model_id else "the embedder that knows its language"
        made = run_job(app, app.search.use_embedder(args.collection, model_id)).result or {}
    told = f"{args.collection} is searched through {name}; {made.get('chunks', 0)} passages were embedded."
    output.result(args, {"collection": args.collection, "model_id": model_id, **made}, told)
    return output.OK


def models_export(args: argparse.Namespace) -> int:
    kind = args.type.upper()
    with opened(args) as app:
        version_id = app.find("versions", args.id)
        if args.merged and app.registry.get(version_id).gate == "passed":
            run_job(app, app.registry.quantise(version_id, kind))
        files = app.registry.export(version_id, args.path.absolute(), args.merged, kind)
    names = [str(file) for file in files]
    output.result(args, {"version_id": version_id, "files": names}, "\n".join(names))
    return output.OK


def models_quantise(args: argparse.Namespace) -> int:
    with opened(args) as app:
        _, found = _model_or_version(app, args.id)
        made = run_job(app, app.registry.quantise(found, args.type.upper())).result or {}
    where = made.get("path") or "in the workspace; write it out with: isnad models export --merged"
    output.result(args, made, f"{made['size'] / 1e6:.0f} MB, {where}")
    return output.OK


def _model_or_version(app: App, text: str) -> tuple[str, str]:
    """Which table an id or name is of, and the id in full."""
    try:
        return "versions", app.find("versions", text)
    except NotFoundError:
        return "models", app.find("models", text)
