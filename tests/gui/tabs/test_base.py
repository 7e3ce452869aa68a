# SPDX-License-Identifier: AGPL-3.0-or-later
"""What holds for every view."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from gui.main_window import TABS
from gui.ops import Ops
from gui.tabs.base import Tab
from tests.gui.conftest import Opened


class _Windows(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


@pytest.fixture
def windows(qapp: QApplication) -> _Windows:
    noted = _Windows()
    qapp.installEventFilter(noted)
    return noted


def test_building_a_view_shows_no_window_beside_it(
    opened: Opened, windows: _Windows, qapp: QApplication
) -> None:
    for name in TABS:
        opened.window.tab(name)
        opened.window.show_tab(name)
        qapp.processEvents()
    assert windows.shown == []


def test_every_view_explains_itself_and_names_what_it_can_do(opened: Opened) -> None:
    for name in TABS:
        tab: Tab = opened.window.tab(name)
        assert isinstance(tab.ops, Ops)
        assert len(tab.help_text) > 80, name
        assert len([action for action in tab.actions() if action.text()]) >= 4, name
