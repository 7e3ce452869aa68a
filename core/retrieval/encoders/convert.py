# SPDX-License-Identifier: AGPL-3.0-or-later
"""Turns an embedder's folder into an int8 model for ONNX Runtime, once, and proves it against torch.

The result lies beside the program's own models where that folder can be written, in the workspace otherwise,
under the hash of the weights. An int8 model is used only where its vectors stay so close to torch's that the
two search alike, even mixed in one index: so both are kept under one hash.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import filelock

from core.errors import UserError
from core.paths import MODELS, atomic_write

# Raised when the graph or the file of facts changes: what was made before is then made anew.
FORMAT = 1
_FACTS = "facts.json"
_SECONDS = 900.0
# Cosines to torch's vectors. At MiniLM's mean of 0.993 nDCG@10 stays within 1 %, mixed with torch's or not.
_LEAST = {"int8": 0.97, "float32": 0.999}
_MEAN = {"int8": 0.985, "float32": 0.9999}
_FAMILY = {"bert", "roberta", "xlm-roberta", "camembert"}
# Lengths, scripts and kinds of text that documents have: for the ranges of activations and for the proof.
SENTENCES = (
    "The river bridge was closed in May after inspectors had found a crack in its third pier.",
    "Who pays for the repairs?",
    "Article 14.2: the buyer shall pay EUR 1,250,000.00 within thirty (30) days, failing which 4.5 % a year.",
    "| item | 2021 | 2022 |\n| revenue | 14,020 | 15,377 |\n| costs | 9,871 | 10,002 |",
    "def total(rows):\n    return sum(row.price * row.count for row in rows)",
    "Patients who were given the drug slept longer; blood pressure did not change. " * 12,
    "أُغلِقَ الجسرُ في شهر مايو بعد أن وجد المفتشون شرخًا في الدعامة الثالثة.",
    "من يدفع تكاليف الإصلاح؟",
    "Die Brücke wurde im Mai gesperrt, weil ein Pfeiler einen Riss hatte.",
    "Le pont a été fermé en mai à cause d’une fissure dans le troisième pilier.",
    "Мост закрыли в мае из-за трещины в третьей опоре.",
    "由于第三个桥墩出现裂缝，该桥于五月关闭。",
)


@dataclass(frozen=True)
class Converted:
    """A converted embedder: where it lies, and which ``engine`` runs it: int8, float32, or torch after all.

    ``note`` says why torch; ``cosine`` is the mean to torch's vectors.
    """

    folder: Path
    engine: str
    max_tokens: int
    dimensions: int
    query: str
    passage: str
    cosine: float
    note: str = ""


class UnsuitableError(Exception):
    """Why a model cannot be converted, in words."""


def converted(folder: Path, model_hash: str, workspace_models: Path) -> Converted:
    """The converted embedder of ``folder``, made now if need be (some seconds; other processes wait).

    Raises :class:`UserError` when it has to be made and the folder cannot be loaded, or holds other weights.
    """
    name = f"onnx-{FORMAT}-{model_hash[:16]}"
    for home in (MODELS, workspace_models):
        if found := _read(home / name):
            return found
    home = _home(folder, workspace_models)
    with filelock.FileLock(home / f".{name}.lock", timeout=_SECONDS):
        return _read(home / name) or _make(folder, model_hash, home / name)


def _home(folder: Path, workspace_models: Path) -> Path:
    ours = folder.is_relative_to(MODELS) and os.access(MODELS, os.W_OK)
    return MODELS if ours else workspace_models


def _read(folder: Path) -> Converted | None:
    try:
        facts = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
    except OSError:
        return None
    return Converted(folder=folder, **facts)


def _make(folder: Path, model_hash: str, target: Path) -> Converted:
    """The facts are written last: a folder without them counts as not made."""
    from core.retrieval.encoders.torch_encoder import TorchEncoder

    torch_encoder = TorchEncoder(folder)
    check_weights(folder, model_hash)
    target.mkdir(exist_ok=True)
    facts = {
        "max_tokens": torch_encoder.max_tokens,
        "dimensions": int(torch_encoder.model.get_embedding_dimension() or 0),
        **torch_encoder.prompts._asdict(),
    }
    try:
        engine, cosine = _prove(torch_encoder, target, facts)
        note = ""
    except UnsuitableError as reason:
        engine, cosine, note = "torch", 1.0, str(reason)
    made = Converted(folder=target, engine=engine, cosine=cosine, note=note, **facts)
    with atomic_write(target / _FACTS) as file:
        file.write(json.dumps({k: v for k, v in asdict(made).items() if k != "folder"}).encode())
    # Public weights: others who share the program read them too.
    for name in (_FACTS, "model.onnx", "tokenizer.json"):
        with suppress(FileNotFoundError):
            (target / name).chmod(0o644)
    return made


def check_weights(folder: Path, model_hash: str) -> None:
    """Raises :class:`UserError` when a folder's weights are others than those that were imported."""
    with (folder / "model.safetensors").open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != model_hash:
            raise UserError(
                f"The weights in {folder} are no longer those that were imported.",
                do="Put the former ones back, or import the folder under another name: isnad models import",
            )


