# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parser of all commands, and the one place where an error becomes an exit code."""

from __future__ import annotations

import argparse
import importlib
import json
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from core.cli import output
from core.cli.output import CANCELLED, OUR_FAULT, USER_MISTAKE
from core.errors import Cancelled, UserError

# Each module has ``register(subparsers)``; only the module of the command at hand is imported.
MODULES = {
    "init": "workspace",
    "doctor": "doctor",
    "extract": "ingest",
    "ingest": "ingest",
    "watch": "watch",
    "documents": "documents",
    "search": "search",
    "dataset": "datasets",
    "train": "training",
    "runs": "training",
    "evaluate": "training",
    "models": "registry",
    "agents": "agents",
    "chat": "chat",
    "chats": "chats",
    "jobs": "workspace",
    "audit": "workspace",
}


class Parser(argparse.ArgumentParser):
    """Exits with 2 and a plain sentence."""

    def error(self, message: str) -> None:  # type: ignore[override]
        raise UserError(f"{message[:1].upper()}{message[1:]}.", do=f"See: {self.prog} --help")


def wants_window(words: list[str]) -> bool:
    """No command among the words: only options such as ``--workspace DIR``."""
    return not any(word in MODULES or word in {"-h", "--help", "--version"} for word in words) and (
        not [word for word in _without_values(words) if not word.startswith("-")]
    )


def _without_values(words: list[str]) -> list[str]:
    kept, skip = [], False
    for word in words:
        if not skip:
            kept.append(word)
        skip = word in {"--workspace", "--passphrase-file"}
    return kept


def main(words: list[str]) -> int:
    """Runs one command; returns the exit code of the contract (0, 1, 2, 3, 130)."""
    try:
        args = _parser(words).parse_args(words)
        handler: Callable[[argparse.Namespace], int] = args.handler
        return handler(args)
    except UserError as error:
        _tell_error(words, error)
        return USER_MISTAKE
    except (Cancelled, KeyboardInterrupt):
        output.tell("Cancelled.")
        return CANCELLED
    except BrokenPipeError:
        return CANCELLED
    except Exception:  # noqa: BLE001 - never a bare traceback
        output.tell(f"A fault of Isnad's own. A report lies in {_report()}")
        return OUR_FAULT


def _tell_error(words: list[str], error: UserError) -> None:
    output.tell(error.sentence)
    if "--json" in words:
        print(json.dumps({"error": error.sentence}, ensure_ascii=False), flush=True)


def _report() -> Path:
    import platformdirs

    folder = Path(platformdirs.user_state_dir("isnad", appauthor=False)) / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    report = folder / f"{time.strftime('%Y%m%d-%H%M%S')}.txt"
    report.write_text(traceback.format_exc(), encoding="utf-8")
    return report


def _parser(words: list[str]) -> Parser:
    parser = Parser(
        prog="isnad", description="An offline workbench for analysts: documents in, checked answers out."
    )
    parser.add_argument("--version", action="version", version=f"isnad {_version()}")
    _common(parser, top=True)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)
    named = next((word for word in _without_values(words) if word in MODULES), None)
    for module in sorted({MODULES[named]} if named else set(MODULES.values())):
        importlib.import_module(f"core.cli.{module}").register(subparsers)
    return parser


def _common(parser: argparse.ArgumentParser, *, top: bool = False) -> None:
    """Options that every command takes, before or after its name."""
    default = None if top else argparse.SUPPRESS
    parser.add_argument("--workspace", metavar="DIR", default=default, help="the workspace folder")
    parser.add_argument(
        "--passphrase-file", metavar="FILE", default=default, help="a file holding the passphrase"
    )
    parser.add_argument(
        "--json",
        action="store_true",
        default=False if top else argparse.SUPPRESS,
        help="one JSON object as the answer",
    )


def add_command(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    handler: Callable[[argparse.Namespace], int] | None,
    help_: str,
) -> argparse.ArgumentParser:
    """A command with the common options. ``handler`` returns the exit code; None for a group of commands."""
    parser = subparsers.add_parser(name, help=help_, description=help_)
    _common(parser)
    if handler is not None:
        parser.set_defaults(handler=handler)
    return parser


def _version() -> str:
    from core import __version__

    return __version__
