# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tiny encoders with weights at random, laid out as those that people bring."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from core.paths import MODELS

MINILM = MODELS / "all-minilm-l6-v2"
WIDTH = 32


def embedder(
    folder: Path, *, kind: str = "bert", pooling: str = "mean", act: str = "gelu", prompts: Any = None
) -> Path:
    """A sentence-transformers folder of two layers with MiniLM's tokenizer."""
    import transformers

    transformers.set_seed(3)
    classes: dict[str, Any] = {
        "bert": (transformers.BertConfig, transformers.BertModel),
        "xlm-roberta": (transformers.XLMRobertaConfig, transformers.XLMRobertaModel),
    }
    config, model = classes[kind]
    save(model(config(**sizes(), hidden_act=act)), folder)
    (folder / "1_Pooling").mkdir()
    _write(folder / "1_Pooling" / "config.json", {"embedding_dimension": WIDTH, "pooling_mode": pooling})
    modules = [
        {"idx": number, "name": str(number), "path": path, "type": f"sentence_transformers.models.{name}"}
        for number, (path, name) in enumerate([("", "Transformer"), ("1_Pooling", "Pooling")])
    ]
    _write(folder / "modules.json", modules)
    _write(folder / "sentence_bert_config.json", {"max_seq_length": 64, "do_lower_case": False})
    if prompts:
        _write(folder / "config_sentence_transformers.json", {"prompts": prompts})
    return folder


def sizes() -> dict[str, Any]:
    return {
        "vocab_size": 30522,
        "hidden_size": WIDTH,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 2 * WIDTH,
        "max_position_embeddings": 130,
        "type_vocab_size": 2,
        "initializer_range": 0.2,
        "pad_token_id": 0,
    }


def save(model: Any, folder: Path) -> None:
    """Writes the weights as safetensors, with the tokenizer beside them."""
    model.save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt"):
        shutil.copy(MINILM / name, folder)


def _write(file: Path, value: Any) -> None:
    file.write_text(json.dumps(value), encoding="utf-8")


def judge(folder: Path, labels: list[str], *, train: Any = None) -> Path:
    """A cross-encoder's folder. ``train`` is given the model and its tokenizer before it is written."""
    import transformers

    transformers.set_seed(3)
    names = dict(enumerate(labels))
    config = transformers.BertConfig(
        **sizes(), id2label=names, label2id={name: number for number, name in names.items()}
    )
    model = transformers.BertForSequenceClassification(config)
    if train is not None:
        train(model, transformers.AutoTokenizer.from_pretrained(str(MINILM), local_files_only=True))
    save(model, folder)
    return folder
