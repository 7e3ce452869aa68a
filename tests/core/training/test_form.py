# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the settings form is made of."""

from __future__ import annotations

from core.training import config, form, methods


def test_every_method_has_fields_and_complete_presets() -> None:
    for name, method in methods.METHODS.items():
        names = [field.name for field in form.fields(name)]
        assert "learning_rate" in names
        for values in form.presets(name).values():
            assert set(values) == set(names)
            config.parse(method, values)


def test_each_mistake_is_told_at_its_field() -> None:
    found = form.mistakes("lora", {"rank": "0", "epochs": "many", "schedule": "cosine", "typo": "1"})
    assert [mistake.setting for mistake in found] == ["rank", "epochs", ""]
    assert "many" in found[1].what


def test_a_contradiction_stands_at_the_setting_it_begins_with() -> None:
    (found,) = form.mistakes("lora", {"max_steps": "10", "eval_every": "20"})
    assert found.setting == "eval_every"


def test_good_settings_have_no_mistakes() -> None:
    assert form.mistakes("lora", {"rank": "8", "alpha": "16", "packing": "yes"}) == []
