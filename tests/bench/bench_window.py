# SPDX-License-Identifier: AGPL-3.0-or-later
"""Start of the window, from the process's start to the first paint, against a bare window with five tabs; and
the longest that a chat of 1,000 messages keeps the window from answering.

Windows start in fresh interpreters, in turn; the median of each counts.
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

_CHAT = """
import sys, time
from PySide6.QtCore import QCoreApplication, QTimer
from core.records import Answer, Citation, Message, Sentence, Usage
from gui.app import make_application
from gui.chat.pane import ConversationPane
from gui.chat.view import Turn
from gui.ops import Ops
from PySide6.QtGui import QAction
app = make_application()
pane = ConversationPane(Ops(), QAction("send"), QAction("stop"), QAction("documents"))
pane.resize(760, 800)
pane.show()
english = "The inquiry heard 17 witnesses at two public hearings on 15 and 22 April 2024."
arabic = "أُغلق جسر وادي هلزم أمام جميع المركبات مساء السبت 16 مارس 2024 بقرار من المدير العام."
table = "\\n\\n| Day | What |\\n|---|---|\\n" + "| 16 March | The bridge was closed |\\n" * 6
def message(number):
    if number % 2 == 0:
        return Message(f"m{number}", "user", f"{number}: {english if number % 4 else arabic}", None, 0, 0.0)
    said = [f"{number}: {arabic if number % 4 == 1 else english}"] * (3 + number % 9)
    sources = tuple(Citation(f"file-{n}.pdf", "d", n, english, 0, 9) for n in range(1, 4))
    sentences = tuple(Sentence(one, True, sources[:2], "supported") for one in said)
    text = " ".join(said) + (table if number % 5 == 0 else "")
    return Message(f"m{number}", "assistant", text, Answer(text, False, sentences, Usage()), 0, 0.0)
messages = [message(number) for number in range(1000)]
worst, last = 0.0, time.perf_counter()
def beat():
    global worst, last
    now = time.perf_counter()
    worst, last = max(worst, now - last), now
pulse = QTimer()
pulse.timeout.connect(beat)
def until(done):
    while not done():
        QCoreApplication.processEvents()
        time.sleep(0.001)
for _ in range(50):
    QCoreApplication.processEvents()
pulse.start(0)
beat()
worst = 0.0
began = time.perf_counter()
pane._show(messages)
until(lambda: pane.view.is_filled and pane.view.turns())
opened, opening = time.perf_counter() - began, worst
worst = 0.0
bar = pane.view.verticalScrollBar()
steps = 0
while pane.view._first > 0:
    bar.setValue(bar.value() - 400)
    steps += 1
    for _ in range(4):
        QCoreApplication.processEvents()
print(opened, opening, worst, steps, len(pane.view.turns()), flush=True)
import os
os._exit(0)
"""


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


def stalls() -> list[float]:
    """Of a chat of 1,000 messages: seconds to open it, the longest stall while it opens and while one scrolls
    from its end to its beginning, the steps that took, and how many turns were widgets in the end."""
    with tempfile.TemporaryDirectory() as settings:
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": settings}
        done = subprocess.run(
            [sys.executable, "-c", _CHAT],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    return [float(one) for one in done.stdout.split()]


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
    opened, opening, scrolling, steps, built = stalls()
    print(
        f"chat of 1,000 messages: open in {1000 * opened:.0f} ms, longest stall {1000 * opening:.0f} ms; "
        f"scrolled to its beginning in {steps:.0f} steps, longest stall {1000 * scrolling:.0f} ms; "
        f"{built:.0f} turns are widgets"
    )


if __name__ == "__main__":
    main()
