# SPDX-License-Identifier: AGPL-3.0-or-later
"""``chats``: the conversations that were had, what agents took, and what is kept out of answers."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from core.cli import output
from core.cli.commands import add_command
from core.cli.session import opened
from core.errors import UserError
from core.records import AgentUse, ChatHit, Message

_AROUND = 60


def register(subparsers: Any) -> None:
    group = add_command(
        subparsers, "chats", None, "Conversations: list, show, find, export, rename, delete, usage, withheld."
    )
    verbs = group.add_subparsers(dest="verb", required=True, metavar="VERB")
    add_command(verbs, "list", chats_list, "Lists the conversations, the newest first.")
    add_command(verbs, "show", chats_show, "Shows a conversation's current branch.").add_argument("chat")
    find = add_command(verbs, "find", chats_find, "Finds words in what was asked and answered.")
    find.add_argument("text")
    find.add_argument("--limit", type=int, default=50, help="how many messages at most (default 50)")
    export = add_command(
        verbs, "export", chats_export, "Writes a conversation with its sources as footnotes."
    )
    export.add_argument("chat")
    export.add_argument("file", type=Path, metavar="FILE.md|FILE.docx")
    rename = add_command(verbs, "rename", chats_rename, "Gives a conversation another name.")
    rename.add_argument("chat")
    rename.add_argument("name")
    add_command(verbs, "delete", chats_delete, "Deletes a conversation.").add_argument("chat")
    usage = add_command(verbs, "usage", chats_usage, "What answers took, agent by agent.")
    usage.add_argument("agent", nargs="?", metavar="AGENT")
    usage.add_argument("--days", type=int, default=30, help="how many days back (default 30)")
    withheld = add_command(verbs, "withheld", chats_withheld, "What is kept out of answers, and how often.")
    withheld.add_argument("rule", nargs="?", metavar="RULE")
    withheld.add_argument("switch", nargs="?", choices=["on", "off"], help="switches the rule")


def chats_list(args: argparse.Namespace) -> int:
    with opened(args) as app:
        chats = app.chat.conversations()
    rows = [[chat.id[:8], _day(chat.created), chat.agent, chat.messages, chat.title] for chat in chats]
    output.result(args, {"chats": chats}, output.table(rows, ["id", "day", "agent", "messages", "name"]))
    return output.OK


def chats_show(args: argparse.Namespace) -> int:
    with opened(args) as app:
        found = app.find("conversations", args.chat)
        chat, messages = app.chat.conversation(found), app.chat.messages(found)
    shown = "\n\n".join(map(_message, messages)) or "Nothing was said yet."
    output.result(args, {**output.plain(chat), "messages": messages}, shown)
    return output.OK


def _message(message: Message) -> str:
    place = message.branches.index(message.id) + 1
    branch = f"  ({place} of {len(message.branches)})" if len(message.branches) > 1 else ""
    return f"> {message.text}{branch}" if message.role == "user" else f"{message.text}{branch}"


def chats_find(args: argparse.Namespace) -> int:
    with opened(args) as app:
        hits = app.chat.find(args.text, args.limit)
    output.result(args, {"hits": hits}, "\n".join(map(_hit, hits)) or "Nothing was found.")
    return output.OK


def _hit(hit: ChatHit) -> str:
    around = hit.text[max(0, hit.start - _AROUND) : hit.end + _AROUND]
    return f"{hit.conversation_id[:8]}  {_day(hit.created)}  {hit.title}\n   {' '.join(around.split())}"


def chats_export(args: argparse.Namespace) -> int:
    with opened(args) as app:
        found = app.find("conversations", args.chat)
        app.chat.export(found, args.file)
    output.result(args, {"id": found, "file": str(args.file)}, f"Written: {args.file}")
    return output.OK


def chats_rename(args: argparse.Namespace) -> int:
    with opened(args) as app:
        found = app.find("conversations", args.chat)
        app.chat.rename(found, args.name)
        chat = app.chat.conversation(found)
    output.result(args, chat, f"{chat.id[:8]}: {chat.title}")
    return output.OK


def chats_delete(args: argparse.Namespace) -> int:
    with opened(args) as app:
        found = app.find("conversations", args.chat)
        app.chat.delete(found)
    output.result(args, {"id": found, "deleted": True}, f"Deleted {found[:8]}.")
    return output.OK


def chats_usage(args: argparse.Namespace) -> int:
    with opened(args) as app:
        uses = app.chat.uses(app.find("agents", args.agent) if args.agent else None, args.days)
    head = ["agent", "answers", "abstained", "errors", "first token", "95 %", "total", "tokens/s", "liked"]
    output.result(args, {"agents": uses}, output.table(list(map(_use, uses)), head))
    return output.OK


def _use(use: AgentUse) -> list[Any]:
    times = (use.first_token_seconds, use.first_token_p95, use.total_seconds)
    shown = ["" if one is None else f"{one:.2f} s" for one in times]
    pace = "" if use.tokens_per_second is None else f"{use.tokens_per_second:.1f}"
    liked = "" if use.satisfaction is None else f"{100 * use.satisfaction:.0f} % of {use.rated}"
    return [use.agent, use.answers, use.abstentions, use.errors, *shown, pace, liked]


def chats_withheld(args: argparse.Namespace) -> int:
    if args.rule is not None and args.switch is None:
        raise UserError("Say whether the rule is on.", do=f"isnad chats withheld {args.rule} on")
    with opened(args) as app:
        if args.rule is not None:
            app.chat.set_withheld_rule(args.rule, args.switch == "on")
        rules, counts = app.chat.withheld_rules(), app.chat.withheld()
    listed = [{"rule": name, "on": on, "withheld": counts[name]} for name, on in rules.items()]
    rows = [[one["rule"], "on" if one["on"] else "off", one["withheld"]] for one in listed]
    output.result(args, {"rules": listed}, output.table(rows, ["rule", "is", "withheld in 30 days"]))
    return output.OK


def _day(when: float) -> str:
    return time.strftime("%Y-%m-%d", time.localtime(when))
