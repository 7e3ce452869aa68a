# SPDX-License-Identifier: AGPL-3.0-or-later
"""A model's languages are found by asking it, and a model that knows none has none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.documents.language import language_of
from core.registry.models import content_hash
from core.retrieval import probe
from core.workspace import Workspace
from tests.core.retrieval.encoders import tiny


def test_the_pairs_are_in_their_languages_and_share_hardly_a_word() -> None:
    pairs = probe.paraphrases()
    assert {"ar", "en", "fr", "de", "es", "ru", "zh", "fa", "ur", "tr"} <= set(pairs)
    for language in ("ar", "en"):
        assert {language_of(text) for pair in pairs[language] for text in pair} == {language}
        for one, other in pairs[language]:
            shared = {word for word in one.lower().split() if len(word) > 4} & set(other.lower().split())
            assert not shared


def test_guessing_knows_no_language() -> None:
    chance = np.random.default_rng(0)
    assert probe.languages_of(lambda ones, others: chance.random((len(ones), len(others)))) == []
    assert len(probe.languages_of(lambda ones, _others: np.eye(len(ones)))) == len(probe.paraphrases())


@pytest.mark.model
def test_the_starter_embedder_knows_english_alone(workspace: Workspace, minilm: Path, tmp_path: Path) -> None:
    assert probe.ask("embedder", minilm, content_hash(minilm), workspace.paths.models) == ["en"]
    random = tiny.embedder(tmp_path / "random")
    assert probe.ask("embedder", random, content_hash(random), workspace.paths.models) == []
