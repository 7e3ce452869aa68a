# SPDX-License-Identifier: AGPL-3.0-or-later
"""Weights of an OCR engine that a person brings: made safe, found again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.db.tables import ModelRow
from core.errors import UserError
from core.jobs.resident import Resident
from core.settings import ExtractSettings
from core.workspace import Workspace

_SECONDS = 600.0


def convert(folder: Path, target: Path) -> dict[str, Any]:
    """Turns EasyOCR's weights in ``folder`` into one safetensors file in ``target``.

    Returns {"recognisers", "languages", "published": whether they are what EasyOCR's authors published}.
    Raises :class:`UserError` when some are missing, unsafe, or do not fit.
    """
    process = Resident("The OCR process", ["ocr"], {"weights": "", "sha256": ""})
    try:
        told = process.call("convert", timeout=_SECONDS, folder=str(folder), target=str(target))
    finally:
        process.close()
    return dict(told)


def settings_with(workspace: Workspace, engine: str, settings: ExtractSettings) -> ExtractSettings:
    """The settings for reading with an engine. Raises :class:`UserError` when its weights are not there."""
    from dataclasses import replace

    if engine != "easyocr":
        return replace(settings, ocr_engine=engine)
    with workspace.db.reading() as session:
        row = session.scalars(select(ModelRow).where(ModelRow.kind == "ocr").order_by(ModelRow.added)).first()
        if row is None:
            raise UserError(
                "EasyOCR has no weights here.",
                do="Bring a folder with craft_mlt_25k.pth and arabic.pth: isnad models import FOLDER",
            )
        return replace(settings, ocr_engine=engine, ocr_weights=row.path, ocr_weights_sha256=row.sha256)
