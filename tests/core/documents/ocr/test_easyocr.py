# SPDX-License-Identifier: AGPL-3.0-or-later
"""EasyOCR's own code, from weights in its own format to a page of text.

The published weights are not at hand; those made here hold the very networks (see make_easyocr_weights).
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.app import App
from core.db.tables import ModelRow
from core.documents.extract.pool import Child, Place
from core.documents.ocr import easyocr, weights
from core.documents.ocr.engine import RecognisedWord
from core.errors import UserError
from core.paths import EASYOCR, PROGRAM
from core.settings import ExtractSettings
from core.workspace import Workspace
from tests.core.documents.conftest import picture_of, saved

needs_easyocr = pytest.mark.skipif(not EASYOCR.is_dir(), reason="set-up was run without EasyOCR")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as EasyOCR's users have it."""
    folder = tmp_path_factory.mktemp("easyocr")
    script = PROGRAM / "tests" / "core" / "documents" / "ocr" / "make_easyocr_weights.py"
    environment = os.environ | {"PYTHONPATH": str(PROGRAM)}
    done = subprocess.run(
        [sys.executable, script, folder], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder


@needs_easyocr
def test_a_page_is_read_with_weights_that_were_brought(app: App, published: Path, tmp_path: Path) -> None:
    model = app.models.bring(published)
    assert (model.kind, model.languages) == ("ocr", ("en",))
    assert model.metadata["published"] is False
    assert not list(Path(model.path).glob("*.pth")), "no pickle is kept"
    (tmp_path / "page.png").write_bytes(saved(picture_of("The bridge was closed", "on 16 March"), "PNG"))
    settings = ExtractSettings(ocr_engine="easyocr", ocr_weights=model.path, ocr_weights_sha256=model.sha256)
    child = Child(settings)
    try:
        (page,) = child.pages(Place("1", str(tmp_path / "page.png"), "page.png"), [1])
    finally:
        child.close()
    assert page["error"] is None
    assert (page["source"], page["text"]) == ("ocr", "a")
    assert page["confidence"] > 0.9
    changed = read(tmp_path / "page.png", model.path, "0" * 64)
    assert changed["source"] == "failed"
    assert "it was changed" in changed["error"]


def read(page: Path, weights: str, sha256: str) -> dict[str, Any]:
    """A picture's only page, as an extract child with EasyOCR beside it tells it."""
    child = Child(ExtractSettings(ocr_engine="easyocr", ocr_weights=weights, ocr_weights_sha256=sha256))
    try:
        (found,) = child.pages(Place("1", str(page), page.name), [1])
    finally:
        child.close()
    return found


@needs_easyocr
def test_what_is_no_weights_is_refused_and_runs_nothing(app: App, published: Path, tmp_path: Path) -> None:
    class Harm:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.mkdir, (str(tmp_path / "harm"),)

    (tmp_path / "brought").mkdir()
    (tmp_path / "brought" / "craft_mlt_25k.pth").write_bytes(pickle.dumps(Harm()))
    (tmp_path / "brought" / "english_g2.pth").symlink_to(published / "english_g2.pth")
    with pytest.raises(UserError, match=r"craft_mlt_25k\.pth holds no weights"):
        app.models.bring(tmp_path / "brought")
    assert not (tmp_path / "harm").exists()
    (tmp_path / "brought" / "craft_mlt_25k.pth").unlink()
    with pytest.raises(UserError, match=r"lacks craft_mlt_25k\.pth"):
        app.models.bring(tmp_path / "brought")


@pytest.fixture
def pieces() -> list[RecognisedWord]:
    """As EasyOCR finds them: in no order, several words in one piece."""
    return [
        RecognisedWord("في المدينة", (10, 12, 110, 32), 0.8),
        RecognisedWord("the second line", (20, 52, 170, 72), 0.7),
        RecognisedWord("الجسر القديم", (130, 10, 250, 30), 0.9),
        RecognisedWord("Far below", (20, 152, 110, 172), 0.6),
    ]


def test_pieces_become_lines_in_reading_order(pieces: list[RecognisedWord]) -> None:
    paragraphs = list(easyocr.paragraphs_of(pieces))
    texts = [[[word.text for word in line] for line in paragraph] for paragraph in paragraphs]
    assert texts == [
        [["الجسر", "القديم", "في", "المدينة"], ["the", "second", "line"]],
        [["Far", "below"]],
    ]
    first, second = paragraphs[0][0][:2]
    assert first.box[0] > second.box[0], "an Arabic word stands to the right of the next one"
    assert replace(first, box=(0, 0, 0, 0)) == RecognisedWord("الجسر", (0, 0, 0, 0), 0.9)


def test_the_engine_follows_the_machine_and_its_weights(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def chosen(engine: str | None = None) -> str:
        return weights.settings_for(workspace, engine, ExtractSettings()).ocr_engine

    monkeypatch.setattr(weights, "has_gpu", lambda: True)
    assert chosen() == "tesseract"
    with pytest.raises(UserError, match="has no weights here"):
        chosen("easyocr")
    with workspace.db.session() as session:
        session.add(
            ModelRow(name="o", kind="ocr", path="p", sha256="s", size=1, languages="ar,en", metadata_={})
        )
    assert chosen() == "easyocr"
    assert chosen("tesseract") == "tesseract"
    monkeypatch.setattr(weights, "has_gpu", lambda: False)
    assert chosen() == "tesseract"
