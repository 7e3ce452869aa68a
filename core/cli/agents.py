# SPDX-License-Identifier: AGPL-3.0-or-later
"""``agents``: list, templates, show, create, edit, release, rollback, evaluate, delete."""

from __future__ import annotations

import argparse
from typing import Any

from core.agents import evaluation
from core.agents.templates import GENERAL, LANGUAGES, templates
from core.app import App
from core.cli import output
from core.cli.commands import add_command
from core.cli.session import opened
from core.errors import UserError
from core.paths import RESOURCES
from core.records import Agent

CASE = RESOURCES / "samples" / "case"


def register(subparsers: Any) -> None:
    group = add_command(subparsers, "agents", None, "Agents: make, change, release, evaluate.")
    verbs = group.add_subparsers(dest="verb", required=True, metavar="VERB")
    add_command(verbs, "list", agents_list, "Lists the agents.")
    begun = add_command(verbs, "templates", agents_templates, "Lists what an agent can begin from.")
    begun.add_argument("--language", choices=LANGUAGES, default="en", help="in which they are described")
    add_command(verbs, "show", agents_show, "Shows one agent.").add_argument("agent")
    _register_changes(verbs)
    evaluate = add_command(verbs, "evaluate", agents_evaluate, "Asks an agent its template's questions.")
    evaluate.add_argument("agent")
    evaluate.add_argument("--language", choices=LANGUAGES, help="only those in one language")
    add_command(verbs, "delete", agents_delete, "Removes an agent and its chats.").add_argument("agent")


def _register_changes(verbs: Any) -> None:
    create = add_command(verbs, "create", agents_create, "Makes an agent from a model or a version.")
    create.add_argument("name")
    create.add_argument("--template", metavar="T", default=GENERAL, help="see: isnad agents templates")
    create.add_argument("--language", choices=LANGUAGES, default="en", help="of the template's prompt")
    create.add_argument("--base", metavar="MODEL", help="the untouched model it speaks through")
    create.add_argument("--version", metavar="V", help="a version that passed the gate")
    create.add_argument("--collection", metavar="C", help="where it looks; default: all documents")
    create.add_argument("--prompt", metavar="TEXT", help="what it is told about its work")
    create.add_argument("--set", metavar="KEY=VALUE", action="append", default=[], help="a setting")
    edit = add_command(verbs, "edit", agents_edit, "Makes a release with other settings.")
    edit.add_argument("agent")
    edit.add_argument("--collection", metavar="C", help="where it looks; “all” for all documents")
    edit.add_argument("--prompt", metavar="TEXT", help="what it is told about its work")
    edit.add_argument("--set", metavar="KEY=VALUE", action="append", default=[], help="a setting")
    release = add_command(verbs, "release", agents_release, "Puts a version under an agent.")
    release.add_argument("agent")
    release.add_argument("version", help="a version that passed the gate, or “base” for the untouched model")
    add_command(verbs, "rollback", agents_rollback, "Returns to the release before.").add_argument("agent")


def agents_list(args: argparse.Namespace) -> int:
    with opened(args) as app:
        agents = app.agents.list()
    rows = [[a.id[:8], a.name, a.version or a.base, a.collection or "all", a.release] for a in agents]
    head = ["id", "name", "speaks through", "looks in", "release"]
    output.result(args, {"agents": agents}, output.table(rows, head))
    return output.OK


def agents_templates(args: argparse.Namespace) -> int:
    found = templates(args.language)
    rows = [[one.name, one.title, ", ".join(one.form), one.recipe, one.summary] for one in found]
    table = output.table(rows, ["name", "title", "form", "recipe", "what it does"])
    output.result(args, {"templates": found}, table)
    return output.OK


def agents_show(args: argparse.Namespace) -> int:
    with opened(args) as app:
        agent = app.agents.get(app.find("agents", args.agent))
    output.result(args, agent, output.fields(agent))
    return output.OK


def agents_create(args: argparse.Namespace) -> int:
    with opened(args) as app:
        agent = app.agents.create(
            args.name,
            template=args.template,
            language=args.language,
            model_id=app.find("models", args.base) if args.base else None,
            version_id=app.find("versions", args.version) if args.version else None,
            collection=args.collection,
            system_prompt=args.prompt,
            settings=_settings(args.set),
        )
    return _tell(args, agent)


def agents_edit(args: argparse.Namespace) -> int:
    with opened(args) as app:
        agent = app.agents.change(
            app.find("agents", args.agent),
            collection="" if args.collection == "all" else args.collection,
            system_prompt=args.prompt,
            settings=_settings(args.set),
        )
    return _tell(args, agent)


def agents_delete(args: argparse.Namespace) -> int:
    with opened(args) as app:
        agent_id = app.find("agents", args.agent)
        app.agents.delete(agent_id)
    output.result(args, {"deleted": agent_id}, "Deleted.")
    return output.OK


def agents_evaluate(args: argparse.Namespace) -> int:
    with opened(args) as app:
        agent = app.agents.get(app.find("agents", args.agent))
        if missing := evaluation.documents(agent) - {one.name for one in app.documents.list()}:
            raise UserError(
                f"The questions are about the sample case, and {min(missing)} is not among the documents.",
                do=f"Bring it in: isnad ingest {CASE}",
            )
        judged = []
        languages = (args.language,) if args.language else LANGUAGES
        for one in evaluation.evaluate(agent, lambda asked: app.chat.answer(agent.id, asked), languages):
            output.tell(f"{'right' if one.right else 'wrong'}: {one.question}")
            judged.append(one)
    right = sum(one.right for one in judged)
    pages = [", ".join(f"{name} {page}" for name, page in one.pages[:3]) for one in judged]
    rows = [
        ["right" if one.right else "wrong", one.question, one.expected or "nothing", cited]
        for one, cited in zip(judged, pages, strict=True)
    ]
    table = output.table(rows, ["", "question", "expected", "cites"])
    told = {"agent": agent.name, "template": agent.settings["template"], "right": right, "questions": judged}
    output.result(args, told, f"{table}\n{right} of {len(judged)} right.")
    return output.OK if right == len(judged) else output.SOME_FAILED


def agents_release(args: argparse.Namespace) -> int:
    with opened(args) as app:
        agent_id = app.find("agents", args.agent)
        agent = app.agents.release(agent_id, _version(app, args.version))
    return _tell(args, agent)


def agents_rollback(args: argparse.Namespace) -> int:
    with opened(args) as app:
        agent = app.agents.rollback(app.find("agents", args.agent))
    return _tell(args, agent)


def _tell(args: argparse.Namespace, agent: Agent) -> int:
    speaks = agent.version or f"{agent.base}, untouched"
    output.result(args, agent, f"{agent.name}: release {agent.release}, speaks through {speaks}.")
    return output.OK


def _version(app: App, text: str) -> str | None:
    return None if text == "base" else app.find("versions", text)


def _settings(pairs: list[str]) -> dict[str, str]:
    parted = [pair.partition("=") for pair in pairs]
    if wrong := [name for name, equals, _ in parted if not equals]:
        raise UserError(f"--set takes KEY=VALUE, and “{wrong[0]}” has no “=”.", do="For instance: --set k=12")
    return {name: value for name, _, value in parted}
