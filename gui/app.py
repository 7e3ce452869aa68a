# SPDX-License-Identifier: AGPL-3.0-or-later
"""The program with a window: one QApplication, one asyncio loop over it, one window per workspace."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from pathlib import Path
from typing import cast

import qasync
from PySide6.QtCore import QCoreApplication, QLockFile, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from core.errors import UserError
from core.paths import WorkspacePaths, default_workspace
from gui import errors, icons, language, remembered, theme
from gui.garbage import GarbageCollector
from gui.main_window import MainWindow
from gui.ops import Ops


def main(words: list[str]) -> int:
    """Opens the window and stays until it is closed; returns the exit code."""
    args = _parser().parse_args(words)
    app = make_application()
    folder = Path(args.workspace).expanduser().absolute() if args.workspace else _last_workspace()
    lock = single_instance(folder)
    if lock is None:
        return _already_open(app, folder)
    ops = Ops()
    window = MainWindow(ops, folder)
    errors.install(lambda: WorkspacePaths(window.folder).reports if ops.is_open else None)
    loop = qasync.QEventLoop(app)
    window.show()
    # After the first paint: unlocking imports SQLAlchemy and works hard on Argon2, on the database lane.
    QTimer.singleShot(0, lambda: _unlock(window, args.passphrase_file))
    app.lastWindowClosed.connect(lambda: asyncio.ensure_future(_finish(ops, loop)))
    with loop:
        loop.run_forever()
        ops.end()
    lock.unlock()
    return 0


async def _finish(ops: Ops, loop: qasync.QEventLoop) -> None:
    """The window is gone: what is under way ends, then the loop."""
    await ops.close()
    loop.stop()


def make_application() -> QApplication:
    """The QApplication with its names, colours, fonts and language; one per process."""
    app = cast("QApplication", QApplication.instance() or QApplication(sys.argv[:1]))
    GarbageCollector(app)
    app.setApplicationName("isnad")
    app.setApplicationDisplayName("Isnad")
    app.setDesktopFileName("isnad")
    app.setQuitOnLastWindowClosed(False)
    app.setWindowIcon(icons.program_icon())
    language.use(app, language.chosen())
    choice: theme.Choice = _theme_choice()
    theme.apply(app, choice)
    QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: _follow_system(app))
    return app


def _theme_choice() -> theme.Choice:
    kept = remembered.recall("theme", "system")
    return kept if kept in {"light", "dark"} else "system"


def _follow_system(app: QApplication) -> None:
    if _theme_choice() == "system":
        theme.apply(app, "system")


def _unlock(window: MainWindow, passphrase_file: str | None) -> None:
    """Without asking where that is possible: from a file that was named, or from the system's keyring."""
    if window.welcome.makes_new:
        return
    named = passphrase_file or os.environ.get("ISNAD_PASSPHRASE_FILE")
    if not named:
        window.welcome.open_with(None)
        return
    try:
        passphrase = Path(named).read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r")
    except (OSError, UnicodeDecodeError):
        window.welcome.show_error(
            UserError(
                QCoreApplication.translate("App", "The passphrase file {path} cannot be read.").format(
                    path=language.left_to_right(named)
                ),
                do=QCoreApplication.translate("App", "Check its name and its rights."),
            )
        )
        return
    window.welcome.open_with(passphrase)


def _last_workspace() -> Path:
    kept = remembered.recall("workspace")
    named = os.environ.get("ISNAD_WORKSPACE")
    return Path(str(kept)) if kept and not named else default_workspace().absolute()


def single_instance(folder: Path) -> QLockFile | None:
    """The lock of this workspace's window, or None when another window has it.

    It lies beside the other runtime files, not in the workspace, which may not exist yet.
    """
    import hashlib
    import tempfile

    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    lock = QLockFile(str(Path(tempfile.gettempdir()) / f"isnad-{name}.lock"))
    return lock if lock.tryLock(0) else None


def _already_open(app: QApplication, folder: Path) -> int:
    error = UserError(
        QCoreApplication.translate("App", "The workspace {path} is already open in another window.").format(
            path=language.left_to_right(str(folder))
        ),
        do=QCoreApplication.translate("App", "Switch to that window, or close it first."),
    )
    message = errors.MessageWindow(error)
    message.finished.connect(app.quit)
    message.open()
    app.exec()
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="isnad", description="Opens the window.")
    parser.add_argument("--workspace", metavar="DIR", help="the workspace folder")
    parser.add_argument("--passphrase-file", metavar="FILE", help="a file holding the passphrase")
    parser.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    return parser
