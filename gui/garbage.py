# SPDX-License-Identifier: AGPL-3.0-or-later
"""Collects Python's garbage in the window's thread alone.

The collector runs in whichever thread allocates; a cycle that holds a widget, collected in the database lane,
deletes the widget there, and Qt crashes.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_CHECK_MILLISECONDS = 1000


class GarbageCollector(QObject):
    """From now on, and as long as this lives, garbage is collected between two events of the window."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_CHECK_MILLISECONDS)
        self._timer.timeout.connect(self.collect_what_is_due)
        self._timer.start()

    @staticmethod
    def collect_what_is_due() -> int | None:
        """Collects the oldest generation that is over its threshold, as Python would; returns which."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation] > 0:
                gc.collect(generation)
                return generation
        return None
