# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which build of torch comes: the machine's pip decides, a person may point at another."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from installer.console import SetupError, step
from installer.layout import Layout
from installer.lockfile import torch_pin
from installer.pip import Pip

CUDA_ROOM = 14 * 10**9  # bytes: the wheels of a CUDA build and what they unpack to


def install(pip: Pip, layout: Layout, choice: str) -> None:
    """Installs the pinned torch out of ``choice`` (a wheel, an index, a folder; empty: pip's own way)."""
    pin = torch_pin(layout)
    if not choice and pip.version("torch").split("+")[0] == pin.removeprefix("torch=="):
        return
    if choice:
        pip.run("uninstall", "--yes", "torch")
    with step("torch: which build suits this machine") as notes:
        metadata = pip.metadata(*arguments(pin, choice))
        cuda = is_cuda(metadata["version"], metadata.get("requires_dist", []))
        notes.extend(advice(cuda=cuda, gpu=has_nvidia_gpu(), free=shutil.disk_usage(layout.root).free))
    with step(f"torch {metadata['version']}"):
        pip.install(*arguments(pin, choice))
        _check_it_starts(layout)


def arguments(pin: str, choice: str) -> list[str]:
    """What to tell ``pip install`` so that torch comes from ``choice``."""
    if not choice:
        return [pin]
    if choice.endswith(".whl"):
        return [choice]
    if Path(choice).is_dir():
        return [pin, "--no-index", "--find-links", choice]
    return [pin, "--index-url", choice]


def is_cuda(version: str, requires: list[str]) -> bool:
    """Whether a build of torch is made for CUDA, by its version's label or by the packages it requires."""
    if "+" in version:
        return "+cu" in version
    needed = [
        name
        for name in requires
        if name.startswith(("nvidia-", "cuda-", "triton")) and "extra ==" not in name
    ]
    return bool(needed) and os.name != "nt"


def advice(*, cuda: bool, gpu: bool, free: int) -> list[str]:
    """What to know before it is fetched; raises SetupError where ``free`` bytes are too few."""
    other = "give --torch (make: TORCH=) a wheel, a folder of wheels or an index"
    if cuda and free < CUDA_ROOM:
        raise SetupError(
            f"torch's CUDA build needs {CUDA_ROOM // 10**9} GB, and {free // 10**9} GB are free.",
            f"Make room, or for a CPU build {other}.",
        )
    if cuda and not gpu:
        return [
            f"No NVIDIA GPU here, yet pip takes the CUDA build, several gigabytes. For a CPU build {other}."
        ]
    if gpu and not cuda:
        return [f"An NVIDIA GPU is here, yet pip takes a build without CUDA. For a CUDA build {other}."]
    return []


def has_nvidia_gpu() -> bool:
    """Whether NVIDIA's driver answers."""
    program = shutil.which("nvidia-smi")
    return (
        bool(program)
        and subprocess.run([str(program), "-L"], capture_output=True, check=False).returncode == 0
    )


def _check_it_starts(layout: Layout) -> None:
    tried = subprocess.run([layout.python, "-c", "import torch"], capture_output=True, text=True, check=False)
    if tried.returncode:
        why = (tried.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise SetupError(
            f"torch was installed but does not start: {why}", "Give --torch a build for this machine."
        )
