# SPDX-License-Identifier: AGPL-3.0-or-later
"""For the window: a loop over pytest-qt's application, settings of their own, a workspace with documents."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
import qasync
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.app import App
from core.vault import keys
from core.workspace import Workspace
from gui import language, theme
from gui.main_window import MainWindow
from gui.ops import Ops

PASSPHRASE = "only for tests"
# One of each kind: a text layer in English and in Arabic, plain text, and one that cannot be read.
CASE = ("inquiry-report.pdf", "committee-minutes.pdf", "press-statement.txt")
T = TypeVar("T")


@pytest.fixture(autouse=True)
def settings(tmp_path: Path) -> None:
    """What the window remembers goes to a file of this test."""
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))


@pytest.fixture(autouse=True)
def garbage() -> Iterator[None]:
    """As in the program: no widget is collected in a worker's thread (see gui/garbage.py)."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, settings: None) -> Iterator[None]:
    """English and light, whatever the test before it did."""
    language.use(qapp, "en")
    theme.apply(qapp, "light")
    yield
    language.use(qapp, "en")


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[qasync.QEventLoop]:
    """asyncio over the application's events, running as long as the test."""
    made = qasync.QEventLoop(qapp)
    asyncio.set_event_loop(made)
    # pytest-qt drives Qt's events, so the loop runs without run_forever().
    asyncio._set_running_loop(made)
    yield made
    for task in asyncio.all_tasks(made):
        task.cancel()
    qapp.processEvents()
    asyncio._set_running_loop(None)
    asyncio.set_event_loop(None)
    made.close()


@pytest.fixture
def wait(qtbot: QtBot, loop: qasync.QEventLoop) -> Callable[[Coroutine[Any, Any, T]], T]:
    """Runs a coroutine to its end while the window lives on; returns what it returns."""

    def run(work: Coroutine[Any, Any, T]) -> T:
        task = asyncio.ensure_future(work)
        qtbot.waitUntil(task.done, timeout=60_000)
        return task.result()

    return run


@pytest.fixture
def ops(loop: qasync.QEventLoop) -> Iterator[Ops]:
    made = Ops()
    yield made
    made.end()


@pytest.fixture(scope="session")
def case_workspace(tmp_path_factory: pytest.TempPathFactory, samples: Path, smollm: Path) -> Path:
    """A workspace with a few documents of the sample case, read for real; one of them is damaged."""
    folder = tmp_path_factory.mktemp("gui")
    damaged = folder / "damaged.pdf"
    damaged.write_bytes(b"%PDF-1.7\n1 0 obj <<")
    # No embedder: search is by words alone, and nothing heavy is loaded.
    with pytest.MonkeyPatch.context() as patch:
        # Each test unlocks it: a key that is quick to derive (the vault says how it was made).
        patch.setattr(keys, "_ARGON2", {"time_cost": 1, "memory_cost": 8 * 1024, "parallelism": 1})
        app = App(Workspace.create(folder / "ws", PASSPHRASE))
    app.models.bring(smollm, name="smollm2-135m")
    app.agents.ensure_default()
    job = app.jobs.wait(app.documents.ingest([*(samples / name for name in CASE), damaged]))
    assert job.state == "succeeded", job.error
    app.close()
    return folder / "ws"


@dataclass
class Opened:
    """The window over an unlocked workspace."""

    window: MainWindow
    ops: Ops


@pytest.fixture
def opened(
    case_workspace: Path, ops: Ops, qtbot: QtBot, wait: Callable[[Coroutine[Any, Any, None]], None]
) -> Iterator[Opened]:
    """The main window over the workspace with documents, unlocked and with its documents on the screen."""
    window = MainWindow(ops, case_workspace)
    qtbot.addWidget(window)
    window.show()
    wait(ops.open(window.welcome, case_workspace, PASSPHRASE))
    window.show_tab("documents")
    qtbot.waitUntil(lambda: bool(window.documents.table.records()), timeout=20_000)
    yield Opened(window, ops)
    window.close()
