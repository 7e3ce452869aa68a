# SPDX-License-Identifier: AGPL-3.0-or-later
"""Children side by side: all files and pages come out, and what kills or stalls a child costs one page."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from core.documents.extract.mupdf import pymupdf
from core.documents.extract.pool import Child, Ended, Opened, PageRead, Place, Pool
from core.errors import UserError
from core.settings import MIB, ExtractSettings
from tests.core.documents.conftest import saved

SETTINGS = replace(ExtractSettings(), workers=2)


class Given:
    """A file on the disk, all of whose pages are wanted."""

    def __init__(self, path: Path) -> None:
        self.file = path
        self.name = path.name
        self.open = False
        self.refusals: list[UserError] = []
        self.passwords: tuple[str, ...] = ()

    @contextmanager
    def path(self) -> Iterator[str]:
        self.open = True
        try:
            yield str(self.file)
        finally:
            self.open = False

    def wanted(self, pages: int) -> list[int]:
        return list(range(1, pages + 1))

    def member(self, name: str, error: UserError | None, pieces: Iterator[bytes]) -> None:
        """Files within are not looked at."""

    def refused(self, error: UserError) -> None:
        assert self.open
        self.refusals.append(error)


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(SETTINGS)
    yield made
    made.close()


def text_pdf(path: Path, pages: int) -> Given:
    document = pymupdf.open()
    for number in range(1, pages + 1):
        document.new_page().insert_text((72, 72), f"This is page number {number} of a document")
    document.save(path)
    return Given(path)


def told(events: Iterator[Any], source: Given) -> dict[int, dict[str, Any]]:
    return {e.page["number"]: e.page for e in events if isinstance(e, PageRead) and e.source is source}


def test_every_page_of_every_file_is_told_once_and_files_are_let_go(pool: Pool, tmp_path: Path) -> None:
    sources = [text_pdf(tmp_path / f"{pages}.pdf", pages) for pages in (1, 30, 7)]
    events = list(pool.read(sources))
    for source, pages in zip(sources, (1, 30, 7), strict=True):
        mine = [event for event in events if event.source is source]
        assert isinstance(mine[0], Opened)
        assert mine[0].pages == pages
        assert mine[-1] == Ended(source)
        numbers = [event.page["number"] for event in mine if isinstance(event, PageRead)]
        assert sorted(numbers) == list(range(1, pages + 1))
        assert all(f"number {e.page['number']} of" in e.page["text"] for e in mine if isinstance(e, PageRead))
        assert not source.open


def test_a_file_that_cannot_be_read_does_not_stop_the_others(pool: Pool, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7")
    broken, good = Given(tmp_path / "broken.pdf"), text_pdf(tmp_path / "good.pdf", 3)
    events = list(pool.read([broken, good]))
    (ended,) = [event for event in events if event.source is broken]
    assert isinstance(ended, Ended)
    assert ended.error is not None
    assert "broken.pdf is a damaged PDF" in ended.error.sentence
    assert broken.refusals == [ended.error]
    assert len(told(iter(events), good)) == 3


def test_a_child_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    pool = Pool(replace(SETTINGS, workers=1))
    source = text_pdf(tmp_path / "long.pdf", 40)
    found = {}
    for event in pool.read([source]):
        if isinstance(event, PageRead):
            found[event.page["number"]] = event.page
            if event.page["number"] in {5, 21}:
                (child,) = pool._children
                pid = child._resident.pid
                assert pid is not None
                os.kill(pid, signal.SIGKILL)
    pool.close()
    assert sorted(found) == list(range(1, 41))
    assert {page["source"] for page in found.values()} == {"text"}


def test_a_page_that_takes_too_long_fails_and_the_next_is_read(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_image(page.rect, stream=saved(Image.effect_noise((2600, 3600), 90), "PNG"))
    document.new_page().insert_text((72, 72), "This page is an easy one to read")
    document.save(tmp_path / "slow.pdf")
    child = Child(replace(SETTINGS, page_seconds=1))
    slow, easy = child.pages(Place("t", str(tmp_path / "slow.pdf"), "slow.pdf"), [1, 2])
    child.close()
    assert slow["source"] == "failed"
    assert "second" in slow["error"]
    assert easy["text"] == "This page is an easy one to read"


def test_a_page_that_needs_too_much_memory_fails_and_says_so(tmp_path: Path) -> None:
    # A small file that unpacks to 300 MB.
    Image.new("RGB", (10_000, 10_000), "red").save(tmp_path / "large.png", compress_level=1)
    text_pdf(tmp_path / "easy.pdf", 1)
    child = Child(replace(SETTINGS, memory_bytes=400 * MIB))
    (large,) = child.pages(Place("1", str(tmp_path / "large.png"), "large.png"), [1])
    (easy,) = child.pages(Place("2", str(tmp_path / "easy.pdf"), "easy.pdf"), [1])
    child.close()
    assert large["source"] == "failed"
    assert "large.png" in large["error"]
    assert "memory" in large["error"]
    assert easy["source"] == "text"


def test_a_child_has_neither_the_network_nor_much_room(tmp_path: Path) -> None:
    child = Child(SETTINGS)
    text_pdf(tmp_path / "a.pdf", 1)
    child.open(Place("t", str(tmp_path / "a.pdf"), "a.pdf"))
    process = Path(f"/proc/{child._resident.pid}")
    limits = (process / "limits").read_text()
    routes = (process / "net" / "route").read_text().splitlines()
    environment = (process / "environ").read_bytes()
    child.close()
    assert f"Max address space         {SETTINGS.memory_bytes}" in limits
    assert len(routes) <= 1
    assert b"PASSPHRASE" not in environment


def test_dropping_the_events_ends_the_children(tmp_path: Path) -> None:
    pool = Pool(SETTINGS)
    sources = [text_pdf(tmp_path / f"{number}.pdf", 60) for number in range(4)]
    events = pool.read(sources)
    for event in events:
        if isinstance(event, PageRead):
            break
    pids = [child._resident.pid for child in pool._children]
    events.close()  # type: ignore[attr-defined]
    assert not any(child._resident.running for child in pool._children)
    assert not any(pid and Path(f"/proc/{pid}/fd").exists() for pid in pids)
    assert not any(source.open for source in sources)


def test_an_error_of_the_machine_ends_the_reading(pool: Pool, tmp_path: Path) -> None:
    class Full(Given):
        def wanted(self, pages: int) -> list[int]:
            raise OSError(28, "No space left on device")

    text_pdf(tmp_path / "a.pdf", 1)
    sources = [Full(tmp_path / "a.pdf"), text_pdf(tmp_path / "b.pdf", 30)]
    with pytest.raises(OSError, match="No space"):
        list(pool.read(sources))
    assert not any(source.open for source in sources)
