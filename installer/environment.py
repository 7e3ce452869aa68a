# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Python environment in .venv: the locked packages, llama.cpp compiled, torch, and the project itself."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from installer import bundle, lockfile, system_packages, torch_build
from installer.console import KilledError, SetupError, step
from installer.layout import Layout
from installer.pip import Build, Pip

LLAMA = "llama-cpp-python"
LLAMA_CMAKE = "-DLLAVA_BUILD=OFF"  # no pictures in chat, so no code for them


@dataclass(frozen=True)
class Choices:
    """What a person may choose about the environment."""

    torch: str = ""  # a wheel, an index or a folder of wheels; empty: what pip would take
    llama: str = ""  # a wheel of llama-cpp-python; empty: compile it
    bundle: Path | None = None  # a folder made by `bootstrap.py bundle`

    def asked(self) -> dict[str, str]:
        """What was chosen about which build of a package comes; empty where nothing was."""
        wished = {"torch": self.torch, "llama": self.llama}
        return {name: value for name, value in wished.items() if value}


def fingerprint(layout: Layout) -> str:
    """Changes whenever the environment ought to: with locks, project, set-up itself, Python and folder."""
    digest = hashlib.sha256(str(layout.root).encode())
    sources = [
        layout.pyproject,
        layout.manifest,
        *layout.installer.glob("*.txt"),
        *layout.installer.glob("*.py"),
    ]
    for path in (layout.venv / "pyvenv.cfg", *sorted(sources)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def is_ready(layout: Layout, choices: Choices) -> bool:
    """Whether the environment was finished for this fingerprint, and nothing else is asked for now."""
    if layout.unfinished.exists() or not layout.python.exists() or not layout.stamp.exists():
        return False
    stamp = json.loads(layout.stamp.read_text(encoding="utf-8"))
    return stamp["fingerprint"] == fingerprint(layout) and choices.asked() in ({}, stamp["asked"])


def ensure(layout: Layout, choices: Choices) -> bool:
    """Makes or mends the environment where it is not ready; returns whether there was anything to do."""
    if is_ready(layout, choices):
        return False
    if choices.bundle:
        with step("bundle"):
            bundle.check(choices.bundle)
    with step("environment in .venv"):
        make(layout)
    layout.unfinished.touch()
    try:
        _install_everything(layout, choices)
    except KilledError:
        raise
    except SetupError:
        layout.unfinished.unlink()  # pip ended in good order, so what it left can be built upon
        raise
    layout.stamp.write_text(
        json.dumps({"fingerprint": fingerprint(layout), "asked": choices.asked()}), encoding="utf-8"
    )
    layout.unfinished.unlink()
    return True


def make(layout: Layout) -> None:
    """An environment that starts, without a stamp; made anew where a killed run left it half-filled."""
    killed = layout.unfinished.exists()
    layout.stamp.unlink(missing_ok=True)
    if not killed and _starts(layout):
        return
    if layout.venv.exists():
        shutil.rmtree(layout.venv)
    try:
        venv.create(layout.venv, with_pip=True, symlinks=os.name != "nt")
    except subprocess.CalledProcessError as error:
        raise SetupError(
            f"{sys.executable} cannot make an environment with pip.",
            f"On Debian and Ubuntu: `sudo apt-get install {system_packages.venv_package()}`.",
        ) from error


def _starts(layout: Layout) -> bool:
    if not layout.python.exists():
        return False
    asked = subprocess.run([layout.python, "-m", "pip", "--version"], capture_output=True, check=False)
    return asked.returncode == 0


def _install_everything(layout: Layout, choices: Choices) -> None:
    pip = Pip(layout.python, layout.log, bundle=choices.bundle)
    lock = layout.lock.read_text(encoding="utf-8")
    with step("pip"):
        pip.install_locked(lockfile.part(lock, only={"pip"}))
    with _llama_wheel(pip, lock, choices) as llama:
        with step(f"{len(lockfile.entries(lock))} Python packages (minutes, the first time)"):
            pip.install_locked(lockfile.part(lock, without={LLAMA}))
        torch_build.install(pip, layout, choices.torch)
        with step("llama.cpp (compiling takes 5 to 10 minutes, the first time)"):
            if wheel := llama():
                pip.run("install", "--no-deps", "--no-index", "--force-reinstall", str(wheel))
    with step("EasyOCR, apart from the others"):
        pip.install_apart(lockfile.easyocr_part(layout), layout.easyocr)
    with step("Isnad itself"):
        _install_project(pip, layout)
        pip.run("check")


def _install_project(pip: Pip, layout: Layout) -> None:
    """Makes `isnad` a command over this very checkout, without a network."""
    offline = ["--no-deps", "--no-index", "--no-build-isolation"]
    plain_path = [
        "--config-settings",
        "editable_mode=compat",
    ]  # else a hook costs every process 50 ms at its start
    pip.run("install", *offline, *plain_path, "--editable", str(layout.root))


@contextmanager
def _llama_wheel(pip: Pip, lock: str, choices: Choices) -> Iterator[Callable[[], Path | None]]:
    """llama-cpp-python comes as source alone: compiles it meanwhile; call the result for the finished wheel.

    That is None where the locked version is installed already.
    """
    [(_, version, entry)] = lockfile.entries(lockfile.part(lock, only={LLAMA}))
    given = choices.llama or (str(bundle.llama_wheel(choices.bundle)) if choices.bundle else "")
    if given or pip.version(LLAMA) == version:
        yield lambda: Path(given) if given else None
        return
    own_settings = os.environ.get("CMAKE_ARGS", "")
    cmake = f"{LLAMA_CMAKE} {own_settings}".strip()
    with (
        tempfile.TemporaryDirectory(prefix="isnad-llama-") as folder,
        pip.building(entry, Path(folder), cmake=cmake, cached=not own_settings) as build,
    ):
        yield lambda: compiled(build)


def compiled(build: Build) -> Path:
    """The wheel that ``build`` made; raises SetupError, which names the compiler where that is missing."""
    try:
        return build.wait()
    except SetupError as error:
        if os.name != "nt" and not any(map(shutil.which, ("c++", "g++", "clang++"))):
            raise SetupError(
                "llama.cpp could not be compiled: there is no C++ compiler.",
                "Install one (`sudo apt-get install build-essential`), or give --llama a compiled wheel.",
            ) from error
        raise
