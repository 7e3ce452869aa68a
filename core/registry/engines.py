# SPDX-License-Identifier: AGPL-3.0-or-later
"""The two engines that the gate compares: each renders a prompt and foretells what follows."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from core.jobs.resident import Resident
from core.registry import trained
from core.registry.adapters import Adapter
from core.workspace import Workspace

Logprobs = npt.NDArray[np.float32]
Messages = list[dict[str, str]]

_ANSWER_SECONDS = 300.0


class Trained:
    """The trained model in transformers."""

    def __init__(self, base: Path, adapter: Adapter) -> None:
        self._model, self._tokenizer = trained.load(base, adapter)

    def prompt(self, messages: Messages) -> list[int]:
        """Token ids of the prompt, rendered as in training, up to where the assistant begins."""
        text = self._tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        return self.tokens(str(text))

    def tokens(self, text: str) -> list[int]:
        return list(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def logprobs(self, tokens: Sequence[int], last: int, *, tuned: bool) -> Logprobs:
        """Natural log-probabilities of what follows each of the ``last`` tokens: [last, vocabulary].

        ``tuned`` False: by the base model without the adapter.
        """
        import contextlib

        import torch

        adapters = contextlib.nullcontext() if tuned else self._model.disable_adapter()
        with torch.no_grad(), adapters:
            logits = self._model(self._batch(tokens), logits_to_keep=last).logits[0]
            rows: Logprobs = torch.log_softmax(logits.float(), -1).cpu().numpy()
        return rows

    def greedy(self, tokens: Sequence[int], count: int) -> tuple[list[int], Logprobs]:
        """The next ``count`` likeliest tokens, one after the other (fewer where the model ends), and the
        log-probabilities that chose each: [tokens, vocabulary]."""
        import torch

        batch = self._batch(tokens)
        with torch.no_grad():
            written = self._model.generate(
                input_ids=batch,
                attention_mask=torch.ones_like(batch),
                max_new_tokens=count,
                do_sample=False,
                use_cache=True,
                output_logits=True,
                return_dict_in_generate=True,
                pad_token_id=self._tokenizer.pad_token_id,
            )
            rows: Logprobs = torch.log_softmax(torch.cat(written.logits).float(), -1).cpu().numpy()
        return [int(token) for token in written.sequences[0, len(tokens) :]], rows

    def _batch(self, tokens: Sequence[int]) -> Any:
        import torch

        return torch.tensor([list(tokens)], device=self._model.device)


class Exported:
    """What a version is in llama.cpp, in a process of its own: the base GGUF with a sealed GGUF adapter, or a
    sealed model of its own."""

    def __init__(self, workspace: Workspace, tuned: dict[str, str], base: dict[str, str]) -> None:
        hello = {"workspace": str(workspace.paths.root), "key": workspace.key.raw.hex()}
        self._resident = Resident("The chat process", ["chat"], hello)
        self._tuned, self._base = tuned, base

    @classmethod
    def adapter(cls, workspace: Workspace, base: Path, blob: str) -> Exported:
        """``base`` with the GGUF adapter sealed as ``blob``."""
        model = {"model_path": str(base)}
        return cls(workspace, {**model, "adapter_blob": blob}, model)

    @classmethod
    def model(cls, workspace: Workspace, blob: str) -> Exported:
        """The whole model sealed as ``blob``; it has no base to go back to."""
        model = {"model_blob": blob}
        return cls(workspace, model, model)

    def prompt(self, messages: Messages) -> list[int]:
        """As :meth:`Trained.prompt`, by the template and the tokenizer of llama.cpp."""
        rendered = self._resident.call("render", timeout=_ANSWER_SECONDS, messages=messages, **self._tuned)
        return list(rendered["tokens"])

    def logprobs(self, tokens: Sequence[int], last: int, *, tuned: bool) -> Logprobs:
        """As :meth:`Trained.logprobs`."""
        model = self._tuned if tuned else self._base
        found = self._resident.call(
            "logits", timeout=_ANSWER_SECONDS, tokens=list(tokens), last=last, **model
        )
        return np.frombuffer(base64.b64decode(found["logprobs"]), dtype="<f4").reshape(found["tokens"], -1)

    def close(self) -> None:
        self._resident.close()
