# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which languages a model knows, found by asking it to tell a sentence's paraphrase from other sentences.

The pairs of resources/languages/paraphrases.json share hardly a word, so letters alone do not help.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from core.jobs import resident
from core.paths import RESOURCES
from core.retrieval.embedders import Choice

PARAPHRASES = RESOURCES / "languages" / "paraphrases.json"
# MiniLM: in English 1.0 and 5.5, elsewhere at most 0.33 and 0.54.
_LEAST_RIGHT, _LEAST_MARGIN = 0.75, 1.5
_SECONDS = 1800.0

# The likeness of each of the first sentences with each of the second ones, a row for each of the first.
Likeness = Callable[[Sequence[str], Sequence[str]], npt.NDArray[Any]]


def paraphrases() -> dict[str, list[tuple[str, str]]]:
    """Pairs of sentences that say the same, by language."""
    read = json.loads(PARAPHRASES.read_text(encoding="utf-8"))
    return {language: [(one, other) for one, other in pairs] for language, pairs in read.items()}


def languages_of(likeness: Likeness) -> list[str]:
    """The languages in which paraphrases are found, by both measures: how often first, and how clearly."""
    return [language for language, pairs in paraphrases().items() if _knows(likeness, pairs)]


def _knows(likeness: Likeness, pairs: Sequence[tuple[str, str]]) -> bool:
    scores = likeness([one for one, _ in pairs], [other for _, other in pairs])
    own = np.diag(scores)
    apart = ~np.eye(len(pairs), dtype=bool)
    others = np.where(apart, scores, -np.inf)
    right = np.concatenate([own > others.max(axis=0), own > others.max(axis=1)]).mean()
    margin = (own - scores[apart].mean()).mean() / max(float(scores[apart].std()), 1e-9)
    return bool(right >= _LEAST_RIGHT and margin >= _LEAST_MARGIN)


def ask(kind: str, folder: Path, sha256: str, models: Path) -> list[str]:
    """The languages of an embedder or reranker, found in a process of its own: what it brings may be bad.

    Raises :class:`UserError` when it cannot be loaded.
    """
    process = resident.Resident("The process that tries the model", ["probe"], {})
    try:
        found = process.call(kind, timeout=_SECONDS, folder=str(folder), sha256=sha256, models=str(models))
    finally:
        process.close()
    return list(found)


def serve(_hello: dict[str, Any]) -> None:
    """The resident "probe": answers "embedder", "reranker" and "nli" with the languages of a model."""
    resident.serve(
        {
            "embedder": lambda params, _request: languages_of(_embedder(**params)),
            "reranker": lambda params, _request: languages_of(_reranker(**params)),
            "nli": lambda params, _request: languages_of(_entailing(**params)),
        }
    )


def _embedder(folder: str, sha256: str, models: str) -> Likeness:
    from core.retrieval.embed import load

    encoder, _ = load(Choice(Path(folder).name, Path(folder), sha256, ()), Path(models))
    return lambda ones, others: encoder.queries(ones) @ encoder.passages(others).T


def _reranker(folder: str, sha256: str, models: str) -> Likeness:
    from core.retrieval.encoders.cross import CrossEncoder

    model = CrossEncoder(Path(folder))
    return lambda ones, others: model.relevance([(one, o) for one in ones for o in others]).reshape(
        len(ones), -1
    )


def _entailing(folder: str, sha256: str, models: str) -> Likeness:
    from core.retrieval.encoders.cross import CrossEncoder

    model = CrossEncoder(Path(folder))
    return lambda ones, others: model.inference([(one, o) for one in ones for o in others])[:, 0].reshape(
        len(ones), -1
    )
