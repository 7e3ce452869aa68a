# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers as a model writes them when it is measured: greedily, within a dataset's labels if it has any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.datasets.examples import Turns

_LONGEST = 256
_MARGIN = 8


class Writer:
    """Callable: a conversation that ends with an answer → the answer that the model gives in its place.

    ``expected`` are the answers that will be asked for: they say how long one may become. With ``labels``,
    what is written is one of them: at each token only those that lead on to a label are allowed.
    """

    def __init__(self, model: Any, tokenizer: Any, expected: Sequence[str], labels: Sequence[str]) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._end = int(tokenizer.eos_token_id)
        tokens = [self._tokens(text) for text in (labels or expected)]
        self._room = min(_LONGEST, max(map(len, tokens), default=0) + _MARGIN)
        self._paths = _Paths(tokens, self._end) if labels else None

    def __call__(self, turns: Turns) -> str:
        import torch

        prompt = torch.tensor([self._prompt(turns)], device=self._model.device)
        asked = prompt.shape[1]
        rule = {}
        if self._paths is not None:
            paths = self._paths
            rule = {"prefix_allowed_tokens_fn": lambda _, written: paths.next(written[asked:].tolist())}
        written = self._model.generate(
            input_ids=prompt,
            attention_mask=torch.ones_like(prompt),
            max_new_tokens=self._room,
            do_sample=False,
            eos_token_id=self._end,
            pad_token_id=self._end,
            **rule,
        )
        return str(self._tokenizer.decode(written[0, asked:], skip_special_tokens=True)).strip()

    def _prompt(self, turns: Turns) -> list[int]:
        messages = [{"role": role, "content": content} for role, content in turns[:-1]]
        text = self._tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        return self._tokens(str(text))

    def _tokens(self, text: str) -> list[int]:
        return list(self._tokenizer(text, add_special_tokens=False)["input_ids"])


class _Paths:
    """The labels as a tree of tokens."""

    def __init__(self, labels: Sequence[Sequence[int]], end: int) -> None:
        self._end = end
        self._after: dict[tuple[int, ...], set[int]] = {}
        for label in labels:
            for at, token in enumerate((*label, end)):
                self._after.setdefault(tuple(label[:at]), set()).add(token)

    def next(self, written: Sequence[int]) -> list[int]:
        """The tokens that may follow; the end where a label is complete."""
        return sorted(self._after.get(tuple(written), {self._end}))
