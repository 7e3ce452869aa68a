# SPDX-License-Identifier: AGPL-3.0-or-later
"""LoRA held back by elastic weight consolidation, so that old knowledge stays (arXiv:1612.00796).

Kirkpatrick et al. 2017: the penalty is λ/2 · Σ F (W - W*)², where W - W* is LoRA's own update and F the
diagonal of the untouched model's Fisher information. The data that a model was made from is not at hand, so F
is measured on texts that the model writes itself: the true Fisher information, not the empirical. F counts
by the token, as the loss does; λ says how many tokens of old knowledge weigh as much as one of the new.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.training.config import Setting, Settings
from core.training.methods import lora
from core.training.methods.method import Method, Penalty, low_rank_weights

_SAMPLE_TOKENS = 96


def prepare(model: Any, tokenizer: Any, settings: Settings) -> tuple[Any, Penalty]:
    """The model with LoRA, and the penalty on its update."""
    texts = own_texts(model, tokenizer, settings["ewc_samples"])
    tuned, _ = lora.prepare(model, tokenizer, settings)
    information = fisher(tuned, texts)
    return tuned, penalty(tuned, information, settings["ewc_lambda"])


def own_texts(model: Any, tokenizer: Any, count: int) -> list[Any]:
    """Conversations that the model makes up, question and answer: token ids, shape [1, tokens] each.

    Given only the opening of a user's turn, a chat model writes a whole exchange (Xu et al. 2024,
    arXiv:2406.08464).
    """
    import torch

    opening = _opening(tokenizer)
    start = torch.tensor([opening], device=model.device)
    model.eval()
    written = [
        model.generate(
            input_ids=start,
            attention_mask=torch.ones_like(start),
            max_new_tokens=_SAMPLE_TOKENS,
            min_new_tokens=8,
            do_sample=True,
            top_k=0,
            temperature=1.0,
            pad_token_id=tokenizer.pad_token_id,
        )
        for _ in range(count)
    ]
    return [text.clone() for text in written]


def _opening(tokenizer: Any) -> list[int]:
    mark = "\x02"
    turn = tokenizer.apply_chat_template([{"role": "user", "content": mark}], tokenize=False)
    return list(tokenizer(turn.split(mark)[0], add_special_tokens=False)["input_ids"])


def fisher(tuned: Any, texts: list[Any]) -> dict[str, Any]:
    """Layer → diagonal of the Fisher information per token of its frozen weight, the update being zero yet.

    Under the model's own distribution the scores of successive tokens are uncorrelated, so the square of a
    whole text's gradient, divided by its tokens, has the mean that is wanted.
    """
    import torch

    layers = dict(_layers(tuned))
    information = {name: torch.zeros_like(layer.base_layer.weight) for name, layer in layers.items()}
    tuned.eval()
    weights = [layer.base_layer.weight.requires_grad_() for layer in layers.values()]
    for text in texts:
        tokens = text.shape[1] - 1
        loss = tuned(input_ids=text, labels=text).loss * tokens
        for name, gradient in zip(layers, torch.autograd.grad(loss, weights), strict=True):
            information[name] += gradient.square() / (tokens * len(texts))
    for weight in weights:
        weight.requires_grad_(requires_grad=False)
    return information


def penalty(tuned: Any, information: dict[str, Any], strength: float) -> Penalty:
    """λ/2 · Σ F · ΔW² over all layers, as a function of the update as it stands when called."""
    layers = dict(_layers(tuned))

    def cost() -> Any:
        terms = [
            (information[name] * layer.get_delta_weight("default").square()).sum()
            for name, layer in layers.items()
        ]
        return strength / 2 * sum(terms)

    return cost


def _layers(tuned: Any) -> Iterator[tuple[str, Any]]:
    from peft.tuners.lora import Linear

    return ((name, module) for name, module in tuned.named_modules() if isinstance(module, Linear))


METHOD = Method(
    name="ewc",
    title="EWC: LoRA that is held back where the model's old knowledge lies",
    prepare=prepare,
    trainable=low_rank_weights,
    settings=(
        Setting("ewc_lambda", float, 1000.0, "how much the old knowledge weighs against the new", 0.0, 1e9),
        Setting("ewc_samples", int, 16, "texts by which the old knowledge is measured", 1, 1024),
    ),
    base_bytes=12.0,
)
