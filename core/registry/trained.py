# SPDX-License-Identifier: AGPL-3.0-or-later
"""A base model in transformers, with a trained adapter as it was when training ended."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.errors import UserError
from core.registry.adapters import Adapter

_OTHER_BASE = "Use the model it was trained on."


def load(file: Path, adapter: Adapter | None) -> tuple[Any, Any]:
    """(model, tokenizer) from the base's GGUF ``file`` with ``adapter`` laid over it by PEFT, in float32.

    On the GPU where there is one. Raises :class:`UserError` when the base cannot be read or the adapter does
    not fit it.
    """
    import torch

    from core.training import base

    model, tokenizer = base.load(file, device="cuda" if torch.cuda.is_available() else "cpu")
    tuned = model if adapter is None else _with_adapter(model, adapter)
    return tuned.train(False), tokenizer


def _with_adapter(model: Any, adapter: Adapter) -> Any:
    from peft import PeftConfig, get_peft_model, set_peft_model_state_dict

    config: Any = PeftConfig
    try:
        tuned = get_peft_model(model, config.from_peft_type(**adapter.config))
        missed: Any = set_peft_model_state_dict(tuned, adapter.tensors())
    except (RuntimeError, ValueError) as error:
        raise UserError("The adapter does not fit the base model.", do=_OTHER_BASE) from error
    if missed.unexpected_keys:
        raise UserError(
            f"The adapter holds {missed.unexpected_keys[0]}, which the base model has no place for.",
            do=_OTHER_BASE,
        )
    return tuned
