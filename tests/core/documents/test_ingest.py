# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ingestion: every file accounted for, nothing doubled, nothing lost when it is cut short."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import signal
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlalchemy import func, select, text

from core.db.tables import ChunkRow, DocumentRow, JobRow, PageRow
from core.documents import ingest
from core.documents.extract.mupdf import pymupdf
from core.documents.store import Documents
from core.errors import Cancelled, UserError
from core.jobs import queue
from core.jobs.queue import JobContext
from core.jobs.supervisor import Jobs
from core.settings import MIB, ExtractSettings
from core.workspace import Workspace
from tests.core.documents.conftest import Ingest, blind, run_job


def text_pdf(path: Path, pages: int) -> Path:
    document = pymupdf.open()
    for number in range(1, pages + 1):
        page = document.new_page()
        page.insert_text((72, 72), f"{path.stem}: page number {number} of this long document")
    document.save(path)
    return path


def stored(workspace: Workspace) -> list[tuple[str, int, str]]:
    """Every page there is: its document, its number, its text."""
    query = select(DocumentRow.name, PageRow.number, PageRow.text).join(
        DocumentRow, DocumentRow.id == PageRow.document_id
    )
    with workspace.db.reading() as session:
        return sorted((name, number, content) for name, number, content in session.execute(query))


def test_the_sample_case(samples: Path, ingested: Ingest, workspace: Workspace) -> None:
    names = ["inquiry-report.pdf", "concrete-tests.docx", "press-statement.txt", "inspection-log.md"]
    entries = ingested(*[samples / name for name in names])
    assert {entry["status"] for entry in entries.values()} == {"ready"}
    assert entries["inquiry-report.pdf"]["pages"] == 4
    content = (samples / "inquiry-report.pdf").read_bytes()
    assert entries["inquiry-report.pdf"]["sha256"] == hashlib.sha256(content).hexdigest()
    with workspace.db.reading() as session:
        rows = session.execute(select(ChunkRow, PageRow.text).join(PageRow, PageRow.id == ChunkRow.page_id))
        chunks = [(row, page[row.start : row.end]) for row, page in rows]
        indexed = session.execute(text("SELECT count(*) FROM chunk_fts")).scalar_one()
    assert len(chunks) == indexed > 4
    assert any("الجسر" in content and row.language == "ar" for row, content in chunks)
    assert any("12 tonnes" in content and row.language == "en" for row, content in chunks)


def test_nothing_plain_is_left_in_the_workspace(
    samples: Path, ingested: Ingest, workspace: Workspace
) -> None:
    ingested(samples / "inspection-log.md", samples / "consultant-letter.pdf")
    for file in workspace.paths.root.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert b"Salma" not in content
            assert b"%PDF" not in content
            assert b"inspection-log" not in content


def test_a_folder_that_holds_the_workspace(ingested: Ingest, tmp_path: Path, workspace: Workspace) -> None:
    assert workspace.paths.root.parent == tmp_path
    (tmp_path / "a.txt").write_text("the only document here")
    assert set(ingested(tmp_path)) == {"a.txt"}


