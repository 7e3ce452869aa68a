# SPDX-License-Identifier: AGPL-3.0-or-later
"""What this machine has."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache


@cache
def has_gpu() -> bool:
    """Whether an NVIDIA GPU is there; asked of the driver's own tool."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return False
    found = subprocess.run([tool, "--list-gpus"], capture_output=True, timeout=10, check=False)
    return found.returncode == 0 and bool(found.stdout.strip())
