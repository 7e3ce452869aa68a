# SPDX-License-Identifier: AGPL-3.0-or-later
"""The road from a button to core: results, errors in their place, streams, and the crash window."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.errors import Cancelled, UserError
from core.records import Changes
from gui import errors
from gui.ops import Ops, slot
from gui.widgets.message import InlineMessage

Wait = Callable[[Coroutine[Any, Any, Any]], Any]


class Place(QWidget):
    """A view that shows errors, with a widget in it that does not."""

    def __init__(self, ops: Ops) -> None:
        super().__init__()
        self.ops = ops
        self.message = InlineMessage()
        self.child = QWidget()
        self.busy = 0
        self.after = False
        layout = QVBoxLayout(self)
        layout.addWidget(self.message)
        layout.addWidget(self.child)

    def show_error(self, error: UserError) -> None:
        self.message.show_message(error.what, error.do, details=error.details)

    def begin_busy(self) -> None:
        self.busy += 1

    def end_busy(self) -> None:
        self.busy -= 1

    @slot
    async def work(self, call: Callable[[], object]) -> None:
        await self.ops.query(self.child, call)
        self.after = True


@pytest.fixture
def place(ops: Ops, qtbot: QtBot) -> Place:
    made = Place(ops)
    qtbot.addWidget(made)
    made.show()
    return made


def _refuse() -> None:
    raise UserError("report.pdf is locked.", do="Unlock it.", details=("page 3",))


def test_work_runs_off_the_window_thread_and_in_order(place: Place, wait: Wait) -> None:
    seen: list[tuple[int, str]] = []

    def note(number: int) -> None:
        seen.append((number, threading.current_thread().name))

    async def both() -> None:
        await asyncio.gather(*(place.ops.query(place, note, number) for number in range(5)))

    wait(both())
    assert [number for number, _ in seen] == [0, 1, 2, 3, 4]
    assert {name for _, name in seen} != {threading.main_thread().name}
    assert len({name for _, name in seen}) == 1


def test_a_users_error_appears_where_it_happened_and_ends_the_slot(place: Place, qtbot: QtBot) -> None:
    place.work(_refuse)
    qtbot.waitUntil(place.message.isVisible)
    assert place.message.full_text() == "report.pdf is locked.\nUnlock it.\npage 3"
    assert not place.after


def test_a_cancelled_piece_of_work_is_silent(place: Place, qtbot: QtBot) -> None:
    def cancel() -> None:
        raise Cancelled

    task = place.work(cancel)
    qtbot.waitUntil(task.done)
    assert not place.message.isVisible()
    assert not place.after


def test_a_busy_mark_comes_late_and_goes(place: Place, qtbot: QtBot) -> None:
    gate = threading.Event()
    task = place.work(gate.wait)
    assert place.busy == 0
    qtbot.waitUntil(lambda: place.busy == 1)
    gate.set()
    qtbot.waitUntil(task.done)
    assert place.busy == 0
    assert place.after


def test_a_change_is_told_to_every_view(place: Place, wait: Wait) -> None:
    told: list[Changes] = []
    place.ops.changed.connect(told.append)
    assert wait(place.ops.change(place, len, "four", changes=Changes(documents=True))) == 4
    assert told == [Changes(documents=True)]


def test_a_stream_comes_item_by_item_and_ends_when_left(place: Place, wait: Wait, qtbot: QtBot) -> None:
    ended = threading.Event()

    def count() -> Iterator[int]:
        number = 0
        try:
            while True:
                yield number
                number += 1
        finally:
            ended.set()

    async def take() -> list[int]:
        taken = []
        async for number in place.ops.stream(place, count):
            taken.append(number)
            if number == 3:
                break
        return taken

    assert wait(take()) == [0, 1, 2, 3]
    qtbot.waitUntil(ended.is_set)


def test_an_error_in_a_stream_keeps_what_came_before(place: Place, qtbot: QtBot) -> None:
    taken: list[str] = []

    def some() -> Iterator[str]:
        yield "first"
        _refuse()

    class Reader(Place):
        @slot
        async def read(self) -> None:
            taken.extend([item async for item in self.ops.stream(self, some)])

    reader = Reader(place.ops)
    qtbot.addWidget(reader)
    reader.show()
    reader.read()
    qtbot.waitUntil(reader.message.isVisible)
    assert "locked" in reader.message.full_text()


def test_a_fault_of_ours_opens_the_crash_window_with_a_saved_report(
    place: Place, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.excepthook", lambda *_: None)
    errors.install(lambda: tmp_path / "reports")

    def fail() -> None:
        raise ValueError("an index that cannot be")

    place.work(fail)

    def window() -> list[errors.CrashWindow]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, errors.CrashWindow)]

    qtbot.waitUntil(lambda: bool(window()))
    (report,) = (tmp_path / "reports").iterdir()
    assert "ValueError: an index that cannot be" in report.read_text(encoding="utf-8")
    assert not window()[0].isModal() or window()[0].isVisible()
    window()[0].reject()
