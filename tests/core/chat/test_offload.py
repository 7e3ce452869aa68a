# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many layers of a model go onto a GPU, by figures alone: no GPU is needed to reckon."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.chat.offload import MIB, Layers, share
from core.registry.gguf.facts import cache_bytes, tensor_bytes

GIB = 1024 * MIB
MODEL = Layers(blocks=(100 * MIB,) * 32, output=200 * MIB)


@pytest.mark.parametrize(
    ("free", "layers"),
    [
        ([], 0),
        ([600 * MIB], 0),
        ([24 * GIB], 33),
        ([2 * GIB], 1 + 9),
        ([GIB, 2 * GIB], 1 + 12),
    ],
)
def test_as_many_layers_as_the_free_memory_holds(free: list[int], layers: int) -> None:
    given = share(MODEL, 28 * MIB, free)

    assert given.layers == layers
    assert given.bytes <= sum(free)
    assert given.bytes == (200 * MIB + (layers - 1) * 128 * MIB if layers else 0)


@pytest.mark.model
def test_the_sizes_are_read_from_the_file(smollm: Path) -> None:
    layers = Layers.of(tensor_bytes(smollm))

    assert len(layers.blocks) == 30
    assert sum(layers.blocks) + layers.output < smollm.stat().st_size
    assert layers.output > max(layers.blocks), "its embedding is its output too"
    assert cache_bytes(smollm) == 2 * 3 * 64 * 2, "keys and values of three heads of 64"
