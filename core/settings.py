# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings of each kind of work, and the hash by which a result remembers them."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from typing import Any

MIB = 1024 * 1024


@dataclass(frozen=True)
class ExtractSettings:
    """How pages are read. Limits hold for one child process."""

    ocr_languages: str = "ara+eng"
    ocr_engine: str = "tesseract"
    # Of an engine whose weights a person brought: their folder and what they must hash to.
    ocr_weights: str = ""
    ocr_weights_sha256: str = ""
    ocr_dpi: int = 300
    page_seconds: int = 120
    memory_bytes: int = 3 * 1024 * MIB
    max_file_bytes: int = 2 * 1024 * MIB
    max_image_pixels: int = 120_000_000
    # What one archive or mail may hold, all its own archives and mails together.
    max_members: int = 20_000
    max_unpacked_bytes: int = 4 * 1024 * MIB
    max_depth: int = 5
    workers: int = os.cpu_count() or 1


@dataclass(frozen=True)
class ChunkSettings:
    """Chunks are counted in tokens of the embedder's tokenizer."""

    tokens: int = 512
    overlap: int = 128


def settings_hash(settings: Any) -> str:
    """SHA-256 (hex, first 16 digits) of a settings dataclass or dictionary, independent of key order."""
    plain = settings if isinstance(settings, dict) else asdict(settings)
    return hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()[:16]
