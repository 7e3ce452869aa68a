# SPDX-License-Identifier: AGPL-3.0-or-later
"""Loss lies on exactly what the assistant says, its end of turn included; by a real tokenizer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.training import base
from core.training.encoding import IGNORED, encode, encode_all

pytestmark = pytest.mark.model

ONE = (("user", "Why was the bridge closed?"), ("assistant", "A crack was found in pier P3."))
TWO = (
    ("system", "Answer shortly."),
    ("user", "Why was it closed?"),
    ("assistant", "A crack."),
    ("user", "Where?"),
    ("assistant", "In pier P3, 4.7 mm wide."),
)
ARABIC = (("user", "لماذا أُغلق الجسر؟"), ("assistant", "بسبب شرخٍ في الدعامة الثالثة."))


@pytest.fixture(scope="module")
def tokenizer(smollm: Path) -> Any:
    return base.load(smollm)[1]


def _learnt(tokenizer: Any, turns: Any) -> str:
    encoded = encode(tokenizer, turns)
    return str(tokenizer.decode([label for label in encoded.labels if label != IGNORED]))


@pytest.mark.parametrize(
    ("turns", "learnt"),
    [
        (ONE, "A crack was found in pier P3.<|im_end|>"),
        (TWO, "A crack.<|im_end|>In pier P3, 4.7 mm wide.<|im_end|>"),
        (ARABIC, "بسبب شرخٍ في الدعامة الثالثة.<|im_end|>"),
    ],
)
def test_the_answers_and_their_ends_carry_loss_and_nothing_else(
    tokenizer: Any, turns: Any, learnt: str
) -> None:
    assert _learnt(tokenizer, turns) == learnt


def test_labels_stand_at_their_tokens(tokenizer: Any) -> None:
    encoded = encode(tokenizer, TWO)
    assert len(encoded.labels) == len(encoded.input_ids)
    assert all(
        label in {IGNORED, token} for token, label in zip(encoded.input_ids, encoded.labels, strict=True)
    )


@pytest.mark.parametrize("turns", [ONE, ARABIC])
def test_what_carries_no_loss_is_the_prompt_that_the_model_will_be_given(tokenizer: Any, turns: Any) -> None:
    encoded = encode(tokenizer, turns)
    prompt = tokenizer.apply_chat_template(
        [{"role": "user", "content": turns[0][1]}], tokenize=False, add_generation_prompt=True
    )
    given = tokenizer(prompt, add_special_tokens=False)["input_ids"]
    assert encoded.input_ids[: len(given)] == given
    assert encoded.labels[: len(given)] == [IGNORED] * len(given)
    assert encoded.labels[len(given)] == encoded.input_ids[len(given)]


def test_long_examples_are_cut_and_those_without_an_answer_left_are_counted(tokenizer: Any) -> None:
    long_answer = (("user", "Tell all."), ("assistant", "One more word. " * 50))
    long_question = (("user", "What about this? " * 50), ("assistant", "Nothing."))

    found = encode_all(tokenizer, [ONE, long_answer, long_question], max_length=64)

    assert [len(row.input_ids) for row in found.rows][1] == 64
    assert (len(found.rows), found.cut, found.left_out) == (2, 1, 1)


def test_a_template_that_rewrites_earlier_answers_loses_only_those(tokenizer: Any) -> None:
    kept = tokenizer.chat_template
    tokenizer.chat_template = (
        "{% for m in messages %}<|im_start|>{{ m['role'] }}\n"
        "{% if m['role'] == 'assistant' and not loop.last %}(answered){% else %}{{ m['content'] }}{% endif %}"
        "<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
    )
    try:
        assert _learnt(tokenizer, TWO) == "In pier P3, 4.7 mm wide.<|im_end|>"
    finally:
        tokenizer.chat_template = kept
