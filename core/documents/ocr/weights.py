# SPDX-License-Identifier: AGPL-3.0-or-later
"""Weights of an OCR engine that a person brings: made safe, found again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.db.tables import ModelRow
from core.documents.ocr.engine import process_beside
from core.errors import UserError
from core.jobs.resident import Resident
from core.machine import has_gpu
from core.settings import ExtractSettings
from core.workspace import Workspace

_SECONDS = 600.0


def convert(folder: Path, target: Path) -> dict[str, Any]:
    """Turns EasyOCR's weights in ``folder`` into one safetensors file in ``target``.

    Returns {"recognisers", "languages", "published": whether they are what EasyOCR's authors published}.
    Raises :class:`UserError` when some are missing, unsafe, or do not fit.
    """
    process = Resident(**process_beside())
    try:
        told = process.call("convert", timeout=_SECONDS, folder=str(folder), target=str(target))
    finally:
        process.close()
    return dict(told)


def settings_for(workspace: Workspace, engine: str | None, settings: ExtractSettings) -> ExtractSettings:
    """The settings for reading with an engine; None: the one that suits the machine and its weights.

    EasyOCR is chosen where there is a GPU, without which it is slow, and weights for Arabic, where it gains
    most. Raises :class:`UserError` when an engine is asked for whose weights are not there.
    """
    weights = _brought(workspace)
    if engine is None:
        engine = "easyocr" if weights is not None and "ar" in weights.languages and has_gpu() else "tesseract"
    if engine != "easyocr":
        return replace(settings, ocr_engine=engine)
    if weights is None:
        raise UserError(
            "EasyOCR has no weights here.",
            do="Bring a folder with craft_mlt_25k.pth and arabic.pth: isnad models import FOLDER",
        )
    return replace(settings, ocr_engine=engine, ocr_weights=weights.path, ocr_weights_sha256=weights.sha256)


def _brought(workspace: Workspace) -> ModelRow | None:
    """The weights that were brought last."""
    newest = select(ModelRow).where(ModelRow.kind == "ocr").order_by(ModelRow.added.desc())
    with workspace.db.reading() as session:
        return session.scalars(newest).first()
