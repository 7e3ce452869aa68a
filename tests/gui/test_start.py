# SPDX-License-Identifier: AGPL-3.0-or-later
"""The window's process stays light: what a fresh interpreter loads until the window is on the screen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from core.paths import PROGRAM

PROGRAM_TEXT = """
import sys
from PySide6.QtCore import QTimer
from gui.app import make_application
from gui.main_window import MainWindow
from gui.ops import Ops
from pathlib import Path
app = make_application()
window = MainWindow(Ops(), Path(sys.argv[1]))
window.show()
assert window.isVisible()
QTimer.singleShot(0, app.quit)
app.exec()
print(*sorted({name.split(".")[0] for name in sys.modules}))
"""
HEAVY = {
    "torch",
    "transformers",
    "chromadb",
    "llama_cpp",
    "sentence_transformers",
    "fitz",
    "pymupdf",
    "numpy",
}
LATER = {"sqlalchemy", "sqlcipher3", "argon2", "pyqtgraph", "keyring"}


def test_the_first_window_loads_nothing_heavy(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM_TEXT, str(tmp_path / "ws")],
        cwd=PROGRAM,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "PySide6" in loaded
    assert not loaded & (HEAVY | LATER)
