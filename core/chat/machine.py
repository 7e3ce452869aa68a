# SPDX-License-Identifier: AGPL-3.0-or-later
"""What this machine can give a chat model: threads, and memory for weights and context."""

from __future__ import annotations

import os
from pathlib import Path

from core.errors import UserError

MIB = 1024 * 1024
MAX_CONTEXT = 32_768
MIN_CONTEXT = 2048
# Beside weights and cache: the buffers of one batch, tokenizer, the program itself.
_WORKING_BYTES = 256 * MIB
_SHARE_FOR_CONTEXT = 0.3


def threads() -> int:
    """Physical cores that this process may use: hyper-threads slow matrix products down."""
    import psutil

    physical = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else physical
    return max(1, min(physical, allowed))


def share_cores() -> None:
    """Lets llama.cpp's threads sleep while they wait for each other; call before it is imported.

    Spinning threads starve beside other work on the same cores: with all cores busy a token takes ten times
    as long.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")


def check_model_fits(path: Path, *, elsewhere: int = 0) -> None:
    """Raises :class:`UserError` with both figures when the model is bigger than the free memory.

    ``elsewhere``: how many bytes of it lie on a GPU.
    """
    import psutil

    try:
        needed = max(0, path.stat().st_size - elsewhere) + _WORKING_BYTES
    except OSError as error:
        raise UserError(
            f"The model file {path} cannot be read: {error.strerror}.",
            do="Put it back, or choose another model for this agent.",
        ) from error
    free = int(psutil.virtual_memory().available)
    if needed > free:
        raise UserError(
            f"The model {path.name} needs about {_gib(needed)} of memory; {_gib(free)} are free.",
            do="Close other programs, or choose a smaller model or a stronger quantisation.",
        )


def context_tokens(bytes_per_token: int) -> int:
    """How many tokens of context the free memory allows: 30 % of it at most."""
    import psutil

    affordable = int(psutil.virtual_memory().available * _SHARE_FOR_CONTEXT) // max(1, bytes_per_token)
    return max(MIN_CONTEXT, min(MAX_CONTEXT, affordable // 256 * 256))


def _gib(size: int) -> str:
    return f"{size / 1024 / MIB:.1f} GiB"
