# SPDX-License-Identifier: AGPL-3.0-or-later
"""What all tests share: no display, no keyring, no network, and workspaces that cost little."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
os.environ.pop("ISNAD_WORKSPACE", None)
os.environ.pop("ISNAD_PASSPHRASE_FILE", None)

from core import offline

offline.install()

import pytest  # noqa: E402

from core.app import App  # noqa: E402
from core.paths import PROGRAM  # noqa: E402
from core.workspace import Workspace  # noqa: E402

PASSPHRASE = "only for tests"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A fresh, empty workspace."""
    made = Workspace.create(tmp_path / "ws", PASSPHRASE)
    yield made
    made.close()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """A fresh App with the starter models registered."""
    made = App.create(tmp_path / "ws", PASSPHRASE)
    yield made
    made.close()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real test data that is not part of the project; tests skip where it is missing."""
    folder = PROGRAM.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"the test data folder {folder} is missing")
    return folder


@pytest.fixture(scope="session")
def samples() -> Path:
    """The sample case's documents."""
    return PROGRAM / "resources" / "samples" / "case"


@pytest.fixture(scope="session")
def smollm() -> Path:
    """The starter chat model."""
    file = PROGRAM / "models" / "smollm2-135m" / "SmolLM2-135M-Instruct.Q4_1.gguf"
    assert file.exists(), "the starter models are missing: run make setup"
    return file


@pytest.fixture(scope="session")
def minilm() -> Path:
    """The starter embedder."""
    folder = PROGRAM / "models" / "all-minilm-l6-v2"
    assert folder.exists(), "the starter models are missing: run make setup"
    return folder
