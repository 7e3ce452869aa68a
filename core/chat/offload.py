# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many layers of a model a GPU takes, by the sizes of its weights and the memory measured as free."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MIB = 1024 * 1024
# Left free: the buffers of a batch, the driver's own, and what other programs take meanwhile.
_WORKING_BYTES = 512 * MIB
_SHARE = 0.92
_BLOCK = re.compile(r"blk\.(\d+)\.")


@dataclass(frozen=True)
class Layers:
    """Bytes of each block's weights in order, and of what comes after the last block (the output)."""

    blocks: tuple[int, ...]
    output: int

    @classmethod
    def of(cls, tensors: Mapping[str, int]) -> Layers:
        """``tensors``: the bytes of each tensor of a GGUF file by its name."""
        blocks: dict[int, int] = defaultdict(int)
        output = 0
        for name, size in tensors.items():
            if match := _BLOCK.match(name):
                blocks[int(match.group(1))] += size
            elif name.startswith("output"):
                output += size
        # A model without an output matrix of its own uses the embedding's.
        output = output if "output.weight" in tensors else output + tensors.get("token_embd.weight", 0)
        return cls(tuple(blocks[number] for number in sorted(blocks)), output)


@dataclass(frozen=True)
class Share:
    """``layers`` as llama.cpp counts them: the output first, then blocks from the last. ``bytes`` of them."""

    layers: int
    bytes: int


def share(layers: Layers, cache_bytes: int, free: Sequence[int]) -> Share:
    """What of a model fits on GPUs with ``free`` bytes each; ``cache_bytes``: keys and values of a block."""
    room = sum(max(0, int(one * _SHARE) - _WORKING_BYTES) for one in free)
    taken = number = 0
    for size in (layers.output, *(block + cache_bytes for block in reversed(layers.blocks))):
        if taken + size > room:
            break
        taken += size
        number += 1
    # The output alone would only add a journey for every token.
    return Share(number, taken) if number > 1 else Share(0, 0)
