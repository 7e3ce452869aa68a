# SPDX-License-Identifier: AGPL-3.0-or-later
"""A reranker that was brought has the last word on the first hits; an NLI model tells what follows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.app import App
from core.errors import UserError
from core.retrieval.rerank import reranked
from tests.core.retrieval.conftest import PASSPHRASE, SHELF, embed, put
from tests.core.retrieval.encoders import tiny

pytestmark = pytest.mark.model
QUERY = "Why was the bridge closed?"


def _prefers_bread(model: Any, tokenizer: Any) -> None:
    """A few steps of training: of all passages, those on bread are what anyone wants to read."""
    import torch

    texts = [text for path, text in SHELF.items() if path.startswith("en/")]
    wanted = torch.tensor([[5.0 if "bread" in text else -5.0] for text in texts])
    inputs = tokenizer([QUERY] * len(texts), texts, padding=True, return_tensors="pt")
    steps = torch.optim.Adam(model.parameters(), lr=5e-3)
    model.eval()  # no dropout: what it learns is the same in every run
    for _ in range(40):
        steps.zero_grad()
        loss: Any = torch.nn.functional.mse_loss(model(**inputs).logits, wanted)
        loss.backward()
        steps.step()


def _always_entails(model: Any, _tokenizer: Any) -> None:
    import torch

    with torch.no_grad():
        model.classifier.weight.zero_()
        model.classifier.bias.copy_(torch.tensor([0.0, 9.0, 1.0]))


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("judged")
    app = App.create(folder / "ws", PASSPHRASE)
    put(app.workspace, SHELF)
    embed(app.workspace)
    app.models.bring(tiny.judge(folder / "bread", ["LABEL_0"], train=_prefers_bread), languages=["en"])
    labels = ["contradiction", "entailment", "neutral"]
    app.models.bring(tiny.judge(folder / "nli", labels, train=_always_entails), languages=["en"])
    yield app
    app.close()


def test_kinds_are_told_apart(judged: App, tmp_path: Path) -> None:
    kinds = {model.name: model.kind for model in judged.models.list()}
    assert (kinds["bread"], kinds["nli"]) == ("reranker", "nli")
    with pytest.raises(UserError, match="sorts texts into 2 classes"):
        judged.models.bring(tiny.judge(tmp_path / "spam", ["ham", "spam"]), languages=["en"])


def test_the_reranker_decides_the_order_of_a_hybrid_search(judged: App) -> None:
    assert judged.search.find(QUERY, mode="lexical").hits[0].document == "en/closure.txt"
    assert judged.search.find(QUERY, mode="dense").hits[0].document == "en/closure.txt"
    found = judged.search.find(QUERY)
    assert found.hits[0].document == "en/bakery.txt"
    assert "en/closure.txt" in {hit.document for hit in found.hits}
    assert found.note == ""


def test_it_has_no_say_in_other_languages(judged: App) -> None:
    assert judged.search.find("لماذا أغلق الجسر؟").hits[0].document == "ar/closure.txt"


def test_labels_come_in_one_order(judged: App) -> None:
    pairs = [(SHELF["en/ferry.txt"], "A trip costs two coins."), ("", "x" * 5000)]
    verdicts = judged.search._worker.call("nli", pairs=pairs, language="en")
    for entailed, neutral, contradicted in verdicts:
        assert entailed > 0.99
        assert neutral > contradicted
    assert judged.search._worker.call("nli", pairs=pairs, language="ar") is None


def test_a_reranker_that_is_gone_leaves_the_order_and_says_so(judged: App, tmp_path: Path) -> None:
    folder = tiny.judge(tmp_path / "gone", ["LABEL_0"])
    judged.models.bring(folder, languages=["ar"])
    folder.rename(tmp_path / "elsewhere")
    found = judged.search.find("لماذا أغلق الجسر؟")
    assert found.hits[0].document == "ar/closure.txt"
    assert str(folder) in found.note


def test_judged_before_all_others() -> None:
    assert list(reranked({1: 9.0, 2: 8.0, 3: 7.0}, {2: 0.1, 3: 0.9})) == [3, 2, 1]
