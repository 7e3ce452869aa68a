# SPDX-License-Identifier: AGPL-3.0-or-later
"""``agents``: list, show, create, release, rollback."""

from __future__ import annotations

import argparse
from typing import Any

from core.app import App
from core.cli import output
from core.cli.commands import add_command
from core.cli.session import opened
from core.errors import UserError
from core.records import Agent


def register(subparsers: Any) -> None:
    group = add_command(subparsers, "agents", None, "Agents: list, show, create, release, rollback.")
    verbs = group.add_subparsers(dest="verb", required=True, metavar="VERB")
    add_command(verbs, "list", agents_list, "Lists the agents.")
    add_command(verbs, "show", agents_show, "Shows one agent.").add_argument("agent")
    create = add_command(verbs, "create", agents_create, "Makes an agent from a model or a version.")
    create.add_argument("name")
    create.add_argument("--base", metavar="MODEL", help="the untouched model it speaks through")
    create.add_argument("--version", metavar="V", help="a version that passed the gate")
    create.add_argument("--collection", metavar="C", help="where it looks; default: all documents")
    create.add_argument("--prompt", metavar="TEXT", help="what it is told about its work")
    create.add_argument("--set", metavar="KEY=VALUE", action="append", default=[], help="a setting")
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


def agents_show(args: argparse.Namespace) -> int:
    with opened(args) as app:
        agent = app.agents.get(app.find("agents", args.agent))
    output.result(args, agent, output.fields(agent))
    return output.OK


def agents_create(args: argparse.Namespace) -> int:
    with opened(args) as app:
        agent = app.agents.create(
            args.name,
            model_id=app.find("models", args.base) if args.base else None,
            version_id=app.find("versions", args.version) if args.version else None,
            collection=args.collection,
            system_prompt=args.prompt,
            settings=_settings(args.set),
        )
    return _tell(args, agent)


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