def test_duplicates_within_a_batch_and_across_batches(ingested: Ingest, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("the very same words in both of them")
    first = ingested(tmp_path)
    assert sorted(entry["status"] for entry in first.values()) == ["duplicate", "ready"]
    second = ingested(tmp_path)
    assert {entry["status"] for entry in second.values()} == {"duplicate"}
    assert {entry["id"] for entry in second.values()} == {first["a.txt"]["id"]} == {first["b.txt"]["id"]}
    elsewhere = ingested(tmp_path / "a.txt", collection="another")
    assert elsewhere["a.txt"]["status"] == "ready"


def test_files_that_cannot_be_read_are_listed_with_a_reason(
    ingested: Ingest, tmp_path: Path, samples: Path
) -> None:
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing else")
    (tmp_path / "cut.docx").write_bytes((samples / "witness-statement.docx").read_bytes()[:2000])
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "pipe")
    locked = pymupdf.open(samples / "consultant-letter.pdf")
    locked.save(tmp_path / "locked.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret")
    shutil.copy(samples / "inspection-log.md", tmp_path)
    shutil.copy(samples / "completion-certificate.pdf", tmp_path)
    entries = ingested(tmp_path)
    reasons = {
        "empty.pdf": "is empty",
        "broken.pdf": "damaged PDF",
        "cut.docx": "damaged Word file",
        "noise.bin": "does not read",
        "link": "not there",
        "pipe": "named pipe",
        "locked.pdf": "is locked",
    }
    assert set(entries) == {*reasons, "inspection-log.md", "completion-certificate.pdf"}
    for name, reason in reasons.items():
        assert entries[name]["status"] == "failed"
        assert entries[name]["pages"] == 0
        assert reason in entries[name]["error"]
        assert name in entries[name]["error"]
    assert entries["inspection-log.md"]["status"] == "ready"
    certificate = entries["completion-certificate.pdf"]
    assert (certificate["status"], certificate["pages"], certificate["pages_failed"]) == ("partial", 3, 2)
    assert "2 of 3 pages" in certificate["error"]


def test_a_file_of_a_kind_that_is_not_read_is_not_kept(
    ingested: Ingest, tmp_path: Path, workspace: Workspace
) -> None:
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing else")
    ingested(tmp_path)
    with workspace.db.reading() as session:
        blobs = {row.name: row.blob for row in session.execute(select(DocumentRow.name, DocumentRow.blob))}
    assert blobs["noise.bin"] is None
    assert workspace.blobs.names() == {blobs["broken.pdf"]}


def test_a_file_that_vanishes_between_its_turn_and_its_reading(
    documents: Documents, workspace: Workspace, tmp_path: Path
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"the words of {name}")
    job_id = documents.ingest([tmp_path / "a.txt", tmp_path / "b.txt"])
    (tmp_path / "a.txt").unlink()
    entries = {Path(e["path"]).name: e for e in run_job(workspace, job_id)["documents"]}
    assert entries["a.txt"]["status"] == "failed"
    assert "a.txt" in entries["a.txt"]["error"]
    assert entries["b.txt"]["status"] == "ready"


