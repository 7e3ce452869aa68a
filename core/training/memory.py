# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much memory this process takes: the GPU's where there is one, else the machine's."""

from __future__ import annotations

import re
from pathlib import Path

import psutil
import torch

_STATUS = Path("/proc/self/status")


def in_use() -> int:
    """Bytes now."""
    if torch.cuda.is_available():
        return int(torch.cuda.memory_allocated())
    return int(psutil.Process().memory_info().rss)


def peak() -> int:
    """The most bytes at any time."""
    if torch.cuda.is_available():
        return int(torch.cuda.max_memory_allocated())
    if _STATUS.exists():
        # Not getrusage: its figure survives exec, so a child would begin with its parent's.
        found = re.search(r"VmHWM:\s+(\d+) kB", _STATUS.read_text(encoding="ascii"))
        return int(found[1]) * 1024 if found else in_use()
    info = psutil.Process().memory_info()
    return int(getattr(info, "peak_wset", info.rss))
