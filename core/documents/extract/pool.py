# SPDX-License-Identifier: AGPL-3.0-or-later
"""Several extract children side by side: files are shared out among them, and the pages of long files."""

from __future__ import annotations

import itertools
import queue
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from core.documents.extract.reading import failed
from core.documents.extract.sniff import LockedError, UnreadError
from core.documents.ocr.engine import beside_of
from core.errors import BugError, Cancelled, UserError
from core.jobs.resident import Resident, WorkerDiedError, WorkerTimeoutError
from core.settings import MIB, ExtractSettings

TITLE = "The reading process"
# Pages that a child reads one after the other. Long runs spare it looks at pages that are not its own, since
# running headers are told by their neighbours; short ones share out a short file evenly.
_RUN, _LONG_RUN = 4, 16
_LONG_FILE = 100
_WAITING_EVENTS = 64
_FILE_BYTES = 256 * MIB
_STARTING_SECONDS = 60
_tokens = itertools.count(1)
_REFUSALS: dict[str, type[UserError]] = {"unread": UnreadError, "locked": LockedError}


class Source(Protocol):
    """A file to be read. ``name`` is what messages call it, ``passwords`` are tried in turn."""

    name: str
    passwords: tuple[str, ...]

    def path(self) -> AbstractContextManager[str]:
        """A path by which a child can open the file until the context ends. Called in a pool's thread.

        Raises :class:`UserError` when the file cannot be read.
        """
        ...

    def wanted(self, pages: int) -> list[int]:
        """Which pages of so many are to be read. Called once the file proved readable, in a pool's thread."""
        ...

    def refused(self, error: UserError) -> None:
        """Told when the file cannot be read; its path is still good."""
        ...

    def member(self, name: str, error: UserError | None, pieces: Iterator[bytes]) -> Source | None:
        """Told of each file within; returns what is then to be read, None for nothing. In a pool's thread.

        ``pieces`` raise :class:`UserError` where it cannot be unpacked.
        """
        ...


@dataclass(frozen=True)
class Opened:
    """``facts`` as of core.documents.extract.reading.Facts; ``password`` is the one that was needed."""

    source: Any
    media_type: str
    pages: int
    facts: dict[str, str]
    password: str | None = None


@dataclass(frozen=True)
class PageRead:
    """``page`` is what core.documents.extract.worker tells of a page."""

    source: Any
    page: dict[str, Any]


@dataclass(frozen=True)
class Ended:
    """The last event of a file. ``error`` when it could not be read at all, or not be unpacked to its end.

    ``members``: how many files were found within.
    """

    source: Any
    error: UserError | None = None
    members: int = 0


Event = Opened | PageRead | Ended


@dataclass(frozen=True)
class Place:
    """Where a child finds a file; while it is asked for the same ``token``, it keeps the file open."""

    token: str
    path: str
    name: str
    passwords: tuple[str, ...] = ()


