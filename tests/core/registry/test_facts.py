# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the registry says to files that claim to be chat models."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from gguf import GGUFEndian, GGUFWriter

from core.errors import UserError
from core.registry.gguf.facts import chat_facts
from tests.core.registry import tiny_model


def test_facts_of_a_chat_model(tiny: Path) -> None:
    facts = chat_facts(tiny)
    assert facts["architecture"] == "llama"
    assert facts["parameters"] == 107_968
    assert facts["context_tokens"] == 512
    assert facts["quantisation"] == "Q8_0"
    assert facts["tokenizer"] == "gpt2, 265 tokens"
    assert facts["chat_template"] is True
    assert facts["licence"] == "CC0-1.0"


def test_a_model_without_a_chat_template_is_taken_and_says_so(tmp_path: Path) -> None:
    facts = chat_facts(tiny_model.write(tmp_path / "plain.gguf", chat_template=None))
    assert facts["chat_template"] is False


def test_the_starter_model(smollm: Path) -> None:
    facts = chat_facts(smollm)
    assert (facts["quantisation"], facts["parameters"], facts["layers"]) == ("Q4_1", 134_515_008, 30)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("empty.gguf", "holds no weights"),
        ("tiny.gguf", "has no tokenizer"),
        ("tiny.safetensors", "is not a GGUF file"),
        ("ggml-vocab-llama-spm.gguf", "vocabulary only"),
        ("ggml-vocab-phi-3.gguf", "vocabulary only"),
    ],
)
def test_real_files_that_are_no_chat_models(shared_data: Path, name: str, says: str) -> None:
    _refused(shared_data / "gguf" / name, says)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    _refused(tmp_path / "none.gguf", "No such file")
    _refused(tmp_path, "Is a directory")


def _nothing(path: Path, _whole: bytes) -> None:
    path.write_bytes(b"")


def _cut_in_the_weights(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[:-1000])


def _cut_in_the_header(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[:200])


def _cut_in_the_first_words(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[:6])


def _other_version(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[:4] + struct.pack("<I", 77) + whole[8:])


def _other_byte_order(path: Path, _whole: bytes) -> None:
    _header_only(path, endianess=GGUFEndian.BIG)


def _bogus_entries(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[:16] + struct.pack("<Q", 2**60) + whole[24:])


def _bogus_tensors(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[:8] + struct.pack("<Q", 2**62) + whole[16:])


def _bogus_list(path: Path, whole: bytes) -> None:
    at = whole.index(b"tokenizer.ggml.token_type") + len(b"tokenizer.ggml.token_type") + 8
    path.write_bytes(whole[:at] + struct.pack("<Q", 2**61) + whole[at + 8 :])


def _bogus_text(path: Path, whole: bytes) -> None:
    at = whole.index(b"gpt2") - 8
    path.write_bytes(whole[:at] + struct.pack("<Q", 2**63) + whole[at + 8 :])


def _bogus_shape(path: Path, whole: bytes) -> None:
    at = whole.index(b"token_embd.weight") + len(b"token_embd.weight") + 4
    path.write_bytes(whole[:at] + struct.pack("<Q", 2**50) + whole[at + 8 :])


def _no_alignment(path: Path, _whole: bytes) -> None:
    writer = GGUFWriter(path, "llama")
    writer.add_uint32("general.alignment", 0)
    _close(writer)


def _an_adapter(path: Path, _whole: bytes) -> None:
    writer = GGUFWriter(path, "llama")
    writer.add_type("adapter")
    _close(writer)


def _a_part(path: Path, _whole: bytes) -> None:
    writer = GGUFWriter(path, "llama")
    writer.add_uint16("split.count", 3)
    _close(writer)


def _an_embedder(path: Path, _whole: bytes) -> None:
    _header_only(path, architecture="bert", causal=False)


def _no_tokenizer(path: Path, _whole: bytes) -> None:
    _header_only(path, tokenizer=False)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_nothing, "is empty"),
        (_cut_in_the_weights, "is cut off"),
        (_cut_in_the_header, "ends in the middle"),
        (_cut_in_the_first_words, "ends in the middle"),
        (_other_version, "version 77"),
        (_other_byte_order, "other byte order"),
        (_bogus_entries, "is damaged"),
        (_bogus_tensors, "is damaged"),
        (_bogus_list, "is damaged"),
        (_bogus_text, "ends in the middle"),
        (_bogus_shape, "is cut off"),
        (_no_alignment, "is damaged"),
        (_an_adapter, "is an adapter"),
        (_a_part, "is one of 3 parts"),
        (_an_embedder, "is an embedder"),
        (_no_tokenizer, "has no tokenizer"),
    ],
)
def test_spoilt_files(tmp_path: Path, tiny: Path, spoil: Callable[[Path, bytes], None], says: str) -> None:
    path = tmp_path / "spoilt.gguf"
    spoil(path, tiny.read_bytes())
    began = time.monotonic()
    _refused(path, says)
    assert time.monotonic() - began < 2, "a bogus count kept the reader busy"


def _refused(path: Path, says: str) -> None:
    """A plain sentence that names the file, and one that says what to do."""
    with pytest.raises(UserError) as refused:
        chat_facts(path)
    assert says in refused.value.what
    assert str(path) in refused.value.what
    assert refused.value.do


def _header_only(
    path: Path,
    *,
    architecture: str = "llama",
    tokenizer: bool = True,
    causal: bool = True,
    endianess: GGUFEndian = GGUFEndian.LITTLE,
) -> None:
    import numpy as np

    writer = GGUFWriter(path, architecture, endianess=endianess)
    writer.add_block_count(1)
    writer.add_causal_attention(causal)
    if tokenizer:
        writer.add_tokenizer_model("gpt2")
        writer.add_token_list(["a", "b"])
    writer.add_tensor("token_embd.weight", np.zeros((2, 32), np.float32))
    _close(writer)


def _close(writer: GGUFWriter) -> None:
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
