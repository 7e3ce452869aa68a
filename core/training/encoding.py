# SPDX-License-Identifier: AGPL-3.0-or-later
"""Conversations as tokens, with the loss on the answers alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

IGNORED = -100  # torch's cross entropy passes over targets of this value

Turns = Sequence[tuple[str, str]]
Span = tuple[int, int]


@dataclass(frozen=True)
class Encoded:
    """Token ids and, at each position, the id that carries loss or IGNORED; of equal length."""

    input_ids: list[int]
    labels: list[int]

    @property
    def answer_tokens(self) -> int:
        return sum(label != IGNORED for label in self.labels)


@dataclass(frozen=True)
class Encodings:
    """What became of a list of conversations: ``cut`` lost their end, ``left_out`` their whole answer."""

    rows: list[Encoded]
    cut: int
    left_out: int

    @property
    def tokens(self) -> int:
        return sum(len(row.input_ids) for row in self.rows)


def encode_all(tokenizer: Any, conversations: Iterable[Turns], max_length: int) -> Encodings:
    """Encodes each conversation of (role, content) turns, cut at ``max_length`` tokens."""
    rows, cut, left_out = [], 0, 0
    for turns in conversations:
        whole = encode(tokenizer, turns)
        kept = Encoded(whole.input_ids[:max_length], whole.labels[:max_length])
        if not kept.answer_tokens:
            left_out += 1
            continue
        cut += len(whole.input_ids) > max_length
        rows.append(kept)
    return Encodings(rows, cut, left_out)


def encode(tokenizer: Any, turns: Turns) -> Encoded:
    """One conversation through the model's chat template.

    Loss lies on the tokens of each assistant's turn: its text and the token that ends it, which the model
    must learn to write; not on the header before it, which the prompt gives.
    """
    messages = [{"role": role, "content": content} for role, content in turns]
    text = str(tokenizer.apply_chat_template(messages, tokenize=False))
    spans = answer_spans(tokenizer, messages, text)
    tokens = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
    labels = [
        token if any(start <= first and last <= end for start, end in spans) else IGNORED
        for token, (first, last) in zip(tokens["input_ids"], tokens["offset_mapping"], strict=True)
    ]
    return Encoded(list(tokens["input_ids"]), labels)


def answer_spans(tokenizer: Any, messages: list[dict[str, str]], text: str) -> list[Span]:
    """Where each answer stands in the rendered ``text``, the mark that ends its turn included."""

    def render(count: int, *, prompt: bool) -> str:
        rendered = tokenizer.apply_chat_template(
            messages[:count], tokenize=False, add_generation_prompt=prompt
        )
        return str(rendered)

    answers = [number for number, message in enumerate(messages) if message["role"] == "assistant"]
    spans = (_span(render, text, number, messages[number]["content"]) for number in answers)
    return [span for span in spans if span is not None]


def _span(render: Callable[..., str], text: str, number: int, content: str) -> Span | None:
    """None where the template rewrites the turns before this answer (some drop earlier reasoning)."""
    start = _common(render(number, prompt=True), text)
    until = _common(render(number + 1, prompt=False), text)
    turn = text[start:until].rstrip()
    return (start, start + len(turn)) if content.strip() in turn else None


def _common(left: str, right: str) -> int:
    """How many characters the two begin with in common."""
    pairs = zip(left, right, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(left), len(right)))
