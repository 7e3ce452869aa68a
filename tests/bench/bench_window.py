# SPDX-License-Identifier: AGPL-3.0-or-later
"""Start of the window, from the process's start to the first paint, against a bare window with five tabs.

Both run in fresh interpreters, in turn; the median of each counts.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 7

_PAINTED = """
import sys, time
from PySide6.QtCore import QEvent, QObject
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print(time.time(), flush=True)
            import os
            os._exit(0)
        return False
"""
_OURS = (
    "from core import offline\noffline.install()\n"
    + _PAINTED
    + """
from pathlib import Path
from gui.app import make_application
from gui.main_window import MainWindow
from gui.ops import Ops
app = make_application()
window = MainWindow(Ops(), Path(sys.argv[1]))
watch = Watch()
window.installEventFilter(watch)
window.show()
app.exec()
"""
)
_BARE = (
    _PAINTED
    + """
from PySide6.QtWidgets import QApplication, QMainWindow, QTabWidget, QWidget
app = QApplication(sys.argv)
window = QMainWindow()
tabs = QTabWidget()
for name in ("Documents", "Datasets", "Training", "Registry", "Chat"):
    tabs.addTab(QWidget(), name)
window.setCentralWidget(tabs)
window.resize(1440, 900)
watch = Watch()
window.installEventFilter(watch)
window.show()
app.exec()
"""
)


def seconds_to_paint(program: str, settings: str) -> float:
    """From just before the process is started to its window's first paint."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": settings}
    begun = time.time()
    done = subprocess.run(
        [sys.executable, "-c", program, str(Path(settings) / "ws")],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout) - begun


def main() -> None:
    ours, bare = [], []
    with tempfile.TemporaryDirectory() as settings:
        for program in (_OURS, _BARE):
            seconds_to_paint(program, settings)  # compiled files and the disk's cache
        for _ in range(ROUNDS):
            ours.append(seconds_to_paint(_OURS, settings))
            bare.append(seconds_to_paint(_BARE, settings))
    mine, reference = statistics.median(ours), statistics.median(bare)
    print(f"window start: {mine / reference:.2f} (ours {mine:.2f}, reference {reference:.2f} s)")


if __name__ == "__main__":
    main()
