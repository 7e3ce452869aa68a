# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ledger's squares: a click and the arrows lead to the page, thousands of them cost nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.widgets.page_squares import PageSquares, Square


@pytest.fixture
def squares(qtbot: QtBot) -> PageSquares:
    made = PageSquares()
    qtbot.addWidget(made)
    made.resize(300, 100)
    made.show()
    made.show_squares([Square(n, "bad" if n == 7 else "ok", tip=f"page {n}") for n in range(1, 5001)])
    return made


def _click(squares: PageSquares, number: int) -> None:
    at = squares.rect_of(number).center()
    QTest.mouseClick(squares.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_a_click_and_the_arrows_lead_to_the_page(squares: PageSquares) -> None:
    chosen: list[int] = []
    squares.chosen.connect(chosen.append)
    _click(squares, 7)
    QTest.keyClick(squares, Qt.Key.Key_Right)
    QTest.keyClick(squares, Qt.Key.Key_Up)
    assert chosen[:2] == [7, 8]
    assert chosen[2] < 8
    assert squares.current == chosen[2]


def test_in_a_mirrored_window_the_first_page_is_at_the_right(squares: PageSquares) -> None:
    squares.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert squares.rect_of(1).left() > squares.rect_of(2).left()
    chosen: list[int] = []
    squares.chosen.connect(chosen.append)
    _click(squares, 2)
    QTest.keyClick(squares, Qt.Key.Key_Left)
    assert chosen == [2, 3]


def test_only_what_is_on_the_screen_is_drawn(squares: PageSquares) -> None:
    assert len(squares._on_screen()) < 100
    squares.set_current(4999)
    QTest.keyClick(squares, Qt.Key.Key_Right)
    assert squares.current == 5000
    assert squares.viewport().rect().contains(squares.rect_of(5000))
