# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sets a checkout up and runs it: `python installer/bootstrap.py [setup|tour|test|run|bench|...]`.

Needs nothing but Python 3.11 or 3.12 and pip; the Makefile calls it, Windows calls it directly.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

SUPPORTED = ((3, 11), (3, 12))


def use_supported_python() -> None:
    """Starts again under a Python that Isnad runs on, where this one is not; or ends with a sentence."""
    if sys.version_info[:2] in SUPPORTED:
        return
    for major, minor in SUPPORTED:
        name = f"python{major}.{minor}"
        found = shutil.which(name)
        if found and subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode == 0:
            sys.exit(subprocess.run([found, *sys.argv], check=False).returncode)
    here = ".".join(map(str, sys.version_info[:2]))
    sys.exit(f"Isnad needs Python 3.11 or 3.12, and this is {here}. Install python3.11 and run it again.")


if __name__ == "__main__":
    use_supported_python()
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from installer.commands import main

    sys.exit(main())
