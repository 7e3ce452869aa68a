# SPDX-License-Identifier: AGPL-3.0-or-later
"""QLoRA: LoRA beside weights frozen in 4-bit NormalFloat (Dettmers et al. 2023, arXiv:2305.14314)."""

from __future__ import annotations

from typing import Any

from core.training.config import Settings
from core.training.methods.lora import lora_config
from core.training.methods.method import Method, low_rank_weights


def prepare(model: Any, tokenizer: Any, settings: Settings) -> tuple[Any, None]:
    """The model with its linear layers (but the output head) in 4 bits, and LoRA beside them."""
    from peft import get_peft_model

    _quantise(model)
    # peft asks this of the model to choose its layers; trl would round the updates to bfloat16 for it.
    model.is_loaded_in_4bit = True
    tuned = get_peft_model(model, lora_config(settings))
    del model.is_loaded_in_4bit
    return tuned, None


def _quantise(model: Any) -> None:
    """Replaces each linear layer in place: a model out of a GGUF file cannot be quantised while it loads."""
    import torch
    from bitsandbytes.nn import modules as nn

    on_gpu = model.device.type == "cuda"
    compute = torch.bfloat16 if on_gpu and torch.cuda.is_bf16_supported() else torch.float32
    linear = [(name, module) for name, module in model.named_modules() if isinstance(module, torch.nn.Linear)]
    for name, module in linear:
        if module is model.get_output_embeddings():
            continue
        small = nn.Linear4bit(  # type: ignore[no-untyped-call]
            module.in_features,
            module.out_features,
            bias=module.bias is not None,
            compute_dtype=compute,
            compress_statistics=True,
            quant_type="nf4",
        )
        small.weight = nn.Params4bit(
            module.weight.data, requires_grad=False, compress_statistics=True, quant_type="nf4"
        )
        if module.bias is not None:
            small.bias = module.bias
        parent, _, child = name.rpartition(".")
        setattr(model.get_submodule(parent), child, small.to(model.device))


METHOD = Method(
    name="qlora",
    title="QLoRA: LoRA over a model squeezed into 4 bits; a quarter of the memory, slower",
    prepare=prepare,
    trainable=low_rank_weights,
    base_bytes=0.56,
)
