# SPDX-License-Identifier: AGPL-3.0-or-later
"""``doctor``: what is there, what is missing, and the proof that nothing leaves the machine."""

from __future__ import annotations

import argparse
from typing import Any

from core.cli import output
from core.cli.commands import add_command
from core.cli.session import folder
from core.records import Check


def register(subparsers: Any) -> None:
    parser = add_command(subparsers, "doctor", doctor, "Checks every engine, model, font and tool.")
    parser.add_argument(
        "--prove-offline",
        action="store_true",
        help="runs the main job under strace, cut off from every network",
    )


def doctor(args: argparse.Namespace) -> int:
    return _prove(args) if args.prove_offline else _check(args)


def _check(args: argparse.Namespace) -> int:
    from core.doctor import checks

    found = []
    for check in checks.run(folder(args)):
        found.append(check)
        if not args.json:
            print(_line(check), flush=True)
    ok = all(check.ok for check in found)
    output.result(
        args, {"ok": ok, "checks": found}, "All is well." if ok else "Something is missing, see above."
    )
    return output.OK if ok else output.SOME_FAILED


def _line(check: Check) -> str:
    line = f"{'ok     ' if check.ok else 'MISSING'}  {check.name}: {check.detail}"
    return f"{line}\n         {check.fix}" if check.fix else line


def _prove(args: argparse.Namespace) -> int:
    from core.doctor import proof

    shown = proof.prove(
        lambda step: output.tell(
            f"{step.name}: {len(step.inet_calls)} inet calls, exit {step.exit_code}, {step.seconds} s"
        )
    )
    where = "in an empty network namespace" if shown.isolated else "watched (the kernel allowed no namespace)"
    human = f"{shown.inet_calls} inet calls, {len(shown.attempts)} refused attempts, {where}."
    output.result(args, shown, human)
    return output.OK if shown.ok else output.SOME_FAILED
