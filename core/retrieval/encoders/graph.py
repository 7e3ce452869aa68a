# SPDX-License-Identifier: AGPL-3.0-or-later
"""The only importer of onnx: writes an encoder of the BERT family as a graph, in int8 or in float32.

The graph is built of ONNX Runtime's own operators from the weights by name, so no tracing of Python code and
no optimiser's guesses stand between the weights and what runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

Array = npt.NDArray[Any]
Weights = Mapping[str, Array]

_ORT = "com.microsoft"
_OPSETS = {"": 17, _ORT: 1}
_IR = 10
# Weights in 7 bits: processors without VNNI add two products in 16 bits, which 8 bits would overflow.
_LARGEST = 63
# How much of an input's range moves into the weights. MiniLM's cosine to float32: 0.9958, without it 0.9927.
_SMOOTHING = 0.65


@dataclass(frozen=True)
class Shape:
    """What the weights do not say: layers, heads, the layer norms' epsilon, the first token's position."""

    layers: int
    heads: int
    epsilon: float
    first_position: int


@dataclass(frozen=True)
class Head:
    """What follows the encoder: "mean" of all tokens or the first one ("cls"), then dense layers by name.

    Each dense layer is (its name among the weights, whether tanh follows).
    """

    pooling: str
    dense: Sequence[tuple[str, bool]] = ()


def write(
    target: Path, weights: Weights, shape: Shape, head: Head, ranges: Mapping[str, Array] | None = None
) -> None:
    """Writes the model: inputs ``ids`` and ``types`` [1, tokens] (int64), output ``out`` [1, numbers].

    ``weights`` are named as in transformers' BertModel. ``ranges``: for each dense layer by name, how far
    each of its inputs goes on some texts; with them the matrices are written as integers with a scale for
    each column, and inputs are quantised as they come. Without, all is float32.
    Raises KeyError when a weight is missing.
    """
    graph = _Graph(weights, ranges)
    hidden = _embeddings(graph, shape)
    for number in range(shape.layers):
        hidden = _layer(graph, f"encoder.layer.{number}.", hidden, shape)
    onnx.save(graph.model(_head(graph, hidden, head)), target)


class _Graph:
    """Nodes and constants as they are added; each method returns the name of what it makes."""

    def __init__(self, weights: Weights, ranges: Mapping[str, Array] | None) -> None:
        self.weights = weights
        self.ranges = ranges
        self._nodes: list[Any] = []
        self._constants: dict[str, Any] = {}

    def constant(self, name: str, value: Array) -> str:
        if name not in self._constants:
            self._constants[name] = numpy_helper.from_array(np.array(value, order="C"), name)
        return name

    def weight(self, name: str) -> str:
        return self.constant(name, self.weights[name])

    def node(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        return self.nodes(kind, 1, *inputs, domain=domain, **attributes)[0]

    def nodes(self, kind: str, outputs: int, *inputs: str, domain: str = "", **attributes: Any) -> list[str]:
        names = [f"{kind}-{len(self._nodes)}-{number}" for number in range(outputs)]
        self._nodes.append(helper.make_node(kind, inputs, names, domain=domain, **attributes))
        return names

    def quantised(self, name: str, matrix: Array) -> tuple[str, str, str]:
        """A matrix [in, out] as integers, the scales of its columns, and their zero points."""
        scales = np.maximum(np.abs(matrix).max(axis=0), 1e-12) / _LARGEST
        return (
            self.constant(f"{name}.int8", np.round(matrix / scales).astype(np.int8)),
            self.constant(f"{name}.scales", scales.astype(np.float32)),
            self.constant(f"{name}.zeros", np.zeros(len(scales), np.int8)),
        )

    def smoothed(self, name: str, value: str, matrix: Array, ranges: Array) -> tuple[str, Array]:
        """The same product with less to lose: inputs that go far are scaled down and their weights up.

        One scale serves all inputs, so a few outliers would leave the rest no digits (SmoothQuant,
        arXiv 2211.10438).
        """
        reach, weight = np.maximum(ranges, 1e-3), np.maximum(np.abs(matrix).max(axis=1), 1e-3)
        factors = reach**_SMOOTHING / weight ** (1 - _SMOOTHING)
        factors = (factors / np.exp(np.log(factors).mean())).astype(np.float32)
        scaled = self.node("Mul", value, self.constant(f"{name}.smoothing", 1 / factors))
        return scaled, matrix * factors[:, None]

    def linear(self, name: str, value: str) -> str:
        matrix, bias = self.weights[f"{name}.weight"].T, self.weight(f"{name}.bias")
        if self.ranges is None:
            return self.node("Add", self.node("MatMul", value, self.constant(f"{name}.matrix", matrix)), bias)
        value, matrix = self.smoothed(name, value, matrix, self.ranges[name])
        return self.node("DynamicQuantizeMatMul", value, *self.quantised(name, matrix), bias, domain=_ORT)

    def norm(self, name: str, value: str, epsilon: float) -> str:
        scale, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.node("LayerNormalization", value, scale, bias, axis=-1, epsilon=epsilon)

    def model(self, output: str) -> Any:
        self._nodes.append(helper.make_node("Identity", [output], ["out"]))
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, [1, "tokens"]) for name in ("ids", "types")
        ]
        outputs = [helper.make_tensor_value_info("out", TensorProto.FLOAT, [1, "numbers"])]
        graph = helper.make_graph(self._nodes, "encoder", inputs, outputs, list(self._constants.values()))
        opsets = [helper.make_opsetid(domain, version) for domain, version in _OPSETS.items()]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR)


def _embeddings(graph: _Graph, shape: Shape) -> str:
    # The largest table by far: half precision costs it nothing that could be measured.
    words = graph.constant("words", graph.weights["embeddings.word_embeddings.weight"].astype(np.float16))
    hidden = graph.node("Cast", graph.node("Gather", words, "ids"), to=TensorProto.FLOAT)
    positions = graph.weights["embeddings.position_embeddings.weight"][shape.first_position :]
    zero, one = graph.constant("zero", np.array([0])), graph.constant("one", np.array([1]))
    tokens = graph.node("Gather", graph.node("Shape", "ids"), one)
    position = graph.node("Slice", graph.constant("positions", positions), zero, tokens, zero)
    hidden = graph.node("Add", hidden, position)
    kinds = graph.weight("embeddings.token_type_embeddings.weight")
    hidden = graph.node("Add", hidden, graph.node("Gather", kinds, "types"))
    return graph.norm("embeddings.LayerNorm", hidden, shape.epsilon)


def _layer(graph: _Graph, name: str, hidden: str, shape: Shape) -> str:
    attended = graph.linear(f"{name}attention.output.dense", _attention(graph, name, hidden, shape.heads))
    # ONNX Runtime's fused SkipLayerNormalization takes several times as long on a CPU as these two.
    hidden = graph.norm(
        f"{name}attention.output.LayerNorm", graph.node("Add", attended, hidden), shape.epsilon
    )
    inner = graph.node("Gelu", graph.linear(f"{name}intermediate.dense", hidden), domain=_ORT)
    inner = graph.linear(f"{name}output.dense", inner)
    return graph.norm(f"{name}output.LayerNorm", graph.node("Add", inner, hidden), shape.epsilon)


def _attention(graph: _Graph, name: str, hidden: str, heads: int) -> str:
    """Self-attention. Texts go one by one, so there is no padding and no mask."""
    parts = [f"{name}attention.self.{part}" for part in ("query", "key", "value")]
    matrix = np.concatenate([graph.weights[f"{part}.weight"].T for part in parts], axis=1)
    bias = np.concatenate([graph.weights[f"{part}.bias"] for part in parts])
    bias_name = graph.constant(f"{name}attention.bias", bias)
    if graph.ranges is None:
        weight = graph.constant(f"{name}attention.weight", matrix)
        return graph.node("Attention", hidden, weight, bias_name, domain=_ORT, num_heads=heads)
    hidden, matrix = graph.smoothed(f"{name}attention", hidden, matrix, graph.ranges[parts[0]])
    weight, scales, zeros = graph.quantised(f"{name}attention", matrix)
    value, scale, zero = graph.nodes("DynamicQuantizeLinear", 3, hidden)
    inputs = (value, weight, bias_name, scale, scales, "", zero, zeros)
    return graph.node("QAttention", *inputs, domain=_ORT, num_heads=heads)


def _head(graph: _Graph, hidden: str, head: Head) -> str:
    if head.pooling == "mean":
        value = graph.node("ReduceMean", hidden, axes=[1], keepdims=0)
    else:
        value = graph.node("Gather", hidden, graph.constant("first", np.array(0)), axis=1)
    for name, tanh in head.dense:
        matrix = graph.constant(f"{name}.matrix", graph.weights[f"{name}.weight"].T)
        value = graph.node("Add", graph.node("MatMul", value, matrix), graph.weight(f"{name}.bias"))
        value = graph.node("Tanh", value) if tanh else value
    return value
