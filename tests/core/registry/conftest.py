# SPDX-License-Identifier: AGPL-3.0-or-later
"""A tiny base model, a LoRA for it, and a version of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.registry.adapters import Adapter
from core.registry.versions import register_run
from core.workspace import Workspace
from tests.core.registry import tiny_model
from tests.core.registry.made import add_run, lora


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real GGUF chat model with random weights."""
    return tiny_model.write(tmp_path_factory.mktemp("models") / "tiny.gguf", license="CC0-1.0")


@pytest.fixture(scope="session")
def adapter(tiny: Path) -> Adapter:
    return lora(tiny)


@pytest.fixture
def version_id(workspace: Workspace, tiny: Path, adapter: Adapter) -> str:
    """A registered version that has not been through the gate."""
    return register_run(workspace, add_run(workspace, tiny, adapter))