class Child:
    """One extract process, started when first needed and again when it died."""

    def __init__(self, settings: ExtractSettings) -> None:
        self._settings = settings
        self._ended = False
        hello = {
            "settings": asdict(settings),
            "memory_bytes": settings.memory_bytes,
            "file_bytes": _FILE_BYTES,
            "beside": beside_of(settings),
        }
        self._resident = Resident(TITLE, ["extract"], hello)

    def open(self, place: Place) -> dict[str, Any]:
        """What core.documents.extract.worker tells of the file: media type, number of pages, facts.

        Raises :class:`UserError`, for a kind that is not read :class:`UnreadError`, for
        one whose password is not among those given :class:`LockedError`.
        """
        self._refuse_when_ended()
        try:
            facts = self._twice("open", timeout=self._seconds, **asdict(place))
        except (WorkerDiedError, WorkerTimeoutError) as error:
            raise UserError(f"{place.name} could not be read. {_why(error)}") from error
        for word, kind in _REFUSALS.items():
            if word in facts:
                raise kind(facts[word])
        return dict(facts)

    def pages(self, place: Place, numbers: list[int]) -> Iterator[dict[str, Any]]:
        """The pages, each with its text or why it failed.

        A page over which the child dies is tried once more, since something else may have killed it.
        """
        left = list(numbers)
        tried = 0
        while left:
            try:
                yield from self._pages(place, left)
            except (WorkerDiedError, WorkerTimeoutError) as error:
                again = isinstance(error, WorkerDiedError) and left[:1] != [tried]
                tried = left[0] if left else 0
                if left and not again:
                    number = left.pop(0)
                    yield failed(number, f"Page {number} of {place.name} could not be read. {_why(error)}")
            except UserError as error:
                yield from (failed(number, error.sentence) for number in left)
                return

    def members(self, place: Place) -> Iterator[tuple[str, UserError | None]]:
        """The files within: their names, and why one cannot be had.

        :meth:`pieces` are of the last one told. Raises :class:`UserError` when there may be more.
        """
        for position in itertools.count():
            self._refuse_when_ended()
            try:
                found = self._resident.call(
                    "member", timeout=self._seconds, position=position, **asdict(place)
                )
            except (WorkerDiedError, WorkerTimeoutError) as error:
                raise UserError(f"{place.name} could not be unpacked to its end. {_why(error)}") from error
            if found is None:
                return
            yield found["name"], UserError(found["error"]) if found["error"] else None

    def pieces(self) -> Iterator[bytes]:
        """The content of a file within, part by part. Raises :class:`UserError`."""
        import base64

        try:
            while piece := self._resident.call("piece", timeout=self._seconds):
                yield base64.b64decode(piece)
        except (WorkerDiedError, WorkerTimeoutError) as error:
            raise UserError(f"It could not be unpacked. {_why(error)}") from error

    @property
    def _seconds(self) -> float:
        return float(self._settings.page_seconds + _STARTING_SECONDS)

    def image(self, place: Place, number: int, dpi: int) -> bytes:
        """The page as a PNG, empty where there is none. Raises :class:`UserError`."""
        import base64

        try:
            encoded = self._twice("image", timeout=self._seconds, number=number, dpi=dpi, **asdict(place))
        except (WorkerDiedError, WorkerTimeoutError) as error:
            raise UserError(f"Page {number} of {place.name} cannot be shown. {_why(error)}") from error
        return base64.b64decode(encoded)

    def _twice(self, method: str, **params: Any) -> Any:
        """The answer; when the child dies over it, that of a second one."""
        try:
            return self._resident.call(method, **params)
        except WorkerDiedError:
            self._refuse_when_ended()
            return self._resident.call(method, **params)

    def close(self) -> None:
        self._resident.close()

    def kill(self) -> None:
        """Ends the process now; no other is started."""
        self._ended = True
        self._resident.kill()

    def _refuse_when_ended(self) -> None:
        if self._ended:
            raise Cancelled

    def _pages(self, place: Place, left: list[int]) -> Iterator[dict[str, Any]]:
        """Takes each page out of ``left`` as it is told."""
        self._refuse_when_ended()
        starting = 0 if self._resident.running else _STARTING_SECONDS
        seconds = float(self._settings.page_seconds + starting)
        asked = list(left)
        told = self._resident.stream("pages", timeout=seconds, numbers=asked, **asdict(place))
        for kind, value in told:
            if kind == "event":
                left.remove(value["number"])
                yield value


def _why(error: WorkerDiedError | WorkerTimeoutError) -> str:
    """What became of the child, as far as a person can do something with it."""
    if isinstance(error, WorkerTimeoutError):
        return error.what
    if error.returncode in {-signal.SIGKILL, -signal.SIGABRT}:
        return f"{TITLE} was stopped: it needed more memory than it may have."
    return f"{TITLE} broke down over it."


@dataclass(eq=False)
class _File:
    """A file that is open: the runs of pages nobody has taken yet, and how many are being read."""

    source: Source
    place: Place
    resources: ExitStack
    runs: deque[list[int]]
    busy: int = 0
    members: int = 0
    error: UserError | None = None


class Pool:
    """Reads many files with ``settings.workers`` children; one thread of this process for each."""

    def __init__(self, settings: ExtractSettings) -> None:
        self._settings = settings
        # A neural engine uses the whole machine for one page already.
        workers = 1 if beside_of(settings) else max(1, settings.workers)
        self._children = [Child(settings) for _ in range(workers)]

    def read(self, sources: Iterable[Source]) -> Iterator[Event]:
        """Events of all files, as they happen: Opened, PageRead (in any order), Ended; or Ended alone.

        Sources are taken from the iterable as children become free. Dropping the iterator kills the children.
        """
        reading = _Reading(iter(sources), len(self._children))
        threads = [
            threading.Thread(target=reading.work, args=(child,), daemon=True) for child in self._children
        ]
        for thread in threads:
            thread.start()
        finished = False
        try:
            yield from reading.events()
            finished = True
        finally:
            if not finished:
                reading.stop(self.kill)
            for thread in threads:
                thread.join()
            reading.release()

    def close(self) -> None:
        for child in self._children:
            child.close()

    def kill(self) -> None:
        for child in self._children:
            child.kill()


