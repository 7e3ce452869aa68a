# SPDX-License-Identifier: AGPL-3.0-or-later
"""llama-cpp-python, which comes as source alone: compiled beside whatever else set-up does."""

from __future__ import annotations

import os
import shlex
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from installer import lockfile
from installer.console import SetupError
from installer.pip import Build, Pip

NAME = "llama-cpp-python"
# A compiler left to itself uses every instruction of the machine it runs on; another machine may have fewer.
PORTABLE = "-DGGML_NATIVE=OFF"


@contextmanager
def ready_wheel(pip: Pip, lock: str, given: Path | None) -> Iterator[Callable[[], Path | None]]:
    """Call the result for the wheel to install: ``given``, or the one that is being compiled meanwhile.

    That is None where the locked version is installed already.
    """
    [(_, version, _)] = lockfile.entries(lockfile.part(lock, only={NAME}))
    if given or pip.version(NAME) == version:
        yield lambda: given
        return
    own_settings = os.environ.get("CMAKE_ARGS", "")
    with (
        tempfile.TemporaryDirectory(prefix="isnad-llama-") as folder,
        compiling(pip, lock, Path(folder), own_settings, cached=not own_settings) as build,
    ):
        yield lambda: compiled(build)


@contextmanager
def compiling(pip: Pip, lock: str, folder: Path, settings: str, *, cached: bool) -> Iterator[Build]:
    """Compiles the locked version into ``folder`` with CMake ``settings``, less what Isnad never loads."""
    lean = shlex.quote((Path(__file__).parent / "llama.cmake").as_posix())
    cmake = f"-DLLAVA_BUILD=OFF -DCMAKE_PROJECT_llama_cpp_INCLUDE={lean} {settings}".strip()
    with pip.building(lockfile.part(lock, only={NAME}), folder, cmake=cmake, cached=cached) as build:
        yield build


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
