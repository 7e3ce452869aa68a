# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ways to fine-tune, one file each. A new one is a file here with a METHOD, and its line below."""

from __future__ import annotations

from core.errors import UserError
from core.training.methods import dora, ewc, full, lora, prompt, qlora
from core.training.methods.method import Method

__all__ = ["METHODS", "Method", "get"]

METHODS: dict[str, Method] = {
    module.METHOD.name: module.METHOD for module in (lora, dora, qlora, full, prompt, ewc)
}


def get(name: str) -> Method:
    """Raises :class:`UserError` for an unknown name."""
    if name not in METHODS:
        raise UserError(f"There is no training method “{name}”.", do=f"Choose one of: {', '.join(METHODS)}.")
    return METHODS[name]
