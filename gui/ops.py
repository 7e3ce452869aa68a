# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one road from a button to core, and back: off the window's thread, errors to where they belong.

    @slot
    async def on_accept(self) -> None:
        store = self.ops.app.datasets
        await self.ops.change(self, store.set_state, ids, "accepted", changes=Changes(datasets=True))

What core raises as UserError is shown in the widget's place and ends the slot; anything else is ours and
opens the crash window. No widget makes a thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
import sys
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar, cast, runtime_checkable

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.errors import BugError, Cancelled, UserError
from core.records import Changes, Job

if TYPE_CHECKING:
    from core.app import App

P = ParamSpec("P")
T = TypeVar("T")

_BUSY_AFTER_SECONDS = 0.2
_SERVICES = ("documents", "search", "datasets", "training", "registry", "models", "agents", "chat")
_tasks: set[asyncio.Task[None]] = set()


class Told(Cancelled):
    """The person has been told what went wrong: the slot ends, silently."""


@runtime_checkable
class Place(Protocol):
    """A widget that can say what went wrong in it, and that it is busy."""

    def show_error(self, error: UserError) -> None: ...

    def begin_busy(self) -> None: ...

    def end_busy(self) -> None: ...


def slot(method: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., asyncio.Task[None]]:
    """Makes an async method something a signal can be connected to.

    Arguments of the signal that the method does not take are dropped, as Qt does. Returns the task.
    """
    wanted = len(inspect.signature(method).parameters) - 1

    @functools.wraps(method)
    def begin(self: QWidget, *args: Any) -> asyncio.Task[None]:
        task = asyncio.ensure_future(_guarded(self, method(self, *args[:wanted])))
        _tasks.add(task)
        task.add_done_callback(_tasks.discard)
        return task

    return begin


