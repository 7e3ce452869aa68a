# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading documents: text layers against raw PyMuPDF, OCR against one tesseract process, a whole ingest.

The documents are the sample case's own, repeated to a length worth measuring.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from core import offline  # noqa: E402

offline.install()

from core.documents.extract.formats import open_reader  # noqa: E402
from core.documents.extract.mupdf import pymupdf  # noqa: E402
from core.documents.extract.worker import _page  # noqa: E402
from core.documents.extract_files import extract_files  # noqa: E402
from core.documents.ocr.engine import engine_for  # noqa: E402
from core.settings import ExtractSettings  # noqa: E402

CASE = ROOT / "resources" / "samples" / "case"
TEXT_PAGES = 200
ROUNDS = 4
SCANS = ("duty-room-record.pdf", "closure-order.pdf", "mail-register-extract.pdf")
SCANNED_PAGES = 6


def main() -> None:
    """Prints one line for each figure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for language, document in (("English", "inquiry-report.pdf"), ("Arabic", "committee-minutes.pdf")):
            file = _repeated([document], TEXT_PAGES, folder / f"{language}.pdf")
            _told(f"{language} text layers, a core", *_paces(_layers, _raw_text, file, time.process_time))
            _told(f"{language} text layers, all workers", *_paces(_extract, _raw_text, file))
        _told("ingest of text layers", *_paces(_ingest, _raw_text, folder / "English.pdf"))
        scans = _repeated(list(SCANS), SCANNED_PAGES, folder / "scans.pdf")
        _told("OCR", *_paces(_extract, _raw_tesseract, scans, rounds=2))


def _told(name: str, ours: float, reference: float) -> None:
    print(f"{name}: {ours / reference:.2f} (ours {ours:.2f}, reference {reference:.2f} pages/s)", flush=True)


def _paces(
    work: Callable[[Path], int],
    reference: Callable[[Path], int],
    file: Path,
    clock: Callable[[], float] = time.perf_counter,
    rounds: int = ROUNDS,
) -> tuple[float, float]:
    """Pages a second of both, the best of several rounds, by turns: both meet the same load."""
    paces = [(_pace(work, file, clock), _pace(reference, file, clock)) for _ in range(rounds)]
    ours, theirs = zip(*paces, strict=True)
    return max(ours), max(theirs)


def _pace(work: Callable[[Path], int], file: Path, clock: Callable[[], float]) -> float:
    began = clock()
    pages = work(file)
    return pages / (clock() - began)


def _repeated(names: list[str], pages: int, target: Path) -> Path:
    """The sample documents one after the other until there are enough pages."""
    document = pymupdf.open()
    while document.page_count < pages:
        for name in names:
            document.insert_pdf(pymupdf.open(CASE / name))
    document.select(range(pages))
    document.save(target)
    return target


def _extract(file: Path) -> int:
    pages = list(extract_files([file]))
    assert all(page["source"] != "failed" for page in pages)
    return len(pages)


def _layers(file: Path) -> int:
    """What a worker does for its pages, in this process, whose CPU time can be measured."""
    settings = ExtractSettings()
    reader = open_reader(file, file.name, settings, engine_for(settings, None), ())
    pages = [_page(reader, number, file.name) for number in range(1, reader.page_count + 1)]
    assert all(page["source"] == "text" and json.dumps(page) for page in pages)
    reader.close()
    return len(pages)


def _raw_text(file: Path) -> int:
    document = pymupdf.open(file)
    return sum(1 for page in document if page.get_text())


def _raw_tesseract(file: Path) -> int:
    """One process at a time over pictures that are there already, with as many threads as it likes."""
    document = pymupdf.open(file)
    with tempfile.TemporaryDirectory() as name:
        pictures = []
        for page in document:
            pictures.append(Path(name) / f"{page.number}.png")
            page.get_pixmap(dpi=300, colorspace=pymupdf.csGRAY).save(pictures[-1])
        for picture in pictures:
            subprocess.run(["tesseract", picture, "-", "-l", "ara+eng"], capture_output=True, check=True)
    return len(pictures)


def _ingest(file: Path) -> int:
    from core.documents.store import Documents
    from core.jobs.supervisor import Jobs
    from core.workspace import Workspace

    with tempfile.TemporaryDirectory() as name:
        workspace = Workspace.create(Path(name) / "ws", "only for the benchmark")
        jobs = Jobs(workspace)
        job = jobs.wait(Documents(workspace, jobs).ingest([file]))
        workspace.close()
    assert job.result is not None, job.error
    return int(job.result["documents"][0]["pages"])


if __name__ == "__main__":
    main()
