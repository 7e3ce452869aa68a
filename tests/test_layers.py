# SPDX-License-Identifier: AGPL-3.0-or-later
"""Imports point downward only, and nobody loads what is not theirs; checked in fresh interpreters."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from core.paths import PROGRAM

LAYERS = (
    ("errors", "offline", "paths", "settings", "records"),
    ("db", "vault", "workspace"),
    ("jobs",),
    ("documents",),
    ("retrieval",),
    ("datasets",),
    ("training",),
    ("registry",),
    ("agents",),
    ("chat",),
    ("doctor", "app"),
    ("cli", "tour"),
)
HEAVY = {
    "torch",
    "transformers",
    "chromadb",
    "llama_cpp",
    "sentence_transformers",
    "pymupdf",
    "fitz",
    "trl",
    "peft",
}
ONLY_IMPORTER = {
    "llama_cpp": "core/chat/llama.py",
    "chromadb": "core/retrieval/vectors.py",
    "gguf": "core/registry/gguf",
}
SOURCES = sorted([*(PROGRAM / "core").rglob("*.py"), *(PROGRAM / "gui").rglob("*.py")])


def _loaded_by(module: str) -> set[str]:
    program = f"import sys, {module}; print(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROGRAM, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def _imports(file: Path, *, top_level: bool = False) -> set[str]:
    """Modules a file imports; ``top_level`` leaves out those inside functions and type checks."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    nodes = tree.body if top_level else list(ast.walk(tree))
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _layer(part: str) -> int:
    return next(number for number, names in enumerate(LAYERS) if part in names)


def test_core_loads_no_qt_and_nothing_heavy() -> None:
    loaded = _loaded_by("core.app")
    assert not loaded & ({"PySide6", "gui", "numpy"} | HEAVY)


def test_the_window_loads_nothing_heavy() -> None:
    loaded = _loaded_by("gui.app, gui.main_window")
    assert not loaded & HEAVY


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(PROGRAM)))
def test_imports_point_downward(file: Path) -> None:
    place = file.relative_to(PROGRAM).with_suffix("").parts
    imports = _imports(file)
    if place[0] == "gui":
        allowed = (
            "gui",
            "core.app",
            "core.records",
            "core.errors",
            "core.offline",
            "core.settings",
            "core.paths",
        )
        own = {name for name in imports if name.split(".")[0] in {"core", "gui"}} - {
            "core",
            "core.__version__",
        }
        assert not {name for name in own if not name.startswith(allowed)}
        return
    assert not {name for name in imports if name.split(".")[0] in {"gui", "PySide6"}}
    if len(place) < 2:
        return
    parts = {name.split(".")[1] for name in _imports(file, top_level=True) if name.startswith("core.")}
    known = {part for names in LAYERS for part in names}
    assert {part for part in parts & known if _layer(part) > _layer(place[1])} == set()


@pytest.mark.parametrize(("module", "owner"), ONLY_IMPORTER.items())
def test_one_place_alone_imports(module: str, owner: str) -> None:
    users = {
        str(file.relative_to(PROGRAM))
        for file in SOURCES
        if module in {name.split(".")[0] for name in _imports(file)}
    }
    assert users
    assert all(user == owner or user.startswith(f"{owner}/") for user in users)
