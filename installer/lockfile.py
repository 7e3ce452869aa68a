# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lock: reading it, and making it anew with uv out of pyproject.toml."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import tomllib
from pathlib import Path

from installer.console import SetupError
from installer.layout import Layout

HEADER = """\
# Every package of Isnad but torch, with hashes, for Linux and Windows and Python 3.11 and 3.12.
# Made from pyproject.toml by `make lock`; do not edit. Installed with --require-hashes --no-deps.
"""
_ENTRY = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==(\S+)", re.MULTILINE)
_MACHINE_BOUND = re.compile(r"^(torch|triton.*|nvidia-.*|cuda-.*)$")


def canonical(name: str) -> str:
    """A package's name as PEP 503 spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def entries(text: str) -> list[tuple[str, str, str]]:
    """Each requirement of a lock as (canonical name, version, its lines with hashes)."""
    starts = list(_ENTRY.finditer(text))
    ends = [match.start() for match in starts[1:]] + [len(text)]
    return [
        (canonical(match[1]), match[2], text[match.start() : end].rstrip() + "\n")
        for match, end in zip(starts, ends, strict=True)
    ]


def part(text: str, only: set[str] | None = None, without: set[str] | None = None) -> str:
    """The lock's entries named in ``only`` (all when None) less those named in ``without``."""
    return "".join(
        lines
        for name, _, lines in entries(text)
        if (only is None or name in only) and name not in (without or set())
    )


def machine_bound(text: str) -> list[str]:
    """The packages in a lock that depend on the machine (torch, CUDA) and so do not belong in it."""
    return [name for name, _, _ in entries(text) if _MACHINE_BOUND.match(name)]


def torch_pin(layout: Layout) -> str:
    """The requirement ``torch==…`` of pyproject.toml, the one place it is written."""
    project = tomllib.loads(layout.pyproject.read_text(encoding="utf-8"))["project"]
    dependencies: list[str] = project["dependencies"]
    return next(line for line in dependencies if line.startswith("torch=="))


def easyocr_part(layout: Layout) -> str:
    """What EasyOCR needs beyond the packages of the environment itself."""
    there = {name for name, _, _ in entries(layout.lock.read_text(encoding="utf-8"))}
    return part(layout.easyocr_lock.read_text(encoding="utf-8"), without=there)


def renew(layout: Layout, *, upgrade: bool) -> None:
    """Writes both locks anew; with ``upgrade`` takes the newest versions, else keeps those that still fit."""
    _compile(layout, layout.lock, ["pyproject.toml", "--group", "dev"], upgrade=upgrade)
    extra = tomllib.loads(layout.pyproject.read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    wanted = "\n".join([*extra["easyocr"], torch_pin(layout)])
    _compile(
        layout, layout.easyocr_lock, ["-", "--constraints", str(layout.lock)], upgrade=upgrade, stdin=wanted
    )


def _compile(layout: Layout, target: Path, sources: list[str], *, upgrade: bool, stdin: str = "") -> None:
    command = [
        *(str(layout.python), "-m", "uv", "pip", "compile", *sources, "--output-file", str(target)),
        *("--universal", "--python-version", "3.11", "--fork-strategy", "fewest"),
        *("--generate-hashes", "--no-emit-package", "torch"),
        *("--no-emit-index-url", "--no-header", "--no-annotate", "--quiet"),
        *(["--upgrade"] if upgrade else []),
    ]
    done = subprocess.run(
        command,
        cwd=layout.root,
        env=_uv_environment(layout),
        input=stdin,
        text=True,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise SetupError(f"uv could not make {target.name}:\n{done.stderr.strip()}")
    text = target.read_text(encoding="utf-8")
    if bound := machine_bound(text):
        raise SetupError(
            f"{target.name} would hold {', '.join(bound)}.",
            "Tell uv torch's plain requirements in pyproject.toml, [[tool.uv.dependency-metadata]].",
        )
    target.write_text(HEADER + text, encoding="utf-8")


def _uv_environment(layout: Layout) -> dict[str, str]:
    """uv does not read pip's settings: hands it the certificates and the index that pip would use."""
    asked = subprocess.run(
        [layout.python, "-m", "pip", "config", "list"], text=True, capture_output=True, check=False
    )
    settings = dict(line.split("=", 1) for line in asked.stdout.splitlines() if "=" in line)
    environment = dict(os.environ)
    for pip_name, uv_name in (("cert", "SSL_CERT_FILE"), ("index-url", "UV_DEFAULT_INDEX")):
        value = settings.get(f":env:.{pip_name}", settings.get(f"global.{pip_name}"))
        if value is not None:
            environment.setdefault(uv_name, ast.literal_eval(value))
    return environment
