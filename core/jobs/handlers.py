# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which function does which kind of work. Named as text: this layer imports nothing above it.

A job's handler is ``f(context: JobContext) -> dict | None``; what it returns becomes the job's result.
A resident's is ``f(hello: dict) -> None`` and serves until its pipe closes.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

JOBS = {
    "ingest": "core.documents.ingest:run",
    "embed": "core.retrieval.embed_missing:run",
    "build": "core.datasets.build:run",
    "train": "core.training.run:run",
    "evaluate": "core.training.evaluate:run",
    "gate": "core.registry.gate:run",
    "quantise": "core.registry.quantise:run",
}
RESIDENTS = {
    "extract": "core.documents.extract.worker:serve",
    "ocr": "core.documents.ocr.easyocr_worker:serve",
    "search": "core.retrieval.worker:serve",
    "probe": "core.retrieval.probe:serve",
    "chat": "core.chat.worker:serve",
    "rows": "core.datasets.importers.worker:serve",
    "check": "core.doctor.worker:serve",
}
# Jobs of one lane run one after the other: training would fight with itself for the GPU.
LANES = {"train": "gpu", "evaluate": "gpu", "gate": "gpu", "quantise": "gpu", "build": "gpu"}


def load(name: str) -> Callable[..., Any]:
    module, function = name.split(":")
    loaded: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return loaded


def lane(kind: str) -> str:
    return LANES.get(kind, kind)
