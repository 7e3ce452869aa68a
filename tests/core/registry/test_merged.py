# SPDX-License-Identifier: AGPL-3.0-or-later
"""An adapter merged into its base as one GGUF file says what the trained model says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.errors import UserError
from core.registry.engines import Exported, Trained
from core.registry.gguf.facts import chat_facts, read_header
from core.registry.gguf.merged import write_merged
from core.registry.verdict import divergence
from core.workspace import Workspace
from tests.core.registry.made import lora
from tests.core.registry.test_adapter import TEXT


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"use_dora": True},
        {"use_rslora": True},
        {"modules_to_save": ["lm_head"], "target_modules": ["q_proj"]},
    ],
    ids=["lora", "dora", "rslora", "whole layer"],
)
def test_the_merged_model_is_the_trained_one(
    workspace: Workspace, tiny: Path, tmp_path: Path, options: dict[str, Any]
) -> None:
    adapter = lora(tiny, **options)
    out = tmp_path / "merged.gguf"
    assert write_merged(tiny, adapter, out) == (3 if "modules_to_save" in options else 14)
    trained, exported = Trained(tiny, adapter), Exported(workspace, {"model_path": str(out)}, {})
    tokens = trained.tokens(TEXT)
    try:
        merged = exported.logprobs(tokens, len(tokens), tuned=True)
    finally:
        exported.close()
    told = trained.logprobs(tokens, len(tokens), tuned=True)
    untold = trained.logprobs(tokens, len(tokens), tuned=False)
    # Merged layers are float16, so the engines differ by less than on the quantised base.
    assert divergence(told, merged).mean() < 0.003
    assert divergence(told, untold).mean() > 0.05


def test_all_else_is_the_bases_own(tiny: Path, tmp_path: Path) -> None:
    out = tmp_path / "merged.gguf"
    write_merged(tiny, lora(tiny, target_modules=["q_proj"]), out)
    before, after = read_header(tiny), read_header(out)
    assert after.metadata == before.metadata
    assert after.lengths == before.lengths
    assert chat_facts(out)["parameters"] == chat_facts(tiny)["parameters"]
    types = {tensor.name: tensor.type for tensor in after.tensors}
    changed = {tensor.name for tensor in before.tensors if types[tensor.name] != tensor.type}
    assert changed == {"blk.0.attn_q.weight", "blk.1.attn_q.weight"}


def test_biases_are_refused(tiny: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="biases"):
        write_merged(tiny, lora(tiny, bias="all"), tmp_path / "merged.gguf")
