# SPDX-License-Identifier: AGPL-3.0-or-later
"""What ONNX Runtime makes of an embedder searches like torch's vectors; what it cannot do, torch does."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import numpy as np
import psutil
import pytest

from core.app import App
from core.errors import UserError
from core.registry.models import content_hash
from core.retrieval import embed
from core.retrieval.embedders import Choice
from core.retrieval.encoders.convert import converted
from core.retrieval.encoders.torch_encoder import TorchEncoder
from core.workspace import Workspace
from tests.core.retrieval.encoders import tiny

pytestmark = pytest.mark.model
TEXTS = [
    "The ferry crosses the river every half hour, and a trip costs two coins.",
    "Salaries rose by 4.5 % in 2021; physicians received nothing.",
    "When does the ferry leave?",
    "word " * 300,
    "تعبر العبّارة النهر كل نصف ساعة.",
]


def _choice(folder: Path) -> Choice:
    return Choice("mine", folder, content_hash(folder), ("en",))


def test_the_starter_embedder_keeps_its_vectors_in_int8(workspace: Workspace, minilm: Path) -> None:
    encoder, note = embed.load(_choice(minilm), workspace.paths.models)
    torch_encoder = TorchEncoder(minilm)
    cosines = (encoder.passages(TEXTS) * torch_encoder.passages(TEXTS)).sum(axis=1)
    assert note == ""
    assert cosines.min() > 0.98
    assert encoder.max_tokens == torch_encoder.max_tokens == 256
    assert encoder.count(TEXTS) == torch_encoder.count(TEXTS)
    assert encoder.passages([]).shape == (0, 384)


def test_a_vector_depends_on_its_own_text_alone(shelf: App, minilm: Path) -> None:
    encoder, _ = embed.load(_choice(minilm), shelf.workspace.paths.models)
    together = encoder.passages(TEXTS)
    assert all(
        np.array_equal(encoder.passages([text])[0], row) for text, row in zip(TEXTS, together, strict=True)
    )


def test_searching_loads_no_torch(shelf: App) -> None:
    assert shelf.search.find("a ferry", mode="dense").hits
    worker = shelf.search._worker.pid
    assert worker is not None
    assert not [held.path for held in psutil.Process(worker).memory_maps() if "torch" in held.path]


@pytest.mark.parametrize(("kind", "pooling"), [("bert", "cls"), ("xlm-roberta", "mean")])
def test_other_kinds_of_encoders(workspace: Workspace, tmp_path: Path, kind: str, pooling: str) -> None:
    folder = tiny.embedder(tmp_path / "mine", kind=kind, pooling=pooling)
    expected = TorchEncoder(folder).passages(TEXTS)
    choice = _choice(folder)
    assert converted(folder, choice.model_hash, workspace.paths.models).engine in {"int8", "float32"}
    shutil.rmtree(folder)  # once made, the folder is not needed
    encoder, _ = embed.load(choice, workspace.paths.models)
    assert ((encoder.passages(TEXTS) * expected).sum(axis=1) > 0.97).all()


def test_prefixes_are_those_of_the_folder_or_of_e5(workspace: Workspace, tmp_path: Path) -> None:
    stated = tiny.embedder(tmp_path / "mine", prompts={"query": "ask: ", "document": "told: "})
    named = tiny.embedder(tmp_path / "multilingual-e5-tiny")
    for folder, prefixes in ((stated, ("ask: ", "told: ")), (named, ("query: ", "passage: "))):
        encoder, _ = embed.load(_choice(folder), workspace.paths.models)
        plain = TorchEncoder(folder)
        expected = np.asarray(
            plain.model.encode([prefixes[0] + TEXTS[0]], prompt="", normalize_embeddings=True)
        )
        assert (encoder.queries(TEXTS[:1]) * expected).sum() > 0.97
        assert (plain.queries(TEXTS[:1]) * expected).sum() > 0.9999
        assert (encoder.passages(TEXTS[:1]) * encoder.queries(TEXTS[:1])).sum() < 0.9999


def test_what_cannot_be_converted_is_run_by_torch_and_says_so(workspace: Workspace, tmp_path: Path) -> None:
    folder = tiny.embedder(tmp_path / "mine", act="relu")
    encoder, note = embed.load(_choice(folder), workspace.paths.models)
    assert isinstance(encoder, TorchEncoder)
    assert "torch" in note
    assert "relu" in note


def test_a_conversion_that_was_cut_off_is_made_anew(workspace: Workspace, tmp_path: Path) -> None:
    folder = tiny.embedder(tmp_path / "mine")
    made = converted(folder, content_hash(folder), workspace.paths.models)
    (made.folder / "facts.json").unlink()
    (made.folder / "model.onnx").write_bytes(b"half of it")
    assert converted(folder, content_hash(folder), workspace.paths.models) == made
    assert embed.load(_choice(folder), workspace.paths.models)[0].passages(TEXTS).shape == (
        len(TEXTS),
        tiny.WIDTH,
    )


def test_two_who_need_it_at_once_make_it_once(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tiny.embedder(tmp_path / "mine")
    loaded: list[Path] = []

    class Counted(TorchEncoder):
        def __init__(self, folder: Path) -> None:
            loaded.append(folder)
            super().__init__(folder)

    monkeypatch.setattr("core.retrieval.encoders.torch_encoder.TorchEncoder", Counted)
    threads = [
        threading.Thread(target=converted, args=(folder, content_hash(folder), workspace.paths.models))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert loaded == [folder]


def test_a_folder_that_is_gone_is_named(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=str(tmp_path / "gone")):
        embed.load(Choice("mine", tmp_path / "gone", "a" * 64, ("en",)), workspace.paths.models)


def test_other_weights_than_were_imported_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    folder = tiny.embedder(tmp_path / "mine")
    with pytest.raises(UserError, match="no longer those that were imported"):
        embed.load(Choice("mine", folder, "a" * 64, ("en",)), workspace.paths.models)
