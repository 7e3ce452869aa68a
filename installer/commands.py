# SPDX-License-Identifier: AGPL-3.0-or-later
"""The commands of set-up: what each makes ready, and what it then runs."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from installer import bundle, environment, lockfile, starter_models, system_packages, torch_build
from installer.console import SetupError, step
from installer.layout import Layout, here

CHECKS = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "mypy": ["mypy"],
    # A file's tests stay together: they share what is dear to make. More processes would fight for memory.
    "pytest": ["pytest", "--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile"],
}


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns its exit status: 0 done, 1 a check failed, 2 set-up could not go on."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.command(here(), options)
    except SetupError as error:
        print(f"\n{error}")
        return 2
    except KeyboardInterrupt:
        print("\nStopped. Run it again to go on.")
        return 130
    return status


def setup(layout: Layout, options: argparse.Namespace) -> int:
    """System packages, environment, starter models; says nothing where all are in place."""
    choices = _choices(options)
    start = time.monotonic()
    lacking = starter_models.missing(layout.manifest)
    if environment.is_ready(layout, choices) and not lacking:
        return 0
    print("Setting Isnad up")
    with step("system packages") as notes:
        notes.extend(system_packages.ensure(install=choices.bundle is None))
    environment.ensure(layout, choices)
    if lacking:
        with step("starter models") as notes:
            notes.extend(starter_models.ensure(layout.manifest, layout.python, choices.bundle))
    print(f"Ready after {time.monotonic() - start:.0f} s.\n")
    return 0


def tour(layout: Layout, options: argparse.Namespace) -> int:
    """Sets up, then shows what Isnad does from end to end."""
    setup(layout, options)
    return _python(layout, "main.py", "tour")


def run(layout: Layout, options: argparse.Namespace) -> int:
    """Sets up, then opens the window."""
    setup(layout, options)
    return _python(layout, "main.py")


def test(layout: Layout, options: argparse.Namespace) -> int:
    """Sets up, then runs every check, also after one has failed, and sums up."""
    setup(layout, options)
    results = {}
    for name, command in CHECKS.items():
        print(f"== {name}", flush=True)
        start = time.monotonic()
        passed = _python(layout, "-m", *command) == 0
        results[name] = f"{'passed' if passed else 'FAILED'} in {time.monotonic() - start:.0f} s"
    print("\n" + "\n".join(f"{name:12} {result}" for name, result in results.items()))
    return int(any("FAILED" in result for result in results.values()))


def bench(layout: Layout, options: argparse.Namespace) -> int:
    """Sets up, then measures: every tests/bench/bench_*.py in turn."""
    setup(layout, options)
    statuses = []
    for script in sorted((layout.root / "tests" / "bench").glob("bench_*.py")):
        print(f"== {script.stem}", flush=True)
        statuses.append(_python(layout, str(script)))
    return int(any(statuses))


def package(layout: Layout, options: argparse.Namespace) -> int:
    """Sets up, then makes one program of it in dist/."""
    setup(layout, options)
    return _python(layout, "-m", "PyInstaller", "--noconfirm", "build.spec")


def lock(layout: Layout, options: argparse.Namespace) -> int:
    """Makes the locks anew out of pyproject.toml; with --upgrade takes the newest versions."""
    if not layout.python.exists():
        setup(layout, options)
    with step("locks"):
        lockfile.renew(layout, upgrade=options.upgrade)
    return 0


def models(layout: Layout, options: argparse.Namespace) -> int:
    """Checks every starter model's files against their hashes and fetches what is missing or wrong."""
    with step("checking the starter models") as notes:
        wrong = starter_models.remove_wrong(layout.manifest)
        notes.extend(f"{path} was wrong: fetched anew" for path in wrong)
    return setup(layout, options)


def carry(layout: Layout, options: argparse.Namespace) -> int:
    """Sets up, then fills a folder with all that a machine without a network needs."""
    setup(layout, options)
    torch = torch_build.arguments(lockfile.torch_pin(layout), options.torch)
    bundle.make(layout, options.folder.resolve(), torch)
    print(
        f"Carry this checkout and {options.folder} over, and run there:\n"
        f"python installer/bootstrap.py setup --bundle {options.folder}"
    )
    return 0


def clean(layout: Layout, options: argparse.Namespace) -> int:
    """Removes all that set-up and the tools made, the environment included; leaves the models."""
    names = (".venv", "build", "dist", ".mypy_cache", ".ruff_cache", ".pytest_cache", "isnad.egg-info")
    for path in [*(layout.root / name for name in names), *layout.root.glob(".coverage*")]:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return 0


def _python(layout: Layout, *arguments: str) -> int:
    return subprocess.run([layout.python, *arguments], cwd=layout.root, check=False).returncode


def _choices(options: argparse.Namespace) -> environment.Choices:
    folder: Path | None = options.bundle
    return environment.Choices(
        torch=options.torch,
        llama=options.llama,
        bundle=folder.resolve() if folder else None,
    )


def _parser() -> argparse.ArgumentParser:
    """Every command with its help; those that set up share the choices of where packages come from."""
    choices = argparse.ArgumentParser(add_help=False)
    choices.add_argument(
        "--torch", default=os.environ.get("ISNAD_TORCH", ""), help="a wheel, a folder or an index"
    )
    choices.add_argument(
        "--llama", default=os.environ.get("ISNAD_LLAMA", ""), help="a wheel of llama-cpp-python"
    )
    choices.add_argument(
        "--bundle", type=Path, help="take everything from this folder, nothing from the network"
    )
    parser = argparse.ArgumentParser(prog="bootstrap.py", description="Sets Isnad up and runs it.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        summary = (command.__doc__ or "").strip()
        added = commands.add_parser(name, parents=[choices], help=summary, description=summary)
        added.set_defaults(command=command)
        if command is lock:
            added.add_argument("--upgrade", action="store_true", help="take the newest versions")
        if command is carry:
            added.add_argument("folder", type=Path, help="where to put it all")
    return parser


COMMANDS: dict[str, Callable[[Layout, argparse.Namespace], int]] = {
    "setup": setup,
    "tour": tour,
    "run": run,
    "test": test,
    "bench": bench,
    "models": models,
    "lock": lock,
    "bundle": carry,
    "package": package,
    "clean": clean,
}
