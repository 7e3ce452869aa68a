# SPDX-License-Identifier: AGPL-3.0-or-later
"""What each method makes trainable, and what holds elastic weight consolidation back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.training import base, config, forecast, methods
from core.training.methods import METHODS, ewc

pytestmark = pytest.mark.model


def _prepared(tiny: Path, method: str, **values: Any) -> tuple[Any, Any, Any]:
    """(model, penalty, settings)"""
    found = methods.get(method)
    settings = config.parse(found, {"rank": 4, "alpha": 8, **values})
    model, penalty = found.prepare(*base.load(tiny), settings)
    return model, penalty, settings


def _trainable(model: Any) -> int:
    return sum(weight.numel() for weight in model.parameters() if weight.requires_grad)


@pytest.mark.parametrize("method", METHODS)
def test_as_many_weights_are_trained_as_the_forecast_says(tiny: Path, method: str) -> None:
    values = {"ewc_samples": 1} if method == "ewc" else {}
    model, _, settings = _prepared(tiny, method, **values)
    assert _trainable(model) == methods.get(method).trainable(forecast.shapes(tiny), settings)


def test_lora_changes_nothing_before_its_first_step(tiny: Path) -> None:
    import torch

    tokens = torch.tensor([[1, 20, 30, 40]])
    before = base.load(tiny)[0].eval()(tokens).logits
    after = _prepared(tiny, "lora")[0].eval()(tokens).logits
    assert torch.equal(before, after)


def test_qlora_keeps_its_base_in_four_bits(tiny: Path) -> None:
    from bitsandbytes.nn.modules import Linear4bit

    model, _, _ = _prepared(tiny, "qlora")
    squeezed = [module for module in model.modules() if isinstance(module, Linear4bit)]
    assert len(squeezed) == len(forecast.shapes(tiny).linear)
    assert all(
        module.weight.element_size() * module.weight.numel() * 2 == module.in_features * module.out_features
        for module in squeezed
    )


def test_the_fisher_information_is_that_of_the_likelihoods_gradient(tiny: Path) -> None:
    """Against finite differences of the log-likelihood, for the weight that matters most in a layer."""
    import torch

    model, _, _ = _prepared(tiny, "lora")
    text = torch.tensor([[1, 20, 30, 40, 50, 60, 70, 80, 90, 100]])
    information = ewc.fisher(model, [text])
    name, layer = next(iter(ewc._layers(model)))
    flat = int(information[name].argmax())
    row, column = divmod(flat, layer.in_features)

    model.double()

    def likelihood(shift: float) -> float:
        with torch.no_grad():
            layer.base_layer.weight[row, column] += shift
            loss = model(input_ids=text, labels=text).loss
            layer.base_layer.weight[row, column] -= shift
        return -float(loss) * (text.shape[1] - 1)

    gradient = (likelihood(1e-4) - likelihood(-1e-4)) / 2e-4
    assert float(information[name][row, column]) == pytest.approx(gradient**2 / (text.shape[1] - 1), rel=1e-2)


def test_the_penalty_is_nothing_at_first_and_grows_with_the_square_of_the_update(tiny: Path) -> None:
    import torch

    model, penalty, _ = _prepared(tiny, "ewc", ewc_samples=2, ewc_lambda=10.0)
    assert float(penalty()) == 0.0
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if "lora_B" in name:
                weight.fill_(0.01)
    once = float(penalty())
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if "lora_B" in name:
                weight.mul_(3)

    assert once > 0
    assert float(penalty()) == pytest.approx(9 * once, rel=1e-4)
    penalty().backward()
    assert any(weight.grad is not None and weight.grad.abs().sum() > 0 for weight in model.parameters())


def test_own_texts_are_written_by_the_model_after_the_opening_of_a_users_turn(tiny: Path) -> None:
    model, tokenizer = base.load(tiny)
    texts = ewc.own_texts(model, tokenizer, 3)
    assert len(texts) == 3
    assert all(tokenizer.decode(text[0]).startswith("<|im_start|>user\n") for text in texts)
    assert len({tuple(text[0].tolist()) for text in texts}) == 3
