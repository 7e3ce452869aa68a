# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which languages a model speaks is found by asking it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.chat.probe import spoken
from core.jobs.resident import Resident

pytestmark = pytest.mark.model

_BOTH = {
    "What is the capital of France?": "Paris.",
    "How many days does a week have?": "A week has seven days.",
    "ما هي عاصمة فرنسا؟": "عاصمة فرنسا هي باريس.",
    "كم عدد أيام الأسبوع؟": "عدد أيام الأسبوع ٧ أيام.",
}


def test_two_right_answers_in_a_language_are_enough() -> None:
    assert spoken(lambda _, asked: _BOTH.get(asked, "")) == ("en", "ar")


def test_an_answer_in_another_script_does_not_count() -> None:
    assert spoken(lambda _, asked: "Not hot but cold; 7 days; Paris, or: باريس.") == ("en",)


def test_the_starter_speaks_english_only_and_a_story_teller_nothing(smollm: Path, shared_data: Path) -> None:
    chat = Resident("The chat process", ["chat"], {})
    try:
        assert chat.call("probe", model_path=str(smollm))["languages"] == ["en"]
        stories = shared_data / "gguf" / "stories260K.gguf"
        assert chat.call("probe", model_path=str(stories))["languages"] == []
    finally:
        chat.close()
