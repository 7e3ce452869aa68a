# SPDX-License-Identifier: AGPL-3.0-or-later
"""Running an ingest within the test's own process, as the worker would, and pictures of text."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from core.db.tables import JobRow
from core.documents import ingest
from core.documents.extract.formats import open_reader
from core.documents.extract.reading import Given, Reader
from core.documents.ocr.tesseract import Tesseract
from core.documents.store import Documents
from core.jobs.queue import JobContext
from core.jobs.supervisor import Jobs
from core.settings import ExtractSettings
from core.workspace import Workspace

Ingest = Callable[..., dict[str, dict[str, Any]]]


@pytest.fixture
def documents(workspace: Workspace) -> Documents:
    return Documents(workspace, Jobs(workspace))


@pytest.fixture
def ingested(workspace: Workspace, documents: Documents) -> Ingest:
    """Ingests paths; gives the job's entries by file name."""

    def run(*paths: Path, collection: str | None = None) -> dict[str, dict[str, Any]]:
        answer = run_job(workspace, documents.ingest(list(paths), collection))
        return {Path(entry["path"]).name: entry for entry in answer["documents"]}

    return run


def run_job(workspace: Workspace, job_id: str) -> dict[str, Any]:
    """Does a job's work here and now; returns its result."""
    with workspace.db.reading() as session:
        parameters = session.get_one(JobRow, job_id).parameters
    return ingest.run(JobContext(workspace, job_id, parameters))


@contextmanager
def blind() -> Iterator[None]:
    """Meanwhile ingestion looks for a language that no OCR engine has, and can read no picture."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ingest, "ExtractSettings", lambda: ExtractSettings(ocr_languages="tlh"))
        yield


def given(path: Path, media_type: str = "", **changes: Any) -> Given:
    """A file as its reader gets it."""
    settings = ExtractSettings()
    return Given(path, path.name, media_type, settings, Tesseract(settings), **changes)


def opened(path: Path, *passwords: str) -> Reader:
    """A file opened as what its content says it is."""
    settings = ExtractSettings()
    return open_reader(path, path.name, settings, Tesseract(settings), passwords)


def texts(reader: Reader) -> list[str]:
    """What its pages say."""
    return [reader.page(number).text for number in range(1, reader.page_count + 1)]


def picture_of(*lines: str, size: int = 44) -> Image.Image:
    """English lines as black letters on a white sheet."""
    font = ImageFont.load_default(size)
    width = max(round(font.getlength(line)) for line in lines) + 160
    sheet = Image.new("L", (width, 2 * size * len(lines) + 120), 255)
    for number, line in enumerate(lines):
        ImageDraw.Draw(sheet).text((80, 60 + 2 * size * number), line, font=font, fill=0)
    return sheet


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()