def _prove(encoder: Any, target: Path, facts: dict[str, Any]) -> tuple[str, float]:
    """Writes the smallest model that agrees with torch. Raises :class:`UnsuitableError` when none does."""
    from core.retrieval.encoders import graph

    shape, head = _shape(encoder.model)
    with _recorded(encoder.model) as ranges:
        expected = encoder.passages(SENTENCES)
    weights = {name: value.float().numpy() for name, value in _bert(encoder.model).state_dict().items()}
    encoder.model.tokenizer.backend_tokenizer.save(str(target / "tokenizer.json"))
    lowest = mean = 0.0
    for engine in ("int8", "float32"):
        with _replacing(target / "model.onnx") as file:
            try:
                graph.write(file, weights, shape, head, ranges if engine == "int8" else None)
            except (KeyError, ValueError) as error:
                raise UnsuitableError(f"its weights are laid out in another way ({error})") from error
        lowest, mean = _agreement(target, facts, expected)
        if lowest >= _LEAST[engine] and mean >= _MEAN[engine]:
            return engine, mean
    raise UnsuitableError(f"its vectors came out differently (cosine {mean:.3f}, at worst {lowest:.3f})")


def _agreement(folder: Path, facts: dict[str, Any], expected: Any) -> tuple[float, float]:
    """The lowest and the mean cosine between a converted model's vectors and torch's."""
    from core.retrieval.encoders.encoder import Prompts
    from core.retrieval.encoders.onnx_encoder import OnnxEncoder

    prompts = Prompts(facts["query"], facts["passage"])
    try:
        made = OnnxEncoder(folder, facts["max_tokens"], prompts, facts["dimensions"], threads=1)
        cosines = (made.passages(SENTENCES) * expected).sum(axis=1)
    except Exception as error:  # whatever ONNX Runtime raises, torch can do the work
        raise UnsuitableError(f"ONNX Runtime does not run it ({error})") from error
    return float(cosines.min()), float(cosines.mean())


def _bert(model: Any) -> Any:
    return model[0].model


def _shape(model: Any) -> tuple[Any, Any]:
    """What the graph needs to know beside the weights, for the models that it can express."""
    from core.retrieval.encoders.graph import Head

    kinds = [type(module).__name__ for module in model]
    if kinds not in (["Transformer", "Pooling", "Normalize"], ["Transformer", "Pooling"]):
        raise UnsuitableError(f"it is built of {', '.join(kinds)}")
    pooling, config = model[1], _bert(model).config
    if pooling.pooling_mode not in {"mean", "cls"} or not pooling.include_prompt:
        raise UnsuitableError(f"it pools by {pooling.pooling_mode}")
    return encoder_shape(config), Head(pooling.pooling_mode)


def encoder_shape(config: Any) -> Any:
    """The shape of an encoder of the BERT family. Raises :class:`UnsuitableError` for any other."""
    from core.retrieval.encoders.graph import Shape

    positions = getattr(config, "position_embedding_type", None) or "absolute"
    if config.model_type not in _FAMILY or config.hidden_act != "gelu" or positions != "absolute":
        raise UnsuitableError(f"it is of the kind {config.model_type} ({config.hidden_act}, {positions})")
    first = 0 if config.model_type == "bert" else int(config.pad_token_id) + 1
    return Shape(config.num_hidden_layers, config.num_attention_heads, float(config.layer_norm_eps), first)


@contextmanager
def _recorded(model: Any) -> Iterator[dict[str, Any]]:
    """For each dense layer the largest absolute value of each of its inputs, over all texts meanwhile."""
    import torch

    ranges: dict[str, Any] = {}

    def record(name: str, value: Any) -> None:
        seen = value.detach().abs().reshape(-1, value.shape[-1]).max(dim=0).values.numpy()
        ranges[name] = seen if name not in ranges else ranges[name].clip(min=seen)

    hooks = [
        module.register_forward_pre_hook(lambda _module, inputs, name=name: record(name, inputs[0]))
        for name, module in _bert(model).named_modules()
        if isinstance(module, torch.nn.Linear)
    ]
    try:
        yield ranges
    finally:
        for hook in hooks:
            hook.remove()


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    """A path to write to; what was written appears under ``target`` whole or not at all."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".model-")
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
