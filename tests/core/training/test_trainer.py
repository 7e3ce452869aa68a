# SPDX-License-Identifier: AGPL-3.0-or-later
"""What reaches the model in a batch, and that it does not matter how the batch is laid out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.training import base, config, methods
from core.training.encoding import IGNORED, Encodings, encode_all

pytestmark = pytest.mark.model

TURNS = [
    (("user", f"Who looked at pier {n}?"), ("assistant", f"The inspector looked at pier {n}." * (1 + n % 3)))
    for n in range(12)
]


@pytest.fixture(scope="module")
def loaded(tiny: Path) -> tuple[Any, Any, Encodings]:
    model, tokenizer = base.load(tiny)
    return model, tokenizer, encode_all(tokenizer, TURNS, 256)


def _tuner(loaded: tuple[Any, Any, Encodings], folder: Path, penalty: Any = None, **values: Any) -> Any:
    from core.training.trainer import tuner

    model, tokenizer, encoded = loaded
    settings = config.parse(methods.get("lora"), {"batch_size": 4, "max_length": 256, **values})
    return tuner(model, tokenizer, encoded.rows, encoded.rows, settings, folder, penalty=penalty)


def _learnt_tokens(trainer: Any) -> list[list[int]]:
    """The tokens that carry loss, by example, in any order."""
    found: list[list[int]] = []
    for batch in trainer.get_train_dataloader():
        for row in batch["labels"].tolist():
            answer: list[int] = []
            for label in [*row, IGNORED]:
                if label != IGNORED:
                    answer.append(label)
                elif answer:
                    found.append(answer)
                    answer = []
    return sorted(found)


@pytest.mark.parametrize("values", [{}, {"packing": True}, {"batch_size": 1}])
def test_the_loss_reaches_every_answer_once_however_the_rows_are_laid_out(
    loaded: tuple[Any, Any, Encodings], tmp_path: Path, values: dict[str, Any]
) -> None:
    answers = sorted([label for label in row.labels if label != IGNORED] for row in loaded[2].rows)
    assert _learnt_tokens(_tuner(loaded, tmp_path, **values)) == answers


def test_examples_in_one_flat_row_do_not_see_each_other(
    loaded: tuple[Any, Any, Encodings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.training import trainer

    padded = _tuner(loaded, tmp_path).evaluate()["eval_loss"]
    monkeypatch.setattr(trainer, "_flattens_well", lambda *_: True)
    flat = _tuner(loaded, tmp_path)

    assert flat.args.padding_free
    assert flat.evaluate()["eval_loss"] == pytest.approx(padded, rel=1e-4)


def test_packing_fills_rows(loaded: tuple[Any, Any, Encodings], tmp_path: Path) -> None:
    packed = _tuner(loaded, tmp_path, packing=True)
    assert len(packed.train_dataset) < len(loaded[2].rows)


def test_a_penalty_counts_in_training_and_not_in_the_held_out_loss(
    loaded: tuple[Any, Any, Encodings], tmp_path: Path
) -> None:
    import torch

    free = _tuner(loaded, tmp_path)
    held_back = _tuner(loaded, tmp_path, penalty=lambda: torch.tensor(5.0, requires_grad=True))
    batch = next(iter(free.get_train_dataloader()))

    def loss(trainer: Any) -> float:
        trainer.current_gradient_accumulation_steps = 1
        trainer.model.train()
        return float(trainer.compute_loss(trainer.model, dict(batch)))

    assert loss(held_back) == pytest.approx(loss(free) + 5.0, rel=1e-5)
    assert held_back.evaluate()["eval_loss"] == pytest.approx(free.evaluate()["eval_loss"], rel=1e-5)


def test_nothing_of_the_examples_reaches_the_librarys_disk_cache(
    loaded: tuple[Any, Any, Encodings], tmp_path: Path
) -> None:
    trainer = _tuner(loaded, tmp_path, packing=True)
    assert trainer.train_dataset.cache_files == []
    assert trainer.eval_dataset.cache_files == []


@pytest.mark.parametrize(
    ("steps", "held_out", "every"), [(30, 12, 8), (1000, 50, 100), (4, 100, 4), (300, 1, 30)]
)
def test_measuring_takes_no_more_than_its_share(steps: int, held_out: int, every: int) -> None:
    from core.training.trainer import measuring_interval

    settings = config.parse(methods.get("lora"), {"batch_size": 4})
    assert measuring_interval(settings, steps, held_out) == every
