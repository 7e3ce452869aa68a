# SPDX-License-Identifier: AGPL-3.0-or-later
"""A fine-tuned model written as one GGUF file: the adapter merged into the weights of its base."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import UserError
from core.registry import trained
from core.registry.adapters import Adapter
from core.registry.gguf.adapter import interleave, tensor_name
from core.registry.gguf.facts import read_header
from core.registry.gguf.header import Header


def write_merged(base: Path, adapter: Adapter, out: Path) -> int:
    """Writes ``base`` with ``adapter`` merged into it as the GGUF file ``out``.

    Returns the number of layers changed. Metadata, tokenizer and untouched tensors are the base's own, bit by
    bit; changed ones are float16. PEFT does the merging, so that what it can train (DoRA, rsLoRA) arrives.
    Raises :class:`UserError` when a changed layer has no place in the base.
    """
    from gguf import GGUFReader, GGUFWriter

    header = read_header(base)
    changed = dict(_changed(base, adapter, header))
    if not changed:
        raise UserError("The adapter changes nothing in the base model.", do="Train the run again.")
    reader = GGUFReader(base)
    writer = GGUFWriter(out, header.metadata["general.architecture"])
    _copy_metadata(reader, writer)
    for tensor in reader.tensors:
        if tensor.name in changed:
            writer.add_tensor(tensor.name, changed[tensor.name])
        else:
            writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return len(changed)


def _changed(base: Path, adapter: Adapter, header: Header) -> Iterator[tuple[str, Any]]:
    """(GGUF name, weights in GGUF's order) of every tensor that the adapter changes; matrices as float16."""
    import torch
    from peft.tuners.tuners_utils import BaseTunerLayer
    from peft.utils.other import AuxiliaryTrainingWrapper

    if adapter.config.get("bias", "none") != "none":
        raise UserError("Trained biases cannot be merged.", do="Train with the bias setting “none”.")
    tuned, _ = trained.load(base, adapter)
    touched = [
        name
        for name, module in tuned.get_base_model().named_modules()
        if isinstance(module, BaseTunerLayer | AuxiliaryTrainingWrapper)
    ]
    with torch.no_grad():
        weights = tuned.merge_and_unload().state_dict()
    known = {tensor.name for tensor in header.tensors}
    for module in touched:
        name = f"{tensor_name(header, module)}.weight"
        if name not in known:
            raise UserError(
                f"The layer {module} was trained, but the base model has no {name}.",
                do="Train without that layer.",
            )
        rows = interleave(header, name, weights[f"{module}.weight"].float().numpy())
        yield name, rows.astype(np.float16) if rows.ndim > 1 else rows


def _copy_metadata(reader: Any, writer: Any) -> None:
    """Every key but those that the writer makes itself. Source: gguf's gguf_new_metadata.py."""
    from gguf import GGUFValueType

    for field in reader.fields.values():
        if field.name == "general.architecture" or field.name.startswith("GGUF."):
            continue
        kind = field.types[0]
        inner = field.types[-1] if kind == GGUFValueType.ARRAY else None
        if (value := field.contents()) is not None:
            writer.add_key_value(field.name, value, kind, sub_type=inner)
