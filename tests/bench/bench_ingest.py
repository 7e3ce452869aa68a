# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a page costs as documents grow: one long text PDF, and many small files, at 100, 1,000 and more pages.

    python tests/bench/bench_ingest.py [--large]

``--large`` adds 10,000 pages. Prints milliseconds a page, those of the processor (which another's work on
the machine hardly changes) relative to the smallest size, and the peak memory of the job's own process.
Embedding is left out: no embedder is registered.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from core import offline  # noqa: E402

offline.install()

from core.documents.extract.mupdf import pymupdf  # noqa: E402

SIZES = [100, 1_000]
LARGE = 10_000
CASE = ROOT / "resources" / "samples" / "case"
MEGABYTE = 1024


def main() -> None:
    """One line a size and shape."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--large", action="store_true", help="10,000 pages too")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        _measure(args.one[0], int(args.one[1]))
        return
    for shape in ("pdf", "files"):
        first = 0.0
        for pages in SIZES + ([LARGE] if args.large else []):
            elapsed, busy, megabytes = _in_a_process_of_its_own(shape, pages)
            first = first or busy
            cost = (
                f"{elapsed:.1f} ms a page, {busy:.1f} of them computing, {busy / first:.2f} of the smallest"
            )
            print(f"{shape}, {pages:,} pages: {cost}, peak {megabytes:.0f} MB", flush=True)


def _in_a_process_of_its_own(shape: str, pages: int) -> tuple[float, float, float]:
    words = [sys.executable, __file__, "--one", shape, str(pages)]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    return float(told[0]), float(told[1]), float(told[2])


def _measure(shape: str, pages: int) -> None:
    from core.db.tables import JobRow
    from core.documents import ingest
    from core.documents.store import Documents
    from core.jobs.queue import JobContext
    from core.jobs.supervisor import Jobs
    from core.workspace import Workspace

    with tempfile.TemporaryDirectory() as name:
        source = (_pdf if shape == "pdf" else _files)(Path(name) / "in", pages)
        workspace = Workspace.create(Path(name) / "ws", "only for the benchmark")
        job_id = Documents(workspace, Jobs(workspace)).ingest([source])
        with workspace.db.reading() as session:
            parameters = session.get_one(JobRow, job_id).parameters
        began, busy = time.perf_counter(), _computing()
        result = ingest.run(JobContext(workspace, job_id, parameters))
        seconds, busy = time.perf_counter() - began, _computing() - busy
        assert sum(entry["pages"] for entry in result["documents"]) == pages
        workspace.close()
    print(
        seconds / pages * 1000,
        busy / pages * 1000,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE,
    )


def _computing() -> float:
    """Seconds of processor time of this process and its children that have ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _texts(pages: int) -> list[str]:
    """So many different texts of about 1,500 characters, shuffled out of the sample case's sentences."""
    source = (CASE / "inspection-log.md").read_text(encoding="utf-8") * 2
    sentences = source.replace("\n", " ").split(". ")
    shuffled = random.Random(7)  # noqa: S311 - the same texts each time
    texts = []
    for number in range(pages):
        shuffled.shuffle(sentences)
        texts.append(f"Page {number}. " + ". ".join(sentences)[:1500])
    return texts


def _pdf(folder: Path, pages: int) -> Path:
    folder.mkdir()
    document = pymupdf.open()
    for text in _texts(pages):
        page = document.new_page()
        page.insert_textbox(pymupdf.Rect(50, 50, 550, 800), text, fontsize=10)
    document.save(folder / "long.pdf")
    return folder


def _files(folder: Path, pages: int) -> Path:
    folder.mkdir()
    for number, text in enumerate(_texts(pages)):
        (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")
    return folder


if __name__ == "__main__":
    main()
