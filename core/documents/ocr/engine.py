# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an OCR engine is, and which there are. A new engine is a module and a line in ``ENGINES``."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from core.errors import UserError
from core.records import Box
from core.settings import ExtractSettings

if TYPE_CHECKING:
    from PIL.Image import Image

    from core.jobs.resident import Resident

ENGINES = {
    "tesseract": "core.documents.ocr.tesseract:Tesseract",
    "easyocr": "core.documents.ocr.easyocr:EasyOcr",
}


@dataclass(frozen=True)
class RecognisedWord:
    """``box`` in pixels of the image (left, top, right, bottom); ``confidence`` 0..1."""

    text: str
    box: Box
    confidence: float


Line = Sequence[RecognisedWord]
Paragraph = Sequence[Line]


class Engine(Protocol):
    """Recognises the text of pictures. ``languages`` are those it will look for, as ISO 639-1 codes."""

    name: str

    @property
    def version(self) -> str: ...

    @property
    def languages(self) -> tuple[str, ...]: ...

    def recognise(self, image: Image, *, dpi: int, single_line: bool = False) -> Sequence[Paragraph]:
        """The paragraphs of a grey image (mode L), in reading order, each word's letters in logical order.

        Raises :class:`UserError` when the engine is missing, takes too long or needs too much memory.
        """
        ...

    def orientation(self, image: Image) -> int:
        """Degrees (0, 90, 180, 270) to turn a picture counter-clockwise for its text to stand upright."""
        ...


def engine_for(settings: ExtractSettings, beside: Resident | None = None) -> Engine:
    """The engine that the settings name; ``beside`` is the process that one of them works in.

    Raises :class:`UserError` for an unknown one.
    """
    if settings.ocr_engine not in ENGINES:
        raise UserError(
            f"There is no OCR engine “{settings.ocr_engine}”.", do=f"There are: {', '.join(sorted(ENGINES))}."
        )
    module, name = ENGINES[settings.ocr_engine].split(":")
    arguments = (settings,) if beside is None else (settings, beside)
    engine: Engine = getattr(importlib.import_module(module), name)(*arguments)
    return engine


def beside_of(settings: ExtractSettings) -> dict[str, Any] | None:
    """The process that the engine works in, as :func:`process_beside` names it; None when it needs none."""
    if settings.ocr_engine != "easyocr":
        return None
    return process_beside(settings.ocr_weights, settings.ocr_weights_sha256)


def process_beside(weights: str = "", sha256: str = "") -> dict[str, Any]:
    """The process with EasyOCR, as arguments of a Resident; without weights it can but convert some."""
    return {
        "title": "The OCR process",
        "words": ["ocr"],
        "hello": {"weights": weights, "sha256": sha256},
    }
