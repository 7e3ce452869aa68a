# SPDX-License-Identifier: AGPL-3.0-or-later
"""Widgets in reference cycles die in the window's thread, never in a worker's."""

from __future__ import annotations

import gc
import threading
from typing import Any, ClassVar

from PySide6.QtCore import QObject

from gui.garbage import GarbageCollector


class _InACycle:
    died_in: ClassVar[list[threading.Thread]] = []

    def __init__(self) -> None:
        self.me: Any = self

    def __del__(self) -> None:
        _InACycle.died_in.append(threading.current_thread())


def test_a_thread_that_allocates_collects_nothing(qapp: QObject) -> None:
    parent = QObject()
    collector = GarbageCollector(parent)
    _InACycle()
    thread = threading.Thread(target=lambda: [[] for _ in range(20_000)])
    thread.start()
    thread.join()
    assert _InACycle.died_in == []
    kept = [[] for _ in range(2_000)]  # type: ignore[var-annotated]
    assert collector.collect_what_is_due() is not None
    assert len(kept) == 2_000
    assert _InACycle.died_in == [threading.main_thread()]
    assert not gc.isenabled()
