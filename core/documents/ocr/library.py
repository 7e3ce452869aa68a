# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tesseract as a library within this process: its language data stays loaded from page to page."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

# Pages are shared out among processes; several threads on one page would be in each other's way.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

import tesserocr

from core.errors import UserError

if TYPE_CHECKING:
    from PIL.Image import Image

INSTALL = (
    "Install it with its languages: the packages tesseract-ocr, tesseract-ocr-ara and tesseract-ocr-eng."
)
_FOLDERS = (
    ("/usr/share", "tesseract-ocr/*/tessdata"),
    ("/usr/share", "tess*data"),
    ("/usr/local/share", "tessdata"),
    ("/opt/homebrew/share", "tessdata"),
    ("C:/Program Files", "Tesseract-OCR/tessdata"),
)


def version() -> str:
    return str(tesserocr.tesseract_version()).split("\n", 1)[0].removeprefix("tesseract ")


def installed() -> frozenset[str]:
    """The languages whose data is there. Raises :class:`UserError` when there is none at all."""
    folder = data_folder()
    return frozenset(file.stem for file in folder.glob("*.traineddata"))


def data_folder() -> Path:
    """Where the system keeps Tesseract's language data."""
    for folder in _folders():
        if next(folder.glob("*.traineddata"), None) is not None:
            return folder
    raise UserError("Tesseract, which reads text in pictures, is not installed.", do=INSTALL)


def _folders() -> Iterator[Path]:
    if stated := os.environ.get("TESSDATA_PREFIX"):
        yield from (Path(stated), Path(stated) / "tessdata")
    for root, pattern in _FOLDERS:
        yield from sorted(Path(root).glob(pattern), reverse=True)
    if program := shutil.which("tesseract"):
        yield Path(program).resolve().parent / "tessdata"


def read(image: Image, language: str, mode: int, dpi: int, until: float) -> str:
    """The words of a grey picture as Tesseract's TSV.

    ``until`` is the moment (monotonic) to give up at. Raises TimeoutError.
    """
    api = _loaded(language)
    api.SetPageSegMode(mode)
    api.SetImageBytes(image.tobytes(), image.width, image.height, 1, image.width)
    api.SetSourceResolution(dpi)
    left = until - time.monotonic()
    try:
        done = left > 0 and api.Recognize(max(1, round(1000 * left)))
        if time.monotonic() >= until:
            raise TimeoutError
        return str(api.GetTSVText(0)) if done else ""
    finally:
        api.Clear()


def orientation(image: Image) -> tuple[int, float]:
    """Degrees to turn the picture counter-clockwise for its text to stand upright, and how sure that is."""
    api = _loaded("osd")
    api.SetPageSegMode(tesserocr.PSM.OSD_ONLY)
    api.SetImageBytes(image.tobytes(), image.width, image.height, 1, image.width)
    try:
        told = api.DetectOrientationScript()
    finally:
        api.Clear()
    return (int(told["orient_deg"]), float(told["orient_conf"])) if told else (0, 0.0)


@cache
def _loaded(language: str) -> Any:
    try:
        api = tesserocr.PyTessBaseAPI(path=str(data_folder()), lang=language)
    except RuntimeError as error:
        raise UserError(f"Tesseract cannot use its data for “{language}”.", do=INSTALL) from error
    # Whole lines of Arabic would be thrown away as noise, since so many of their marks are dots.
    api.SetVariable("textord_noise_rejrows", "0")
    return api
