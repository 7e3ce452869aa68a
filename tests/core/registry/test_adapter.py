# SPDX-License-Identifier: AGPL-3.0-or-later
"""A LoRA as PEFT trained it and as a GGUF adapter: the same model, in both engines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.errors import UserError
from core.registry.adapters import Adapter
from core.registry.engines import Exported, Trained
from core.registry.gguf.adapter import write_adapter
from core.registry.gguf.facts import read_header
from core.registry.verdict import Positions
from core.workspace import Workspace
from tests.core.registry import tiny_model
from tests.core.registry.made import lora, seal

TEXT = "<|im_start|>user\nWhy was the bridge closed? لماذا؟<|im_end|>\n<|im_start|>assistant\nBecause."


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"target_modules": ["q_proj", "v_proj"]},
        {"r": 8, "lora_alpha": 4},
        {"use_rslora": True},
        {"alpha_pattern": {"q_proj": 32, r"layers\.1\.mlp\.up_proj": 1}},
        {"rank_pattern": {"k_proj": 2, "down_proj": 8}},
        {"use_rslora": True, "alpha_pattern": {"o_proj": 2}, "rank_pattern": {"q_proj": 16}},
    ],
    ids=["plain", "two layers", "low scale", "rslora", "alphas", "ranks", "all patterns"],
)
def test_both_engines_agree(workspace: Workspace, tiny: Path, options: dict[str, Any]) -> None:
    adapter = lora(tiny, **options)
    trained = Trained(tiny, adapter)
    exported = Exported.adapter(workspace, tiny, seal(workspace, tiny, adapter))
    tokens = trained.tokens(TEXT)
    try:
        tuned, base = (
            (trained.logprobs(tokens, len(tokens), tuned=t), exported.logprobs(tokens, len(tokens), tuned=t))
            for t in (True, False)
        )
    finally:
        exported.close()
    read = Positions.of(*tuned, base)
    assert read.change.mean() > 20 * read.noise.mean(), "the adapter must do something to be compared"
    assert read.divergence.mean() < 3 * read.noise.mean()


def test_the_file_says_what_it_is(tiny: Path, adapter: Adapter, tmp_path: Path) -> None:
    out = tmp_path / "adapter.gguf"
    assert write_adapter(tiny, adapter, out) == 7 * tiny_model.LAYERS
    header = read_header(out)
    assert header.metadata["general.type"] == "adapter"
    assert header.metadata["adapter.type"] == "lora"
    assert header.metadata["adapter.lora.alpha"] == 8
    shapes = {tensor.name: tensor.shape for tensor in header.tensors}
    assert shapes["blk.0.ffn_down.weight.lora_a"] == (tiny_model.INNER, 4)
    assert shapes["blk.0.ffn_down.weight.lora_b"] == (4, tiny_model.WIDTH)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"use_dora": True}, "DoRA"),
        ({"bias": "lora_only"}, "biases"),
        ({"modules_to_save": ["lm_head"], "target_modules": ["q_proj"]}, "whole layers"),
    ],
)
def test_what_an_adapter_cannot_carry_is_refused(
    tiny: Path, tmp_path: Path, options: dict[str, Any], says: str
) -> None:
    adapter = lora(tiny, **options)
    with pytest.raises(UserError, match=says) as refused:
        write_adapter(tiny, adapter, tmp_path / "adapter.gguf")
    assert "merged" in refused.value.do
    assert not (tmp_path / "adapter.gguf").exists()


def test_an_adapter_of_another_model_is_refused(smollm: Path, adapter: Adapter, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not fit the base model"):
        write_adapter(smollm, adapter, tmp_path / "adapter.gguf")


def test_damaged_weights_are_told(tiny: Path, adapter: Adapter, tmp_path: Path) -> None:
    broken = Adapter(adapter.config, adapter.weights[:1000])
    with pytest.raises(UserError, match="damaged"):
        write_adapter(tiny, broken, tmp_path / "adapter.gguf")
