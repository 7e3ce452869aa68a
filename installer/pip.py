# SPDX-License-Identifier: AGPL-3.0-or-later
"""The environment's own pip, run quietly: what it says goes to a log, what went wrong becomes a sentence."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from installer.console import KilledError, SetupError

_NETWORK_SIGNS = ("connection", "timed out", "resolve", "no matching distribution", "ssl", "proxy")
_QUIET = {
    "PIP_PROGRESS_BAR": "off",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INPUT": "1",
    "PIP_ROOT_USER_ACTION": "ignore",
    "PIP_USER": "0",
}


class Pip:
    """pip of one environment, looking nowhere but into ``bundle``'s wheels where one is given."""

    def __init__(self, python: Path, log: Path, bundle: Path | None = None) -> None:
        self._python = python
        self._log = log
        self._sources = ["--no-index", "--find-links", str(bundle / "wheels")] if bundle else []
        self._environment = {**os.environ, **_QUIET}

    def run(self, verb: str, *arguments: str) -> None:
        """``pip VERB ARGUMENTS``; raises SetupError with pip's own last words."""
        with self._log.open("ab") as log:
            start = log.tell()
            command = self._command(verb, *arguments)
            done = subprocess.run(command, stdout=log, stderr=log, env=self._environment, check=False)
        if done.returncode < 0:
            raise KilledError(f"pip was killed ({signal.Signals(-done.returncode).name}).", "Run it again.")
        if done.returncode:
            raise _explained(self._log, start)

    def install(self, *arguments: str) -> None:
        """``pip install`` from the package registry, or from the bundle."""
        self.run("install", *self._sources, *arguments)

    def install_locked(self, lock: str) -> None:
        """Installs the entries of a lock, each held against its hashes, and nothing beyond them."""
        with _requirements(lock) as path:
            self.install("--no-deps", "--require-hashes", "--requirement", path)

    def install_apart(self, lock: str, folder: Path) -> None:
        """Installs the entries of a lock into a folder of their own, made anew."""
        shutil.rmtree(folder, ignore_errors=True)
        with _requirements(lock) as path:
            self.install(
                "--no-deps",
                "--require-hashes",
                "--requirement",
                path,
                "--target",
                str(folder),
                "--no-compile",
            )

    def download_locked(self, lock: str, folder: Path) -> None:
        """Fetches the wheels of a lock's entries into ``folder``, each held against its hashes."""
        with _requirements(lock) as path:
            self.run(
                "download", "--no-deps", "--require-hashes", "--dest", str(folder), "--requirement", path
            )

    def metadata(self, *arguments: str) -> dict[str, Any]:
        """The metadata (PEP 566, as JSON) of the one package that ``pip install ARGUMENTS`` would take."""
        with tempfile.TemporaryDirectory(prefix="isnad-report-") as folder:
            report = Path(folder) / "report.json"
            self.install("--dry-run", "--no-deps", "--ignore-installed", "--report", str(report), *arguments)
            [package] = json.loads(report.read_text(encoding="utf-8"))["install"]
        metadata: dict[str, Any] = package["metadata"]
        return metadata

    def version(self, package: str) -> str:
        """The installed version of a package, empty where it is not installed."""
        code = "import importlib.metadata as m, sys; print(m.version(sys.argv[1]))"
        asked = subprocess.run(
            [self._python, "-c", code, package], capture_output=True, text=True, check=False
        )
        return asked.stdout.strip()

    @contextmanager
    def building(self, entry: str, folder: Path, *, cmake: str, cached: bool) -> Iterator[Build]:
        """Compiles a lock's entry into a wheel in ``folder``, beside whatever goes on meanwhile.

        ``cmake`` are its CMake settings; ``cached`` lets pip take a wheel that it compiled before.
        """
        log = self._log.with_name("isnad-build.log")
        environment = {"CMAKE_ARGS": cmake, "CMAKE_BUILD_PARALLEL_LEVEL": str(os.cpu_count() or 1)}
        with _requirements(entry) as path, log.open("wb") as output:
            arguments = ["--no-deps", "--require-hashes", *([] if cached else ["--no-cache-dir"])]
            process = subprocess.Popen(
                self._command("wheel", *arguments, "--wheel-dir", str(folder), "--requirement", path),
                stdout=output,
                stderr=output,
                env={**self._environment, **environment},
                start_new_session=True,
            )
            try:
                yield Build(process, folder, entry.partition("==")[0].replace("-", "_") + "-*.whl", log)
            finally:
                _stop(process)

    def _command(self, *arguments: str) -> list[str]:
        return [str(self._python), "-m", "pip", *arguments]


@dataclass(frozen=True)
class Build:
    """A wheel being compiled in the background."""

    process: subprocess.Popen[bytes]
    folder: Path
    pattern: str
    log: Path

    def wait(self) -> Path:
        """The finished wheel; raises SetupError with the last words of pip or the compiler."""
        if self.process.wait():
            raise _explained(self.log, 0)
        return next(self.folder.glob(self.pattern))


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ends a build with all the compilers it started."""
    if process.poll() is not None:
        return
    if os.name == "nt":
        process.terminate()
    else:
        os.killpg(process.pid, signal.SIGTERM)
    process.wait()


@contextmanager
def _requirements(text: str) -> Iterator[str]:
    """The path of a file that holds ``text``, for pip to read."""
    with tempfile.TemporaryDirectory(prefix="isnad-pip-") as folder:
        path = Path(folder) / "requirements.txt"
        path.write_text(text, encoding="utf-8")
        yield str(path)


def _explained(log: Path, start: int) -> SetupError:
    with log.open("rb") as file:
        file.seek(start)
        lines = file.read().decode("utf-8", "replace").splitlines()
    told = (
        [line.strip() for line in lines if line.strip().startswith("ERROR:")]
        or lines[-1:]
        or ["no reason given"]
    )
    why = told[-1].removeprefix("ERROR: ")[:300]
    if any(sign in why.lower() for sign in _NETWORK_SIGNS):
        return SetupError(
            f"pip: {why}", "Check the network and run it again, or use a bundle (installer/README.md)."
        )
    return SetupError(f"pip: {why}", f"All it said is in {log}.")
