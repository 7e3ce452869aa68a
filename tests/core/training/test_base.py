# SPDX-License-Identifier: AGPL-3.0-or-later
"""One GGUF file for training too: the same weights, quickly the second time, or plain words why not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from core import offline
from core.errors import UserError
from core.training import base
from tests.core.registry import tiny_model

pytestmark = pytest.mark.model


@pytest.mark.slow
def test_the_unpacked_copy_is_the_model_and_comes_quickly(smollm: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    attempts = offline.attempts()
    base.load(smollm)
    began = time.process_time()
    model, tokenizer = base.load(smollm)
    seconds = time.process_time() - began
    straight = AutoModelForCausalLM.from_pretrained(smollm.parent, gguf_file=smollm.name, dtype=torch.float32)
    words = AutoTokenizer.from_pretrained(smollm.parent, gguf_file=smollm.name)

    weights = model.state_dict()
    assert all(torch.equal(weight, weights[name]) for name, weight in straight.state_dict().items())
    text = "<|im_start|>user\nIsn't it 12 m? \n\n نعم<|im_end|>\n"
    assert tokenizer(text)["input_ids"] == words(text)["input_ids"]
    assert tokenizer.chat_template == words.chat_template
    assert seconds < 10
    assert offline.attempts() == attempts


def test_only_well_known_models_are_copied(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    base.load(tiny)
    assert not (tmp_path / "cache").exists()


def test_an_adapter_will_not_remember_a_path_of_this_machine(tiny: Path) -> None:
    model, _ = base.load(tiny)
    assert model.config.name_or_path == "tiny"


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"gone\.gguf is gone.*Put the file back"):
        base.load(tmp_path / "gone.gguf")


@pytest.mark.parametrize("name", ["empty.gguf", "ggml-vocab-phi-3.gguf", "tiny.gguf"])
def test_what_is_no_model_is_refused_in_a_sentence(shared_data: Path, name: str) -> None:
    with pytest.raises(UserError, match=name):
        base.load(shared_data / "gguf" / name)


def test_a_model_without_a_chat_template_is_refused_for_training(tmp_path: Path) -> None:
    file = tiny_model.write(tmp_path / "plain.gguf", chat_template=None)
    _, tokenizer = base.load(file)
    with pytest.raises(UserError, match="no chat template"):
        base.require_template(tokenizer, file)