async def _guarded(widget: QWidget, work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except (Cancelled, asyncio.CancelledError):
        return
    except UserError as error:
        tell(widget, error)
    except Exception:  # noqa: BLE001 - the hook opens the crash window
        if shiboken6.isValid(widget):
            sys.excepthook(*sys.exc_info())


def place_of(widget: QWidget | None) -> Place | None:
    """The nearest widget around this one that shows errors and busy marks."""
    while widget is not None and shiboken6.isValid(widget):
        if isinstance(widget, Place):
            return widget
        widget = widget.parentWidget()
    return None


def tell(widget: QWidget | None, error: UserError) -> None:
    """Shows an error in the widget's place, or in a message window where it has none."""
    place = place_of(widget)
    if place is not None:
        place.show_error(error)
        return
    from gui.errors import MessageWindow

    MessageWindow(error, widget).open()


_END = object()
_AHEAD = 64


class _Pump:
    """Carries the items of a generator from a lane's thread to the loop that made this pump.

    A generator that is faster than its reader waits: each item is an event of Qt's loop.
    """

    def __init__(self, call: Callable[[], Iterator[Any]]) -> None:
        self._items: asyncio.Queue[Any] = asyncio.Queue()
        self._room = threading.Semaphore(_AHEAD)
        self._left = False
        self._call = call
        self._loop = asyncio.get_running_loop()

    def run(self) -> None:
        """In the thread. Raises what the generator raises, after the last item was handed over."""
        try:
            with contextlib.closing(cast("Generator[Any, None, None]", self._call())) as generator:
                for item in generator:
                    self._room.acquire()
                    if self._left:
                        return
                    self._loop.call_soon_threadsafe(self._items.put_nowait, item)
        finally:
            self._loop.call_soon_threadsafe(self._items.put_nowait, _END)

    async def take(self) -> Any:
        """On the loop: the next item, or _END."""
        item = await self._items.get()
        self._room.release()
        return item

    def leave(self) -> None:
        """On the loop: no more items are wanted."""
        self._left = True
        self._room.release()


class Ops(QObject):
    """Runs core's calls for the widgets. Make one for the program; :meth:`open` gives it a workspace."""

    changed = Signal(object)
    opened = Signal()
    closed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app: App | None = None
        self._lanes: dict[str, ThreadPoolExecutor] = {}

    @property
    def app(self) -> App:
        """The opened workspace's front door."""
        if self._app is None:
            raise BugError("A widget asked for the workspace while none is open.")
        return self._app

    @property
    def is_open(self) -> bool:
        return self._app is not None

    async def open(self, widget: QWidget, folder: Path, passphrase: str | None, *, new: bool = False) -> None:
        """Unlocks (or makes) the workspace on the database lane; emits ``opened``."""
        self._app = await self.query(widget, _open, folder, passphrase, new)
        self.opened.emit()

    async def close(self, *, lock: bool = False) -> None:
        """Closes the workspace once its present work is done; ``lock``: the keyring forgets it too."""
        app, self._app = self._app, None
        if app is None:
            return
        self.closed.emit()
        self._drop_tasks()
        await self._run("database", app.lock if lock else app.close)

    def end(self) -> None:
        """At the program's end. Closing the workspace ends its workers: nothing a lane waits for is left."""
        app, self._app = self._app, None
        if app is not None:
            app.close()
        for lane in self._lanes.values():
            lane.shutdown(wait=True, cancel_futures=True)
        self._lanes.clear()

    async def idle(self) -> None:
        """Until every slot under way has ended; for a program that drives the window."""
        while running := _tasks - {asyncio.current_task()}:
            await asyncio.wait(running)
        await asyncio.sleep(0)

    async def query(self, widget: QWidget, call: Callable[P, T], /, *args: P.args, **keywords: P.kwargs) -> T:
        """The result of a core call that alters nothing, run on the database lane."""
        return await self.query_on("database", widget, call, *args, **keywords)

    async def query_on(
        self, lane: str, widget: QWidget, call: Callable[P, T], /, *args: P.args, **keywords: P.kwargs
    ) -> T:
        """As :meth:`query`, on a lane of its own name: for what takes long (``pages``, ``search``), so that
        the quick calls do not queue behind it."""
        with self._busy(widget):
            try:
                return await self._run(lane, functools.partial(call, *args, **keywords))
            except UserError as error:
                tell(widget, error)
                raise Told from error

    async def change(
        self,
        widget: QWidget,
        call: Callable[..., T],
        /,
        *args: Any,
        changes: Changes,
        **keywords: Any,
    ) -> T:
        """As :meth:`query`, for a call that alters something; tells every view what."""
        result = await self.query(widget, call, *args, **keywords)
        self.changed.emit(changes)
        return result

    async def start_job(self, widget: QWidget, call: Callable[..., T], /, *args: Any, **keywords: Any) -> T:
        """A core call that queues a job and returns its id (or more); the job bar shows the rest."""
        return await self.change(widget, call, *args, changes=Changes(jobs=True), **keywords)

    async def ended(self, widget: QWidget, job_id: str) -> Job:
        """A job once it has ended; whoever watches the jobs tells when one has changed."""
        changed = asyncio.Event()
        connection = self.changed.connect(lambda _changes: changed.set())
        try:
            while not (job := await self.query(widget, self.app.jobs.get, job_id)).finished:
                await changed.wait()
                changed.clear()
            return job
        finally:
            self.changed.disconnect(connection)

    async def stream(
        self, widget: QWidget, call: Callable[..., Iterator[T]], /, *args: Any, **keywords: Any
    ) -> AsyncIterator[T]:
        """The items of a generator that runs in a thread of its own, as they come.

        Leaving the loop early closes the generator after its item at hand.
        """
        pump = _Pump(functools.partial(call, *args, **keywords))
        running = asyncio.ensure_future(self._run("stream", pump.run))
        try:
            while (item := await pump.take()) is not _END:
                yield cast("T", item)
            await running
        except UserError as error:
            tell(widget, error)
            raise Told from error
        finally:
            pump.leave()
            # Whoever left early does not want to hear how it ended.
            running.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def _run(self, lane: str, call: Callable[[], T]) -> T:
        executor = self._lanes.get(lane)
        if executor is None:
            executor = self._lanes[lane] = ThreadPoolExecutor(1, thread_name_prefix=lane)
        # Not loop.run_in_executor: Qt's loop must get the result through its own thread-safe road.
        return await asyncio.wrap_future(executor.submit(call))

    @contextlib.contextmanager
    def _busy(self, widget: QWidget) -> Iterator[None]:
        """The quiet mark in the widget's place, once the work takes longer than a moment."""
        place = place_of(widget)
        shown = False

        def show() -> None:
            nonlocal shown
            if place is not None and shiboken6.isValid(place):
                shown = True
                place.begin_busy()

        waiting = asyncio.get_running_loop().call_later(_BUSY_AFTER_SECONDS, show)
        try:
            yield
        finally:
            waiting.cancel()
            if shown and place is not None and shiboken6.isValid(place):
                place.end_busy()

    @staticmethod
    def _drop_tasks() -> None:
        current = asyncio.current_task()
        for task in list(_tasks):
            if task is not current:
                task.cancel()


def _open(folder: Path, passphrase: str | None, new: bool) -> App:
    # Imported here, on the lane: the window is on the screen before SQLAlchemy is loaded.
    from core.app import App

    app = App.create(folder, passphrase or "") if new else App.open(folder, passphrase)
    for service in _SERVICES:
        getattr(app, service)
    app.jobs.watch()
    return app
