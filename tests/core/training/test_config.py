# SPDX-License-Identifier: AGPL-3.0-or-later
"""Settings are complete and right, or every mistake in them is told."""

from __future__ import annotations

from typing import Any

import pytest

from core.errors import UserError
from core.training import config, methods
from core.training.methods import METHODS

LORA = methods.get("lora")


def test_values_become_complete_settings_of_the_right_types() -> None:
    settings = config.parse(LORA, {"rank": "8", "learning_rate": "1e-3", "packing": "yes", "epochs": 2})

    assert (settings["rank"], settings["learning_rate"], settings["packing"]) == (8, 0.001, True)
    assert settings["epochs"] == 2.0
    assert isinstance(settings["epochs"], float)
    assert set(settings) == {setting.name for setting in config.settings_of(LORA)}


def test_three_mistakes_are_told_at_once() -> None:
    with pytest.raises(UserError) as told:
        config.parse(LORA, {"learning_rte": "1e-3", "rank": "many", "batch_size": "0"})

    assert told.value.what == "The settings have 3 mistakes."
    assert told.value.details == (
        "There is no setting learning_rte. Did you mean learning_rate?",
        "rank is a whole number, not 'many'.",
        "batch_size is at least 1, not 0.",
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"max_steps": 5, "eval_every": 9}, "eval_every (9) is more than max_steps (5)"),
        ({"max_steps": 5, "save_every": 9}, "save_every (9) is more than max_steps (5)"),
        ({"alpha": 4096, "rank": 1}, "alpha / rank is 4096"),
        ({"schedule": "steep"}, "schedule is one of cosine, linear, constant"),
        ({"rank": "2.5"}, "rank is a whole number"),
        ({"learning_rate": "nan"}, "learning_rate is a number"),
        ({"packing": "perhaps"}, "packing is true or false"),
    ],
)
def test_each_kind_of_mistake_is_named(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UserError, match="1 mistake") as told:
        config.parse(LORA, values)
    assert sentence in told.value.details[0]


def test_a_length_beyond_the_model_is_a_mistake() -> None:
    with pytest.raises(UserError) as told:
        config.parse(LORA, {"max_length": 9000}, context=8192)
    assert told.value.details == ("max_length is 9000, but the model reads 8192 tokens at most.",)


def test_full_fine_tuning_refuses_steps_that_suit_lora() -> None:
    with pytest.raises(UserError) as told:
        config.parse(methods.get("full"), {"learning_rate": 0.01})
    assert "at most 0.001 for full fine-tuning" in told.value.details[0]


def test_prompt_tuning_knows_its_own_setting_and_refuses_packing() -> None:
    assert config.parse(methods.get("prompt"), {"virtual_tokens": "20"})["virtual_tokens"] == 20
    with pytest.raises(UserError) as told:
        config.parse(methods.get("prompt"), {"packing": "true"})
    assert "packing does not go with prompt tuning" in told.value.details[0]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("preset", config.PRESETS)
def test_every_preset_is_right_for_every_method(method: str, preset: str) -> None:
    values = config.preset(methods.get(method), preset)
    settings = config.parse(methods.get(method), values)
    assert {name: settings[name] for name in values} == values


def test_unknown_methods_and_presets_are_told_with_the_known_ones() -> None:
    with pytest.raises(UserError, match="lora, dora, qlora"):
        methods.get("lore")
    with pytest.raises(UserError, match="quick, balanced, thorough"):
        config.preset(LORA, "swift")


@pytest.mark.parametrize(
    ("rows", "values", "steps"),
    [
        (10, {"epochs": 1.0}, 3),
        (10, {"epochs": 2.5}, 8),
        (10, {"epochs": 9.0, "max_steps": 5}, 5),
        (1, {}, 3),
    ],
)
def test_steps_are_those_of_the_epochs_up_to_the_bound(rows: int, values: dict[str, Any], steps: int) -> None:
    assert config.total_steps(config.parse(LORA, values), rows) == steps
