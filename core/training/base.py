# SPDX-License-Identifier: AGPL-3.0-or-later
"""A base model for torch out of its GGUF file: one file trains and chats."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from core.errors import UserError
from core.paths import MODELS, sync_folder

# Unpacked, a model takes six to eight times its file; the copy is made only where the disk has ample room.
_ROOM = 20


def load(file: Path, *, device: str = "cpu", half: bool = False) -> tuple[Any, Any]:
    """(model, tokenizer) from a GGUF file, its weights unpacked to float32, or bfloat16 with ``half``.

    Raises :class:`UserError` when the file is gone, holds no chat model, or one of an architecture that
    transformers cannot read from GGUF.
    """
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    # transformers would fill a model without weights, of whatever size, with random numbers.
    _require_weights(file)
    source = _unpacked(file)
    named = {} if source.is_dir() else {"gguf_file": file.name}
    place = source if source.is_dir() else file.parent
    try:
        tokenizer = AutoTokenizer.from_pretrained(place, **named)
        loaded: Any = AutoModelForCausalLM.from_pretrained(
            place, dtype=torch.bfloat16 if half else torch.float32, output_loading_info=True, **named
        )
    except (ValueError, KeyError, NotImplementedError, OSError, RuntimeError) as error:
        raise _unreadable(file, error) from error
    model, found = loaded
    if found["missing_keys"]:
        # transformers would go on with random numbers in their place.
        raise UserError(
            f"{file.name} lacks weights of its model, {min(found['missing_keys'])} for one.",
            do="Choose a whole chat model.",
        )
    _settle(model, tokenizer, file)
    return model.to(device), tokenizer


def _require_weights(file: Path) -> None:
    from core.registry.gguf.facts import chat_facts

    if not file.exists():
        raise UserError(f"The model {file} is gone.", do="Put the file back, or import the model again.")
    chat_facts(file)


def require_template(tokenizer: Any, file: Path) -> None:
    """Raises :class:`UserError` for a model that was not made for conversations."""
    if not tokenizer.chat_template:
        raise UserError(
            f"{file.name} has no chat template, so it cannot be trained on conversations.",
            do="Choose an instruction-tuned (“chat” or “instruct”) model.",
        )


def _settle(model: Any, tokenizer: Any, file: Path) -> None:
    """What a freshly read GGUF still needs before peft and trl may have it."""
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    # The weights are plain floats from here on; peft would refuse them as quantised otherwise.
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    model.hf_quantizer = None
    model.is_quantized = False
    # An adapter remembers this name; the path belongs to this machine alone.
    model.config._name_or_path = file.stem  # noqa: SLF001 - transformers has no public way
    model.name_or_path = file.stem


def _unreadable(file: Path, error: Exception) -> UserError:
    if not file.exists():
        return UserError(f"The model {file} is gone.", do="Put the file back, or import the model again.")
    return UserError(
        f"{file.name} cannot be read for training: {error}",
        do="Choose a model of another architecture, or a smaller quantisation of this one.",
    )


def _unpacked(file: Path) -> Path:
    """The folder with the unpacked copy of a well-known model, made if need be; else the file itself.

    Reading SmolLM2's GGUF takes transformers half a minute, its copy half a second. Only models that the
    manifest names are copied: they are public, so the copy tells nothing of anyone.
    """
    import platformdirs

    digest = _digest(file)
    if digest not in _well_known():
        return file
    folder = platformdirs.user_cache_path("isnad", appauthor=False) / "unpacked" / digest[:16]
    if not folder.exists() and not _unpack(file, folder):
        return file
    return folder


def _unpack(file: Path, folder: Path) -> bool:
    """Writes the copy beside its place and moves it there whole; False when the disk is too full for it."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    folder.parent.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder.parent).free < _ROOM * file.stat().st_size:
        return False
    model = AutoModelForCausalLM.from_pretrained(file.parent, gguf_file=file.name, dtype=torch.float32)
    tokenizer = AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name)
    _settle(model, tokenizer, file)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".") as made:
        model.save_pretrained(made)
        tokenizer.save_pretrained(made)
        _publish(Path(made), folder)
    return True


def _publish(made: Path, folder: Path) -> None:
    whole = made.with_name(f"{made.name}-whole")
    made.rename(whole)
    made.mkdir()  # what TemporaryDirectory expects to remove
    try:
        whole.rename(folder)
    except OSError:
        # Another process was faster; its copy is the same.
        shutil.rmtree(whole)
    sync_folder(folder.parent)


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _well_known() -> set[str]:
    manifest = tomllib.loads((MODELS / "manifest.toml").read_text(encoding="utf-8"))
    return {file["sha256"] for model in manifest["model"] for file in model["file"]}
