# SPDX-License-Identifier: AGPL-3.0-or-later
"""A folder that carries all that set-up fetches to a machine without a network: made here, checked there."""

from __future__ import annotations

import json
import platform
import sys
import tempfile
from pathlib import Path

from installer import lockfile, starter_models, system_packages
from installer.console import SetupError, step
from installer.layout import Layout
from installer.pip import Pip

LLAMA = "llama-cpp-python"
# A compiler left to itself uses every instruction of the machine it runs on; the other one may have fewer.
PORTABLE_CMAKE = "-DLLAVA_BUILD=OFF -DGGML_NATIVE=OFF"
LIST = "bundle.json"


def make(layout: Layout, target: Path, torch: list[str]) -> None:
    """Fills ``target`` with wheels and models for machines of this kind; ``torch`` is what pip is told."""
    wheels = target / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    lock = layout.lock.read_text(encoding="utf-8")
    pip = Pip(layout.python, layout.log)
    with tempfile.TemporaryDirectory(prefix="isnad-bundle-") as folder:
        plain = Path(folder) / "constraints.txt"
        plain.write_text("".join(f"{name}=={version}\n" for name, version, _ in lockfile.entries(lock)))
        with pip.building(
            lockfile.part(lock, only={LLAMA}), wheels, cmake=PORTABLE_CMAKE, cached=False
        ) as build:
            with step("Python packages"):
                pip.download_locked(lockfile.part(lock, without={LLAMA}), wheels)
                pip.download_locked(lockfile.easyocr_part(layout), wheels)
            with step("torch"):
                pip.run("download", "--dest", str(wheels), "--constraint", str(plain), *torch)
            with step("starter models"):
                for model in starter_models.known(layout.manifest):
                    starter_models.download(model, layout.python, wheels)
            with step("llama.cpp (compiling takes 5 to 10 minutes)"):
                build.wait()
    with step("list of files"):
        write_list(target)


def check(bundle: Path) -> None:
    """Raises SetupError where a bundle is for another kind of machine, or a file got lost or changed."""
    path = bundle / LIST
    if not path.is_file():
        raise SetupError(
            f"{bundle} has no {LIST}.", "Make a bundle with `bootstrap.py bundle DIR` and carry all of it."
        )
    listed = json.loads(path.read_text(encoding="utf-8"))
    if listed["machine"] != machine():
        raise SetupError(
            f"The bundle is for {listed['machine']}, and this is {machine()}.",
            "Make one on a connected machine of this kind.",
        )
    wheels = bundle / "wheels"
    wrong = [name for name, hashed in listed["sha256"].items() if _hash(wheels / name) != hashed]
    if wrong:
        raise SetupError(
            f"Lost or changed on the way: {', '.join(wrong)}.", "Carry the bundle over once more."
        )


def llama_wheel(bundle: Path) -> Path:
    """The compiled llama-cpp-python of a checked bundle."""
    return next((bundle / "wheels").glob("llama_cpp_python-*.whl"))


def machine() -> str:
    """What a wheel can depend on: Python's version, the system and the processor."""
    version = f"Python {sys.version_info.major}.{sys.version_info.minor}"
    return f"{version} on {platform.system()} {platform.machine()}"


def write_list(target: Path) -> None:
    """Writes what ``target`` is for and what its wheels hash to, for ``check`` on the other machine."""
    hashes = {path.name: starter_models.sha256(path) for path in sorted((target / "wheels").iterdir())}
    listed = {
        "machine": machine(),
        "system_packages": [name.split("|")[0] for name in system_packages.DEBIAN],
        "sha256": hashes,
    }
    (target / LIST).write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")


def _hash(path: Path) -> str:
    return starter_models.sha256(path) if path.is_file() else ""
