# SPDX-License-Identifier: AGPL-3.0-or-later
"""Models that a user brings: what is taken, under what name, and what for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from gguf import GGUFWriter

from core.app import App
from core.errors import NotFoundError, UserError
from core.registry.models import Models
from core.workspace import Workspace
from tests.core.registry import tiny_model


def test_bringing_a_model(workspace: Workspace, tiny: Path) -> None:
    model = Models(workspace).bring(tiny, languages=["en", "AR "])
    assert (model.name, model.kind, model.languages) == ("tiny", "chat-gguf", ("en", "ar"))
    assert (model.licence, model.metadata["quantisation"]) == ("CC0-1.0", "Q8_0")


def test_a_model_of_unknown_languages_has_none(workspace: Workspace, tiny: Path) -> None:
    assert Models(workspace).bring(tiny).languages == ()


def test_the_same_file_twice_is_one_model(workspace: Workspace, tiny: Path, tmp_path: Path) -> None:
    models = Models(workspace)
    first = models.bring(tiny, name="ours", languages=["en"])
    copy = Path(shutil.copy(tiny, tmp_path / "copy.gguf"))
    assert models.bring(copy) == first
    assert len(models.list()) == 1
    assert models.bring(copy, languages=["ar"]).languages == ("ar",)


def test_a_model_that_was_moved_is_found_again(workspace: Workspace, tiny: Path, tmp_path: Path) -> None:
    models = Models(workspace)
    old = Path(shutil.copy(tiny, tmp_path / "old.gguf"))
    first = models.bring(old)
    moved = old.rename(tmp_path / "new.gguf")
    again = models.bring(moved)
    assert (again.id, again.path) == (first.id, str(moved))


def test_a_name_stands_for_one_model(workspace: Workspace, tiny: Path, tmp_path: Path) -> None:
    models = Models(workspace)
    models.bring(tiny, name="ours")
    with pytest.raises(UserError, match="already called ours"):
        models.bring(tiny_model.write(tmp_path / "other.gguf", seed=1), name="ours")


def test_the_manifest_knows_the_starter(app: App, smollm: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(smollm, tmp_path / "downloaded.gguf"))
    model = app.models.bring(copy)
    assert (model.name, model.licence, model.languages) == ("smollm2-135m", "Apache-2.0", ("en",))
    assert model.path == str(smollm)


def test_bad_language_codes(workspace: Workspace, tiny: Path) -> None:
    with pytest.raises(UserError, match="is not a language code"):
        Models(workspace).bring(tiny, languages=["english"])


def test_a_model_that_llama_cpp_cannot_load(workspace: Workspace, tiny: Path, tmp_path: Path) -> None:
    """Its header is well and it is whole, but a layer is missing."""
    path = tmp_path / "hollow.gguf"
    path.write_bytes(tiny.read_bytes().replace(b"blk.1.ffn_up.weight", b"blk.1.ffn_no.weight"))
    with pytest.raises(UserError, match="cannot load") as refused:
        Models(workspace).bring(path)
    assert str(path) in refused.value.what
    assert refused.value.do
    assert Models(workspace).list() == []


def test_an_adapter_is_no_model(workspace: Workspace, tmp_path: Path) -> None:
    writer = GGUFWriter(tmp_path / "adapter.gguf", "llama")
    writer.add_type("adapter")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()
    with pytest.raises(UserError, match="is an adapter"):
        Models(workspace).bring(tmp_path / "adapter.gguf")


def test_an_embedder_is_a_folder(workspace: Workspace, minilm: Path, tmp_path: Path) -> None:
    model = Models(workspace).bring(minilm)
    assert (model.kind, model.metadata["dimensions"], model.languages) == ("embedder", 384, ("en",))
    with pytest.raises(UserError, match=r"modules\.json"):
        Models(workspace).bring(tmp_path)


def test_what_is_not_there(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not exist"):
        Models(workspace).bring(tmp_path / "none.gguf")
    with pytest.raises(NotFoundError):
        Models(workspace).get("0" * 32)
