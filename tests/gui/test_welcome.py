# SPDX-License-Identifier: AGPL-3.0-or-later
"""Making, unlocking and locking a workspace, as a person does it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.ops import Ops
from tests.gui.conftest import PASSPHRASE, Opened


def _window(ops: Ops, folder: Path, qtbot: QtBot) -> MainWindow:
    window = MainWindow(ops, folder)
    qtbot.addWidget(window)
    window.show()
    return window


def _type(field: QLineEdit, text: str) -> None:
    field.clear()
    QTest.keyClicks(field, text)


def test_a_new_workspace_wants_the_passphrase_twice(ops: Ops, tmp_path: Path, qtbot: QtBot) -> None:
    window = _window(ops, tmp_path / "ws", qtbot)
    page = window.welcome
    assert page.makes_new
    assert page.again.isVisible()
    _type(page.passphrase, PASSPHRASE)
    _type(page.again, "something else")
    QTest.mouseClick(page.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.message.isVisible)
    assert "differ" in page.message.full_text()
    assert not ops.is_open
    _type(page.again, PASSPHRASE)
    with qtbot.waitSignal(ops.opened, timeout=20_000):
        QTest.keyClick(page.again, Qt.Key.Key_Return)
    assert (tmp_path / "ws" / "vault.json").exists()
    assert page.passphrase.text() == ""
    assert not page.isVisible()
    assert window.header.isVisible()


def test_a_short_passphrase_is_refused_in_place(ops: Ops, tmp_path: Path, qtbot: QtBot) -> None:
    page = _window(ops, tmp_path / "ws", qtbot).welcome
    _type(page.passphrase, "short")
    _type(page.again, "short")
    QTest.mouseClick(page.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.message.isVisible, timeout=20_000)
    assert "too short" in page.message.full_text()
    assert page.button.isEnabled()


def test_a_wrong_passphrase_says_so_and_the_right_one_opens(
    ops: Ops, case_workspace: Path, qtbot: QtBot
) -> None:
    page = _window(ops, case_workspace, qtbot).welcome
    assert not page.makes_new
    assert not page.again.isVisible()
    _type(page.passphrase, "a wrong one")
    QTest.mouseClick(page.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.message.isVisible, timeout=20_000)
    assert "does not open" in page.message.full_text()
    _type(page.passphrase, PASSPHRASE)
    with qtbot.waitSignal(ops.opened, timeout=20_000):
        QTest.mouseClick(page.button, Qt.MouseButton.LeftButton)


def test_locking_leaves_nothing_on_the_screen(opened: Opened, qtbot: QtBot) -> None:
    window = opened.window
    with qtbot.waitSignal(opened.ops.closed, timeout=20_000):
        QTest.mouseClick(window.status.lock, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.welcome.isVisible)
    assert not window.welcome.makes_new
    assert "inquiry" not in " ".join(
        str(widget.property("text")) for widget in window.findChildren(QLineEdit)
    )
    assert not window.status.lock.isVisible()