def test_a_file_that_is_written_to_while_it_is_read(
    documents: Documents, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "log.txt"
    file.write_text("first line\n")
    seal = workspace.blobs.put_stream

    def meanwhile(source: Any) -> str:
        with file.open("a") as log:
            log.write("second line\n")
        return seal(source)

    monkeypatch.setattr(workspace.blobs, "put_stream", meanwhile)
    (entry,) = run_job(workspace, documents.ingest([file]))["documents"]
    assert entry["status"] == "failed"
    assert "log.txt was changed while it was read" in entry["error"]
    assert workspace.blobs.names() == set()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_rights_is_told(ingested: Ingest, tmp_path: Path) -> None:
    file = tmp_path / "closed.txt"
    file.write_text("x")
    file.chmod(0)
    assert "permission denied" in ingested(file)["closed.txt"]["error"]


def test_what_failed_before_is_tried_again_when_it_is_added_again(
    ingested: Ingest, documents: Documents
) -> None:
    picture = Path(__file__).parents[3] / "resources" / "samples" / "case" / "site-notice.png"
    with blind():
        first = ingested(picture)["site-notice.png"]
    assert first["status"] == "failed"
    assert "lacks its language data" in first["error"]
    second = ingested(picture)["site-notice.png"]
    assert (second["status"], second["id"]) == ("ready", first["id"])
    assert [page.source for page in documents.pages(first["id"])] == ["ocr"]


def test_five_hundred_mixed_files(ingested: Ingest, tmp_path: Path, samples: Path) -> None:
    quick = [path for path in samples.iterdir() if path.suffix in {".docx", ".txt", ".md"}]
    letter = (samples / "consultant-letter.pdf").read_bytes()
    for number in range(500):
        folder = tmp_path / f"folder {number % 7}"
        folder.mkdir(exist_ok=True)
        kind = number % 5
        if kind == 0:
            (folder / f"{number:03}.pdf").write_bytes(letter + b"\n%% copy %d" % number)
        elif kind == 1:
            (folder / f"{number:03}.txt").write_text(f"مذكرة رقم {number} عن الجسر", encoding="cp1256")
        elif kind == 2:
            (folder / f"{number:03}.md").write_text(f"# Note {number}\n\nOn the bridge.")
        elif kind == 3:
            (folder / f"{number:03}.dat").write_bytes(bytes(range(256)) + b"%d" % number)
        else:
            source = quick[number % len(quick)]
            shutil.copy(source, folder / f"{number:03}{source.suffix}")
    entries = ingested(tmp_path)
    assert len(entries) == 500
    found = Counter(entry["status"] for entry in entries.values())
    assert found == {"ready": 300 + len(quick), "failed": 100, "duplicate": 100 - len(quick)}


def test_a_cancelled_job_goes_on_where_it_stopped(
    documents: Documents, workspace: Workspace, tmp_path: Path
) -> None:
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        text_pdf(tmp_path / name, 120)
    job_id = documents.ingest([tmp_path])
    with workspace.db.reading() as session:
        parameters = session.get_one(JobRow, job_id).parameters
    queue.claim(workspace, job_id)

    class Stopped(JobContext):
        def progress(self, done: float, total: float, message: str = "") -> None:
            super().progress(done, total, message)
            if stored(workspace):
                raise Cancelled

    with pytest.raises(Cancelled):
        ingest.run(Stopped(workspace, job_id, parameters))
    before = stored(workspace)
    assert 0 < len(before) < 360
    entries = run_job(workspace, job_id)["documents"]
    after = stored(workspace)
    assert set(before) <= set(after)
    assert len(after) == 360 == len({(name, number) for name, number, _ in after})
    assert [entry["status"] for entry in entries] == ["ready"] * 3


@pytest.fixture
def long_files(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(6):
        text_pdf(folder / f"{number}.pdf", 150)
    return folder


def wait_for(condition: Callable[[], Any], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def reaped(jobs: Jobs, job_id: str) -> str:
    """The job's state, once the dead have been looked for."""
    jobs.reap()
    return jobs.get(job_id).state


def killed_in_the_middle(documents: Documents, workspace: Workspace, path: Path) -> tuple[Jobs, str]:
    """Begins to read, and kills the worker when the first pages are there; the interrupted job."""
    jobs = Jobs(workspace)
    job_id = documents.ingest([path])
    jobs.start(job_id)
    wait_for(lambda: stored(workspace))
    with workspace.db.reading() as session:
        pid = session.get_one(JobRow, job_id).pid
    assert pid is not None
    children = psutil.Process(pid).children(recursive=True)
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not any(child.is_running() and child.status() != "zombie" for child in children))
    wait_for(lambda: reaped(jobs, job_id) == "interrupted")
    return jobs, job_id


def test_a_worker_killed_in_the_middle_loses_nothing(
    documents: Documents, workspace: Workspace, long_files: Path
) -> None:
    jobs, job_id = killed_in_the_middle(documents, workspace, long_files)
    before = stored(workspace)
    jobs.resume(job_id)
    job = jobs.wait(job_id)
    assert job.state == "succeeded"
    assert job.result is not None
    after = stored(workspace)
    assert set(before) <= set(after)
    assert len(after) == 900 == len({(name, number) for name, number, _ in after})
    assert [entry["status"] for entry in job.result["documents"]] == ["ready"] * 6


def test_a_worker_killed_within_an_archive_loses_nothing(
    documents: Documents, workspace: Workspace, long_files: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "files.zip", "w") as archive:
        for file in sorted(long_files.iterdir()):
            archive.write(file, f"deep/{file.name}")
    jobs, job_id = killed_in_the_middle(documents, workspace, tmp_path / "files.zip")
    before = stored(workspace)
    jobs.resume(job_id)
    job = jobs.wait(job_id)
    assert job.result is not None, job.error
    after = stored(workspace)
    assert set(before) <= set(after)
    assert len(after) == 900 == len({(name, number) for name, number, _ in after})
    told = {entry["path"].partition("files.zip")[2]: entry["status"] for entry in job.result["documents"]}
    assert told == {"": "ready"} | {f"!deep/{n}.pdf": "ready" for n in range(6)}
    assert documents.list()[0].members == 6


def test_an_extract_child_killed_in_the_middle_loses_nothing(
    documents: Documents, workspace: Workspace, long_files: Path
) -> None:
    jobs = Jobs(workspace)
    job_id = documents.ingest([long_files])
    jobs.start(job_id)
    wait_for(lambda: stored(workspace))
    with workspace.db.reading() as session:
        pid = session.get_one(JobRow, job_id).pid
    assert pid is not None
    for child in psutil.Process(pid).children():
        child.kill()
    job = jobs.wait(job_id)
    assert job.state == "succeeded"
    assert len(stored(workspace)) == 900
    assert {page.source for d in documents.list() for page in documents.pages(d.id)} == {"text"}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 6 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0 or os.system(f"mount -t tmpfs -o size=6m tmpfs {folder} 2>/dev/null") != 0:  # noqa: S605
        pytest.skip("only root may mount a small file system, and not everywhere")
    yield folder
    os.system(f"umount -l {folder}")  # noqa: S605


def test_no_space_left_is_told_and_what_was_finished_stays(small_disk: Path, tmp_path: Path) -> None:
    workspace = Workspace.create(small_disk / "ws", "only for tests")
    documents = Documents(workspace, Jobs(workspace))
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(40):
        # Little to index, but much to keep: the blanks at the end are no words.
        (folder / f"{number:02}.txt").write_text(f"Note {number} on the bridge." + " " * 250_000)
    job_id = documents.ingest([folder])
    with pytest.raises(UserError, match=r"No space is left.*start the same work again"):
        run_job(workspace, job_id)
    kept = stored(workspace)
    os.system(f"mount -o remount,size=64m {small_disk}")  # noqa: S605
    entries = run_job(workspace, job_id)["documents"]
    assert [entry["status"] for entry in entries] == ["ready"] * 40
    assert set(kept) <= set(stored(workspace))
    with workspace.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(DocumentRow)) == 40
    workspace.close()


def test_what_lies_in_an_archive_is_read_and_told_by_its_way(
    ingested: Ingest, documents: Documents, samples: Path, tmp_path: Path
) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.write(samples / "press-statement.txt", "deep/press.txt")
        archive.writestr("../../way-out.txt", "It tries to get out of the folder.")
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
        archive.write(samples / "committee-minutes.pdf", "minutes.pdf")
        archive.write(samples / "committee-minutes.pdf", "again.pdf")
        archive.writestr("inner.zip", inner.getvalue())
    entries = ingested(tmp_path / "outer.zip")
    told = {path.rpartition("outer.zip")[2]: entry["status"] for path, entry in entries.items()}
    assert told == {
        "": "ready",
        "!minutes.pdf": "ready",
        "!again.pdf": "duplicate",
        "!inner.zip": "ready",
        "press.txt": "ready",
        "!inner.zip!way-out.txt": "ready",
    }
    listed = {document.path.partition("outer.zip")[2]: document for document in documents.list()}
    assert listed["!inner.zip!deep/press.txt"].pages == 1
    assert not list(tmp_path.parent.glob("way-out.txt"))


def test_a_bomb_is_not_unpacked_to_its_end(
    ingested: Ingest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(ingest, "ExtractSettings", lambda: ExtractSettings(max_unpacked_bytes=3 * MIB))
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("first.txt", "It can be read.")
        archive.writestr("second.txt", b"0" * 50 * MIB)
    entries = ingested(tmp_path / "bomb.zip")
    assert entries["bomb.zip!first.txt"]["status"] == "ready"
    assert entries["bomb.zip"]["status"] == "partial"
    assert "holds more than" in entries["bomb.zip"]["error"]