class _Reading:
    """What the threads of one :meth:`Pool.read` share.

    A thread first reads on in the file it opened, then opens the next one, then helps with those of others.
    """

    def __init__(self, sources: Iterator[Source], threads: int) -> None:
        self._sources = sources
        self._events: queue.Queue[Event | BaseException | None] = queue.Queue(_WAITING_EVENTS)
        self._open: list[_File] = []
        self._found: deque[Source] = deque()
        self._changed = threading.Condition()
        self._opening = 0
        self._left = threads
        self._stopped = False
        self._exhausted = False

    def events(self) -> Iterator[Event]:
        while (event := self._events.get()) is not None:
            if isinstance(event, BaseException):
                raise event
            yield event

    def stop(self, kill: Callable[[], None]) -> None:
        """Ends every thread, whatever it does: ``kill`` ends what it waits for."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        while self._left:
            kill()
            try:
                self._events.get(timeout=0.1)
            except queue.Empty:
                continue

    def release(self) -> None:
        """Gives back what the files that were not read to their end still hold."""
        for file in self._open:
            file.resources.close()

    def work(self, child: Child) -> None:
        """What a thread does until nothing is left."""
        mine: _File | None = None
        try:
            while not self._stopped:
                run = self._take(mine)
                if run is None and (source := self._next_source()) is not None:
                    mine = self._begin(child, source)
                    continue
                if run is None and (run := self._help()) is None:
                    if self._found:
                        continue
                    break
                self._read(child, *run)
        except BaseException as error:  # noqa: BLE001 - told to the thread that waits for events
            self._stopped = True
            self._events.put(error)
        finally:
            with self._changed:
                self._left -= 1
                last = self._left == 0
                self._changed.notify_all()
            if last:
                self._events.put(None)

    def _next_source(self) -> Source | None:
        with self._changed:
            source = self._found.popleft() if self._found else None
            if source is None and not self._exhausted:
                source = next(self._sources, None)
                self._exhausted = source is None
            self._opening += source is not None
            return source

    def _take(self, file: _File | None) -> tuple[_File, list[int]] | None:
        with self._changed:
            if file is None or not file.runs:
                return None
            file.busy += 1
            return file, file.runs.popleft()

    def _help(self) -> tuple[_File, list[int]] | None:
        """A run of anybody's file; waits while one is being opened. None when there is no run to be had."""
        with self._changed:
            while not self._stopped:
                for file in self._open:
                    if file.runs:
                        file.busy += 1
                        return file, file.runs.popleft()
                if self._found or not self._opening:
                    return None
                self._changed.wait()
        return None

    def _begin(self, child: Child, source: Source) -> _File | None:
        resources = ExitStack()
        file = None
        try:
            path = resources.enter_context(source.path())
            place = Place(str(next(_tokens)), path, source.name, source.passwords)
            facts = child.open(place)
            wanted = source.wanted(facts["pages"])
            length = _LONG_RUN if len(wanted) >= _LONG_FILE else _RUN
            runs = deque(wanted[i : i + length] for i in range(0, len(wanted), length))
            file = _File(source, place, resources, runs)
            self._events.put(
                Opened(source, facts["media_type"], facts["pages"], facts["facts"], facts["password"])
            )
            if facts["holds_members"]:
                self._unpack(child, file)
        except (UserError, BugError) as error:
            told = _told(source, error)
            with resources:
                source.refused(told)
            self._events.put(Ended(source, told))
        except BaseException:
            resources.close()
            raise
        finally:
            with self._changed:
                self._opening -= 1
                if file is not None:
                    self._open.append(file)
                self._changed.notify_all()
        if file is not None and not file.runs:
            self._end(file)
        return file

    def _unpack(self, child: Child, file: _File) -> None:
        """Hands the files within to whoever is free. What hinders it is told at the file's end."""
        try:
            for name, error in child.members(file.place):
                file.members += 1
                inner = file.source.member(name, error, child.pieces())
                if inner is not None:
                    with self._changed:
                        self._found.append(inner)
                        self._changed.notify_all()
        except (UserError, BugError) as error:
            file.error = _told(file.source, error)

    def _read(self, child: Child, file: _File, numbers: list[int]) -> None:
        for page in child.pages(file.place, numbers):
            if self._stopped:
                return
            self._events.put(PageRead(file.source, page))
        with self._changed:
            file.busy -= 1
            done = not file.busy and not file.runs
        if done:
            self._end(file)

    def _end(self, file: _File) -> None:
        with self._changed:
            if file not in self._open:
                return
            self._open.remove(file)
        file.resources.close()
        self._events.put(Ended(file.source, file.error, file.members))


def _told(source: Source, error: UserError | BugError) -> UserError:
    if isinstance(error, UserError):
        return error
    what = str(error).splitlines()[0][:200]
    return UserError(f"{source.name} could not be read: a fault of Isnad's own ({what}).")
